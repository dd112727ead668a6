import type { Image, Message } from "../../formats/example.ts";
import { isRow, type Row } from "../../formats/row.ts";
import { imageSize } from "./imageSize.ts";

/** Columns of pictures that stand beside the messages. */
export const pictureColumns: readonly string[] = ["images", "image", "image_wh"];

/**
 * Pictures that a row lists beside its messages, or a message beside its text: LLaMA-Factory's and ms-swift's `images`
 * (Ollama's in messages), LLaVA's `image`; null for none.
 */
export function picturesOf(row: Row): Image[] | null {
  const given = row["images"] ?? row["image"];
  const listed: readonly unknown[] = Array.isArray(given) ? given : isPicture(given) ? [given] : [];
  if (listed.length === 0) return null;
  return listed.map((one, i) => ({
    detail: "auto",
    size: sizeIn(one) ?? widthAndHeight(row["image_wh"], i),
    ...(typeof one === "string" && { url: one }),
  }));
}

function isPicture(value: unknown): boolean {
  return (typeof value === "string" && value !== "") || isRow(value) || ArrayBuffer.isView(value);
}

function sizeIn(value: unknown): Image["size"] {
  if (typeof value === "string") return imageSize(value);
  if (!isRow(value)) return null;
  const { width, height, url } = value;
  if (isSide(width) && isSide(height)) return [width, height];
  return typeof url === "string" ? imageSize(url) : null;
}

/** `[[width, height], …]`, or one pair alone. */
function widthAndHeight(sizes: unknown, i: number): Image["size"] {
  if (!Array.isArray(sizes)) return null;
  const pair: unknown = Array.isArray(sizes[0]) ? sizes[i] : i === 0 ? sizes : null;
  if (!Array.isArray(pair)) return null;
  const [width, height]: unknown[] = pair;
  return isSide(width) && isSide(height) ? [width, height] : null;
}

function isSide(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** Puts the pictures of a row to its first message of the user, unless that holds its own. */
export function withPictures(row: Row, messages: Message[]): Message[] {
  const images = picturesOf(row);
  const first = messages.findIndex(({ role }) => role === "user");
  const holder = messages[first];
  if (images !== null && holder !== undefined && holder.images === null) messages[first] = { ...holder, images };
  return messages;
}
