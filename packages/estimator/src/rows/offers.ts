import type { Answer, Offer, Refusal } from "../answer.ts";

/** The cells of a flat table, one row per offer: for spreadsheets, not for people (exact decimal strings). */
export interface FlatTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const columns: readonly (readonly [name: string, cell: (offer: Offer) => string])[] = [
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
  ["high", (offer) => offer.range.high],
];

/**
 * One row per offer in the order of the answer, amounts exact and in the `currency` of the row. With `refused` the
 * refused offers follow: their `refused` cell holds the reason, and the arithmetic stands there where it was done.
 */
export function offerRows(answer: Answer, refused: boolean = false): FlatTable {
  const header = [...columns.map(([name]) => name), "refused", "sentence"];
  const taken = answer.offers.map((offer) => [...columns.map(([, cell]) => cell(offer)), "", ""]);
  return { header, rows: refused ? [...taken, ...answer.refused.map(refusedRow)] : taken };
}

function refusedRow({ id, reason, sentence, wouldBe }: Refusal): string[] {
  const cells = columns.map(([name, cell]) => (wouldBe === undefined ? (name === "id" ? id : "") : cell(wouldBe)));
  return [...cells, reason.kind, sentence];
}
