import { describe, expect, it } from "vitest";
import type { BillingTag, ModelEntry, Offer, Rate, StatusEntry, Traffic } from "../../src/index.ts";
import { ask, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";

const kinds = ({ assumptions }: Offer): readonly string[] => assumptions.map(({ kind }) => kind);
const page = { source: "https://example.com/status", seen: "2026-01-01", confidence: "primary" };
const status = (kind: string, from: string): StatusEntry => ({ kind, from, ...page });

// Together's pricing page: a job costs at least $4, from which some models are exempt. 300,000 tokens at $3 are $0.90.
describe("a minimum of $4 a job", () => {
  const asked = (tag: Partial<BillingTag>, examples = 1000, counting = "openai/o200k_base"): Offer => {
    const billing = [{ tag: "tokens_times_epochs" }, { ...tag, tag: "minimum" }] as BillingTag[];
    const rates = [rate("training", "3"), rate("minimum", "4", { per: "job" })];
    const prices = book([model({ offers: [{ method: "sft", billing }], rates, counting })]);
    return only(ask({ prices, job: { examples, tokensPerExample: 100, epochs: 3 } }));
  };
  const ends = ({ trainingRange: { low, high }, training: { amount } }: Offer) => [low, amount, high];

  it("is what a small job costs, and nothing to a large one", () => {
    const { trainingRange, training, lines } = asked({});
    expect([training.amount, trainingRange.low]).toEqual(["4", "4"]);
    expect(lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["training", "0.9"],
      ["minimum", "3.1"],
    ]);
    expect(asked({}, 10_000).lines.map(({ kind }) => kind)).toEqual(["training"]);
  });

  it("leaves the low end to a model that may be exempt, and the typical one where sources disagree", () => {
    const [plain, exempt, disputed] = [asked({}), asked({ exempt: true }), asked({ disputed: true })];
    expect(Number(exempt.trainingRange.low)).toBeLessThanOrEqual(0.9);
    expect(exempt.training.amount).toBe("4");
    expect(exempt.trainingRange.high).toBe(plain.trainingRange.high);
    expect(kinds(exempt)).toContain("minimum_exempt");
    expect(disputed.training.amount).toBe("0.9");
    expect(Number(disputed.trainingRange.high)).toBeGreaterThanOrEqual(4);
    expect(kinds(disputed)).toContain("minimum_disputed");
    // $4.05, which may be less by the model's own count: exempt models bill that.
    const ofItsOwn = "llama-3.1/llama3";
    const nearly = asked({ exempt: true }, 4500, ofItsOwn);
    expect(nearly.training.amount).toBe("4.05");
    expect(Number(nearly.trainingRange.low)).toBeLessThan(4);
    expect([kinds(nearly).includes("minimum_exempt"), asked({}, 4500, ofItsOwn).trainingRange.low]).toEqual([
      true,
      "4",
    ]);
    // Beyond it, nothing is open.
    expect(ends(asked({ exempt: true }, 10_000))).toEqual(ends(asked({}, 10_000)));
    expect(kinds(asked({ disputed: true }, 10_000))).not.toContain("minimum_disputed");
  });
});

describe("a month of 1,000 requests of 900 and 100 tokens at $0.3 and $1.2", () => {
  const month = (use: Partial<Traffic>, more: readonly Rate[] = []): Offer => {
    const rates = [rate("training", "3"), rate("input", "0.3"), rate("output", "1.2"), ...more];
    return only(ask({ prices: book([model({ rates })]), traffic: { ...traffic, months: 1, ...use } }));
  };
  const cached = rate("cached_input", "0.15");
  const batch = [rate("input", "0.15", { service: "batch" }), rate("output", "0.6", { service: "batch" })];

  it("costs less by the share that the prompt cache serves", () => {
    // 0.27 + 0.12; of the input two thirds at half the price.
    expect(month({}, [cached]).monthly?.amount).toBe("0.39");
    expect(month({ cachedInputTokens: 600 }, [cached]).monthly?.amount).toBe("0.3");
    const unpriced = month({ cachedInputTokens: 600 });
    expect([unpriced.monthly?.amount, kinds(unpriced).includes("no_cached_rate")]).toEqual(["0.39", true]);
    expect(kinds(month({}))).not.toContain("no_cached_rate");
  });

  it("costs half of what can wait for a batch, where the provider sells one", () => {
    expect([0, 0.5, 1].map((batchShare) => month({ batchShare }, batch).monthly?.amount)).toEqual([
      "0.39",
      "0.2925",
      "0.195",
    ]);
    const labels = month({ batchShare: 0.5 }, batch).lines.flatMap(({ kind, label, quantity }) =>
      kind === "inference" ? [[label, quantity]] : [],
    );
    expect(labels).toEqual([
      ["Input tokens", "450000"],
      ["Output tokens", "50000"],
      ["Input tokens, batch", "450000"],
      ["Output tokens, batch", "50000"],
    ]);
    const none = month({ batchShare: 0.5 });
    expect([none.monthly?.amount, kinds(none).includes("no_batch_rate")]).toEqual(["0.39", true]);
    // Half of a price list is none: what is written would be billed at no price.
    expect(month({ batchShare: 1 }, batch.slice(0, 1)).monthly?.amount).toBe("0.39");
  });
});

