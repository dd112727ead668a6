import type { Offer } from "@tunecast/estimator";
import { aboutMoneyText, alternativeNames, timeText } from "@tunecast/estimator/text";
import type { Instead } from "./inputs.ts";

/** A piece of a sentence; strong ones carry the answer. */
export interface Piece {
  readonly text: string;
  readonly strong?: boolean;
}

/** The whole answer in one sentence that a stranger understands. */
export function sentenceOf(offer: Offer, instead: Instead, partOnly: boolean): readonly Piece[] {
  const { modelName, providerName, training, monthly } = offer;
  const once = `${partOnly || offer.notCounted.length > 0 ? "at least" : "about"} `;
  const head: Piece[] = [
    { text: modelName, strong: true },
    { text: ` on ${providerName}: ${once}` },
    { text: `${aboutMoneyText(training)} to train`, strong: true },
  ];
  if (monthly === null) return [...head, { text: "." }];
  return [
    ...head,
    { text: " and " },
    { text: `${aboutMoneyText(monthly)} a month`, strong: true },
    { text: ". " },
    ...payBack(offer, instead),
  ];
}

function payBack({ breakEven }: Offer, instead: Instead): Piece[] {
  if (breakEven === null)
    return [{ text: "What it would replace has no known price, so nothing can be said of its pay-back." }];
  const other = alternativeNames[instead];
  const { months, stops } = breakEven;
  if (months === null)
    return [
      { text: "It never pays for itself", strong: true },
      { text: stops === undefined ? ` against ${other}.` : ` against ${other} before it stops answering.` },
    ];
  if (Number(months) === 0)
    return [
      { text: "It costs less from the first day", strong: true },
      { text: `, if it answers as well as ${other}.` },
    ];
  return [
    { text: "It pays for itself in " },
    { text: `about ${timeText(Number(months))}`, strong: true },
    { text: `, if it answers as well as ${other}.` },
  ];
}

/** The sentence as plain text: for the tab's title and a shared link. */
export function plainSentence(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}
