import { readFileSync } from "node:fs";
import { prices } from "@tunecast/pricing/history";
import openai from "../../../../pricing/providers/openai.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import {
  answerText,
  estimate,
  type Answer,
  type PriceBook,
  type ProviderFile,
  type Question,
} from "../../src/index.ts";
import { ask, job, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

const whole: Question = {
  asOf: "2026-11-24",
  prices,
  job: { examples: 8000, tokensPerExample: 620, epochs: 3 },
  traffic: { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 },
};

/** A model whose use has no price. */
const unserved = model({ id: "unserved", rates: [rate("training", "1")] });

describe("an offer that leaves something out", () => {
  const answer = ask({ prices: book([model(), unserved]), traffic });

  it("stands after the complete ones, has no upper end and names what is missing", () => {
    expect(answer.offers.map(({ id, complete, notCounted, range }) => [id, complete, notCounted, range.high])).toEqual([
      ["acme/small:sft", true, [], expect.any(String)],
      ["acme/unserved:sft", false, ["Input tokens", "Output tokens"], null],
    ]);
    expect(Number(answer.offers[1]?.total.amount)).toBeLessThan(Number(answer.offers[0]?.total.amount));
  });

  it("keeps the range of the training, of which everything is known", () => {
    expect(answer.offers[1]?.trainingRange).toEqual({ low: "0.3", high: expect.any(String) });
  });

  it("stands behind those that miss nothing but the rows that all miss", () => {
    const profile = profileOf({ "openai/o200k_base": countsOf([[100, 20]]) }, { badRows: 2 });
    const offers = ask({ prices: book([unserved, model()]), traffic, job: { profile } }).offers;
    expect(offers.map(({ model: id, notCounted }) => [id, notCounted.at(-1)])).toEqual([
      ["small", "Rows that could not be read"],
      ["unserved", "Rows that could not be read"],
    ]);
    expect(offers.map(({ range, trainingRange }) => [range.high, trainingRange.high])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it("is told apart in every offer of the book: complete ones first, an upper end where nothing is missing", () => {
    const { offers } = estimate(whole);
    const firstOpen = offers.findIndex(({ complete }) => !complete);
    expect(offers.slice(firstOpen).every(({ complete }) => !complete)).toBe(true);
    expect(offers.every(({ notCounted, range }) => (range.high === null) === notCounted.length > 0)).toBe(true);
    const cheapest = Math.min(...offers.map(({ total }) => Number(total.amount)));
    expect(Number(offers[0]?.total.amount)).toBeGreaterThan(cheapest);
  });
});

describe("the question in an answer", () => {
  const profile = profileOf({ "openai/o200k_base": countsOf([[100, 20]]), "plain/o200k_base": countsOf([[90, 20]]) });
  const overlay = {
    discounts: [{ source: "contract", percent: "12.5", provider: "azure" }],
    exchange: [{ to: "EUR", from: "USD", source: "ECB", date: "2026-11-20", rate: "0.86" }],
  };

  it.each<[string, Partial<Question>]>([
    ["of typed numbers", {}],
    ["of a file", { job: { profile, validation: { profile }, epochs: 2 } }],
    ["of a filter and own prices", { only: { providers: ["azure"] }, ownPrices: overlay }],
    ["of stages", { job: { ...job, stages: [{ profile, epochs: 1 }] } }],
  ])("%s gives the same bytes when it is asked again, whatever the order of its keys", (_, more) => {
    const text = answerText(estimate({ ...whole, ...more }));
    const stored = (JSON.parse(text) as Answer).input as Omit<Question, "prices">;
    expect(answerText(estimate({ ...stored, prices }))).toBe(text);
    expect(answerText(estimate({ ...backwards(stored), prices }))).toBe(text);
  });

  it("is the same without a filter and with one that is empty", () => {
    expect(answerText(estimate({ ...whole, only: {} }))).toBe(answerText(estimate(whole)));
  });
});

describe("the price book of an answer", () => {
  it("is altered where a price was changed, and not where it was copied or its keys stand in another order", () => {
    const changed = structuredClone(prices) as unknown as {
      providers: { models: { rates?: { amount: string }[] }[] }[];
    };
    const first = changed.providers.flatMap(({ models }) => models.flatMap(({ rates = [] }) => rates))[0];
    if (first !== undefined) first.amount = "999";
    const altered = [prices, structuredClone(prices), backwards(prices), changed as unknown as PriceBook].map(
      (one) => estimate({ ...whole, prices: one }).prices.altered,
    );
    expect(altered).toEqual([undefined, undefined, undefined, true]);
  });

  it("cannot be changed once an answer has been given by it", () => {
    estimate(whole);
    const file = prices.providers[0] as { name: string };
    expect(() => (file.name = "other")).toThrow(TypeError);
  });

  it("may come from JSON: its words are text to the compiler", () => {
    const file: ProviderFile = openai;
    const own: PriceBook = { schemaVersion: 1, version: "own", sha256: "own", providers: [file] };
    expect(estimate({ ...whole, prices: own }).offers.length).toBeGreaterThan(3);
  });

  it("refuses an offer whose status is a word of a newer book", () => {
    const status = [
      { kind: "by_invitation", from: "2026-01-01", source: "s", seen: "2026-01-01", confidence: "primary" },
    ];
    const { refused } = ask({ prices: book([model({ status })]) });
    expect(refused.map(({ reason }) => reason.kind)).toEqual(["unknown_status_word"]);
  });
});

describe("an answer", () => {
  it("names the version of the package that gave it", () => {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as Answer;
    expect(estimate(whole).estimator).toBe((manifest as unknown as { version: string }).version);
  });

  it("has the provider and the model as people write them", () => {
    const offer = estimate({ ...whole, only: { models: ["openai/gpt-4.1-mini-2025-04-14:sft"] } }).offers[0];
    expect([offer?.providerName, offer?.modelName]).toEqual(["OpenAI", "GPT-4.1 mini (2025-04-14)"]);
    expect(only(ask()).range.currency).toBe("USD");
  });
});

describe("what would change nothing without a word", () => {
  it.each<[Question["only"], string]>([
    [{ models: [] }, "models: an empty list, which keeps nothing"],
    [{ providers: ["openai"], models: ["claude-3-haiku"] }, "providers: openai; models: claude-3-haiku"],
    [{ minContext: 1e9 }, "minContext: 1000000000"],
  ])("%j is a notice", (filters, words) => {
    const { offers, refused, notices, problem } = estimate({ ...whole, ...(filters && { only: filters }) });
    expect([offers, refused, problem]).toEqual([[], [], undefined]);
    expect(notices.map(({ kind, sentence }) => [kind, sentence.includes(words)])).toContainEqual(["no_match", true]);
  });

  it("is a notice where an exchange rate is old or of a later day, and a problem where it is of a currency to itself", () => {
    const exchange = (to: string, date: string): Answer =>
      ask({ ownPrices: { exchange: [{ from: "USD", to, rate: "2", date, source: "bank" }] } });
    expect(exchange("EUR", "2025-01-01").notices.map(({ kind }) => kind)).toContain("old_exchange");
    expect(exchange("EUR", "2026-01-20").notices.map(({ kind }) => kind)).not.toContain("old_exchange");
    expect(exchange("EUR", "2027-06-01").notices.map(({ sentence }) => sentence)).toContain(
      "Your exchange rate from USD to EUR is of 2027-06-01, not of the 90 days before the day asked for.",
    );
    expect(exchange("USD", "2026-01-20").problem?.reason).toMatchObject({ kind: "bad_overlay", path: "exchange.0.to" });
  });
});

describe("a problem", () => {
  it.each<[Partial<Question>, string]>([
    [{ traffic: { ...traffic, inputTokens: Number.NaN } }, "traffic.inputTokens"],
    [{ traffic: { ...traffic, cachedInputTokens: 1e6 } }, "traffic.cachedInputTokens"],
    [{ job: { ...job, validation: { examples: 1, tokensPerExample: 0 } } }, "job.validation.tokensPerExample"],
    [{ job: { ...job, stages: [{ examples: 0, tokensPerExample: 1 }] } }, "job.stages.0.examples"],
    [{ asOf: "2026-02-30" }, "asOf"],
    [{ only: { models: ["small", "smal"] } }, "only.models.1"],
    [{ alternative: { kind: "rag", extraInputTokens: 1 } }, "traffic"],
  ])("of %j carries the path of its field", (more, path) => {
    expect(ask(more).problem?.reason["path"]).toBe(path);
  });

  it("is told of fields that an object only inherits", () => {
    expect(ask({ job: Object.create(job) as Question["job"] }).problem?.reason.kind).toBe("not_whole");
  });
});

/** The same value with the keys of every object in the opposite order. */
function backwards<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => backwards(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, item]) => [key, backwards(item)])) as T;
}

describe("own prices", () => {
  const own = { discounts: [{ provider: "acme", percent: "50", source: "contract" }] };

  it("have one name: the older one is refused, and never ignored", () => {
    expect(ask({ ownPrices: own }).input.ownPrices).toEqual(own);
    expect(only(ask({ ownPrices: own })).total.amount).toBe("0.45");
    expect(ask({ overlay: own } as object).problem?.reason).toMatchObject({ kind: "unknown_field", field: "overlay" });
  });
});
