import type { CheckReport } from "@tunecast/dataset";
import { noteOf, type Offer, type PriceBook } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { bookOffers, fileRulesOf, type FileRules } from "@tunecast/estimator/prices";

/** Whether an offer takes the counted file, by its own check. */
export type Acceptance = "as_it_is" | "convert" | "refuses" | "unknown" | "unchecked";

/** What each means to a reader. */
export const acceptanceNames: Readonly<Record<Acceptance, string>> = {
  as_it_is: "as it is",
  convert: "convert first",
  refuses: "refuses rows",
  unknown: "unknown",
  unchecked: "not checked yet",
};

const rulesOfBooks = new WeakMap<PriceBook, ReadonlyMap<string, FileRules | null>>();

/** The rules for the files of an offer; null where its provider publishes none. */
export function rulesOf(id: string, prices: PriceBook): FileRules | null {
  let rules = rulesOfBooks.get(prices);
  if (rules === undefined) {
    rules = new Map(bookOffers(prices).map((offer) => [offer.id, fileRulesOf(offer)]));
    rulesOfBooks.set(prices, rules);
  }
  return rules.get(id) ?? null;
}

/**
 * What an offer says to the counted file. Only its own check can say that it takes it as it is: without a report it is not
 * checked yet, or unknown where the provider publishes no rules.
 */
export function acceptanceOf(offer: Offer, prices: PriceBook, report: CheckReport | undefined): Acceptance {
  const convert = noteOf(offer, "convert_first") !== undefined;
  if (report?.verdict === "error") return convert ? "convert" : "refuses";
  if (convert) return "convert";
  if (tooLongNote(offer) !== null && report?.cut === null) return "refuses";
  if (report !== undefined) return "as_it_is";
  if (noteOf(offer, "rows_rejected") !== undefined) return "refuses";
  return rulesOf(offer.id, prices) === null ? "unknown" : "unchecked";
}

/** `refuses 12 rows`: what the check found, in a cell. */
export function acceptanceText(acceptance: Acceptance, report: CheckReport | undefined): string {
  if (acceptance !== "refuses" || report === undefined) return acceptanceNames[acceptance];
  const rows = Math.max(
    0,
    ...report.findings.filter(({ severity, line }) => severity === "error" && line !== null).map(({ count }) => count),
  );
  if (rows === 0) return "refuses the file";
  return `refuses ${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
}
