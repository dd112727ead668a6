import { saidTexts, thoughtTexts, type Example, type Message, type Role } from "../../formats/example.ts";
import { has, isRow } from "../../formats/row.ts";
import table from "./targets.json" with { type: "json" };
import { llamaFactory, msSwift } from "./trainers.ts";
import { declared, gemini, llama, noPicture, nova, partsOf, shareGpt, unholdable, withIds } from "./turns.ts";
import type { Abilities, PicturePart, Writer } from "./turns.ts";

function textOf(message: Message, picture: PicturePart, inParts: boolean): string | object[] {
  const texts = saidTexts(message);
  const part = (text: string): object => ({ type: "text", text });
  const said = texts.filter((text) => text !== "");
  if (message.images !== null) return partsOf(said, message.images, part, picture);
  return texts.length > 1 || (inParts && texts[0] !== "") ? texts.map(part) : (texts[0] ?? "");
}

interface ChatAbilities extends Abilities {
  readonly developer?: boolean;
  readonly name?: boolean;
  readonly weight?: boolean;
  readonly thoughts?: boolean;
  /** Whether all contents are lists of parts where one holds a picture. */
  readonly alike?: boolean;
}

const webPicture: PicturePart = ({ url = "", detail }) =>
  /^(?:https?:\/\/|data:)/u.test(url)
    ? { type: "image_url", image_url: { url, ...(detail !== "auto" && { detail }) } }
    : null;

const inlinePicture: PicturePart = (image) => (image.url?.startsWith("data:") === true ? webPicture(image) : null);

function chatMessages(messages: readonly Message[], able: ChatAbilities, changed: Set<string>): object[] {
  const inParts = able.alike === true && messages.some(({ images }) => images !== null);
  return withIds(messages).map((message, at) => {
    const { name, calls, trained, callId } = message;
    const role: Role = message.role === "function" ? "tool" : message.role;
    const known: Role = role === "developer" && able.developer !== true ? "system" : role;
    if (known !== role) changed.add("developer_role");
    if (name !== null && able.name !== true) changed.add("name");
    const called = calls?.map(({ id, name, arguments: given }) => ({
      id,
      type: "function",
      function: { name, arguments: given },
    }));
    const weightless = role === "assistant" && !trained;
    if (weightless && able.weight !== true) changed.add("weight");
    const thoughts = able.thoughts === true && role === "assistant" ? thoughtTexts(message).join("\n") : "";
    if (message.thoughts !== null && thoughts === "") changed.add("thoughts");
    const content = textOf(message, able.picture ?? noPicture, inParts);
    return {
      role: known,
      ...(thoughts !== "" && { reasoning_content: thoughts }),
      ...((calls === null || content !== "") && { content }),
      ...(name !== null && able.name === true && { name }),
      ...(called !== undefined && { tool_calls: called }),
      ...(role === "tool" && { tool_call_id: callId ?? `call_${at}` }),
      ...(weightless && able.weight === true && { weight: 0 }),
    };
  });
}

const toolOf = (tool: unknown): unknown =>
  isRow(tool) && !has(tool, "function") && has(tool, "name") ? { type: "function", function: declared(tool) } : tool;

const toolsIn = ({ tools }: Example): object => (tools === null ? {} : { tools: tools.map(toolOf) });

function openaiWriter(able: ChatAbilities): Writer {
  return (example, changed) => {
    const { messages, answer, rejected, layout } = example;
    const stop = unholdable(example, able);
    if (stop !== null) return stop;
    if (layout === "text" && answer === 0) return "text";
    if (answer >= messages.length) return "missing_assistant";
    const write = (some: readonly Message[]): object[] => chatMessages(some, able, changed);
    if (rejected === null) return { messages: write(messages), ...toolsIn(example) };
    const chosen = messages.slice(answer);
    if (chosen.length !== 1 || rejected.length !== 1) return "multi_turn_preference";
    const input = { messages: write(messages.slice(0, answer)), ...toolsIn(example) };
    return { input, preferred_output: write(chosen), non_preferred_output: write(rejected) };
  };
}

