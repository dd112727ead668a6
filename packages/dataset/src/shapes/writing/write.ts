import { saidTexts, type Example, type Message, type Role, type ToolCall } from "../../formats/example.ts";
import { has, isRow } from "../../formats/row.ts";

/** A row of the target format, or the reason why it cannot hold the example; and what it holds only in part. */
export interface Written {
  readonly row: object | null;
  /** Why there is no row: `images`, `tools`, `preference`, `text`, `tokens`, `system_not_first`, `last_not_assistant`, … */
  readonly refused: string | null;
  /** What was left out or changed: `weight`, `name`, `thoughts`, `developer_role`. */
  readonly changed: readonly string[];
}

/** Writes an example in the shape of a target. */
export type Writer = (example: Example) => Written;

function refused(reason: string): Written {
  return { row: null, refused: reason, changed: [] };
}

function written(row: object, changed: Iterable<string>): Written {
  return { row, refused: null, changed: [...new Set(changed)] };
}

/** What no target can be given from an example: pictures are not kept, token ids are not text. */
function unholdable(example: Example): string | null {
  if (example.ids !== null) return "tokens";
  const all = [...example.messages, ...(example.rejected ?? [])];
  return all.some(({ images }) => images !== null) ? "images" : null;
}

function usesTools({ messages, tools }: Example): boolean {
  return tools !== null || messages.some(({ calls, role }) => calls !== null || role === "tool" || role === "function");
}

function textOf(message: Message): string | object[] {
  const texts = saidTexts(message);
  return texts.length > 1 ? texts.map((text) => ({ type: "text", text })) : (texts[0] ?? "");
}

/** What a target of OpenAI's kind holds beside roles and texts. */
interface ChatAbilities {
  readonly developer: boolean;
  readonly name: boolean;
  readonly weight: boolean;
  readonly tools: boolean;
}

function callsOf(calls: readonly ToolCall[], at: number): object[] {
  return calls.map(({ id, name, arguments: given }, i) => ({
    id: id ?? `call_${at}_${i}`,
    type: "function",
    function: { name, arguments: given },
  }));
}

/** Ids of calls that no tool has answered yet, for rows that name none. */
class OpenCalls {
  #ids: string[] = [];

  open(calls: readonly ToolCall[], at: number): void {
    this.#ids = calls.map(({ id }, i) => id ?? `call_${at}_${i}`);
  }

  answered(id: string | null, at: number): string {
    const next = id ?? this.#ids[0] ?? `call_${at}`;
    this.#ids = this.#ids.filter((open) => open !== next);
    return next;
  }
}

function chatMessages(messages: readonly Message[], able: ChatAbilities, changed: Set<string>): object[] {
  const open = new OpenCalls();
  return messages.map((message, at) => {
    const { name, calls, trained } = message;
    const role: Role = message.role === "function" ? "tool" : message.role;
    const known: Role = role === "developer" && !able.developer ? "system" : role;
    if (known !== role) changed.add("developer_role");
    if (name !== null && !able.name) changed.add("name");
    if (calls !== null) open.open(calls, at);
    const weightless = role === "assistant" && !trained;
    if (weightless && !able.weight) changed.add("weight");
    if (message.thoughts !== null) changed.add("thoughts");
    const content = textOf(message);
    const silent = calls !== null && content === "";
    return {
      role: known,
      ...(silent ? {} : { content }),
      ...(name !== null && able.name ? { name } : {}),
      ...(calls === null ? {} : { tool_calls: callsOf(calls, at) }),
      ...(role === "tool" ? { tool_call_id: open.answered(message.callId, at) } : {}),
      ...(weightless && able.weight ? { weight: 0 } : {}),
    };
  });
}

/** A tool in OpenAI's form; the deprecated `functions` and other formats name the function alone. */
function toolOf(tool: unknown): unknown {
  return isRow(tool) && !has(tool, "function") && has(tool, "name") ? { type: "function", function: tool } : tool;
}

/** OpenAI's shapes: a chat, or a pair of answers of one message each. */
function openaiWriter(able: ChatAbilities): Writer {
  return (example) => {
    const stop = unholdable(example) ?? (usesTools(example) && !able.tools ? "tools" : null);
    if (stop !== null) return refused(stop);
    if (example.layout === "text" && example.answer === 0) return refused("text");
    const changed = new Set<string>();
    const write = (messages: readonly Message[]): object[] => chatMessages(messages, able, changed);
    const tools = example.tools === null ? {} : { tools: example.tools.map(toolOf) };
    if (example.answer >= example.messages.length) return refused("missing_assistant");
    if (example.rejected === null) return written({ messages: write(example.messages), ...tools }, changed);
    const chosen = example.messages.slice(example.answer);
    if (chosen.length !== 1 || example.rejected.length !== 1) return refused("multi_turn_preference");
    const input = { messages: write(example.messages.slice(0, example.answer)), ...tools };
    return written({ input, preferred_output: write(chosen), non_preferred_output: write(example.rejected) }, changed);
  };
}

const plainChat: ChatAbilities = { developer: false, name: false, weight: true, tools: false };