describe("a tuned model that is served at the untuned one's rates", () => {
  const month = (tag: Omit<BillingTag, "tag">, more: readonly Rate[] = []): string | undefined => {
    const untuned = [rate("base_input", "0.2"), rate("base_output", "0.8")];
    const entry = model({
      serving: [{ ...tag, tag: "per_token" }],
      rates: [rate("training", "3"), ...untuned, ...more],
    });
    return only(ask({ prices: book([entry]), traffic: { ...traffic, months: 1 } })).monthly?.amount;
  };
  const own = [rate("input", "0.3"), rate("output", "1.2")];

  it("has rates of its own first, and else those of the untuned model, or so many times as much", () => {
    // 900,000 and 100,000 tokens a month: 0.18 + 0.08 untuned, 0.27 + 0.12 tuned.
    expect(month({ asBase: true })).toBe("0.26");
    expect(month({ timesBase: "1.5" })).toBe("0.39");
    expect(month({ timesBase: "2" }, own)).toBe("0.39");
    expect(month({ asBase: true }, own)).toBe("0.39");
    expect(month({})).toBeUndefined();
  });
});

describe("a model that stops answering", () => {
  const until = (day: string, months = 1): Offer => {
    const prices = book([model({ status: [status("inference_off", day)] })]);
    return only(ask({ prices, traffic: { ...traffic, months }, hoursPerMonth: 720 }));
  };

  it("is billed for the whole month that ends on its last day, and cut a day before", () => {
    // 30 days of 24 hours from 2026-02-01 on.
    expect(until("2026-03-03").horizon).toEqual({ months: 1 });
    expect(until("2026-03-02").horizon).toEqual({ months: 0.9667, clippedAt: "2026-03-02" });
    expect(until("2026-03-03", 2).horizon).toEqual({ months: 1, clippedAt: "2026-03-03" });
    // 1,000 requests of a month in 29 of its 30 days: 966.7, and a request is a whole one.
    const input = until("2026-03-02").lines.find(({ label }) => label === "Input tokens");
    expect(input?.quantity).toBe(String(967 * 900));
  });
});

describe("a variant that its model prices by itself", () => {
  it("does not take the price of all models before its own is known; the others do", () => {
    const billing = [{ tag: "tokens_times_epochs" }];
    const own = [rate("training", "3", { variant: "global", from: "2026-03-01" })];
    const entry = model({ offers: [{ method: "sft", variants: ["global", "regional"], billing }], rates: own });
    const prices = book([entry], { rates: [rate("training", "5")] });
    const on = (asOf: string) => ask({ asOf, prices });
    expect(on("2026-02-01").refused.map(({ id, reason }) => [id, reason.kind, reason["first"]])).toEqual([
      ["acme/small:sft@global", "no_rate_yet", "2026-03-01"],
    ]);
    expect(on("2026-02-01").offers.map(({ id, training }) => [id, training.amount])).toEqual([
      ["acme/small:sft@regional", "1.5"],
    ]);
    expect(on("2026-03-01").offers.map(({ training }) => training.amount)).toEqual(["0.9", "1.5"]);
  });
});

describe("a book of one's own", () => {
  it("is checked whatever it calls itself", () => {
    const broken = { ...book([model({ rates: [rate("training", "-3")] })]), sha256: "mine" };
    expect(ask({ prices: broken }).problem?.reason.kind).toBe("bad_prices");
    expect(ask({ prices: { ...broken, check: "00000000" } }).problem?.reason.kind).toBe("bad_prices");
    expect(ask({ prices: { ...broken, providers: "none" } as never }).problem?.reason.kind).toBe("bad_prices");
    expect(ask({ prices: { ...book([model()]), sha256: "mine" } }).offers).toHaveLength(1);
  });
});

describe("where a price was seen", () => {
  const seen = (confidence: string): Offer =>
    only(ask({ prices: book([model({ rates: [rate("training", "3", { confidence })] })]) }));

  it("is first-hand, or said to be second-hand; a word of a newer book is not known to mean first-hand", () => {
    expect(kinds(seen("primary"))).not.toContain("secondary_source");
    for (const word of ["secondary", "hearsay"]) {
      expect(kinds(seen(word))).toContain("secondary_source");
      expect(seen(word).lines[0]?.rate.confidence).toBe("secondary");
    }
  });
});

describe("a day before the first price", () => {
  const first = (asOf: string, more: Partial<ModelEntry>): unknown =>
    ask({ asOf, prices: book([model(more)]) }).refused[0]?.reason;

  it("names the first known day: that of the rate, or of the model where it came later", () => {
    expect(first("2025-12-31", {})).toMatchObject({ kind: "no_rate_yet", first: "2026-01-01", amount: "3" });
    expect(first("2025-12-31", { released: "2025-06-01" })).toMatchObject({ first: "2026-01-01" });
    expect(first("2026-02-01", { released: "2026-03-01" })).toMatchObject({ kind: "no_rate_yet", first: "2026-03-01" });
  });
});
