import { pictureMark, saidTexts, usesTools } from "../../formats/example.ts";
import type { Example, Image, Message, Role, ToolCall } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { isRow, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };

/** The row of an example, and in `changed` what it is without; else why there is none: `images`, `tools`, `preference`, `text`, `tokens`, `system_not_first`, `last_not_assistant`, … */
export type Writer = (example: Example, changed: Set<string>) => object | string;

export type PicturePart = (image: Image) => object | null;

export const noPicture: PicturePart = () => null;

export interface Abilities {
  /** Whether it takes tools; or the fields that it has for a function, where these are not OpenAI's. */
  readonly tools?: boolean | readonly string[];
  readonly picture?: PicturePart;
}

export function unholdable(example: Example, { tools = false, picture = noPicture }: Abilities): string | null {
  if (example.ids !== null) return "tokens";
  const all = [...example.messages, ...(example.rejected ?? [])];
  if (all.some(({ images }) => images?.some((image) => picture(image) === null) === true)) return "images";
  return usesTools(example) && !tools ? "tools" : null;
}

export function partsOf<T>(
  texts: readonly string[],
  images: readonly Image[],
  text: (text: string) => T,
  picture: (image: Image) => T | null,
): T[] {
  const marked = images.filter(({ atMark }) => atMark === true);
  if (marked.length > 0)
    // White space between two pictures is no part of its own.
    return texts.flatMap((one) =>
      one.split(pictureMark).flatMap((piece, i) => {
        const shown = marked.splice(0, Math.min(i, 1)).flatMap((image) => picture(image) ?? []);
        return piece.trim() === "" ? shown : [...shown, text(piece)];
      }),
    );
  const at = (place: number): T[] =>
    images.filter(({ after = 0 }) => Math.min(after, texts.length) === place).flatMap((image) => picture(image) ?? []);
  return [...at(0), ...texts.flatMap((one, i) => [text(one), ...at(i + 1)])];
}

export interface Turn {
  readonly role: Role;
  readonly texts: string[];
  readonly images: Image[];
  readonly calls: ToolCall[];
  readonly answers: (string | null)[];
}

export interface Turns {
  readonly system: string[];
  readonly turns: Turn[];
}

/** The messages with an id for each call, and for each answer of a tool that of its call: the next of that function, or else of any, that no other answer names. */
export function withIds(messages: readonly Message[]): Message[] {
  const named = new Set(messages.map(({ callId }) => callId));
  let open: (ToolCall & { readonly id: string })[] = [];
  return messages.map((message, at) => {
    const { role, name, callId } = message;
    const calls = message.calls?.map((call, i) => ({ ...call, id: call.id ?? `call_${at}_${i}` })) ?? null;
    // A turn of calls may stand in several messages.
    const before = messages[at - 1]?.role === "assistant" ? open : [];
    open = calls === null ? open : [...before, ...calls];
    if (role !== "tool" && role !== "function") return { ...message, calls };
    const free = open.filter(({ id }) => !named.has(id));
    const alike = open.find(({ id }) => id === callId) ?? free.find((call) => call.name === (callId ?? name));
    const own = alike ?? (callId === null ? free[0] : undefined);
    open = open.filter((call) => call !== own);
    return { ...message, calls, callId: own?.id ?? callId ?? name };
  });
}

/** The messages for rows that keep no names, thoughts and developers, which are told in `changed`; answers of tools stand in the order of their calls, which alone tells them apart where no id is written. */
export function plainTurns(messages: readonly Message[], changed: Set<string>): Message[] {
  const placed: Message[] = [];
  let ids: (string | null)[] = [];
  const placeOf = ({ callId }: Message): number => ids.indexOf(callId);
  for (const message of withIds(messages)) {
    const { name, thoughts, calls } = message;
    const role = message.role === "function" ? "tool" : message.role;
    if (name !== null && role !== "tool") changed.add("name");
    if (thoughts !== null) changed.add("thoughts");
    if (role === "developer") changed.add("developer_role");
    if (calls?.some((call) => call.arguments !== "" && !isRow(jsonValue(call.arguments))))
      changed.add("tool_arguments");
    if (calls !== null) ids = [...(placed.at(-1)?.role === "assistant" ? ids : []), ...calls.map(({ id }) => id)];
    const isBefore = (other: Message): boolean =>
      role !== "tool" || other.role !== "tool" || placeOf(other) <= placeOf(message);
    placed.splice(placed.findLastIndex(isBefore) + 1, 0, { ...message, role });
  }
  return placed;
}

