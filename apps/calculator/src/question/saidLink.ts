import type { SaidVerdict } from "@tunecast/estimator/text";

/** The answer that a link carries: shown at once to whoever opens it, and confirmed once the prices are there. */
export interface SaidAnswer {
  readonly verdict: SaidVerdict;
  readonly name: string;
  /** To start, a month, and pays back: as they stood. */
  readonly figures: readonly string[];
}

/** The figures of a report that the page shows and a link carries, in this order. */
export const shownFigures = ["start", "month", "payback"] as const;

export const saidKey = "said";

const verdicts = ["tune", "not_yet", "dont"] as const;
const inputs = ["requestsPerMonth", "promptTokens"] as const;

/** Names, amounts, counts and times, and nothing that could pass for a sentence of the page or an address. */
const plain = /^[\p{L}\p{N} .,$€£%+()-]{0,48}$/u;
const sign = "~";

const texts = ["difference", "now", "saves", "pays", "payback", "stops"] as const;

export function encodeSaid({ verdict: said, name, figures }: SaidAnswer): string {
  const head = [said.verdict, said.costsMore ? "more" : "less", said.input ?? ""];
  const shown = [...texts.map((text) => said[text]), name, ...figures];
  return [...head, ...shown.map((text) => (plain.test(text) ? text : ""))].join(sign);
}

/** Reads it back; null for anything that this page did not write. */
export function decodeSaid(text: string | null): SaidAnswer | null {
  const [verdict, sense, input, ...shown] = (text ?? "").split(sign);
  const known = verdicts.find((each) => each === verdict);
  const isWhole = shown.length === texts.length + 1 + shownFigures.length && shown.every((each) => plain.test(each));
  if (known === undefined || !isWhole || shown[0] === "") return null;
  const said = Object.fromEntries(texts.map((name, at) => [name, shown[at] ?? ""])) as Record<
    (typeof texts)[number],
    string
  >;
  return {
    verdict: {
      ...said,
      verdict: known,
      costsMore: sense === "more",
      input: inputs.find((each) => each === input) ?? null,
    },
    name: shown[texts.length] ?? "",
    figures: shown.slice(texts.length + 1),
  };
}
