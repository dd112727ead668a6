import type { Answer, LineItem, Offer } from "../../src/contract/answer.ts";
import type { FlatTable } from "../../src/rows/offers.ts";

export const rate = {
  amount: "3",
  currency: "USD",
  per: "1M tokens",
  source: "https://example.org/p",
  seen: "2026-11-01",
  from: "2026-01-01",
  confidence: "primary",
} as const;
export const training: LineItem = {
  kind: "training",
  label: "Training",
  quantity: "300000",
  unit: "token",
  rate,
  amount: "0.9",
};
export const hosting: LineItem = {
  kind: "hosting",
  label: "Hosting",
  quantity: "2190",
  unit: "hour",
  rate: { ...rate, amount: "1.7", per: "hour", overlay: true },
  amount: "3723",
};
const credit: LineItem = {
  kind: "credit",
  label: "Credits",
  quantity: "1",
  unit: "job",
  rate: { ...rate, amount: "-10", per: "job" },
  amount: "-10",
};

export const offer: Offer = {
  id: "acme/tiny:sft@regional",
  provider: "acme",
  model: "tiny",
  providerName: "Acme",
  modelName: "Tiny",
  method: "sft",
  priceAge: 12,
  variant: "regional",
  status: { kind: "open", source: "https://example.org/s" },
  epochs: 3,
  providerEpochs: null,
  limits: {},
  billedTokens: "300000",
  billedTokensRange: { low: "280000", high: "320000" },
  tokensExact: true,
  lines: [training, hosting, credit],
  total: { amount: "3713.9", currency: "USD" },
  training: { amount: "0.9", currency: "USD" },
  perThousandRequests: { amount: "0.12", currency: "USD" },
  monthly: { amount: "1241", currency: "USD" },
  idle: { perDay: { amount: "40.8", currency: "USD" }, days: 15, perMonth: { amount: "612", currency: "USD" } },
  complete: true,
  notCounted: [],
  range: { low: "3713.9", high: "3720", currency: "USD" },
  trainingRange: { low: "0.9", high: "7" },
  horizon: { months: 3 },
  breakEven: null,
  assumptions: [],
};

export const answer: Answer = {
  schemaVersion: 1,
  asOf: "2026-11-30",
  estimator: "0.1.0",
  prices: { version: "2026-11-24", sha256: "ab" },
  input: {},
  offers: [offer],
  refused: [
    { id: "acme/old:sft", reason: { kind: "retired" }, sentence: "Closed, since 2026." },
    {
      id: "acme/few:sft",
      reason: { kind: "too_few_examples" },
      sentence: "Too few.",
      wouldBe: { ...offer, id: "acme/few:sft" },
    },
  ],
  notices: [],
};

/** Something in it has no price, and the model stops answering. */
export const uncounted: Offer = {
  ...offer,
  complete: false,
  notCounted: ["Use of the tuned model"],
  range: { ...offer.range, high: null },
  horizon: { months: 1.6, clippedAt: "2027-01-14" },
  assumptions: [
    { kind: "not_counted", sentence: "No price for use." },
    { kind: "clipped", sentence: "It stops." },
  ],
};
export const lacking = [
  { kind: "old_prices", sentence: "Old." },
  { kind: "bad_rows", sentence: "2 rows." },
];

export function cells(table: FlatTable, name: string): (string | undefined)[] {
  const index = table.header.indexOf(name);
  return table.rows.map((row) => row[index]);
}
