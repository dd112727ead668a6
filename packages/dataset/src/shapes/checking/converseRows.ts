import { filled, got, has, isRow, rowsIn, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };
import { jsonText } from "../reading/content.ts";
import { checkOrder, checkRole, checkSpeakers, listIn, rolesOf, sameAnswer, type Roles } from "./messages.ts";
import type { Emit, ProviderRules } from "./rules.ts";

const version = "bedrock-conversation-2024";
type Kind = keyof typeof names.converseFormats;
const usual = Object.entries(names.converseFormats).map(([kind, formats]) => [kind as Kind, new Set(formats)] as const);
const kinds = usual.map(([kind]) => kind);
const s3 = /^s3:\/\/[a-z0-9][a-z0-9.-]*\/[A-Za-z0-9_\-/.]+$/u;

interface Media {
  readonly inline: boolean;
  readonly blocks: readonly string[];
  readonly formats: ReadonlyMap<Kind, ReadonlySet<string>>;
  readonly seen: Record<Kind, number>;
}

function checkMedia(kind: Kind, block: unknown, role: unknown, media: Media, emit: Emit): void {
  media.seen[kind] += 1;
  const words = kind === "image" ? undefined : "media_in_non_user";
  if (role !== "user") emit("error", "image_in_non_user", jsonText(role ?? "no role"), words);
  const code = `${kind}_bad_format`;
  if (!isRow(block)) return emit("error", code, `${kind} is ${got(block)}`);
  const format = block["format"];
  if (typeof format !== "string" || media.formats.get(kind)?.has(format) !== true)
    emit("error", code, jsonText(format ?? "no format"));
  const { source } = block;
  const location = isRow(source) ? source["s3Location"] : undefined;
  const uri = isRow(location) ? location["uri"] : undefined;
  const inline = media.inline && isRow(source) && has(source, "bytes");
  if (!inline && (typeof uri !== "string" || !s3.test(uri)))
    emit("error", code, jsonText(uri ?? "no uri").slice(0, 60));
}

function checkBlock(block: unknown, role: unknown, media: Media, emit: Emit): void {
  if (!isRow(block)) return emit("error", "bad_content_type", got(block));
  for (const kind of kinds)
    if (media.blocks.includes(kind) && filled(block, kind)) checkMedia(kind, block[kind], role, media, emit);
  if (has(block, "text")) {
    if (typeof block["text"] !== "string") emit("error", "bad_content_type", `text is ${got(block["text"])}`);
    else if (block["text"].trim() === "") emit("error", "missing_content", "empty text");
  } else if (!media.blocks.some((field) => filled(block, field)))
    emit("error", "bad_content_type", "a block without text, image or video");
}

function checkSystem(row: Row, single: boolean, emit: Emit): void {
  const { system } = row;
  if (system === undefined || system === null) return;
  if (!Array.isArray(system)) return emit("error", "bad_field_type", `system is ${got(system)}`);
  if (single && system.length !== 1) emit("error", "system_count", String(system.length));
  for (const item of system) {
    if (!isRow(item) || typeof item["text"] !== "string") emit("error", "bad_content_type", "system");
    else if (item["text"].trim() === "") emit("error", "missing_content", "system");
  }
}

function checkMessages(row: Row, rules: ProviderRules, media: Media, emit: Emit): Roles {
  const list = listIn(row["messages"], "messages", "missing_messages", emit) ?? [];
  return rolesOf(list, "message", emit, (message) => {
    const { content } = message;
    const role = checkRole(message, rules.chat, emit);
    if (has(message, "weight")) emit("warning", "weight_ignored", "not used here");
    if (content === undefined || content === null) emit("error", "missing_content");
    else if (!Array.isArray(content)) emit("error", "bad_content_type", `content is ${got(content)}`);
    else if (content.length === 0) emit("error", "missing_content", "empty list");
    else if (rules.id === "bedrock-distillation" && content.length > 1)
      emit("error", "bad_content_type", `${content.length} blocks, expected one text`);
    for (const block of Array.isArray(content) ? content : []) checkBlock(block, role, media, emit);
    return role;
  });
}

