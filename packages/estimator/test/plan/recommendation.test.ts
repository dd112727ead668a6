import { readdirSync, readFileSync } from "node:fs";
import { prices } from "@tunecast/pricing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestContext, recommendation } from "../../src/plan/decision/answer.ts";
import { decide, type Decision, type DecisionQuestion } from "../../src/index.ts";
import { verdictSentence } from "../../src/report.ts";
import { verdictWords } from "../../src/text.ts";
import { saidVerdict } from "../../src/words/report/verdict.ts";
import { book, model, rate } from "../book.ts";
import { decided, question, tuned } from "./decided.ts";

const project = { evaluation: { items: 2000, costPerItem: "0.008" }, failedRuns: 0.1 };

/** The job of a support team: three cached examples in today's prompt, a test scored twice, one run in ten fails. */
function support(offer: string, requestsPerMonth: number, extra = 1860): Decision {
  const found = decide({
    question: {
      asOf: "2026-11-26",
      prices,
      job: { examples: 2000, tokensPerExample: 620, epochs: 3 },
      traffic: { requestsPerMonth, inputTokens: 500, outputTokens: 120, months: 12 },
      only: { models: [offer] },
    },
    offers: [offer],
    ways: [{ kind: "few_shot", extraInputTokens: extra, cachedInputTokens: extra }],
    project,
  });
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

function said(decision: Decision, requestsPerMonth: number, promptTokens = 1860): string {
  const found = recommendation(decision);
  if (found === null) throw new Error("No recommendation.");
  return verdictSentence(verdictWords(saidVerdict(found, decision, { requestsPerMonth, promptTokens })));
}

describe("the recommendation", () => {
  it.each([
    [
      "aws-bedrock/nova-micro:sft",
      129_000,
      "Don't tune yet: it saves $0.15 a month. It pays from 310,000 requests a month.",
    ],
    [
      "aws-bedrock/nova-micro:sft",
      1_300_000,
      "Tune: it saves $19.21 a month and pays back in 8 weeks. Below 310,000 requests a month it would not.",
    ],
    [
      "aws-bedrock/nova-micro:sft",
      50_000,
      "Don't tune: it costs $1.14 more a month. It pays from 310,000 requests a month.",
    ],
    [
      "openai/gpt-4.1-mini-2025-04-14:sft",
      129_000,
      "Don't tune: it costs $26.58 more a month. It would save if today's prompt added 3,920 tokens to a request; it adds 1,860.",
    ],
  ])("of %s at %d requests is one sentence with its threshold", (offer, requests, sentence) => {
    expect(said(support(offer, requests), requests)).toBe(sentence);
  });

  it("names a threshold that the requests have passed", () => {
    const pays = recommendation(support("aws-bedrock/nova-micro:sft", 129_000))?.pays ?? Number.NaN;
    for (const requests of [pays, 309_999]) {
      const [, below = ""] =
        /Below ([\d,]+) requests/u.exec(said(support("aws-bedrock/nova-micro:sft", requests), requests)) ?? [];
      expect(Number(below.replaceAll(",", ""))).toBe(pays);
    }
  });

  it.each([
    ["0", "Tune: it saves $93 a month and pays back in 1 day."],
    ["1", "Tune: it saves $93 a month and pays back in 1 day."],
  ])("that pays from %s requests names no traffic below it that cannot be", (pays, sentence) => {
    const figures = { difference: "$93", costsMore: false, now: "50,000", saves: "0", payback: "1 day", stops: "" };
    const words = verdictWords({ verdict: "tune", input: "requestsPerMonth", pays, ...figures });
    expect(verdictSentence(words)).toBe(sentence);
  });

  it("counts one token as one", () => {
    const figures = {
      difference: "$1.95",
      costsMore: true,
      now: "0",
      saves: "1",
      pays: "",
      payback: "never",
      stops: "",
    };
    expect(verdictSentence(verdictWords({ verdict: "dont", input: "promptTokens", ...figures }))).toBe(
      "Don't tune: it costs $1.95 more a month. It would save if today's prompt added 1 token to a request; it adds 0.",
    );
  });

  it("names no threshold that is met: a month that costs the same saves already", () => {
    const figures = { difference: "$0.00", costsMore: true, now: "0", saves: "0", payback: "never", stops: "" };
    const sentence = (pays: string): string =>
      verdictSentence(verdictWords({ verdict: "dont", input: "promptTokens", pays, ...figures }));
    expect(sentence("276")).toBe(
      "Don't tune. A month costs the same. It would pay if today's prompt added 276 tokens to a request; it adds 0.",
    );
    expect(sentence("")).toBe(
      "Don't tune. A month costs the same. No number of requests changes that, and no prompt that a model can read.",
    );
  });

  function withCredits(amount: string, requestsPerMonth: number): string {
    const found = decide({
      question: {
        asOf: "2026-11-26",
        prices,
        ownPrices: { credits: [{ provider: "aws-bedrock", amount, currency: "USD", source: "contract" }] },
        job: { examples: 8000, tokensPerExample: 620, epochs: 3 },
        traffic: { requestsPerMonth, inputTokens: 900, outputTokens: 120, months: 3 },
      },
      offers: ["aws-bedrock/nova-micro:sft"],
      ways: [{ kind: "few_shot", extraInputTokens: 1860, cachedInputTokens: 1860 }],
    });
    if (!found.ok) throw new Error(JSON.stringify(found.problem));
    return said(found.value, requestsPerMonth);
  }

  it.each([
    ["500", "Tune: it saves $1.96 a month from the first day.", "no threshold"],
    ["50", "Don't tune yet: it saves $1.96 a month.", "no threshold"],
    ["10", "Don't tune yet: it saves $1.96 a month. It pays from 430,000 requests a month.", "Below 430,000 requests"],
  ])("names no threshold where credits of %s pay for the start, which none counts", (amount, sentence, below) => {
    expect(withCredits(amount, 240_000)).toBe(sentence);
    expect(/Below [\d,]+ requests/u.exec(withCredits(amount, 20_000_000))?.[0] ?? "no threshold").toBe(below);
  });

  it("is never to tune a model that was measured worse, however much it saves", () => {
    const decision = support("aws-bedrock/nova-micro:sft", 1_300_000);
    const worse = {
      ...decision,
      ways: decision.ways.map((way) =>
        way.against === null ? way : { ...way, against: { ...way.against, quality: "worse" as const } },
      ),
    };
    expect(recommendation(worse)?.verdict).toBe("dont");
    expect(said(worse, 1_300_000)).toBe(
      "Don't tune: it saves $19.21 a month, but was measured to answer worse. No number of requests changes that.",
    );
  });

  it("says of a model that stops first that it stops", () => {
    const decision = support("openai/gpt-4.1-mini-2025-04-14:sft", 129_000, 4500);
    expect(said(decision, 129_000, 4500)).toBe(
      "Don't tune: it saves $7.48 a month, but stops answering on 14 Jan 2027, before it has paid back. It would pay from 570,000 requests a month.",
    );
  });
});

const rates = [rate("base_cached_input", "0.06"), rate("hosting", "0.01", { per: "hour" }), ...model().rates!];
const entry = model({ rates, serving: [{ tag: "per_token" }, { tag: "hosting" }] });

describe("thresholds", () => {
  it("are the least whole numbers at which the verdict changes, whatever is stated", () => {
    const cases = fc.record({
      requests: fc.integer({ min: 1000, max: 2_000_000 }),
      extra: fc.integer({ min: 200, max: 6000 }),
      cached: fc.boolean(),
      label: fc.constantFrom("0", "0.40", "2"),
      owned: fc.integer({ min: 0, max: 1000 }),
      months: fc.integer({ min: 1, max: 24 }),
      growth: fc.constantFrom(0, 0.05),
    });
    fc.assert(
      fc.property(cases, ({ requests, extra, cached, label, owned, months, growth }) => {
        const ask = (requestsPerMonth: number, tokens: number): Decision => {
          const asked: Partial<DecisionQuestion> = {
            question: {
              ...question,
              prices: book([entry]),
              traffic: { requestsPerMonth, inputTokens: 200, outputTokens: 50, months, growthPerMonth: growth },
            },
            ways: [{ kind: "few_shot", extraInputTokens: tokens, ...(cached && { cachedInputTokens: tokens }) }],
            project: { labelCost: label, examplesOwned: owned, ...project },
          };
          return decided(asked);
        };
        const pays = (decision: Decision): boolean => recommendation(decision)?.verdict === "tune";
        const saves = (decision: Decision): boolean => Number(tuned(decision).against.savedPerMonth) >= 0;
        const { requestsPerMonth, promptTokens } = tuned(ask(requests, extra)).against.thresholds;
        for (const [least, holds, at] of [
          [requestsPerMonth.pays, pays, (n: number) => ask(n, extra)],
          [requestsPerMonth.saves, saves, (n: number) => ask(n, extra)],
          [promptTokens.pays, pays, (n: number) => ask(requests, n)],
          [promptTokens.saves, saves, (n: number) => ask(requests, n)],
        ] as const) {
          if (least === null || least < 2) continue;
          expect(holds(at(least))).toBe(true);
          // Pay-back is told in hundredths of a month, so that the number itself may be off by one in two hundred.
          expect(holds(at(Math.floor(least * 0.985) - 1))).toBe(false);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("a prompt that no model reads", () => {
  it("is no longer one than the longest context of the price book", () => {
    const folder = new URL("../../../../pricing/models/", import.meta.url);
    const contexts = readdirSync(folder).flatMap((name) => {
      const { models = [] } = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as {
        models?: { context?: number }[];
      };
      return models.map(({ context = 0 }) => context);
    });
    expect(longestContext).toBe(Math.max(...contexts));
  });

  it("is no way to save or to pay", () => {
    const traffic = { requestsPerMonth: 2, inputTokens: 200, outputTokens: 50, months: 12 };
    const decision = decided({ question: { ...question, prices: book([entry]), traffic }, ways: [{ kind: "prompt" }] });
    expect(tuned(decision).against.thresholds.promptTokens.saves).toBeGreaterThan(10_485_760);
    expect(said(decision, 2, 0)).toBe(
      "Don't tune: it costs $7.30 more a month. No number of requests changes that, and no prompt that a model can read.",
    );
  });
});
