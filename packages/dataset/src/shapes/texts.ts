import { fault, textExample, textMessage, type Reading } from "../formats/example.ts";
import { filled, has, isRow, type Row } from "../formats/row.ts";
import { checkClassification, checkIds, checkPlainText } from "./checking/chatRows.ts";
import { checkPromptCompletion, checkPromptOnly } from "./checking/pairRows.ts";
import { hasClass, hasMessages } from "./families.ts";
import names from "./names.json" with { type: "json" };
import { chatColumns, readChat, roleOf } from "./reading/chat.ts";
import { questionAnswerPair, readText, readTokenised } from "./reading/columns.ts";
import { readSegments, segmentsOf } from "./reading/exports.ts";
import { promptColumns, readPromptCompletion, readPromptOnly, turnsAsked } from "./reading/pairs.ts";
import { shape, unchecked, type Shape } from "./shape.ts";

/** Running text that is trained as it stands: `{text}`, or `{content}` as Mistral also takes it. @source https://docs.together.ai/docs/fine-tuning-data-preparation (read 2026-11-24) */
export const text: Shape = shape({
  id: "text",
  nature: "text",
  is: (row) => (has(row, "text") && !isTurn(row)) || (typeof row["content"] === "string" && !has(row, "role")),
  marks: ["text", "content"],
  read: readText,
  columns: (row) => [has(row, "text") ? "text" : "content"],
  check: checkPlainText,
  strict: ["text"],
});

/** One turn of a conversation whose others stand in rows of their own (OpenAssistant's messages): none is an example. */
const isTurn = ({ role }: Row): boolean =>
  typeof role === "string" && (roleOf(role) !== undefined || role === "prompter");

/** Token ids; labels of -100 are masked. @source https://docs.together.ai/docs/fine-tuning-data-preparation (read 2026-11-24) */
export const parquetTokenised: Shape = shape({
  id: "parquet-tokenised",
  nature: "text",
  is: (row) => has(row, "input_ids"),
  marks: ["input_ids"],
  read: readTokenised,
  columns: () => ["input_ids", "labels", "attention_mask"],
  ignores: ["text"],
  check: (row, _rules, emit) => checkIds(row, emit),
  strict: ["input_ids", "attention_mask", "labels"],
});

/** Axolotl's `input_output`: texts put together as they stand, each trained or masked. @source https://docs.axolotl.ai/docs/dataset-formats/template_free.html (read 2026-11-30) */
export const segments: Shape = shape({
  id: "segments",
  nature: "text",
  is: (row) => segmentsOf(row) !== null,
  marks: ["segments"],
  read: readSegments,
  columns: () => ["segments"],
  check: unchecked,
});

/** `{prompt, completion}`: texts as they stand, or lists of messages (TRL). @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const promptCompletion: Shape = shape({
  id: "prompt-completion",
  nature: "chat",
  is: (row) => has(row, "completion") && (has(row, "prompt") || questionAnswerPair(row) === undefined),
  marks: ["prompt", "completion"],
  read: readPromptCompletion,
  columns: promptColumns,
  check: checkPromptCompletion,
  akin: ["prompt-only"],
  strict: ["prompt", "completion"],
});

/** TRL's `{prompt}` alone, for methods that let the model answer. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const promptOnly: Shape = shape({
  id: "prompt-only",
  nature: "prompt",
  is: (row) => has(row, "prompt") || turnsAsked(row) !== null,
  marks: ["prompt"],
  read: readPromptOnly,
  columns: promptColumns,
  // What stands beside the prompt goes to the reward function.
  ignores: ["*"],
  check: checkPromptOnly,
  akin: ["prompt-completion"],
  open: true,
});

const isText = (row: Row): boolean => typeof row["text"] === "string";

/** A text or a conversation and what it is: Mistral's classifiers (`labels`), tables of `text` and `label`. @source https://docs.mistral.ai/capabilities/finetuning/classifier_factory (read 2026-11-25) */
export const classification: Shape = shape({
  id: "classification",
  nature: "labelled",
  is: (row) =>
    (isText(row) && !has(row, "input_ids") && hasClass(row) && !has(row, "completion")) ||
    (hasMessages(row) && isRow(row["labels"])),
  marks: ["labels", "label"],
  read: (row) => (isText(row) ? readText : readChat)(row),
  columns: (row) => (isText(row) ? ["text"] : chatColumns(row)),
  ignores: ["label", "labels", ...names.classColumns],
  check: checkClassification,
  wholeRow: true,
  open: true,
});

/** What is looked for, and what is compared with it, by the names that the trainers of embedding and reranking models read; the `scored` are compared where a number beside them says how alike they are. */
const { sought, like, unlike, scored, scores } = names.embedding;

const first = (row: Row, fields: readonly string[]): string | undefined => fields.find((field) => filled(row, field));

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  const said: unknown = isRow(value) ? (value["content"] ?? Object.values(value)) : null;
  return Array.isArray(said) || typeof said === "string" ? [said].flat().filter((one) => typeof one === "string") : [];
}

function embeddingColumns(row: Row): string[] {
  const asked = first(row, sought);
  const compared = [...like, ...scored, ...unlike].filter((name) => filled(row, name));
  return asked === undefined ? compared : [asked, ...compared];
}

function readEmbedding(row: Row): Reading {
  const texts = embeddingColumns(row).flatMap((name) => textsIn(row[name]).map((said) => textMessage("user", said)));
  return texts.length < 2 ? fault("missing_field", "a text to compare with") : textExample(texts, texts.length);
}

/** Texts that are compared: pairs, triplets and scored pairs of sentence-transformers, FlagEmbedding and rerankers. @source https://sbert.net/docs/sentence_transformer/dataset_overview.html, https://github.com/FlagOpen/FlagEmbedding */
export const embedding: Shape = shape({
  id: "embedding",
  nature: "embedding",
  is: (row) =>
    first(row, sought) !== undefined &&
    (first(row, like) !== undefined ||
      (first(row, scored) !== undefined && typeof row[first(row, scores) ?? ""] === "number")),
  resembles: (row) => embedding.is(row),
  read: readEmbedding,
  columns: embeddingColumns,
  ignores: scores,
  check: (_row, rules, emit) => {
    if (rules.id !== "generic" && rules.id !== "csv") emit("error", "embedding_rows");
  },
  open: true,
});
