import names from "../names.json" with { type: "json" };
import { fault, type Image, type RowFault, type ToolCall } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { imageSize } from "./imageSize.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";

/** What a message says: its first text, further texts, pictures, and calls and answers of tools given as parts. */
export interface Content {
  text: string;
  rest: string[] | null;
  /** As in a message: which of the texts are thoughts. */
  thoughts: number[] | null;
  images: Image[] | null;
  calls: ToolCall[] | null;
  answers: ToolAnswer[] | null;
}

/** What a tool said, where it stands as a part in another's turn. */
export interface ToolAnswer {
  /** Id of the call, where the part names it. */
  readonly id: string | null;
  /** Name of the function, where the part names no more than that. */
  readonly name: string | null;
  readonly text: string;
}

const [textFields, imageFields] = [names.partTexts, names.partPictures];

/** Text of any JSON value as a trainer would print it; empty where it is too deep to print. */
export function jsonText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // Deeper than the stack: such a value is reported by the checks, not counted.
    return "";
  }
}

/** Address of a picture: given as it is, under `url`, of a file of Google or Amazon, or data made an address. */
function urlOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isRow(value)) return null;
  const { url, fileUri, file_uri: uri, data, mimeType, mime_type: mime, source, format } = value;
  const address = url ?? fileUri ?? uri;
  if (typeof address === "string") return address;
  const type = mimeType ?? mime;
  if (typeof data === "string" && typeof type === "string") return `data:${type};base64,${data}`;
  if (!isRow(source)) return null;
  const { s3Location, bytes } = source;
  if (isRow(s3Location) && typeof s3Location["uri"] === "string") return s3Location["uri"];
  return typeof bytes === "string" && typeof format === "string" ? `data:image/${format};base64,${bytes}` : null;
}

/** A picture from an `image_url` part (a string, or `{url, detail}`) or from any other part that names one. */
function imageOf(value: unknown, after: number): Image {
  const url = urlOf(value);
  const detail = isRow(value) && typeof value["detail"] === "string" ? value["detail"] : "auto";
  return {
    detail,
    size: url === null ? null : imageSize(url),
    ...(url !== null && { url }),
    ...(after > 0 && { after }),
  };
}

/** Whether a file of Gemini's is a sound or a document: no picture, and no text to count. */
export function isOtherMedia(value: unknown): boolean {
  const type = isRow(value) ? (value["mimeType"] ?? value["mime_type"]) : null;
  return typeof type === "string" && /^(?:audio|application|text)\//u.test(type);
}

function textsIn({ text, rest }: Content): number {
  return rest === null ? Number(text !== "") : 1 + rest.length;
}

/** Adds a text that is thought, not said. */
export function addThought(content: Content, thought: string): void {
  if (thought === "") return;
  addText(content, thought);
  (content.thoughts ??= []).push(content.rest?.length ?? 0);
}

function addText(content: Content, text: string): void {
  if (content.text === "" && content.rest === null) content.text = text;
  else (content.rest ??= []).push(text);
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The call of a part: Gemini's `functionCall`, Bedrock's `toolUse`, or one told by its type. */
function callIn(part: Row): unknown {
  if (part["type"] === "tool_use") return part;
  const call = part["functionCall"] ?? part["toolUse"];
  if (isRow(call) || part["type"] !== "tool_call") return call;
  return typeof part["value"] === "string" ? jsonValue(part["value"]) : part["value"];
}

/** A call from its name and arguments, in the field names of any format. */
export function callFrom(call: Row): ToolCall {
  return {
    id: textOrNull(call["id"] ?? call["toolUseId"]),
    name: jsonText(call["name"] ?? ""),
    arguments: jsonText(call["args"] ?? call["input"] ?? call["arguments"] ?? ""),
  };
}

/** Whether a part of what a tool gave back is a picture, whose data is no text. */
function isPicture(part: unknown): part is Row {
  return isRow(part) && (part["type"] === "image" || part["type"] === "image_url" || isRow(part["image"]));
}

function picturesOf(part: Row): Row[] {
  const given = part["type"] === "tool_result" ? part : part["toolResult"];
  const list = isRow(given) ? given["content"] : null;
  return Array.isArray(list) ? list.filter(isPicture) : [];
}

/** Text of what a tool gave back: a text, a list of texts and JSON values, or any JSON value. */
function answerText(value: unknown): string {
  if (!Array.isArray(value)) return jsonText(value ?? "");
  return value
    .filter((part: unknown) => !isPicture(part))
    .map((part: unknown) => (isRow(part) ? jsonText(part["text"] ?? part["json"] ?? part) : jsonText(part)))
    .join("\n");
}

/** The answer of a tool that a part stands for; null for any other part. */
function answerOf(part: Row): ToolAnswer | null {
  const given = part["type"] === "tool_result" ? part : (part["functionResponse"] ?? part["toolResult"]);
  if (!isRow(given)) return null;
  return {
    id: textOrNull(given["id"] ?? given["toolUseId"] ?? given["tool_use_id"]),
    name: textOrNull(given["name"]),
    text: answerText(given["response"] ?? given["content"]),
  };
}

/** What the model thinks before it answers, in a part of its own; null for any other part. */
function thoughtOf(part: Row): string | null {
  const { reasoningContent: reasoning, thinking, type } = part;
  if (isRow(reasoning))
    return jsonText(isRow(reasoning["reasoningText"]) ? reasoning["reasoningText"]["text"] : reasoning);
  if (type === "thinking") return answerText(thinking);
  if (type === "reasoning" || part["thought"] === true) return textOrNull(part["text"] ?? part["value"]);
  return null;
}

function addTextBeside(content: Content, { text }: Row): true {
  if (typeof text === "string" && text !== "") addText(content, text);
  return true;
}

function addPart(content: Content, part: unknown): boolean {
  if (typeof part === "string") {
    addText(content, part);
    return true;
  }
  if (!isRow(part)) return false;
  // Tables give every part the fields of all, null where it has none.
  const image = imageFields.find((field) => filled(part, field));
  if (isOtherMedia(part[image ?? ""])) return addTextBeside(content, part);
  if (image !== undefined || part["type"] === "image" || part["type"] === "image_url" || part["type"] === "video") {
    (content.images ??= []).push(imageOf(part[image ?? "value"], textsIn(content)));
    return addTextBeside(content, part);
  }
  const call = callIn(part);
  if (isRow(call)) {
    (content.calls ??= []).push(callFrom(call));
    return addTextBeside(content, part);
  }
  const answer = answerOf(part);
  if (answer !== null) {
    (content.answers ??= []).push(answer);
    for (const picture of picturesOf(part))
      (content.images ??= []).push(imageOf(picture["source"] ?? picture["image"] ?? picture["image_url"], 0));
    return true;
  }
  const thought = thoughtOf(part);
  if (thought !== null) {
    addThought(content, thought);
    return true;
  }
  const field = textFields.find((name) => typeof part[name] === "string");
  if (field === undefined) return false;
  addText(content, part[field] as string);
  return true;
}

/** Reads a message's content: a string, a list of parts, or nothing. */
export function contentOf(value: unknown): Content | RowFault {
  const content: Content = { text: "", rest: null, thoughts: null, images: null, calls: null, answers: null };
  if (value === undefined || value === null) return content;
  if (typeof value === "string") {
    content.text = value;
    return content;
  }
  const parts = Array.isArray(value) ? value : isRow(value) ? [value] : null;
  if (parts === null) return fault("bad_content_type", typeof value);
  for (const part of parts) if (!addPart(content, part)) return fault("bad_content_type", "part");
  return content;
}
