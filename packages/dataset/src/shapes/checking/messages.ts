import type { Message } from "../../formats/example.ts";
import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, got, has, isRow, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };
import { roleOf, thoughtFields } from "../reading/chat.ts";
import { jsonText } from "../reading/content.ts";
import type { ChatRules, Emit } from "./rules.ts";
import { checkCalls, checkToolAnswer, messageText } from "./toolCalls.ts";

const userRoles = new Set(["user", "User", "human"]);
const systemRoles = new Set(["system", "System", "developer"]);

export const isModel = (role: unknown): boolean => typeof role === "string" && roleOf(role) === "assistant";

const mistralNext: ReadonlyMap<string | null, readonly string[]> = new Map(Object.entries(names.mistralNext));

function checkAlternation(roles: Roles, emit: Emit): void {
  const turns = systemRoles.has(roles[0] ?? "") ? roles.slice(1) : roles;
  for (const [i, role] of turns.entries()) {
    const previous = i > 0 ? turns[i - 1] : undefined;
    if (role !== null && role !== "tool" && (role === previous || systemRoles.has(role)))
      return emit("error", "role_order", `${role} after ${previous ?? "system"}`);
  }
}

/** LLaMA-Factory: the user's side at odd places, the model's at even ones, and as many of both; others are left out. */
function checkPositions(roles: Roles, emit: Emit): void {
  const turns = systemRoles.has(roles[0] ?? "") ? roles.slice(1) : roles;
  if (turns.length % 2 !== 0)
    return emit("warning", "example_skipped", turns.length === 1 ? "1 turn" : `${turns.length} turns`);
  const wrong = turns.find((role, i) => (i % 2 === 1) !== isModel(role));
  if (wrong !== undefined && wrong !== null) emit("warning", "example_skipped", `${wrong} out of turn`);
}

/** LLaMA-Factory's pairs: the conversation before the two answers ends with the user, and both answers are the model's. */
export function checkRanking(turns: Roles, answers: Roles, emit: Emit): void {
  if (answers.some((role) => !isModel(role))) emit("warning", "example_skipped", "an answer that is not the model's");
  checkPositions([...turns, "assistant"], emit);
}

export function checkOrder(roles: Roles, rules: ChatRules, emit: Emit): void {
  const systems = roles.filter((role) => systemRoles.has(role ?? "")).length;
  const lateSystem = roles.slice(1).some((role) => systemRoles.has(role ?? ""));
  if (systems > 1 && rules.oneSystem !== null) emit(rules.oneSystem, "system_count", String(systems));
  if (lateSystem && rules.systemFirst !== null) emit(rules.systemFirst, "system_not_first");
  if (rules.order === "alternate") checkAlternation(roles, emit);
  if (rules.order === "positions") checkPositions(roles, emit);
  if (rules.order === "mistral") {
    const wrong = roles.find((role, i) => {
      const next = i > 0 ? mistralNext.get(roles[i - 1] ?? null) : undefined;
      return next !== undefined && role !== null && !next.includes(role);
    });
    if (wrong !== undefined) emit("error", "role_order", `${String(wrong)} out of turn`);
  }
  const opener = roles.find((role) => !systemRoles.has(role ?? ""));
  if (isModel(opener ?? null) && rules.userFirst !== null) emit(rules.userFirst, "role_order", "opens with the model");
}

export function checkSpeakers(roles: Roles, rules: ChatRules, emit: Emit): void {
  const model = roles.some(isModel);
  if (!model && rules.noAssistant !== null) emit(rules.noAssistant, "missing_assistant");
  if (!roles.some((role) => userRoles.has(role ?? "")) && rules.noUser !== null) emit(rules.noUser, "missing_user");
  const last = roles[roles.length - 1] ?? null;
  if (last !== null && !isModel(last) && (model || rules.noAssistant === null) && rules.assistantLast !== null)
    emit(rules.assistantLast, "last_not_assistant", last);
  if (roles.length < rules.fewestMessages)
    emit("error", isModel(last) ? "missing_user" : "missing_assistant", `${roles.length} message`);
}

const inline = /^data:image\/([a-z]+);base64,/u;
const usual: ReadonlySet<string> = new Set(["jpeg", "jpg", "png", "webp"]);

