import { saidTexts, thoughtTexts, usesTools, type Message, type Role, type ToolCall } from "../../formats/example.ts";
import { has, isRow } from "../../formats/row.ts";
import { llamaFactory, msSwift } from "./trainers.ts";
import {
  gemini,
  llama,
  noPicture,
  nova,
  partsOf,
  refused,
  shareGpt,
  unholdable,
  written,
  type PicturePart,
  type Writer,
} from "./turns.ts";

function textOf(message: Message, picture: PicturePart): string | object[] {
  const texts = saidTexts(message);
  if (message.images !== null)
    return partsOf(
      texts.filter((text) => text !== ""),
      message.images,
      (text) => ({ type: "text", text }),
      picture,
    );
  return texts.length > 1 ? texts.map((text) => ({ type: "text", text })) : (texts[0] ?? "");
}

interface ChatAbilities {
  readonly developer: boolean;
  readonly name: boolean;
  readonly weight: boolean;
  readonly tools: boolean;
  readonly thoughts?: boolean;
  readonly picture: PicturePart;
}

const webPicture: PicturePart = ({ url = "", detail }) =>
  /^(?:https?:\/\/|data:)/u.test(url)
    ? { type: "image_url", image_url: { url, ...(detail !== "auto" && { detail }) } }
    : null;

const inlinePicture: PicturePart = (image) => (image.url?.startsWith("data:") === true ? webPicture(image) : null);

function callsOf(calls: readonly ToolCall[], at: number): object[] {
  return calls.map(({ id, name, arguments: given }, i) => ({
    id: id ?? `call_${at}_${i}`,
    type: "function",
    function: { name, arguments: given },
  }));
}

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
    const thoughts = able.thoughts === true && role === "assistant" ? thoughtTexts(message).join("\n") : "";
    if (message.thoughts !== null && thoughts === "") changed.add("thoughts");
    const content = textOf(message, able.picture);
    const silent = calls !== null && content === "";
    return {
      role: known,
      ...(thoughts === "" ? {} : { reasoning_content: thoughts }),
      ...(silent ? {} : { content }),
      ...(name !== null && able.name ? { name } : {}),
      ...(calls === null ? {} : { tool_calls: callsOf(calls, at) }),
      ...(role === "tool" ? { tool_call_id: open.answered(message.callId, at) } : {}),
      ...(weightless && able.weight ? { weight: 0 } : {}),
    };
  });
}

function toolOf(tool: unknown): unknown {
  return isRow(tool) && !has(tool, "function") && has(tool, "name") ? { type: "function", function: tool } : tool;
}

function openaiWriter(able: ChatAbilities): Writer {
  return (example) => {
    const stop = unholdable(example, able.picture) ?? (usesTools(example) && !able.tools ? "tools" : null);
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

/** A prompt as OpenAI's reinforcement takes it; what the grader needs stands beside it. */
export const gradedPrompt: Writer = (example) => {
  const able: ChatAbilities = { developer: true, name: true, weight: false, tools: true, picture: webPicture };
  const changed = new Set<string>();
  const stop = unholdable(example, webPicture);
  return stop === null ? written({ messages: chatMessages(example.messages, able, changed) }, changed) : refused(stop);
};

const plainChat: ChatAbilities = { developer: false, name: false, weight: true, tools: true, picture: webPicture };

/** Prompt and completion, and plain text, as they stand; conversations as OpenAI's. */
function withTexts(able: ChatAbilities): Writer {
  const chat = openaiWriter(able);
  return (example) => {
    if (example.layout === "chat" || unholdable(example) !== null) return chat(example);
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
}

/** Together takes thoughts in a field of the message. @source https://docs.together.ai/docs/fine-tuning-reasoning (read 2026-11-25) */
const together: Writer = withTexts({ ...plainChat, thoughts: true, picture: inlinePicture });

/** TRL: as Together's rows; preferences as prompt, chosen and rejected; prompts that wait for an answer. */
const trl: Writer = (example) => {
  const prompts = example.answer >= example.messages.length && example.ids === null;
  if (example.layout === "text")
    return prompts ? written({ prompt: example.messages.map(({ text }) => text).join("") }, []) : together(example);
  const able = { developer: true, name: true, weight: false, tools: true, picture: noPicture };
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

const openaiChat: ChatAbilities = { developer: true, name: true, weight: true, tools: true, picture: webPicture };
const openai = openaiWriter(openaiChat);

export interface Target {
  readonly write: Writer;
  readonly shapes: readonly string[];
  readonly fields?: readonly string[];
}

const openaiShapes: readonly string[] = ["chat-sft", "dpo"];
const openaiFields: readonly string[] = ["parallel_tool_calls"];

/** The targets that can be trained on today. */
export const targets: ReadonlyMap<string, Target> = new Map<string, Target>([
  ["openai", { write: openai, shapes: openaiShapes, fields: openaiFields }],
  ["azure-openai", { write: openai, shapes: openaiShapes, fields: openaiFields }],
  ["together", { write: together, shapes: [...openaiShapes, "prompt-completion", "text"] }],
  ["fireworks", { write: openaiWriter(plainChat), shapes: [...openaiShapes, "rft"] }],
  ["nebius", { write: withTexts(openaiChat), shapes: ["chat-sft", "prompt-completion", "text"] }],
  ["vertex-gemini", { write: gemini, shapes: ["gemini-contents", "gemini-preference"], fields: ["generationConfig"] }],
  ["bedrock-nova", { write: nova, shapes: ["bedrock-conversation-2024"] }],
  ["bedrock-llama", { write: llama, shapes: ["bedrock-conversation-2024"] }],
  ["sharegpt", { write: shareGpt, shapes: ["sharegpt"] }],
  ["llama-factory", { write: llamaFactory, shapes: ["alpaca", "preference", "text"] }],
  ["ms-swift", { write: msSwift, shapes: ["chat-sft", "rejected-response"] }],
  ["trl", { write: trl, shapes: ["chat-sft", "text", "prompt-completion", "preference", "prompt-only"] }],
]);
