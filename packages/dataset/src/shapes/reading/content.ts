import { imageDimensionsFromData } from "image-dimensions";
import { fault, textMessage, type Image, type Message, type RowFault, type ToolCall } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };

/** Bytes of a base64 text, at most `limit` of them: headers only, pictures are never decoded. */
function headBytes(base64: string, from: number, limit: number): Uint8Array | null {
  const characters = Math.min(base64.length - from, Math.ceil(limit / 3) * 4);
  const text = base64.slice(from, from + characters - (characters % 4));
  try {
    const head = atob(text);
    return Uint8Array.from({ length: head.length }, (_, at) => head.charCodeAt(at));
  } catch {
    return null;
  }
}

export function imageSize(url: string): readonly [width: number, height: number] | null {
  if (!url.startsWith("data:image/")) return null;
  const comma = url.indexOf(",");
  if (comma < 0 || comma > 100) return null;
  // A JPEG may carry a colour profile and a thumbnail before its frame.
  const bytes = headBytes(url, comma + 1, url.startsWith("data:image/jp") ? 262_144 : 64);
  const found = bytes === null ? undefined : imageDimensionsFromData(bytes);
  return found === undefined ? null : [found.width, found.height];
}

/** A turn whose parts hold answers of tools: these as messages of their own, then what else the turn says. */
export function withAnswers(turn: Message, answers: readonly ToolAnswer[] | null): Message[] {
  if (answers === null) return [turn];
  const { text, rest, images, calls } = turn;
  const says = text !== "" || rest !== null || images !== null || calls !== null;
  const told = answers.map((answer): Message => ({ ...textMessage("tool", answer.text), callId: answer.id }));
  return says ? [...told, turn] : told;
}

export const writesCalls = (role: string): boolean => role === "function_call" || role === "tool_call";

export function writtenCalls(text: string): readonly ToolCall[] | null {
  const value = jsonValue(text);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const calls = list.map((one) => (isRow(one) && isRow(one["function"]) ? one["function"] : one));
  const whole = calls.length > 0 && calls.every((one): one is Row => isRow(one) && typeof one["name"] === "string");
  return whole ? calls.map(callFrom) : null;
}

export interface Content {
  text: string;
  rest: string[] | null;
  thoughts: number[] | null;
  images: Image[] | null;
  calls: ToolCall[] | null;
  answers: ToolAnswer[] | null;
}

export interface ToolAnswer {
  /** Of its call, or the function's name where the row gives that alone. */
  readonly id: string | null;
  readonly text: string;
}

/** A whole number of 64 bits, of Parquet or Arrow: its digits as a text, as a number would lose some. */
const plainInteger = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

/** Text of any JSON value as a trainer would print it; empty where it is too deep to print. @param replacer as of `JSON.stringify` */
export function jsonText(value: unknown, replacer?: typeof plainInteger): string {
  if (typeof value === "string") return value;
  // Most values hold no such number, and are printed faster without a look at each part.
  for (const own of [replacer, plainInteger])
    try {
      return JSON.stringify(value, own) ?? "";
    } catch {
      // Deeper than the stack: such a value is reported by the checks, not counted.
    }
  return "";
}

function urlOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isRow(value)) return null;
  const { url, fileUri, file_uri: uri, data, mimeType, mime_type: mime, media_type: media, source, format } = value;
  const address = url ?? fileUri ?? uri;
  if (typeof address === "string") return address;
  const type = mimeType ?? mime ?? media;
  if (typeof data === "string" && typeof type === "string") return `data:${type};base64,${data}`;
  if (!isRow(source)) return null;
  const { s3Location, bytes } = source;
  if (isRow(s3Location) && typeof s3Location["uri"] === "string") return s3Location["uri"];
  return typeof bytes === "string" && typeof format === "string" ? `data:image/${format};base64,${bytes}` : null;
}

function imageOf(value: unknown, after: number): Image {
  const url = urlOf(value);
  const detail = isRow(value) && typeof value["detail"] === "string" ? value["detail"] : "auto";
  const size = url === null ? null : imageSize(url);
  return { detail, size, ...(url !== null && { url }), ...(after > 0 && { after }) };
}

/** Whether a file of Gemini's is a sound or a document: no picture, and no text to count. */
export function isOtherMedia(value: unknown): boolean {
  const type = isRow(value) ? (value["mimeType"] ?? value["mime_type"] ?? value["media_type"]) : null;
  return typeof type === "string" && /^(?:audio|application|text)\//u.test(type);
}