/** System texts of the beginning, then turns of alternating speakers; a speaker's messages in a row become one turn. */
export function turnsOf(messages: readonly Message[], changed: Set<string>): Turns | string {
  const system: string[] = [];
  const turns: Turn[] = [];
  for (const message of plainTurns(messages, changed)) {
    const { role, trained, images, calls, callId } = message;
    if (role === "assistant" && !trained) changed.add("weight");
    const texts = saidTexts(message).filter((text) => text !== "" || (images === null && calls === null));
    if (role === "system" || role === "developer") {
      if (turns.length > 0) return "system_not_first";
      system.push(...texts);
      continue;
    }
    const last = turns.at(-1);
    const turn = last?.role === role ? last : { role, texts: [], images: [], calls: [], answers: [] };
    if (turn !== last) turns.push(turn);
    else if (role !== "tool") changed.add("turns_joined");
    turn.images.push(...(images ?? []).map((image) => ({ ...image, after: turn.texts.length + (image.after ?? 0) })));
    turn.answers.push(...texts.map(() => callId));
    turn.texts.push(...texts);
    turn.calls.push(...(calls ?? []));
  }
  if (turns.at(-1)?.role !== "assistant") return "last_not_assistant";
  return turns[0]?.role === "user" ? { system, turns } : "role_order";
}

/** The calls that a turn answers: those of the last turn before it that has any. */
const callsBefore = (turns: readonly Turn[], at: number): readonly ToolCall[] =>
  turns.slice(0, at).findLast(({ calls }) => calls.length > 0)?.calls ?? [];

function turnWriter(able: Abilities, row: (turns: Turns, functions: readonly Row[] | null) => object): Writer {
  return (example, changed) => {
    const stop = unholdable(example, able) ?? (example.rejected === null ? null : "preference");
    if (stop !== null) return stop;
    if (example.layout === "text" && example.answer === 0) return "text";
    const turns = turnsOf(example.messages, changed);
    if (typeof turns === "string") return turns;
    const fields = typeof able.tools === "object" ? able.tools : [];
    const functions = example.tools?.map((tool) => functionOf(tool, fields, changed)) ?? null;
    return functions?.every(({ name }) => name !== undefined) === false ? "tools" : row(turns, functions);
  };
}

function functionOf(tool: unknown, own: readonly string[], changed: Set<string>): Row {
  const fields = Object.entries(declared(tool)).filter(([, value]) => value !== null);
  for (const [field] of fields) if (!own.includes(field)) changed.add(field);
  return Object.fromEntries(fields.filter(([field]) => own.includes(field)));
}

const textPart = (text: string): object => ({ text });
const parts = (texts: readonly string[]): object[] => texts.map(textPart);
export const joined = (texts: readonly string[]): string => texts.join("\n");

const types: ReadonlyMap<string, string> = new Map(Object.entries(names.pictureTypes));

