import { alpaca } from "./alpaca.ts";
import { bedrockConversation } from "./bedrock-conversation-2024.ts";
import { bedrockPreference } from "./bedrock-preference.ts";
import { chatSft } from "./chat-sft.ts";
import { classification } from "./classification.ts";
import { claudeMessages } from "./claude-messages.ts";
import { cohereChat } from "./cohere-chat.ts";
import { dpo } from "./dpo.ts";
import { embedding } from "./embedding.ts";
import { geminiContents } from "./gemini-contents.ts";
import { geminiPreference } from "./gemini-preference.ts";
import { geminiRft } from "./gemini-rft.ts";
import { kto } from "./kto.ts";
import { parquetTokenised } from "./parquet-tokenised.ts";
import { preference } from "./preference.ts";
import { promptCompletion } from "./prompt-completion.ts";
import { promptOnly } from "./prompt-only.ts";
import { questionAnswer } from "./question-answer.ts";
import { rejectedResponse } from "./rejected-response.ts";
import { rft } from "./rft.ts";
import { segments } from "./segments.ts";
import { sharegpt } from "./sharegpt.ts";
import { stepwise } from "./stepwise.ts";
import { text } from "./text.ts";
import { filled, type Row } from "../formats/row.ts";
import type { Shape } from "./shape.ts";

/** Every shape of rows, the more particular first: a row is of the first that it shows. A new one is a file and a line here. */
const table: readonly Shape[] = [
  dpo,
  geminiPreference,
  geminiRft,
  geminiContents,
  preference,
  rejectedResponse,
  bedrockPreference,
  kto,
  classification,
  bedrockConversation,
  cohereChat,
  sharegpt,
  claudeMessages,
  rft,
  chatSft,
  parquetTokenised,
  segments,
  alpaca,
  stepwise,
  promptCompletion,
  embedding,
  questionAnswer,
  text,
  promptOnly,
];

const byId: ReadonlyMap<string, Shape> = new Map(table.map((one) => [one.id, one]));

/** Ids of the shapes that can be read. */
export const shapes: readonly string[] = [...byId.keys()];

/** The shape of an id; undefined for an unknown one. */
export function shapeNamed(id: string): Shape | undefined {
  return byId.get(id);
}

/** The shape of a row, from its own fields alone; undefined for a row of no known shape. */
export function shapeOf(row: Row): string | undefined {
  const shown = table.find((one) => one.is(row));
  if (shown === undefined || !isToldByNulls(row, shown)) return shown?.id;
  const said = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  const other = table.find((one) => one.is(said));
  // A prompt without its answer is half a pair, and an answer without its verdict half a labelled row.
  const isHalf = other === undefined || other.id === promptOnly.id || shown.id === kto.id;
  return isHalf ? shown.id : other.id;
}

/** Whether the fields that tell a shape are all null: tables of several sources give every row the columns of all. */
function isToldByNulls(row: Row, { marks }: Shape): boolean {
  return marks.some((field) => row[field] === null) && !marks.some((field) => filled(row, field));
}
