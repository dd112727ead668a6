import { chatExample, fault, isFault, pictureMark, spokenText, textMessage } from "../../formats/example.ts";
import type { Image, Message, Reading, Role, RowFault, ToolCall } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, firstFilled, has, isRow, rowsIn, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };
import { addThought, callFrom, contentOf, imageSize, withAnswers, writesCalls, writtenCalls } from "./content.ts";

/** A row written as the bare list of its turns, as XTuner and older ms-swift have it; null for anything else. @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-25) */
export function bareList(value: unknown): Row | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRow)) return null;
  if (value.every((turn) => has(turn, "role"))) return { messages: value };
  if (value.every((turn) => has(turn, "from"))) return { conversations: value };
  return value.every(isExchange) ? { messages: value.flatMap(turnsOf) } : null;
}

const speakers: ReadonlyMap<string, Role> = new Map(
  Object.entries(names.speakers).flatMap(([role, all]) => all.map((name) => [name, role as Role] as const)),
);

export const roleOf = (name: string): Role | undefined => speakers.get(name) ?? speakers.get(name.toLowerCase());

export const pictureColumns: readonly string[] = ["images", "image", "image_wh"];

/** Pictures that a row lists beside its messages, or a message beside its text: LLaMA-Factory's and ms-swift's `images` (Ollama's in messages), LLaVA's `image`; null for none. */
function picturesOf(row: Row): Image[] | null {
  const given = row["images"] ?? row["image"];
  const listed: readonly unknown[] = Array.isArray(given) ? given : isPicture(given) ? [given] : [];
  if (listed.length === 0) return null;
  return listed.map((one, i) => ({
    detail: "auto",
    size: sizeIn(one) ?? widthAndHeight(row["image_wh"], i),
    ...(typeof one === "string" && { url: one }),
  }));
}

const isPicture = (value: unknown): boolean =>
  (typeof value === "string" && value !== "") || isRow(value) || ArrayBuffer.isView(value);

function sizeIn(value: unknown): Image["size"] {
  if (typeof value === "string") return imageSize(value);
  if (!isRow(value)) return null;
  const { width, height, url } = value;
  if (isSide(width) && isSide(height)) return [width, height];
  return typeof url === "string" ? imageSize(url) : null;
}

function widthAndHeight(sizes: unknown, i: number): Image["size"] {
  const all: unknown[] = Array.isArray(sizes) ? sizes : [];
  const pair: unknown = Array.isArray(all[0]) ? all[i] : i === 0 ? all : null;
  const [width, height]: unknown[] = Array.isArray(pair) ? pair : [];
  return isSide(width) && isSide(height) ? [width, height] : null;
}

const isSide = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

export function withPictures(row: Row, messages: Message[]): Message[] {
  const images = picturesOf(row);
  const first = messages.findIndex(({ role }) => role === "user");
  const holder = messages[first];
  if (images === null || holder === undefined) return messages;
  const placesIn = (message: Message): number =>
    message.images?.length ?? spokenText([message], true).split(pictureMark).length - 1;
  const places = messages.flatMap((message, at) => Array.from({ length: placesIn(message) }, () => at));
  const isGiven = messages.some((message) => message.images?.some(({ url }) => url !== undefined));
  if (isGiven || places.length !== images.length)
    return holder.images === null ? messages.with(first, { ...holder, images }) : messages;
  return messages.map((message, at) => {
    const own = images.filter((_, i) => places[i] === at);
    // Parts of a message may be places for pictures: https://huggingface.co/docs/trl/dataset_formats (read 2026-12-01).
    const parts = message.images ?? own.map(() => ({ atMark: true as const }));
    return own.length === 0 ? message : { ...message, images: own.map((image, i) => ({ ...parts[i], ...image })) };
  });
}

const sides = names.exchanges as unknown as readonly (readonly [asked: string, answered: string])[];

export const isExchange = (item: Row): boolean =>
  !has(item, "role") && !has(item, "from") && sides.some((names) => names.every((name) => has(item, name)));

/** The turns of such an item, the system text that XTuner puts into it first. @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-26) */
export function turnsOf(item: Row): Row[] {
  const [asked, answered] = sides.find((names) => names.every((name) => has(item, name))) ?? ["", ""];
  const { [asked]: question, [answered]: answer, system, ...rest } = item;
  return [
    ...(filled(item, "system") && system !== "" ? [{ role: "system", content: system }] : []),
    // XTuner gives a text to be trained without a question an empty input.
    ...(question === "" ? [] : [{ role: "user", content: question }]),
    { ...rest, role: "assistant", content: answer },
  ];
}