const typeOf = (url: string): string | undefined =>
  types.get(/\.([a-z]+)(?:[?#]|$)/iu.exec(url)?.[1]?.toLowerCase() ?? "");

const geminiPicture: PicturePart = ({ url = "" }) => {
  const data = /^data:([^;,]+);base64,(.*)$/su.exec(url);
  if (data !== null) return { inlineData: { mimeType: data[1], data: data[2] } };
  const mimeType = typeOf(url);
  return mimeType !== undefined && /^(?:gs|https):\/\//u.test(url) ? { fileData: { mimeType, fileUri: url } } : null;
};

/** The function of a tool as OpenAI's chat has it, as its Responses have it (without an object of its own), or Anthropic's. */
export function declared(tool: unknown): Row {
  const { type: _, function: body, input_schema: parameters, ...bare } = isRow(tool) ? tool : {};
  return { ...bare, ...(parameters !== undefined && { parameters }), ...(isRow(body) ? body : {}) };
}

export function objectOf(text: string, name: string): object {
  const value = jsonValue(text);
  return isRow(value) ? value : text === "" ? {} : { [name]: value ?? text };
}

function geminiTurn({ role, texts, images, calls, answers }: Turn, at: number, turns: readonly Turn[]): object {
  if (role === "tool")
    return {
      role: "function",
      parts: texts.map((text, i) => {
        const id = answers[i] ?? "";
        const name = callsBefore(turns, at).find((call) => call.id === id)?.name ?? id;
        return { functionResponse: { name, response: objectOf(text, "result") } };
      }),
    };
  const said = partsOf(texts, images, textPart, geminiPicture);
  const called = calls.map(({ name, arguments: given }) => ({
    functionCall: { name, args: objectOf(given, "value") },
  }));
  return { role: role === "assistant" ? "model" : role, parts: [...said, ...called] };
}

/** @source https://pypi.org/project/google-cloud-aiplatform/2.7.0, aiplatform_v1/types/tool.py `FunctionDeclaration` (read 2026-12-01) */
const declaring = ["name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema"];

/** @source https://cloud.google.com/vertex-ai/generative-ai/docs/models/tune-function-calling (read 2026-11-25) */
const geminiChat: Writer = turnWriter({ tools: declaring, picture: geminiPicture }, ({ system, turns }, functions) => ({
  ...(system.length > 0 && { systemInstruction: { role: "system", parts: parts(system) } }),
  contents: turns.map(geminiTurn),
  ...(functions !== null && { tools: [{ functionDeclarations: functions }] }),
}));

export const gemini: Writer = (example, changed) => {
  const { messages, answer, rejected } = example;
  if (rejected === null) return geminiChat(example, changed);
  const sides = [messages.slice(answer), rejected];
  if (sides.some((side) => side.length !== 1)) return "multi_turn_preference";
  const whole = sides.map((side) =>
    geminiChat({ ...example, messages: [...messages.slice(0, answer), ...side], rejected: null }, changed),
  );
  const failed = whole.find((row) => typeof row === "string");
  if (failed !== undefined) return failed;
  const rows = whole.map((row) => row as { readonly contents: readonly object[] });
  const completions = rows.map(({ contents }, i) => ({ score: 1 - i, completion: contents.at(-1) }));
  const contents = rows[0]?.contents.slice(0, -1);
  return { ...rows[0], contents, completions };
};

const s3Picture: PicturePart = ({ url = "" }) => {
  const format = typeOf(url)?.replace("image/", "");
  if (!url.startsWith("s3://") || format === undefined) return null;
  return { image: { format, source: { s3Location: { uri: url } } } };
};

function converse(systemParts: (system: readonly string[]) => object[], tools: false | readonly string[]): Writer {
  return turnWriter({ tools, picture: s3Picture }, ({ system, turns }, functions) => ({
    schemaVersion: "bedrock-conversation-2024",
    ...(system.length > 0 && { system: systemParts(system) }),
    messages: turns.map(converseTurn),
    ...(functions !== null && { toolConfig: { tools: functions.map(toolSpec) } }),
  }));
}

function converseTurn({ role, texts, images, calls, answers }: Turn): object {
  if (role === "tool")
    return {
      role: "user",
      content: texts.map((text, i) => ({ toolResult: { toolUseId: answers[i] ?? "", content: [{ text }] } })),
    };
  const called = calls.map(({ id, name, arguments: given }) => ({
    toolUse: { toolUseId: id ?? name, name, input: objectOf(given, "value") },
  }));
  return { role, content: [...partsOf(texts, images, textPart, s3Picture), ...called] };
}

const toolSpec = ({ parameters = {}, ...named }: Row): object => ({
  toolSpec: { ...named, inputSchema: { json: parameters } },
});

/** Nova 2's tuning takes tools (https://docs.aws.amazon.com/nova/latest/nova2-userguide/nova-data-prep-sft-2.html, read 2026-11-28); whether it takes the `strict` of Converse was not found, so it is not written. */
export const nova: Writer = converse(parts, ["name", "description", "parameters"]);
export const llama: Writer = converse((system) => parts([joined(system)]), false);

export const shareGpt: Writer = turnWriter({}, ({ system, turns }) => ({
  ...(system.length > 0 && { system: joined(system) }),
  conversations: turns.map(({ role, texts }) => ({ from: role === "user" ? "human" : "gpt", value: joined(texts) })),
}));
