import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type Decision, type Question } from "../../src/index.ts";
import { recommendation } from "../../src/plan/decision/answer.ts";
import { verdictWords } from "../../src/text.ts";
import { verdictSentence } from "../../src/report.ts";
import { saidVerdict, verdictOn } from "../../src/words/report/verdict.ts";
import { book, model, rate } from "../book.ts";
import { question, tuned } from "./decided.ts";

const source = "https://example.com";

interface Case {
  readonly requests: number;
  readonly growth: number;
  readonly months: number;
  readonly extra: number;
  /** Cents an hour, and dollars of a label. */
  readonly hosting: number;
  readonly label: string;
  /** Dollars that today's way costs once. */
  readonly start: number;
  readonly stops: string | null;
  readonly credit: { readonly provider: "acme" | "other"; readonly amount: number } | null;
}

/** Training $0.9 and 1,000 labels at Acme; today's prompt costs $2 and $8 a million tokens elsewhere. */
function decisionOf({ requests, growth, months, extra, hosting, label, start, stops, credit }: Case): Decision {
  const rates = [...model().rates!, rate("hosting", String(hosting / 100), { per: "hour" })];
  const off = { kind: "inference_off", source, seen: "2026-01-01", confidence: "primary" } as const;
  const status = stops === null ? [] : [{ ...off, from: stops }];
  const own = model({ rates, status, serving: [{ tag: "per_token" }, { tag: "hosting" }] });
  const untuned = model({
    id: "large",
    rates: [rate("training", "9"), rate("base_input", "2"), rate("base_output", "8")],
  });
  const others = book([untuned], { provider: "other", name: "Other" });
  const providers = [...book([own]).providers, ...others.providers];
  const traffic = { ...question.traffic!, requestsPerMonth: requests, months, growthPerMonth: growth };
  const credits = credit && [{ provider: credit.provider, amount: `${credit.amount}`, currency: "USD", source }];
  const asked: Question = {
    ...question,
    prices: { ...question.prices, providers },
    traffic,
    ...(credits && { ownPrices: { credits } }),
  };
  const ways = [{ kind: "few_shot", extraInputTokens: extra, model: "other/large", once: String(start) }] as const;
  const found = decide({ question: asked, offers: ["acme/small:sft"], ways, project: { labelCost: label } });
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

/** What tuning costs more over the months that it answers, added up month by month. */
function costsMore({ requests, growth, months, extra, hosting, label, start, stops, credit }: Case): number {
  const days = stops === null ? Infinity : (Date.parse(stops) - Date.parse(question.asOf)) / 86_400_000;
  const left = Math.min(months, (days * 24) / 730);
  let [own, usual] = [0.9, 0];
  for (let month = 0; month < left; month += 1) {
    const share = Math.min(1, left - month);
    const asked = (requests * (1 + growth) ** month) / 1e6;
    own += share * ((hosting / 100) * 730 + asked * (200 * 0.3 + 50 * 1.2));
    usual += share * asked * ((200 + extra) * 2 + 50 * 8);
  }
  const paid = (provider: string, bill: number): number =>
    bill - (credit?.provider === provider ? Math.min(credit.amount, bill) : 0);
  return paid("acme", own) + 1000 * Number(label) - paid("other", usual) - start;
}

/** Whether the model stops answering before the months are over: then today's way has to be paid for after all. */
function tunedEnds({ months, stops }: Case): boolean {
  return stops !== null && (Date.parse(stops) - Date.parse(question.asOf)) / 3_600_000 < months * 730;
}

/** The most that tuning has cost more at the end of a month, and at the start. */
function furthestBehind(one: Case): number {
  const ends = Array.from({ length: Math.ceil(one.months) }, (_, month) => costsMore({ ...one, months: month }));
  return Math.max(...ends, costsMore(one));
}

const cases = fc.record({
  requests: fc.integer({ min: 1000, max: 300_000 }),
  growth: fc.constantFrom(-0.9, -0.5, -0.3, -0.1, -0.05, 0, 0.05, 0.3),
  months: fc.oneof(fc.integer({ min: 1, max: 24 }), fc.constantFrom(0.5, 2.5)),
  extra: fc.integer({ min: 0, max: 3000 }),
  hosting: fc.constantFrom(0, 1, 10, 50),
  label: fc.constantFrom("0", "0.05", "0.4"),
  start: fc.constantFrom(0, 0, 20, 400),
  stops: fc.constantFrom(null, null, "2026-03-20", "2026-08-01"),
  credit: fc.option(
    fc.record({ provider: fc.constantFrom("acme", "other"), amount: fc.integer({ min: 1, max: 2000 }) }),
  ),
});

describe("the verdict", () => {
  it("is never to tune where that costs more over the months asked", () => {
    const count = { tune: 0, other: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const found = recommendation(decisionOf(one));
        const more = costsMore(one);
        const tunes = found?.verdict === "tune";
        count[tunes ? "tune" : "other"] += 1;
        // Credits may bring tuning ahead later than its day of pay-back, which is counted without them.
        const isLater = one.credit !== null && furthestBehind(one) > -0.005;
        const isBehind = more > -0.005 || isLater || tunedEnds(one);
        expect(tunes ? more < 0.005 : isBehind).toBe(true);
        // No traffic is named as enough that it has already; numbers are rounded up.
        const { pays = null } = found?.tuned.against?.thresholds.requestsPerMonth ?? {};
        expect(tunes || pays === null || pays >= one.requests).toBe(true);
      }),
      { numRuns: 100, seed: 3 },
    );
    expect(Math.min(count.tune, count.other)).toBeGreaterThan(20);
  });

  it("says so where credits make tuning cheaper in the end, and only then", () => {
    const count = { said: 0, other: 0 };
    fc.assert(
      fc.property(cases, fc.integer({ min: 100, max: 1000 }), (any, amount) => {
        const few = { requests: 1000 + (any.requests % 20_000), extra: any.extra % 300 };
        const one: Case = {
          ...any,
          ...few,
          stops: null,
          start: 0,
          label: "0.05",
          credit: { provider: "acme", amount },
        };
        const decision = decisionOf(one);
        const found = recommendation(decision)!;
        const { further } = verdictOn(found, decision, { requestsPerMonth: one.requests, promptTokens: one.extra });
        const isSaid = further.some((text) => text.startsWith("Your credits make it $"));
        const isAhead = Number(found.tuned.total.amount) < Number(found.today.total.amount);
        expect(isSaid).toBe(found.verdict !== "tune" && isAhead);
        count[isSaid ? "said" : "other"] += 1;
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(count.said).toBeGreaterThan(3);
  });

  const shrinking = { requests: 30_000, growth: -0.5, months: 12, extra: 300, hosting: 2, label: "0", start: 0 };
  const paid = { ...shrinking, growth: 0, hosting: 0 };
  it.each([
    ["traffic that shrinks", { ...shrinking, stops: null, credit: null }],
    ["traffic that shrinks too fast to pay back", { ...shrinking, label: "0.05", stops: null, credit: null }],
    ["credits that pay for today's way", { ...paid, stops: null, credit: { provider: "other", amount: 500 } } as const],
  ])("says of %s that the savings do not last", (_, one) => {
    const decision = decisionOf(one);
    const found = recommendation(decision)!;
    const now = { requestsPerMonth: one.requests, promptTokens: one.extra };
    expect(verdictSentence(verdictWords(saidVerdict(found, decision, now)))).toMatch(
      /^Don't tune: it saves \$\d+\.\d\d a month at first, but costs more over the months asked\. It pays from \d+,000 requests/,
    );
    expect(tuned(decision).against).toMatchObject({ verdict: "never", months: null, withinHorizon: 0 });
  });

  const dearer = { ...paid, requests: 100, hosting: 10, months: 3, stops: null };
  it.each([
    ["credits pay for it", { ...dearer, credit: { provider: "acme", amount: 500 } } as const],
    ["today's way costs as much to start with", { ...dearer, start: 400, credit: null }],
  ])("is to tune where a month costs more, and the months asked cost less because %s", (_, one) => {
    expect(furthestBehind(one)).toBeLessThanOrEqual(0);
    const decision = decisionOf(one);
    const found = recommendation(decision)!;
    const now = { requestsPerMonth: one.requests, promptTokens: one.extra };
    expect(verdictSentence(verdictWords(saidVerdict(found, decision, now)))).toMatch(
      /^Tune: it costs \$\d+\.\d\d more a month, but less over the months asked\.$/,
    );
    expect(tuned(decision).against).toMatchObject({ verdict: "at_once", months: 0, withinHorizon: 1 });
    // Where the model stops before them, and where they go on until it is behind, it is not.
    expect(recommendation(decisionOf({ ...one, stops: "2026-03-20" }))?.verdict).toBe("dont");
    expect(recommendation(decisionOf({ ...one, months: 24 }))?.verdict).toBe("dont");
  });

  it("counts no pay-back in a month that saves where tuning was ahead from the start", () => {
    const growing = { ...dearer, growth: 0.3, requests: 20_000, start: 400, credit: null, months: 12 };
    expect(furthestBehind(growing)).toBeLessThan(0);
    expect(tuned(decisionOf(growing)).against).toMatchObject({ verdict: "at_once", months: 0 });
  });
});