/** Together also takes prompt and completion, and plain text, as they stand. */
const together: Writer = (example) => {
  if (example.layout === "chat" || unholdable(example) !== null)
    return openaiWriter({ ...plainChat, tools: true })(example);
  const text = (from: number, to: number): string =>
    example.messages
      .slice(from, to)
      .map((message) => message.text)
      .join("");
  const end = example.messages.length;
  if (example.answer >= end) return refused("missing_assistant");
  return example.answer === 0
    ? written({ text: text(0, end) }, [])
    : written({ prompt: text(0, example.answer), completion: text(example.answer, end) }, []);
};

/** TRL: as Together's rows; preferences as prompt, chosen and rejected; prompts that wait for an answer. */
const trl: Writer = (example) => {
  const prompts = example.answer >= example.messages.length && example.ids === null;
  if (example.layout === "text")
    return prompts ? written({ prompt: example.messages.map(({ text }) => text).join("") }, []) : together(example);
  const able = { developer: true, name: true, weight: false, tools: true };
  if (example.rejected === null && !prompts) return openaiWriter(able)(example);
  const stop = unholdable(example);
  if (stop !== null) return refused(stop);
  const changed = new Set<string>();
  const write = (messages: readonly Message[]): object[] => chatMessages(messages, able, changed);
  const prompt = write(example.messages.slice(0, example.answer));
  const tools = example.tools === null ? {} : { tools: example.tools.map(toolOf) };
  if (example.rejected === null) return written({ prompt, ...tools }, changed);
  const chosen = write(example.messages.slice(example.answer));
  return written({ prompt, chosen, rejected: write(example.rejected), ...tools }, changed);
};

interface Turns {
  readonly system: string[];
  readonly turns: { readonly role: Role; readonly texts: string[] }[];
}

/** System texts of the beginning, then turns of alternating speakers; a speaker's messages in a row become one turn. */
function turnsOf(messages: readonly Message[], changed: Set<string>): Turns | string {
  const system: string[] = [];
  const turns: Turns["turns"] = [];
  for (const message of messages) {
    const { role, name, thoughts, trained } = message;
    if (name !== null) changed.add("name");
    if (thoughts !== null) changed.add("thoughts");
    if (role === "assistant" && !trained) changed.add("weight");
    const texts = saidTexts(message);
    if (role === "system" || role === "developer") {
      if (turns.length > 0) return "system_not_first";
      if (role === "developer") changed.add("developer_role");
      system.push(...texts);
      continue;
    }
    const last = turns.at(-1);
    if (last?.role !== role) turns.push({ role, texts });
    else {
      changed.add("turns_joined");
      last.texts.push(...texts);
    }
  }
  if (turns.at(-1)?.role !== "assistant") return "last_not_assistant";
  return turns[0]?.role === "user" ? { system, turns } : "role_order";
}

const parts = (texts: readonly string[]): object[] => texts.map((text) => ({ text }));

/** Formats of strict turns: Gemini's contents and Bedrock's conversations. */
function turnWriter(row: (turns: Turns) => object): Writer {
  return (example) => {
    const stop =
      unholdable(example) ?? (usesTools(example) ? "tools" : null) ?? (example.rejected === null ? null : "preference");
    if (stop !== null) return refused(stop);
    if (example.layout === "text" && example.answer === 0) return refused("text");
    const changed = new Set<string>();
    const turns = turnsOf(example.messages, changed);
    return typeof turns === "string" ? refused(turns) : written(row(turns), changed);
  };
}

const gemini = turnWriter(({ system, turns }) => ({
  ...(system.length > 0 ? { systemInstruction: { role: "system", parts: parts(system) } } : {}),
  contents: turns.map(({ role, texts }) => ({ role: role === "assistant" ? "model" : role, parts: parts(texts) })),
}));

const nova = turnWriter(({ system, turns }) => ({
  schemaVersion: "bedrock-conversation-2024",
  ...(system.length > 0 ? { system: parts(system) } : {}),
  messages: turns.map(({ role, texts }) => ({ role, content: parts(texts) })),
}));

const openai = openaiWriter({ developer: true, name: true, weight: true, tools: true });

/** A target: its writer, and the shapes that rows of it are in. */
export interface Target {
  readonly write: Writer;
  readonly shapes: readonly string[];
}

const openaiShapes: readonly string[] = ["chat-sft", "dpo"];

/** The targets that can be trained on today. */
export const targets: ReadonlyMap<string, Target> = new Map<string, Target>([
  ["openai", { write: openai, shapes: openaiShapes }],
  ["azure-openai", { write: openai, shapes: openaiShapes }],
  ["together", { write: together, shapes: [...openaiShapes, "prompt-completion", "text"] }],
  ["fireworks", { write: openaiWriter({ ...plainChat, tools: true }), shapes: openaiShapes }],
  ["vertex-gemini", { write: gemini, shapes: ["gemini-contents"] }],
  ["bedrock-nova", { write: nova, shapes: ["bedrock-conversation-2024"] }],
  ["trl", { write: trl, shapes: ["chat-sft", "text", "prompt-completion", "preference", "prompt-only"] }],
]);
