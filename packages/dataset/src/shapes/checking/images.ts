import { jsonText } from "../reading/content.ts";
import { has, isRow, type Row } from "../../formats/row.ts";
import type { ChatRules, Emit } from "./rules.ts";

const inline = /^data:image\/([a-z]+);base64,/u;
const usual: ReadonlySet<string> = new Set(["jpeg", "jpg", "png", "webp"]);
type Media = ChatRules["media"];

const otherPicture = /^[^?#]+\.(gif|bmp|tiff?|svg|heic|avif|ico|pdf)(?:[?#]|$)/iu;
const details = new Set(["low", "high", "auto"]);

function urlOf(part: Row): unknown {
  const image = part["image_url"];
  return isRow(image) ? image["url"] : image;
}

function checkUrl(
  url: unknown,
  source: "web" | "base64",
  { imageBytes: mostBytes, imageFormats }: Media,
  emit: Emit,
): void {
  if (typeof url !== "string") return emit("error", "image_bad_format", "no address");
  if (url.startsWith("data:")) {
    const kind = inline.exec(url)?.[1] ?? "";
    if (!(imageFormats ?? usual).has(kind)) emit("error", "image_bad_format", url.slice(0, 24));
    // Base64 takes four characters for three bytes.
    else if (url.length > Math.ceil((mostBytes * 4) / 3))
      emit("error", "image_bad_format", `over ${mostBytes / 1024 ** 2} MB`);
  } else if (source === "base64" || !/^https?:\/\//u.test(url)) emit("error", "image_bad_format", url.slice(0, 40));
  // What such an address gives is found out by the provider, who leaves the example out.
  else if (otherPicture.test(url)) emit("warning", "image_bad_format", otherPicture.exec(url)?.[1] ?? "");
}

function isImage(part: unknown): part is Row {
  return isRow(part) && (has(part, "image_url") || part["type"] === "image_url" || part["type"] === "image");
}

/** Whether a message holds a picture. */
export function holdsImage(message: unknown): boolean {
  return isRow(message) && Array.isArray(message["content"]) && message["content"].some(isImage);
}

/** Pictures of one conversation: where they stand, how many there are, what they are. */
export function checkImages(messages: readonly Row[], rules: ChatRules, emit: Emit): void {
  if (rules.images === "unchecked") return;
  let images = 0;
  let [lists, texts] = [false, false];
  for (const message of messages) {
    const { content, role } = message;
    if (typeof content === "string") texts = true;
    if (!Array.isArray(content)) continue;
    lists = true;
    const own = content.filter(isImage);
    images += own.length;
    if (own.length === 0) continue;
    if (role !== "user") emit("error", "image_in_non_user", jsonText(role ?? "no role"));
    if (rules.images === "none") emit("error", "image_unsupported_model", "text only");
    if (rules.images === "inline" && message["weight"] !== undefined && message["weight"] !== 0)
      emit("error", "image_weight");
    for (const part of own) {
      if (typeof part["image_url"] === "string" && rules.fields === "openai" && rules.images !== "inline")
        emit("error", "image_bad_format", "image_url is a text, expected {url}");
      else if (rules.images !== "none")
        checkUrl(urlOf(part), rules.images === "web" ? "web" : "base64", rules.media, emit);
      const detail = isRow(part["image_url"]) ? part["image_url"]["detail"] : undefined;
      if (detail !== undefined && !(typeof detail === "string" && details.has(detail)))
        emit("error", "bad_field_type", "detail of an image");
    }
  }
  if (images > rules.media.images) emit("error", "too_many_images", String(images));
  if (images > 0 && lists && texts && rules.images === "inline")
    emit("error", "mixed_modality", "texts beside lists of parts");
}

/** LLaMA-Factory: as many pictures beside the messages as `<image>` tags in them. */
export function checkImageTags(row: Row, emit: Emit): void {
  for (const [field, tag] of [
    ["images", "<image>"],
    ["videos", "<video>"],
    ["audios", "<audio>"],
  ] as const) {
    if (!has(row, field)) continue;
    const value = row[field];
    // One address may stand without a list.
    const listed = Array.isArray(value) ? value.length : value === null ? 0 : typeof value === "string" ? 1 : null;
    if (listed === null) {
      emit("error", "bad_field_type", `${field} is no list`);
      continue;
    }
    const text = jsonText({ ...row, [field]: undefined });
    const tags = text.split(tag).length - 1;
    if (tags !== listed) emit("error", "image_count_mismatch", `${listed} listed, ${tags} tags`);
  }
}