/** The system text beside the turns, and its column: a text, Anthropic's and Bedrock's list of texts, or one part alone; a logged response of OpenAI calls it `instructions`. */
function systemIn(row: Row): { readonly columns: readonly string[]; readonly messages: Message[] } {
  for (const column of row["object"] === "response" ? ["instructions"] : ["system", "system_prompt", "preamble"]) {
    const content = contentOf(row[column]);
    if (isFault(content) || (content.text === "" && content.rest === null)) continue;
    return { columns: [column], messages: [{ ...textMessage("system", content.text), rest: content.rest }] };
  }
  return { columns: [], messages: [] };
}

export const systemOf = (row: Row): Message[] => systemIn(row).messages;
export const systemColumn = (row: Row): readonly string[] => systemIn(row).columns;

export const toolField = (row: Row): string =>
  ["tools", "available_tools", "functions", "toolConfig"].find((field) => filled(row, field)) ?? "tools";

/** Tools of a row: a list, or one alone, or either as JSON text; the deprecated `functions` are tools too. */
export function toolsOf(row: Row): readonly unknown[] | null {
  const value = row[toolField(row)];
  const given =
    typeof value === "string"
      ? jsonValue(value)
      : isRow(value) && Array.isArray(value["tools"])
        ? value["tools"].map(fromConverse)
        : value;
  const list: unknown = isRow(given) && definesTool(given) ? [given] : given;
  return Array.isArray(list) && list.length > 0 ? list : null;
}

function fromConverse(tool: unknown): unknown {
  const spec: unknown = isRow(tool) ? tool["toolSpec"] : null;
  if (!isRow(spec)) return tool;
  const { inputSchema, ...named } = spec;
  return { type: "function", function: { ...named, parameters: isRow(inputSchema) ? inputSchema["json"] : undefined } };
}

function definesTool(value: Row): boolean {
  return (
    typeof value["name"] === "string" ||
    isRow(value["function"]) ||
    Array.isArray(value["functionDeclarations"] ?? value["function_declarations"])
  );
}

export const toolColumn = (row: Row): readonly string[] => (toolsOf(row) === null ? [] : [toolField(row)]);

/** Columns of tools and of pictures, which stand beside the texts. */
export const besideColumns = (row: Row): readonly string[] => [...toolColumn(row), ...pictureColumns];

export const messageFields: readonly string[] = names.messageColumns;

/** Fields that hold what a message says, the first that holds something: OpenAI's, ShareGPT's, Mistral's, the AI SDK's. */
export const textFields = ["content", "value", "text", "parts", "message", "utterance"] as const;

export function listedCalls(message: Row): unknown {
  const listed = message["tool_calls"];
  return typeof listed === "string" ? jsonValue(listed) : listed;
}

export function callsOf(message: Row): ToolCall[] {
  const [listed, single] = [listedCalls(message), message["function_call"]];
  const calls = Array.isArray(listed) ? listed.filter(isRow) : [];
  return [...calls, ...(isRow(single) ? [{ function: single }] : [])].flatMap((call: Row): ToolCall[] => {
    const body = call["function"] ?? call;
    const id = typeof call["id"] === "string" ? call["id"] : null;
    return isRow(body) ? [{ ...callFrom(body), id }] : [];
  });
}

function isTrained(message: Row): boolean {
  const weight = message["weight"] ?? message["loss_weight"];
  return weight !== 0 && ["train", "training", "loss"].every((field) => message[field] !== false);
}

/** Of Axolotl's `train_detail` the parts of a text that are trained, both ends included; what no part holds is masked. @source https://github.com/axolotl-ai-cloud/axolotl, src/axolotl/prompt_strategies/chat_template.py (`get_offsets_for_train_detail`; read 2026-12-02) */
function spansOf({ train_detail: details, training }: Row, text: string): string[] | null {
  if (!Array.isArray(details) || (details.length === 0 && training === true)) return null;
  const trained = rowsIn(details).filter(({ train }) => train === true);
  return trained.map(({ begin_offset: from, end_offset: to }) => text.slice(Number(from), Number(to) + 1));
}

/** Fields that hold what the model thinks before it answers: of vLLM and DeepSeek, OpenRouter, gpt-oss. */
export const thoughtFields = ["reasoning_content", "reasoning", "thinking"] as const;

/** Who says a message; chat apps, annotators and LangChain have other fields for it than `role` and `from`, which hold the name of a role. */
export function speakerOf(message: Row): unknown {
  const given = names.speakerFields.map((field) => message[field]);
  // The `type` of a tool is "function".
  const isRole = (one: unknown): boolean => typeof one === "string" && ![undefined, "function"].includes(roleOf(one));
  return message["role"] ?? message["from"] ?? given.find(isRole);
}

