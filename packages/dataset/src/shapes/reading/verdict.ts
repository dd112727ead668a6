import type { Row } from "../../formats/row.ts";

const words: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "1", "1.0", "desirable"].map((word) => [word, true] as const),
  ...["false", "no", "0", "0.0", "-1", "undesirable"].map((word) => [word, false] as const),
]);

function verdictIn(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  if (!["string", "number", "bigint"].includes(typeof value)) return null;
  return words.get(String(value).trim().toLowerCase()) ?? null;
}

export const verdictOf = ({ label, kto_tag: tag }: Row): boolean | null => verdictIn(label ?? tag);

/**
 * A row with its verdict as the truth value that trainers ask for: TRL leaves out of the loss what is neither `True` nor `False`, 1 and 0 included.
 * @source https://github.com/huggingface/trl/blob/main/trl/trainer/kto_trainer.py (`batch["label"][i] is True`; read 2026-11-26)
 */
export function withVerdict(row: Row): Row {
  const verdict = verdictOf(row);
  const field = (row["label"] ?? null) === null ? "kto_tag" : "label";
  return verdict === null || row[field] === verdict ? row : { ...row, [field]: verdict };
}