/** A call is the model's, of a tool that the row defines and under an id of its own; an answer is the user's, in text or JSON, to an earlier call, and the only one. That the call is of the turn before is the API's. @source https://docs.aws.amazon.com/nova/latest/nova2-userguide/nova-data-prep-sft-2.html (`toolUse`, "Tool calling constraints"; read 2026-12-02), https://github.com/aws/nova-customization-sdk sft_dataset_validator.py (6ed1f59, read 2026-12-03) */
function checkTools({ messages, toolConfig: config }: Row, nova: boolean, emit: Emit): void {
  const defined = rowsIn(rowsIn(isRow(config) ? config["tools"] : null).map(({ toolSpec }) => toolSpec));
  const wrong: Emit = nova ? emit : () => undefined;
  const [ids, answered] = [new Set<unknown>(), new Set<unknown>()];
  let called: readonly unknown[] = [];
  for (const { role, content } of rowsIn(messages)) {
    const held = (kind: string): Row[] => rowsIn(rowsIn(content).map((block) => block[kind]));
    const [calls, answers] = [held("toolUse"), held("toolResult")];
    for (const { toolUseId: id, content: told } of answers) {
      const isStray = isRow(config) && (!ids.has(id) || answered.has(id));
      if (!called.includes(id))
        emit(nova && isStray ? "error" : "warning", "tool_message_without_call", jsonText(id ?? "no id"));
      answered.add(id);
      const other = rowsIn(told).find((part) => !has(part, "text") && !has(part, "json"));
      if (other !== undefined) wrong("error", "bad_content_type", `toolResult of ${Object.keys(other).join()}`);
    }
    called = calls.map(({ toolUseId }) => toolUseId);
    const strays = role === "user" ? calls : role === "assistant" ? answers : [];
    if (strays.length > 0) wrong("error", "bad_tool_call", `in a turn of the ${String(role)}`, "converse_tools");
    for (const { name, toolUseId: id } of calls) {
      if (!defined.some((one) => one["name"] === name))
        wrong("error", "tool_not_declared", jsonText(name ?? "no name"));
      if (ids.size === ids.add(id).size)
        wrong("error", "bad_tool_call", `${jsonText(id ?? "no id")} twice`, "converse_tools");
    }
  }
}

export function modality(row: Row): "text" | "image" | "video" {
  const blocks = rowsIn(row["messages"]).flatMap(({ content }) => rowsIn(content));
  const holds = (kind: string): boolean => blocks.some((block) => has(block, kind));
  return holds("video") ? "video" : holds("image") ? "image" : "text";
}

export function checkConverse(row: Row, rules: ProviderRules, emit: Emit): void {
  const schema = row["schemaVersion"];
  const distilled = rules.id === "bedrock-distillation";
  const nova = rules.id === "bedrock-nova";
  const nova2 = rules.model.includes("nova-2");
  // AWS's validator takes any text for Nova, and its own sample of tools has another one than the guide; the page of Nova 2 requires one.
  const isLenient = nova && ["string", "undefined"].includes(typeof schema);
  if (schema === undefined ? distilled || nova2 : schema !== version)
    emit(isLenient ? "warning" : "error", "bad_schema_version", jsonText(schema ?? "none"));
  checkSystem(row, rules.id === "bedrock-llama", emit);
  if (nova && filled(row, "toolConfig")) emit("warning", "tools_disputed");
  const taken = rules.id === "bedrock-llama" ? names.converseBlocks.plain : names.converseBlocks.all;
  const { images, videos, imageFormats, videoFormats } = rules.chat.media;
  const own = { image: imageFormats, video: videoFormats, document: null };
  const formats = new Map(usual.map(([kind, taken]) => [kind, own[kind] ?? taken]));
  const media: Media = { inline: !nova, blocks: taken, formats, seen: { image: 0, video: 0, document: 0 } };
  const roles = checkMessages(row, rules, media, emit);
  checkTools(row, nova, emit);
  if (roles.length > 0) {
    checkOrder(roles, rules.chat, emit);
    checkSpeakers(roles, rules.chat, emit);
  }
  if (distilled && roles.length > 2) emit("error", "role_order", `${roles.length} messages`);
  const isOld = nova && rules.model !== "" && !nova2;
  const thinking = rowsIn(row["messages"]).filter(({ content }) =>
    rowsIn(content).some((block) => filled(block, "reasoningContent")),
  );
  if (nova && thinking.some(({ role }) => role === "user")) emit("error", "bad_content_type", "", "thoughts_of_user");
  if (thinking.length > 0 && isOld) emit("error", "image_unsupported_model", rules.model, "thoughts_unsupported");
  const { image, video, document } = media.seen;
  if (image > images) emit("error", "too_many_images", String(image));
  if (video > videos) emit("error", "too_many_images", String(video), "too_many_videos");
  const shown = kinds.filter((kind) => media.seen[kind] > 0);
  if (shown.length > 1) emit("error", "mixed_modality", shown.join(" and "));
  if (image + video > 0 && (rules.chat.images === "none" || rules.blind))
    emit("error", "image_unsupported_model", rules.model);
  if (document > 0 && isOld) emit("error", "image_unsupported_model", rules.model, "documents_unsupported");
}

export function checkConversePreference(row: Row, rules: ProviderRules, emit: Emit): void {
  const list = row["messages"];
  const last: unknown = Array.isArray(list) ? list.at(-1) : null;
  const candidates: unknown = isRow(last) ? last["candidates"] : null;
  if (!Array.isArray(list) || !Array.isArray(candidates)) return emit("error", "missing_field", "candidates");
  const answers = candidates.map((one: unknown) => (isRow(one) ? one : {}));
  const [better = {}] = answers;
  const messages = [...list.slice(0, -1), { role: (last as Row)["role"], content: better["content"] }];
  checkConverse({ ...row, messages }, rules, emit);
  const labels = answers.map((one) => jsonText(one["preferenceLabel"] ?? "none"));
  if (labels.toSorted().join() !== "non-preferred,preferred")
    emit("error", "bad_field_type", `preferenceLabel is ${labels.join(" and ")}, expected preferred and non-preferred`);
  if (sameAnswer(better["content"], answers[1]?.["content"])) emit("warning", "identical_preference");
}
