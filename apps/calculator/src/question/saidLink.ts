import type { SaidVerdict } from "@tunecast/estimator/text";

/** The answer that a link carries: shown at once to whoever opens it, and confirmed once the prices are there. */
export interface SaidAnswer {
  readonly verdict: SaidVerdict;
  /** Model and provider. */
  readonly name: string;
  /** To start, a month, and pays back: as they stood. */
  readonly figures: readonly string[];
}

/** The figures of a report that the page shows and a link carries, in this order. */
export const shownFigures = ["start", "month", "payback"] as const;

/** Name of the answer in the address. */
export const saidKey = "said";

const verdicts = ["tune", "not_yet", "dont"] as const;
const inputs = ["requestsPerMonth", "promptTokens"] as const;

/** Names, amounts, counts and times, and nothing that could pass for a sentence of the page or an address. */
const plain = /^[\p{L}\p{N} .,$€£%+()-]{0,48}$/u;
const sign = "~";

/** The answer as text for an address. */
export function encodeSaid({ verdict: said, name, figures }: SaidAnswer): string {
  const { verdict, costsMore, input, difference, now, saves, pays, payback, stops } = said;
  const head = [verdict, costsMore ? "more" : "less", input ?? ""];
  const texts = [difference, now, saves, pays, payback, stops, name, ...figures];
  return [...head, ...texts.map((text) => (plain.test(text) ? text : ""))].join(sign);
}

/** Reads it back; null for anything that this page did not write. */
export function decodeSaid(text: string | null): SaidAnswer | null {
  if (text === null) return null;
  const [verdict, sense, input, ...texts] = text.split(sign);
  const [difference = "", now = "", saves = "", pays = "", payback = "", stops = "", name = "", ...figures] = texts;
  const known = verdicts.find((each) => each === verdict);
  const isWhole =
    known !== undefined && figures.length === shownFigures.length && texts.every((each) => plain.test(each));
  if (!isWhole || difference === "") return null;
  return {
    verdict: {
      verdict: known,
      costsMore: sense === "more",
      input: inputs.find((each) => each === input) ?? null,
      difference,
      now,
      saves,
      pays,
      payback,
      stops,
    },
    name,
    figures,
  };
}