/** LangChain's messages as `messages_to_dict` and `dumps` write them: what they hold stands in a field of its own. @source https://reference.langchain.com/python/langchain-core/messages/utils/messages_to_dict (read 2026-11-30) */
export function unwrapped(message: Row): Row {
  const { type, call_id: id, output } = message;
  // Calls and their answers among the items of OpenAI's Responses.
  if (type === "function_call" && typeof id === "string")
    return { role: "assistant", tool_calls: [{ ...message, id }] };
  if (type === "function_call_output") return { role: "tool", tool_call_id: id, content: output };
  const inner = message["data"] ?? message["kwargs"];
  const kind: unknown = Array.isArray(message["id"]) ? message["id"].at(-1) : message["type"];
  return isRow(inner) && !has(message, "role") ? { type: kind, ...inner } : message;
}

export function readFullMessage(given: Row): Message[] | RowFault {
  const message = unwrapped(given);
  const roleName = speakerOf(message);
  if (roleName === undefined || roleName === null) return fault("missing_role", "role");
  if (typeof roleName !== "string") return fault("bad_field_type", "role");
  const role = roleOf(roleName);
  if (role === undefined) return fault("unknown_role", roleName);
  const field = firstFilled(message, textFields);
  const content = contentOf(field === undefined ? null : message[field]);
  if (isFault(content)) return content;
  const written = writesCalls(roleName) ? writtenCalls(content.text) : null;
  if (written !== null) content.text = "";
  const calls = [...callsOf(message), ...(content.calls ?? []), ...(written ?? [])];
  const silent = field === undefined || message[field] === null;
  if (silent && calls.length === 0 && !filled(message, "refusal")) return fault("missing_content", "content");
  if (silent && typeof message["refusal"] === "string") content.text = message["refusal"];
  const thoughts = new Set(thoughtFields.map((name) => message[name]));
  for (const thought of thoughts) if (typeof thought === "string") addThought(content, thought);
  const text = (name: string): string | null => (typeof message[name] === "string" ? message[name] : null);
  const spans = spansOf(message, content.text);
  const turn: Message = {
    role,
    text: content.text,
    rest: content.rest,
    thoughts: content.thoughts,
    name: text("name"),
    callId: text("tool_call_id"),
    calls: calls.length > 0 ? calls : null,
    images: content.images ?? picturesOf(message),
    trained: role === "assistant" && isTrained(message),
    ...(spans !== null && { spans }),
  };
  return withAnswers(turn, content.answers);
}

function plainMessage(message: Row): Message | null {
  const { role: name, content } = message;
  if (typeof name !== "string" || typeof content !== "string" || !plain(message) || writesCalls(name)) return null;
  const role = roleOf(name);
  return role === undefined ? null : textMessage(role, content);
}

function plain(message: Row): boolean {
  let fields = 0;
  for (const _ in message) if (++fields > 2) return false;
  return true;
}

export function readMessages(list: unknown): Message[] | RowFault {
  if (!Array.isArray(list)) return fault((list ?? null) === null ? "missing_messages" : "bad_field_type", "messages");
  if (list.length === 0) return fault("missing_messages", "messages");
  const messages: Message[] = [];
  for (const item of list) {
    if (!isRow(item)) return fault("bad_field_type", "message");
    // What a model of OpenAI's Responses thought is not in the row.
    if (item["type"] === "reasoning" && Array.isArray(item["summary"])) continue;
    const plain = plainMessage(item);
    const read = plain === null ? readFullMessage(item) : [plain];
    if (isFault(read)) return read;
    const last = messages.at(-1);
    const [turn] = read;
    // Calls of one turn may stand in a message each, as ms-swift writes them.
    if (last?.calls && turn?.calls && last.text === "" && writesCalls(String(speakerOf(item))))
      messages[messages.length - 1] = { ...last, calls: [...last.calls, ...turn.calls] };
    else messages.push(...read);
  }
  return messages;
}

export const messageField = (row: Row): string | undefined => firstFilled(row, messageFields);

export function chatColumns(row: Row): readonly string[] {
  return [messageField(row) ?? "messages", ...systemColumn(row), ...besideColumns(row)];
}

export function readChat(row: Row): Reading {
  const field = messageField(row);
  if (field === undefined) return fault("missing_messages", "messages");
  let list: unknown = row[field];
  if (typeof list === "string" && list.startsWith("[")) list = jsonValue(list) ?? list;
  if (typeof list === "string") return fault("bad_field_type", `${field} is a text that is no JSON`);
  if (Array.isArray(list) && isRow(list[0]) && isExchange(list[0]))
    list = list.flatMap((item: unknown) => (isRow(item) && isExchange(item) ? turnsOf(item) : [item]));
  const messages = readMessages(list);
  if (isFault(messages)) return messages;
  messages.unshift(...systemOf(row));
  return chatExample(withPictures(row, messages), toolsOf(row));
}
