import { ok, type Result } from "@tunecast/estimator/problem";
import type { Finding } from "../checks/report.ts";
import { findingWords } from "../checks/words.ts";
import type { Bytes } from "../formats/held.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { type Near, nearDuplicates } from "./near.ts";

/** Share of the letters of two examples that is common, from which on one is said to nearly repeat the other. */
const nearlyAll = 0.7;

/**
 * Rows that nearly repeat another, or one of the validation file, as findings of a check: in the order of the file.
 *
 * @param options `similar` is the share of their letters that two examples have in common (0.7)
 * Problems: those of `nearDuplicates`.
 */
export async function nearFindings(
  chunks: Bytes,
  options: RowOptions & { readonly validation?: Bytes | undefined; readonly similar?: number | undefined },
): Promise<Result<readonly Finding[]>> {
  const near = await nearDuplicates(chunks, { ...options, similar: options.similar ?? nearlyAll });
  if (!near.ok) return near;
  const inValidation = near.value.filter((each) => each.inValidation).length;
  const counts = { near_duplicate: near.value.length - inValidation, validation_near_overlap: inValidation };
  return ok(near.value.map((each) => findingOf(each, counts)));
}

function findingOf(
  { line, like, inValidation, places }: Near,
  counts: { readonly near_duplicate: number; readonly validation_near_overlap: number },
): Finding {
  const code = inValidation ? "validation_near_overlap" : "near_duplicate";
  const [place, start] = places === "rows" ? ["row", "Row"] : ["line", "Line"];
  const { sentence, fix } = findingWords(code, `${place} ${like}`);
  return {
    severity: inValidation ? "warning" : "advice",
    code,
    line,
    count: counts[code],
    sentence: `${start} ${line}: ${sentence}.`,
    fix,
    source: null,
  };
}
