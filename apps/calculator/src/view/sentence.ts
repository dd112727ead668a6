import type { Offer } from "@tunecast/estimator";
import { aboutMoneyText, alternativeNames, isAtMost, moneyText, timeText } from "@tunecast/estimator/text";
import type { Reading } from "./headline.ts";
import type { Instead } from "../question/inputs.ts";
import { trainingRange } from "./trainingRange.ts";

/** A piece of a sentence; strong ones carry the answer. */
export interface Piece {
  readonly text: string;
  readonly strong?: boolean;
}

/** The whole answer in one sentence that a stranger understands. */
export function sentenceOf(offer: Offer, instead: Instead, { partOnly, requests }: Reading): readonly Piece[] {
  const { modelName, providerName, training, monthly } = offer;
  const isLeast = partOnly || offer.notCounted.length > 0;
  const once = isLeast ? { amount: trainingRange(offer).low, currency: training.currency } : training;
  const head: Piece[] = [
    { text: modelName, strong: true },
    { text: ` on ${providerName}: ${isLeast ? "at least " : isSmall(once) ? "" : "about "}` },
    { text: `${isLeast ? aboutMoneyText(once) : about(once)} to train`, strong: true },
  ];
  if (monthly === null) return [...head, { text: "." }];
  return [
    ...head,
    { text: " and " },
    { text: `${about(monthly)} a month`, strong: true },
    { text: ". " },
    ...(requests === 0
      ? [{ text: "Nobody asks, so there is nothing that tuning could save." }]
      : payBack(offer, instead)),
  ];
}

/** `$15`; of less than a cent no digit tells anybody more. */
function about(money: Offer["training"]): string {
  return isSmall(money) ? `less than ${moneyText({ ...money, amount: "0.01" })}` : aboutMoneyText(money);
}

function isSmall({ amount }: Offer["training"]): boolean {
  return amount !== "0" && isAtMost(amount, "0.00999");
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
