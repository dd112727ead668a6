import { fault, textExample, textMessage, type Reading } from "../../formats/example.ts";
import { filled, has, isRow, rowsIn, type Row } from "../../formats/row.ts";
import { readChat, speakerOf } from "./chat.ts";
import { columnIn } from "./columns.ts";

/** A picture is named; the first message of the system is an empty text. */
function partIn(part: unknown): unknown {
  if (isRow(part) && part["content_type"] === "image_asset_pointer")
    return { type: "image", image: part["asset_pointer"] };
  return part === "" || (isRow(part) && typeof part["text"] !== "string") ? [] : part;
}

/** ChatGPT keeps each branch of a conversation; the one that was shown last ends at `current_node`. @source https://github.com/mitkury/chatgpt-export-parser/blob/main/docs/chatgpt-data-export-format.md (read 2026-11-30) */
function shownBranch({ mapping, current_node: last }: Row): Row[] {
  const nodes = new Map(Object.entries(mapping as Row));
  const turns: Row[] = [];
  let at = String(last);
  for (let node = nodes.get(at); isRow(node); node = nodes.get(at)) {
    const { author, content } = isRow(node["message"]) ? node["message"] : {};
    const parts = isRow(content) ? [content["parts"] ?? content["text"] ?? []].flat().flatMap(partIn) : [];
    if (isRow(author) && parts.length > 0) turns.unshift({ role: author["role"], content: parts });
    nodes.delete(at);
    at = String(node["parent"]);
  }
  return turns;
}

/** Files that a user of Claude attached were read as text. @source https://github.com/socketteer/Claude-Conversation-Exporter (read 2026-11-30) */
function withFiles(message: unknown): unknown {
  if (!isRow(message)) return message;
  const files = rowsIn(message["attachments"]).filter((file) => filled(file, "extracted_content"));
  const { text, content = [text] } = message;
  if (files.length === 0) return message;
  return { ...message, content: [...files.map((file) => file["extracted_content"]), ...(content as unknown[])] };
}

/** The messages of a task of Label Studio, and those that its first annotation adds, else its first prediction; none without these. @source https://labelstud.io/tags/chat (read 2026-11-30) */
function annotatedTurns({ data, annotations, predictions }: Row): Row[] {
  const [first = {}] = [...rowsIn(annotations), ...rowsIn(predictions)];
  const added = rowsIn(first["result"]).flatMap(({ value }) => rowsIn([isRow(value) ? value["chatmessage"] : null]));
  const before = isRow(data) && added.length > 0 ? Object.values(data).flatMap(rowsIn) : [];
  return [...before.filter((turn) => speakerOf(turn) !== undefined), ...added];
}

/** Messages of a call of a model as OpenInference records them: each field says what it is of (`message.role`), or a message stands within. @source https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md (read 2026-11-30) */
function traced(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(traced);
  if (!isRow(value)) return value;
  const inner = value["message"] ?? value["tool_call"];
  if (isRow(inner)) return traced(inner);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name.split(".").at(-1) ?? "", traced(one)]));
}

const tracedTurns = (row: Row): Row[] =>
  ["input", "output"].flatMap((side) => rowsIn(traced(columnIn(row, `attributes.llm.${side}_messages`))));

/** OpenAssistant's trees: of the replies to each message, the one that people ranked first. @source https://projects.laion.ai/Open-Assistant/docs/data/schemas (read 2026-11-30) */
function bestBranch(message: Row): Row[] {
  const { role, text, replies } = message;
  const rankOf = ({ rank }: Row): number => (typeof rank === "number" ? rank : Infinity);
  const answers = rowsIn(replies);
  const best = answers.find((one) => answers.every((other) => rankOf(one) <= rankOf(other)));
  return [
    { role: role === "prompter" ? "user" : role, content: text },
    ...(best === undefined ? [] : bestBranch(best)),
  ];
}

/** What the app exported of one conversation, as the rows of a chat: of ChatGPT, Claude or Open WebUI, of Cohere's first API, a request with its answer, or texts in turn as UltraChat has them; null for any other row. */
export function exportedTurns(row: Row): readonly unknown[] | null {
  const { mapping, chat_messages: said, chat, chat_history: before, message, response, prompt } = row;
  const inTurn = (texts: readonly unknown[]): unknown[] =>
    texts.map((content, i) => ({ role: i % 2 === 0 ? "user" : "assistant", content }));
  if (Array.isArray(before) && typeof message === "string")
    return [...before, ...inTurn(typeof response === "string" ? [message, response] : [message])];
  const [answer] = rowsIn(row["choices"]);
  if (Array.isArray(row["messages"]) && isRow(answer?.["message"])) return [...row["messages"], answer["message"]];
  const texts = Object.keys(row).every((name) => name === "id" || name === "data") ? row["data"] : row["conversations"];
  if (Array.isArray(texts) && texts.length > 1 && texts.every((text) => typeof text === "string")) return inTurn(texts);
  const root = isRow(prompt) ? prompt : row;
  if (typeof root["text"] === "string" && Array.isArray(root["replies"])) return bestBranch(root);
  if (isRow(mapping) && typeof row["current_node"] === "string") return shownBranch(row);
  if (Array.isArray(said)) return said.map(withFiles);
  if (isRow(chat) && Array.isArray(chat["messages"])) return chat["messages"];
  const isTraced = has(row, "attributes") || has(row, "attributes.llm.input_messages");
  const recorded = isRow(row["data"]) ? annotatedTurns(row) : isTraced ? tracedTurns(row) : [];
  return recorded.length > 0 ? recorded : null;
}

export const readExport = (row: Row): Reading =>
  readChat({ preamble: row["preamble"], messages: exportedTurns(row), tools: row["tools"] });

const isSegment = (value: unknown): value is Row =>
  isRow(value) && typeof value["text"] === "string" && typeof value["label"] === "boolean";

export const segmentsOf = ({ segments }: Row): readonly Row[] | null =>
  Array.isArray(segments) && segments.length > 0 && segments.every(isSegment) ? segments : null;

/** Texts that follow one another, each trained or masked. */
export function readSegments(row: Row): Reading {
  const segments = segmentsOf(row);
  if (segments === null) return fault("missing_field", "segments");
  const messages = segments.map(({ text, label }) => textMessage(label === true ? "assistant" : "user", String(text)));
  const masked = messages.findIndex(({ trained }) => trained);
  return textExample(messages, masked < 0 ? messages.length : masked);
}