const textsIn = ({ text, rest }: Content): number => (rest === null ? Number(text !== "") : 1 + rest.length);

export function addThought(content: Content, thought: string): void {
  if (thought === "") return;
  addText(content, thought);
  (content.thoughts ??= []).push(content.rest?.length ?? 0);
}

function addText(content: Content, text: string): void {
  if (content.text === "" && content.rest === null) content.text = text;
  else (content.rest ??= []).push(text);
}

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

function callIn(part: Row): unknown {
  if (part["type"] === "tool_use") return part;
  const call = part["functionCall"] ?? part["toolUse"];
  if (isRow(call) || part["type"] !== "tool_call") return call;
  return typeof part["value"] === "string" ? jsonValue(part["value"]) : part["value"];
}

export function callFrom(call: Row): ToolCall {
  return {
    id: textOrNull(call["id"] ?? call["toolUseId"]),
    name: jsonText(call["name"] ?? ""),
    arguments: jsonText(call["args"] ?? call["input"] ?? call["arguments"] ?? ""),
  };
}

function isPicture(part: unknown): part is Row {
  return isRow(part) && (part["type"] === "image" || part["type"] === "image_url" || isRow(part["image"]));
}

function picturesOf(part: Row): Row[] {
  const given = part["type"] === "tool_result" ? part : part["toolResult"];
  const list = isRow(given) ? given["content"] : null;
  return Array.isArray(list) ? list.filter(isPicture) : [];
}

function answerText(value: unknown): string {
  if (!Array.isArray(value)) return jsonText(value ?? "");
  return value
    .filter((part: unknown) => !isPicture(part))
    .map((part: unknown) => (isRow(part) ? jsonText(part["text"] ?? part["json"] ?? part) : jsonText(part)))
    .join("\n");
}

function answerOf(part: Row): ToolAnswer | null {
  const given = part["type"] === "tool_result" ? part : (part["functionResponse"] ?? part["toolResult"]);
  if (!isRow(given)) return null;
  return {
    id: textOrNull(given["id"] ?? given["toolUseId"] ?? given["tool_use_id"] ?? given["name"]),
    text: answerText(given["response"] ?? given["content"]),
  };
}

function thoughtOf(part: Row): string | null {
  const { reasoningContent: reasoning, thinking, type } = part;
  if (isRow(reasoning))
    return jsonText(isRow(reasoning["reasoningText"]) ? reasoning["reasoningText"]["text"] : reasoning);
  if (type === "thinking") return answerText(thinking);
  if (type === "reasoning" || part["thought"] === true) return textOrNull(part["text"] ?? part["value"]);
  return null;
}

function addPart(content: Content, part: unknown): boolean {
  if (typeof part === "string") addText(content, part);
  if (!isRow(part)) return typeof part === "string";
  const image = names.partPictures.find((field) => filled(part, field));
  const isMedia =
    isOtherMedia(part[image ?? ""]) || names.partFiles.some((field) => filled(part, field) || part["type"] === field);
  const isShown = image !== undefined || ["image", "image_url", "video"].includes(String(part["type"]));
  const call = isMedia || isShown ? undefined : callIn(part);
  if (isShown && !isMedia)
    (content.images ??= []).push(imageOf(part[image ?? "source"] ?? part["value"], textsIn(content)));
  if (isRow(call)) (content.calls ??= []).push(callFrom(call));
  if (isMedia || isShown || isRow(call)) {
    if (typeof part["text"] === "string" && part["text"] !== "") addText(content, part["text"]);
    return true;
  }
  const answer = answerOf(part);
  const thought = answer === null ? thoughtOf(part) : null;
  const field = names.partTexts.find((name) => typeof part[name] === "string");
  if (answer !== null) {
    (content.answers ??= []).push(answer);
    for (const picture of picturesOf(part))
      (content.images ??= []).push(imageOf(picture["source"] ?? picture["image"] ?? picture["image_url"], 0));
  } else if (thought !== null) addThought(content, thought);
  else if (field !== undefined) addText(content, part[field] as string);
  return answer !== null || thought !== null || field !== undefined;
}

export function contentOf(value: unknown): Content | RowFault {
  const content: Content = { text: "", rest: null, thoughts: null, images: null, calls: null, answers: null };
  if (value === undefined || value === null) return content;
  if (typeof value === "string") return { ...content, text: value };
  const parts = Array.isArray(value) ? value : isRow(value) ? [value] : null;
  if (parts === null) return fault("bad_content_type", typeof value);
  for (const part of parts) if (!addPart(content, part)) return fault("bad_content_type", "part");
  return content;
}