/** A prompt as OpenAI's reinforcement takes it; what the grader needs stands beside it. */
export function gradedPrompt(developer: boolean): Writer {
  const able: ChatAbilities = { developer, name: true, tools: true, picture: webPicture };
  return (example, changed) => unholdable(example, able) ?? { messages: chatMessages(example.messages, able, changed) };
}

const plainChat: ChatAbilities = { weight: true, tools: true, picture: webPicture };

function withTexts(able: ChatAbilities): Writer {
  const chat = openaiWriter(able);
  return (example, changed) => {
    const { layout, messages, answer } = example;
    if (layout === "chat" || unholdable(example, { tools: true }) !== null) return chat(example, changed);
    if (answer >= messages.length) return "missing_assistant";
    const text = (some: readonly Message[]): string => some.map((message) => message.text).join("");
    const [prompt, completion] = [text(messages.slice(0, answer)), text(messages.slice(answer))];
    return answer === 0 ? { text: completion } : { prompt, completion };
  };
}

/** Together takes thoughts in a field of the message. @source https://docs.together.ai/docs/fine-tuning-reasoning (read 2026-11-25) */
const together: Writer = withTexts({ ...plainChat, thoughts: true, alike: true, picture: inlinePicture });

/** TRL hands fields of messages on to the chat template, which prints thoughts or not. */
const trlChat: ChatAbilities = { developer: true, name: true, tools: true, thoughts: true };

const trl: Writer = (example, changed) => {
  const { messages, answer, rejected, layout, ids } = example;
  const prompts = answer >= messages.length && ids === null;
  if (layout === "text")
    return prompts ? { prompt: messages.map(({ text }) => text).join("") } : together(example, changed);
  if (rejected === null && !prompts) return openaiWriter(trlChat)(example, changed);
  return trlParts(example, changed, "chosen");
};

/** A prompt, apart from it the answer in its field, and the worse one of a pair. */
function trlParts(example: Example, changed: Set<string>, field: "chosen" | "completion"): object | string {
  const { messages, answer, rejected } = example;
  const stop = unholdable(example, trlChat);
  if (stop !== null) return stop;
  const write = (some: readonly Message[]): object[] => chatMessages(some, trlChat, changed);
  const prompt = write(messages.slice(0, answer));
  const answers = answer < messages.length && { [field]: write(messages.slice(answer)) };
  return { prompt, ...answers, ...(rejected !== null && { rejected: write(rejected) }), ...toolsIn(example) };
}

const openaiChat: ChatAbilities = { developer: true, name: true, weight: true, tools: true, picture: webPicture };
const openai = openaiWriter(openaiChat);

export interface Target {
  readonly write: Writer;
  readonly shapes: readonly string[];
  readonly fields?: readonly string[];
  /** Shapes whose rows stay as they are. */
  readonly kept?: readonly string[];
}

const writers: Readonly<Record<keyof typeof table, Writer>> = {
  openai,
  "azure-openai": openai,
  together,
  fireworks: openaiWriter(plainChat),
  nebius: withTexts({ ...openaiChat, picture: noPicture }),
  "vertex-gemini": gemini,
  "bedrock-nova": nova,
  "bedrock-llama": llama,
  sharegpt: shareGpt,
  "llama-factory": llamaFactory,
  "ms-swift": msSwift,
  trl,
};

export const targets: ReadonlyMap<string, Target> = new Map(
  Object.entries(table).map(([id, target]) => [id, { ...target, write: writers[id as keyof typeof table] }]),
);

/** The targets that take an answer with its verdict: the field of the verdict, and how the rest is written. */
export const judged: ReadonlyMap<string, { readonly field: string; readonly write: Writer }> = new Map([
  ["llama-factory", { field: "kto_tag", write: llamaFactory }],
  ["ms-swift", { field: "label", write: msSwift }],
  ["trl", { field: "label", write: (example, changed) => trlParts(example, changed, "completion") }],
]);
