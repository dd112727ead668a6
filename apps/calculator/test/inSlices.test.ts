import { estimate, offersOf, type Offer, type OwnPrices, type Question } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing/history";
import { expect, it } from "vitest";
import { inSlices } from "../src/state/liveAnswer.ts";

const rate = { kind: "training", currency: "USD", per: "1M tokens", source: "contract 7" };
const ownPrices: OwnPrices = {
  rates: [
    { ...rate, provider: "openai", model: "gpt-4o-mini", amount: "1" },
    { ...rate, provider: "openai", method: "dpo", amount: "2" },
    { ...rate, provider: "azure", variant: "global", amount: "3" },
  ],
  discounts: [{ provider: "tinker", percent: "10", source: "contract 8" }],
  credits: [{ provider: "openai", amount: "5", currency: "USD", source: "letter" }],
  exchange: [{ from: "EUR", to: "USD", rate: "1.1", date: "2026-11-24", source: "central bank" }],
};
const question: Question = {
  asOf: "2026-11-25",
  prices,
  job: { examples: 1000, tokensPerExample: 500, epochs: 3 },
  traffic: { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 100, months: 3 },
};

it.each([
  ["without own prices", question],
  ["with own prices", { ...question, ownPrices }],
])("answers in slices as in one go, %s", async (_, asked) => {
  let slices = 1;
  const sliced = await inSlices(
    offersOf(asked),
    async () => void (slices += 1),
    () => false,
  );
  const whole = estimate(asked);
  expect(sliced).toEqual(whole);
  expect(slices).toBeGreaterThan(prices.providers.length);
  const marked = (offers: readonly Offer[]): number =>
    offers.filter(({ lines }) => lines.some((line) => line.rate.overlay === true)).length;
  expect(marked(whole.offers) > 3).toBe("ownPrices" in asked);
});

it("gives an answer up that nobody waits for", async () => {
  expect(
    await inSlices(
      offersOf(question),
      () => Promise.resolve(),
      () => true,
    ),
  ).toBeNull();
});
