import type { Answer, Offer, Refusal } from "../contract/answer.ts";
import type { LineRate } from "../prices/rates.ts";
import { leftOut } from "../contract/completeness.ts";

/** The cells of a flat table, one row per offer: for spreadsheets, not for people (exact decimal strings). */
export interface FlatTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const columns: readonly (readonly [name: string, cell: (offer: Offer, answer: Answer) => string])[] = [
  ["id", (offer) => offer.id],
  ["provider", (offer) => offer.provider],
  ["model", (offer) => offer.model],
  ["method", (offer) => offer.method],
  ["variant", (offer) => offer.variant ?? ""],
  ["status", (offer) => offer.status.kind],
  ["until", (offer) => offer.status.until ?? ""],
  ["epochs", (offer) => String(offer.epochs)],
  ["providerEpochs", (offer) => String(offer.providerEpochs ?? "")],
  ["billedTokens", (offer) => offer.billedTokens],
  ["tokensExact", (offer) => String(offer.tokensExact)],
  ["currency", (offer) => offer.total.currency],
  ["training", (offer) => offer.training.amount],
  ["perThousandRequests", (offer) => offer.perThousandRequests?.amount ?? ""],
  ["monthly", (offer) => offer.monthly?.amount ?? ""],
  ["idlePerDay", (offer) => offer.idle?.perDay.amount ?? ""],
  ["months", (offer) => String(offer.horizon.months)],
  ["total", (offer) => offer.total.amount],
  ["low", (offer) => offer.range.low],
  ["high", (offer) => offer.range.high ?? ""],
  ["breakEvenMonths", ({ breakEven }) => (breakEven === null ? "" : (breakEven.months ?? "never"))],
  ["atLeast", (offer, answer) => String(leftOut(offer, answer).length > 0)],
  ["notCounted", (offer, answer) => leftOut(offer, answer).join(" ")],
  ["answersUntil", (offer) => offer.horizon.clippedAt ?? ""],
  ["priceSources", (offer) => distinct(offer, ({ source }) => source).join(" ")],
  ["pricesSeen", (offer) => distinct(offer, ({ seen }) => seen)[0] ?? ""],
  ["priceAgeDays", (offer) => String(offer.priceAge ?? "")],
  ["priceConfidence", (offer) => distinct(offer, ({ confidence }) => confidence).at(-1) ?? ""],
  ["providerName", (offer) => offer.providerName],
  ["modelName", (offer) => offer.modelName],
  ["trainingLow", (offer) => offer.trainingRange.low],
  ["trainingHigh", (offer) => offer.trainingRange.high ?? ""],
  ["complete", (offer) => String(offer.complete)],
  ["billedTokensLow", (offer) => offer.billedTokensRange.low],
  ["billedTokensHigh", (offer) => offer.billedTokensRange.high ?? ""],
];

/** What the rates of an offer's lines have for a fact, each once and sorted: the oldest day first, `secondary` last. */
function distinct({ lines }: Offer, fact: (rate: LineRate) => string): string[] {
  return [...new Set(lines.map(({ rate }) => fact(rate)))].sort();
}

/**
 * One row per offer in the order of the answer, exact amounts in the row's `currency`. `atLeast` and `answersUntil` mark totals that do
 * not compare with full ones; `pricesSeen` and `priceConfidence` are those of the oldest and the least sure price. With `refused` the
 * refused offers follow, with the reason in their `refused` cell.
 */
export function offerRows(answer: Answer, refused: boolean = false): FlatTable {
  const header = [...columns.map(([name]) => name), "refused", "sentence"];
  const taken = answer.offers.map((offer) => [...columns.map(([, cell]) => cell(offer, answer)), "", ""]);
  return { header, rows: refused ? [...taken, ...answer.refused.map((one) => refusedRow(one, answer))] : taken };
}

function refusedRow({ id, reason, sentence, wouldBe }: Refusal, answer: Answer): string[] {
  const cells = columns.map(([name, cell]) =>
    wouldBe === undefined ? (name === "id" ? id : "") : cell(wouldBe, answer),
  );
  return [...cells, reason.kind, sentence];
}
