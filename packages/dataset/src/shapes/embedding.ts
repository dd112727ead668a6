import { fault, textMessage, type Reading } from "../formats/example.ts";
import { filled, type Row } from "../formats/row.ts";
import { never, shape, type Shape } from "./shape.ts";

/** What is looked for, and what is compared with it, by the names that the trainers of embedding and reranking models read. */
const sought = ["anchor", "query", "question", "sentence1", "sentence_A"];
const like = ["positive", "positives", "pos", "positive_passages", "relevant_passages", "sentence2", "sentence_B"];
const unlike = ["negative", "negatives", "neg", "negative_passages", "hard_negatives"];
/** These are compared where a number beside them says how alike they are. */
const scored = ["passage", "document"];
const scores = ["score", "scores", "label", "relevance", "similarity", "pos_scores", "neg_scores"];

const first = (row: Row, names: readonly string[]): string | undefined => names.find((name) => filled(row, name));

const isScored = (row: Row): boolean =>
  first(row, scored) !== undefined && typeof row[first(row, scores) ?? ""] === "number";

/** The texts of a field: one, several, or passages as objects with a title and a text. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === "object" && value !== null
    ? Object.values(value).filter((one) => typeof one === "string")
    : [];
}

const columns = (row: Row): string[] =>
  [first(row, sought), ...[...like, ...scored, ...unlike].filter((name) => filled(row, name))].filter(
    (name) => name !== undefined,
  );

function read(row: Row): Reading {
  const messages = columns(row).flatMap((name) => textsIn(row[name]).map((text) => textMessage("user", text)));
  if (messages.length < 2) return fault("missing_field", "a text to compare with");
  return { layout: "text", messages, answer: messages.length, rejected: null, tools: null, ids: null };
}

/**
 * Texts that are compared: pairs, triplets and scored pairs of sentence-transformers, FlagEmbedding and rerankers. They
 * train no model that writes.
 *
 * @source https://sbert.net/docs/sentence_transformer/dataset_overview.html, https://github.com/FlagOpen/FlagEmbedding
 */
export const embedding: Shape = shape({
  id: "embedding",
  nature: "embedding",
  is: (row) => first(row, sought) !== undefined && (first(row, like) !== undefined || isScored(row)),
  marks: [],
  resembles: (row) => embedding.is(row),
  read,
  columns,
  ignores: scores,
  wants: never,
  check: (_row, rules, emit) => {
    if (rules.id !== "generic" && rules.id !== "csv") emit("error", "embedding_rows");
  },
  texts: true,
  open: true,
});
