/** Kinds of task of which public curves are known. */
export const taskKinds = [
  "classification",
  "reasoning",
  "extraction",
  "summarization",
  "translation",
  "instructions",
] as const;

/** What a model is tuned for. */
export type TaskKind = (typeof taskKinds)[number];
