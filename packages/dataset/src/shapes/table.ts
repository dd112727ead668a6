import { filled, type Row } from "../formats/row.ts";
import * as chats from "./chats.ts";
import * as pairs from "./pairs.ts";
import type { Shape } from "./shape.ts";
import * as texts from "./texts.ts";

/** Every shape of rows, the more particular first: a row is of the first that it shows. A new one is an entry and a line here. */
const table: readonly Shape[] = [
  pairs.dpo,
  pairs.geminiPreference,
  chats.geminiRft,
  chats.geminiContents,
  pairs.preference,
  pairs.rejectedResponse,
  pairs.bedrockPreference,
  pairs.kto,
  texts.classification,
  chats.bedrockConversation,
  chats.cohereChat,
  chats.chatExport,
  chats.sharegpt,
  chats.claudeMessages,
  chats.rft,
  chats.chatSft,
  texts.parquetTokenised,
  texts.segments,
  pairs.comparison,
  chats.alpaca,
  texts.promptCompletion,
  texts.embedding,
  chats.questionAnswer,
  texts.text,
  texts.promptOnly,
];

const byId: ReadonlyMap<string, Shape> = new Map(table.map((one) => [one.id, one]));

export const shapes: readonly string[] = [...byId.keys()];

export const shapeNamed = (id: string): Shape | undefined => byId.get(id);

export function shapeOf(row: Row): string | undefined {
  const shown = table.find((one) => one.is(row));
  if (shown === undefined || !isToldByNulls(row, shown)) return shown?.id;
  const said = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  const other = table.find((one) => one.is(said));
  // A prompt without its answer is half a pair, and an answer without its verdict half a labelled row.
  const isHalf = other === undefined || other.id === texts.promptOnly.id || shown.id === pairs.kto.id;
  return isHalf ? shown.id : other.id;
}

const isToldByNulls = (row: Row, { marks }: Shape): boolean =>
  marks.some((field) => row[field] === null) && !marks.some((field) => filled(row, field));
