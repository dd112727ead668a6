import { fault, type Image, type RowFault, type ToolCall } from "./example.ts";
import { imageSize } from "./imageSize.ts";
import { isRow, type Row } from "./row.ts";

/** What a message says: its first text, further texts, pictures, and calls given as parts. */
export interface Content {
  text: string;
  rest: string[] | null;
  images: Image[] | null;
  calls: ToolCall[] | null;
}

const textFields = ["text", "value", "refusal", "thinking", "content"] as const;
const imageFields = ["image_url", "image", "input_image", "video", "fileData", "inlineData", "file_data"] as const;

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

/** A picture from an `image_url` part (a string, or `{url, detail}`) or from any other part that names one. */
function imageOf(value: unknown): Image {
  if (typeof value === "string") return { detail: "auto", size: imageSize(value) };
  if (!isRow(value)) return { detail: "auto", size: null };
  const detail = typeof value["detail"] === "string" ? value["detail"] : "auto";
  return { detail, size: typeof value["url"] === "string" ? imageSize(value["url"]) : null };
}

function addText(content: Content, text: string): void {
  if (content.text === "" && content.rest === null) content.text = text;
  else (content.rest ??= []).push(text);
}

/** A call written as JSON text in a part of its own. */
function writtenCall({ type, value }: Row): unknown {
  if (type !== "tool_call" || typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

/** A `functionCall`, `toolUse` or `tool_call` part: name and arguments as text. */
function callOf(part: Row): ToolCall | null {
  const call = part["functionCall"] ?? part["toolUse"] ?? (part["type"] === "tool_call" ? writtenCall(part) : null);
  if (!isRow(call)) return null;
  return {
    id: null,
    name: jsonText(call["name"] ?? ""),
    arguments: jsonText(call["args"] ?? call["input"] ?? call["arguments"] ?? ""),
  };
}

function addPart(content: Content, part: unknown): boolean {
  if (typeof part === "string") {
    addText(content, part);
    return true;
  }
  if (!isRow(part)) return false;
  const image = imageFields.find((field) => Object.hasOwn(part, field));
  if (image !== undefined || part["type"] === "image" || part["type"] === "image_url" || part["type"] === "video") {
    (content.images ??= []).push(imageOf(part[image ?? "value"]));
    return true;
  }
  const call = callOf(part);
  if (call !== null) {
    (content.calls ??= []).push(call);
    return true;
  }
  const response = part["functionResponse"] ?? part["toolResult"] ?? part["reasoningContent"];
  if (response !== undefined) {
    addText(content, jsonText(response));
    return true;
  }
  const field = textFields.find((name) => typeof part[name] === "string");
  if (field === undefined) return false;
  addText(content, part[field] as string);
  return true;
}

/** Reads a message's content: a string, a list of parts, or nothing. */
export function contentOf(value: unknown): Content | RowFault {
  const content: Content = { text: "", rest: null, images: null, calls: null };
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
