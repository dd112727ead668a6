import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerText, estimate, type Answer, type Offer, type Question } from "../src/index.ts";
import { bookOffers } from "../src/prices.ts";
import { decimal, sum } from "../src/money.ts";
import { dayText } from "../src/check/day.ts";

const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const traffic = { requestsPerMonth: 5000, inputTokens: 700, outputTokens: 90, months: 2 };
const days = fc.integer({ min: 19_000, max: 21_500 }).map(dayText);

const methods = [...new Set(bookOffers(prices).map(({ method }) => method))];

/** By every method: without one named, typed numbers mean supervised tuning. */
function ask(more: Partial<Question>): Answer {
  return estimate({ asOf: "2026-11-24", prices, job, only: { methods }, ...more });
}

function bills({ offers, refused }: Answer): Offer[] {
  return [...offers, ...refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe]))];
}

/** Laws that hold for every offer of the real book on any day. */
describe("the whole book", () => {
  const known = bookOffers(prices).map(({ id }) => id);

  it("names every offer once", () => {
    expect(new Set(known).size).toBe(known.length);
  });

  it("offers or refuses each of its offers on every day", () => {
    fc.assert(
      fc.property(days, (asOf) => {
        const { offers, refused } = ask({ asOf, traffic });
        expect([...offers, ...refused].map(({ id }) => id).sort()).toEqual([...known].sort());
      }),
      { numRuns: 20 },
    );
  });

  it("adds every bill up, keeps the total inside its range, and dates no rate after the day", () => {
    fc.assert(
      fc.property(days, (asOf) => {
        for (const { id, lines, total, range } of bills(ask({ asOf, traffic }))) {
          expect(sum(lines.map(({ amount }) => decimal(amount))).equals(total.amount), id).toBe(true);
          expect(decimal(range.low).lessThanOrEqualTo(total.amount), id).toBe(true);
          expect(decimal(range.high ?? total.amount).greaterThanOrEqualTo(total.amount), id).toBe(true);
          for (const { rate } of lines) expect(rate.from <= asOf, `${id} ${rate.from}`).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("bills training and each month to the total, prints no broken number, and answers alike, whatever is asked", () => {
    const whole = (min: number, max: number) => fc.integer({ min, max });
    const parted = (max: number) => whole(2, 2 * max).map((halves) => halves / 2);
    const questions = fc.record(
      {
        asOf: days,
        prices: fc.constant(prices),
        job: fc.record(
          {
            examples: whole(10, 200_000),
            tokensPerExample: parted(8000),
            epochs: whole(1, 10),
            validation: fc.record({ examples: whole(10, 5000), tokensPerExample: parted(4000) }),
          },
          { requiredKeys: ["examples", "tokensPerExample"] },
        ),
        traffic: fc.record(
          {
            requestsPerMonth: whole(0, 5_000_000),
            inputTokens: parted(20_000),
            outputTokens: whole(1, 4000),
            months: fc.constantFrom(0.5, 1, 2.5, 3, 7, 12, 36),
            batchShare: fc.constantFrom(0, 0.1, 0.33, 1),
            deployedHoursPerMonth: whole(1, 700),
          },
          { requiredKeys: ["requestsPerMonth", "inputTokens", "outputTokens", "months"] },
        ),
      },
      { requiredKeys: ["asOf", "prices", "job"] },
    );
    let billed = 0;
    fc.assert(
      fc.property(questions, (question) => {
        const answer = estimate(question);
        const text = answerText(answer);
        expect(text.replaceAll(/"sentence": "(?:[^"\\]|\\.)*"/gu, "")).not.toMatch(/NaN|Infinity|undefined/u);
        expect(answerText(estimate({ ...question, job: structuredClone(question.job) }))).toBe(text);
        for (const { id, training, monthly, total, horizon, assumptions } of answer.offers) {
          const isAllowed = assumptions.some(({ kind }) => kind === "free_allowance");
          if (monthly === null || horizon.clippedAt !== undefined || isAllowed) continue;
          const whole = decimal(monthly.amount).times(horizon.months).plus(training.amount);
          expect(whole.equals(total.amount), `${id}: ${whole.toFixed()} and ${total.amount}`).toBe(true);
          billed += 1;
        }
      }),
      { numRuns: 40 },
    );
    expect(billed).toBeGreaterThan(500);
  });

  it("never turns an unknown price into nothing", () => {
    for (const { id, lines, monthly, assumptions } of ask({ job: { ...job, hours: 2 }, traffic }).offers) {
      expect(
        lines.some(({ kind }) => kind === "training"),
        id,
      ).toBe(true);
      const gap = assumptions.some(({ kind, sentence }) => kind === "not_counted" && sentence.startsWith("No price"));
      expect(monthly === null || !gap, id).toBe(true);
    }
  });

  it("offers what costs nothing only from the day on which that was seen, or within a stated free allowance", () => {
    fc.assert(
      fc.property(days, (asOf) => {
        for (const { id, total, lines, assumptions } of ask({ asOf, job: { ...job, hours: 2 } }).offers) {
          const stated =
            lines.some(({ rate }) => rate.amount === "0") || assumptions.some(({ kind }) => kind === "free_allowance");
          expect(total.amount !== "0" || stated, id).toBe(true);
        }
      }),
      { numRuns: 30, examples: [["2024-08-20"]] },
    );
    const [rft] = ["2026-09-01", "2026-09-21"].map((asOf) =>
      ask({ asOf, job: { ...job, hours: 2 }, only: { models: ["fireworks/qwen3-8b"], methods: ["rft"] } }),
    );
    expect(rft?.refused[0]?.reason).toMatchObject({ kind: "no_rate_yet", first: "2026-09-21" });
  });

  it("never costs less for more tokens", () => {
    const few = new Map(bills(ask({})).map((offer) => [offer.id, offer]));
    for (const { id, total } of bills(ask({ job: { ...job, tokensPerExample: 101 } })))
      expect(decimal(total.amount).greaterThanOrEqualTo(few.get(id)?.total.amount ?? "0"), id).toBe(true);
  });

  it("answers the same question differently on four days, exactly as the history says", () => {
    const on = (asOf: string): string =>
      [...ask({ asOf, only: { providers: ["openai"], methods: ["sft"], includeStale: true } }).offers]
        .map(({ model, total }) => `${model} ${total.amount}`)
        .sort()
        .join("; ");
    expect(on("2025-03-01")).toBe(
      "gpt-3.5-turbo-0125 2.4; gpt-3.5-turbo-1106 2.4; gpt-4o-2024-08-06 7.5; gpt-4o-mini-2024-07-18 0.9",
    );
    expect(on("2026-10-22")).toBe(
      "gpt-3.5-turbo-0125 2.4; gpt-3.5-turbo-1106 2.4; gpt-4.1-2025-04-14 7.5; gpt-4.1-mini-2025-04-14 1.5; gpt-4.1-nano-2025-04-14 0.45; gpt-4o-2024-08-06 7.5; gpt-4o-mini-2024-07-18 0.9",
    );
    expect(on("2026-11-24")).toBe(
      "gpt-4.1-2025-04-14 7.5; gpt-4.1-mini-2025-04-14 1.5; gpt-4o-2024-08-06 7.5; gpt-4o-mini-2024-07-18 0.9",
    );
    expect(on("2027-01-07")).toBe("");
  });

  it("is put in the same order and printed in the same bytes under any locale", () => {
    const text = answerText(ask({ traffic }));
    expect(answerText(ask({ traffic }))).toBe(text);
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("says what Fireworks takes for a deployment bound to one region", () => {
    const [offer] = ask({ traffic, only: { models: ["fireworks/qwen3-8b:sft-lora"] } }).offers;
    expect(offer?.assumptions.map(({ sentence }) => sentence)).toContain(
      "A deployment bound to one region costs 1.5 times as much.",
    );
  });

  it("keeps what stays in a region or a country", () => {
    const kept = (...residency: string[]) => {
      const { offers, refused } = ask({ only: { residency } });
      return new Set([...offers, ...refused].map(({ id }) => id.replace(/\/.*?(@.*)?$/, "$1")));
    };
    expect(kept("regional")).toEqual(new Set(["azure@regional"]));
    expect(kept("SG")).toEqual(new Set(["alibaba"]));
    // A member is in the union; the union is no member.
    expect(kept("EU")).toEqual(new Set(["azure@regional", "google-vertex"]));
    expect(kept("SE")).toEqual(new Set(["azure@regional"]));
    expect(kept("US")).toEqual(new Set(["aws-bedrock", "azure@regional", "google-vertex"]));
  });

  it("says how many offers a place leaves out only because their provider does not say", () => {
    const { notices } = ask({ only: { residency: ["US"], providers: ["aws-bedrock", "tinker"] } });
    const silent = bookOffers(prices).filter(({ provider }) => provider.provider === "tinker").length;
    expect(notices).toContainEqual(
      expect.objectContaining({
        kind: "residency_unknown",
        facts: { offers: silent, providers: ["Thinking Machines Tinker"] },
      }),
    );
    expect(ask({}).notices.map(({ kind }) => kind)).not.toContain("residency_unknown");
  });

  it("keeps the models of a licence: those whose weights are under it", () => {
    const models = (licence: string) =>
      ask({ asOf: "2026-06-01", only: { licences: [licence], providers: ["fireworks"] } }).offers;
    expect(new Set(models("MIT").map(({ model }) => model))).toEqual(
      new Set(["phi-4", "deepseek-v3", "deepseek-v3.1", "deepseek-r1"]),
    );
    expect(models("Llama 3.1 Community").map(({ model }) => model)).toContain("llama-3.1-8b-instruct");
  });

  it.each([
    [{ licences: ["apache"] }, 'No model is under the licence "apache"; did you mean Apache-2.0?'],
    [{ status: ["opne"] }, 'No status is named "opne"; did you mean open?'],
    [{ residency: ["DE"] }, 'No provider is known to keep data in "DE"; known are CN, EU, SE, SG, US, regional.'],
    [{ variants: ["regionl"] }, 'No offer has the region or tier "regionl"; did you mean regional?'],
    [{ providers: ["opnai"] }, 'No provider is named "opnai"; did you mean openai?'],
  ])("knows no offer of %j", (only, sentence) => {
    expect(ask({ only }).problem?.sentence).toContain(sentence.slice(0, -1));
  });

  it("lets nothing pass where a status that exists holds for no model", () => {
    const { problem, offers, refused } = ask({ asOf: "2024-01-01", only: { status: ["inference_off"] } });
    expect([problem, offers, refused]).toEqual([undefined, [], []]);
  });

  it("puts every refusal into one sentence", () => {
    for (const { id, sentence } of ask({ asOf: "2027-02-01" }).refused) expect(sentence, id).toMatch(/^[A-Z0-9].*\.$/u);
  });
});