const otherPicture = /^[^?#]+\.(gif|bmp|tiff?|svg|heic|avif|ico|pdf)(?:[?#]|$)/iu;
const details = new Set(["low", "high", "auto"]);

function checkUrl(url: unknown, { images, media }: ChatRules, emit: Emit): void {
  const { imageBytes: mostBytes, imageFormats } = media;
  if (typeof url !== "string") return emit("error", "image_bad_format", "no address");
  if (url.startsWith("data:")) {
    const kind = inline.exec(url)?.[1] ?? "";
    if (!(imageFormats ?? usual).has(kind)) emit("error", "image_bad_format", url.slice(0, 24));
    else if (url.length > Math.ceil((mostBytes * 4) / 3))
      emit("error", "image_bad_format", `over ${mostBytes / 1024 ** 2} MB`);
  } else if (images !== "web" || !/^https?:\/\//u.test(url)) emit("error", "image_bad_format", url.slice(0, 40));
  // What such an address gives is found out by the provider, who leaves the example out.
  else if (otherPicture.test(url)) emit("warning", "image_bad_format", otherPicture.exec(url)?.[1] ?? "");
}

function isImage(part: unknown): part is Row {
  return isRow(part) && (has(part, "image_url") || part["type"] === "image_url" || part["type"] === "image");
}

export const holdsImage = (message: unknown): boolean =>
  isRow(message) && Array.isArray(message["content"]) && message["content"].some(isImage);

function checkImages(messages: readonly Row[], rules: ChatRules, emit: Emit): void {
  if (rules.images === "unchecked") return;
  let images = 0;
  let [lists, texts] = [false, false];
  for (const message of messages) {
    const { content, role, weight } = message;
    texts ||= typeof content === "string";
    lists ||= Array.isArray(content);
    const own = Array.isArray(content) ? content.filter(isImage) : [];
    images += own.length;
    if (own.length === 0) continue;
    if (role !== "user") emit("error", "image_in_non_user", jsonText(role ?? "no role"));
    if (rules.images === "none") emit("error", "image_unsupported_model", "text only");
    if (rules.images === "inline" && weight !== undefined && weight !== 0) emit("error", "image_weight");
    for (const part of own) {
      const { image_url: image } = part;
      if (typeof image === "string" && rules.fields === "openai" && rules.images !== "inline")
        emit("error", "image_bad_format", "image_url is a text, expected {url}");
      else if (rules.images !== "none") checkUrl(isRow(image) ? image["url"] : image, rules, emit);
      const detail = isRow(image) ? image["detail"] : undefined;
      if (detail !== undefined && !(typeof detail === "string" && details.has(detail)))
        emit("error", "bad_field_type", "detail of an image");
    }
  }
  if (images > rules.media.images) emit("error", "too_many_images", String(images));
  if (images > 0 && lists && texts && rules.images === "inline")
    emit("error", "mixed_modality", "texts beside lists of parts");
}

/** LLaMA-Factory takes no other number of tags; ms-swift adds those that are missing, and leaves others in the text. @source https://github.com/modelscope/ms-swift, `_add_default_tags` of its templates (read 2026-12-02) */
export function checkImageTags(row: Row, id: string, emit: Emit): void {
  const isStrict = id === "llama-factory";
  if (!isStrict && id !== "ms-swift") return;
  for (const kind of ["image", "video", "audio"]) {
    const field = `${kind}s`;
    if (!has(row, field)) continue;
    const value = row[field];
    const listed = Array.isArray(value) ? value.length : typeof value === "string" ? 1 : 0;
    const tags = jsonText({ ...row, [field]: undefined }).split(`<${kind}>`).length - 1;
    if (isStrict && value !== null && typeof value !== "string" && !Array.isArray(value))
      emit("error", "bad_field_type", `${field} is no list`);
    else if (isStrict ? tags !== listed : listed > 0 && tags > listed)
      emit(isStrict ? "error" : "warning", "image_count_mismatch", `${listed} listed, ${tags} tags`);
  }
}

const messageKeys: ReadonlySet<string> = new Set(names.messageKeys);

export const shareGptRoles: readonly string[] = names.shareGptRoles;

const contentFields: Readonly<Record<ChatRules["fields"], readonly string[]>> = names.contentFields;

function acts(message: Row, { roles, tools }: ChatRules): boolean {
  if (typeof message["refusal"] === "string") return true;
  if (!roles.includes("tool")) return false;
  const calls = message["tool_calls"];
  return (Array.isArray(calls) && calls.length > 0) || (tools !== "mistral" && isRow(message["function_call"]));
}

function checkContent(message: Row, rules: ChatRules, emit: Emit): void {
  const given = contentFields[rules.fields].filter((field) => has(message, field));
  if (rules.fields === "mistral" && given.length > 1) emit("error", "ambiguous_format", given.join(" and "));
  const content = message[given[0] ?? "content"];
  const silent = !acts(message, rules);
  if (content === undefined || content === null) {
    if (silent) emit("error", "missing_content", messageText(message).slice(2));
    return;
  }
  if (typeof content === "string") {
    const severity = message["role"] === "tool" && rules.emptyText === "error" ? "warning" : rules.emptyText;
    if (content.trim() === "" && silent && severity !== null) emit(severity, "missing_content", "empty text");
    return;
  }
  if (!rules.partsAllowed || !Array.isArray(content)) return emit("error", "bad_content_type", got(content));
  if (content.length === 0 && silent) emit("error", "missing_content", "empty list");
  for (const part of content) checkPart(part, rules, emit);
}

const partFields = ["text", "value", "image_url", "image", "refusal", "video", ...names.partFiles];

const partTypes: ReadonlySet<unknown> = new Set(["text", "image_url", "refusal", "thinking"]);

function checkPart(part: unknown, rules: ChatRules, emit: Emit): void {
  if (!isRow(part)) return emit("error", "bad_content_type", got(part));
  if (rules.fields !== "any" && !partTypes.has(part["type"]))
    return emit("error", "bad_content_type", `a part of type ${jsonText(part["type"] ?? "none").slice(0, 40)}`);
  if (rules.typedParts === true && !has(part, "type")) emit("error", "bad_content_type", "a part without a type");
  if (part["type"] === "text" || part["type"] === undefined) {
    const text = part["text"] ?? part["value"];
    if (text !== undefined && typeof text !== "string")
      return emit("error", "bad_content_type", `text is ${got(text)}`);
  }
  if (!partFields.some((field) => has(part, field)) && part["type"] !== "image")
    emit("error", "bad_content_type", "a part without text or image");
}

export const sameAnswer = (a: unknown, b: unknown): boolean =>
  a !== undefined && a !== null && jsonText(a) === jsonText(b) && jsonText(a) !== "";

function checkWeight(message: Row, rules: ChatRules, emit: Emit): void {
  if (!has(message, "weight") || rules.weight === "forbidden") return;
  const { weight, role } = message;
  if (rules.weight === "ignored" && weight === null) return;
  if (rules.weight === "ignored") return emit("warning", "weight_ignored", "not used here");
  if (weight !== 0 && weight !== 1) return emit("error", "bad_weight", jsonText(weight).slice(0, 40));
  if (role !== "assistant" && rules.weight === "assistant")
    emit("warning", "weight_ignored", `on ${messageText(message)}`);
}

function checkKey(key: string, rules: ChatRules, emit: Emit): void {
  const strict = rules.weight === "forbidden";
  if (rules.thoughts === true && thoughtFields.some((field) => field === key)) return;
  if (strict ? key !== "role" && key !== "content" : !messageKeys.has(key) && key !== contentFields[rules.fields][1])
    emit(strict ? "error" : "advice", "unexpected_column", key);
}

export function checkRole(message: Row, rules: ChatRules, emit: Emit): string | null {
  const from = rules.fields === "any" ? message["from"] : undefined;
  const role = message["role"] ?? from;
  const known = role === from ? [...rules.roles, ...shareGptRoles] : rules.roles;
  if (role === undefined || role === null) emit("error", "missing_role");
  else if (typeof role !== "string") emit("error", "bad_field_type", `role is ${got(role)}`);
  else if (known.includes(role)) return role;
  else if (rules.otherRole === "skipped") emit("warning", "example_skipped", `role ${role}`);
  else emit("error", "unknown_role", role);
  return typeof role === "string" ? role : null;
}

export function listIn(value: unknown, field: string, missing: string, emit: Emit): readonly unknown[] | null {
  if (value === undefined || value === null) emit("error", missing, field);
  else if (!Array.isArray(value)) {
    const isListed = typeof value === "string" && value.startsWith("[");
    emit("error", "bad_field_type", `${field} is ${isListed ? "a list as text: write it as JSON" : got(value)}`);
  } else if (value.length === 0) emit("error", missing, `${field} is empty`);
  else return value;
  return null;
}

export type Roles = readonly (string | null)[];

export function rolesOf(list: readonly unknown[], what: string, emit: Emit, check: (one: Row) => Roles[number]): Roles {
  return list.map((one) => {
    if (isRow(one)) return check(one);
    emit("error", "bad_field_type", `a ${what} is ${got(one)}`);
    return null;
  });
}

export function checkMessageList(value: unknown, rules: ChatRules, emit: Emit, field: string): Roles | null {
  const { tools, textLists } = rules;
  const given = textLists && typeof value === "string" ? jsonValue(value) : undefined;
  const list = listIn(given ?? value, field, "missing_messages", emit);
  if (list === null) return null;
  const roles = rolesOf(list, "message", emit, (message) => {
    const role = checkRole(message, rules, emit);
    checkContent(message, rules, emit);
    checkWeight(message, rules, emit);
    const { name } = message;
    if (has(message, "name") && typeof name !== "string" && (name !== null || rules.weight !== "ignored"))
      emit("error", "bad_field_type", "name");
    if (tools !== "unchecked") checkCalls(message, tools, message === list.at(-1), emit);
    if (tools === "openai" && (filled(message, "function_call") || message["role"] === "function"))
      emit("warning", "deprecated_functions");
    for (const key in message) checkKey(key, rules, emit);
    return role;
  });
  if (tools !== "unchecked") checkToolAnswer(list.filter(isRow), tools, emit);
  checkImages(list.filter(isRow), rules, emit);
  return roles;
}

export const trains = (messages: readonly Message[], all: boolean): boolean =>
  messages
    .filter(({ trained, role }) => trained || (all && role === "assistant"))
    .some(({ text, rest, calls }) => text.trim() !== "" || rest !== null || calls !== null);
