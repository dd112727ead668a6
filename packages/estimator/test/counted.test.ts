import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canCount, countedBy } from "../src/bill/counted.ts";
import { estimate, type Profile } from "../src/index.ts";
import { histogramExamples, type Histogram, type RuleCounts } from "../src/profile.ts";
import type { Part } from "../src/bill/lengthLimits.ts";
import { amountText } from "../src/money.ts";
import type { Limits } from "../src/prices/priceFile.ts";
import { asOf } from "./ask.ts";
import { book, model } from "./book.ts";
import { countsOf, naturesOf, profileOf } from "./profileOf.ts";

/** Each example with a system message. */
function profile(tokens: Histogram, rule = "openai/o200k_base"): Profile {
  return profileOf({ [rule]: countsOf(tokens) }, { messages: 3 * histogramExamples(tokens) });
}

const spread = (rule: string, data: Profile, limits = {}) => {
  const { low, typical, high } = countedBy(rule, { profile: data }).pass("tokens", limits);
  return [low, typical, high].map(amountText);
};

describe("countedBy", () => {
  it("sums exact counts, cut at the context", () => {
    const data = profile([
      [10, 2],
      [100, 1],
    ]);
    expect(spread("openai/o200k_base", data)).toEqual(["120", "120", "120"]);
    expect(spread("openai/o200k_base", data, { contextTokens: 50, overContext: "cut" })).toEqual(["70", "70", "70"]);
    expect(spread("openai/o200k_base", data, { contextTokens: 50 })).toEqual(["120", "120", "120"]);
  });

  it.each([
    // examples, tokens per example, tokens of one pass
    [100, 128.3, "12830"],
    [1000, 0.1, "100"],
    [3, 33.4, "101"],
    [1_000_000, 620.7, "620700000"],
  ])("multiplies typed counts exactly: %d × %d", (examples, tokensPerExample, billed) => {
    const { typical } = countedBy("openai/o200k_base", { examples, tokensPerExample }).pass("tokens", {});
    expect(amountText(typical)).toBe(billed);
  });

  it("leaves the template out of the low end where nobody says whether it is billed", () => {
    expect(spread("llama-3.1/llama3", profile([[100, 10]], "llama-3.1/llama3"))).toEqual(["640", "1000", "1000"]);
  });

  it("estimates a vocabulary that was not run, as a range around the measured ratio", () => {
    const counted = countedBy("estimate/gemini", { profile: profile([[1000, 10]], "plain/o200k_base") });
    expect(counted.exact).toBe(false);
    expect(counted.assumptions.map(({ kind }) => kind)).toEqual(["estimated_tokens"]);
    const [low, typical, high] = spread("estimate/gemini", profile([[1000, 10]], "plain/o200k_base"));
    expect([low, typical, high]).toEqual(["10030", "11710", "13400"]);
  });

  it("counts by the model's own vocabulary where that was run, and by the stand-in where it was not", () => {
    const counts = { "plain/llama3": countsOf([[90, 10]]), "plain/o200k_base": countsOf([[100, 10]]) };
    // 11 tokens of template on each; 0.999 tokens of Llama 3 to one of o200k_base, 0.974 to 1.072.
    expect(spread("llama-3/llama3", profileOf(counts))).toEqual(["900", "1010", "1010"]);
    const { "plain/llama3": _own, ...others } = counts;
    expect(spread("llama-3/llama3", profileOf(others))).toEqual(["974", "1109", "1182"]);
  });

  it("adds what messages will, though that is a single token", () => {
    // A quarter of the examples are texts, and DeepSeek's template is four tokens.
    const quarter = profileOf({ "deepseek-v3/deepseek-v3": countsOf([[100, 4]]) }, { textExamples: 1 });
    const counted = countedBy("deepseek-v3/deepseek-v3", { profile: quarter }, true);
    expect([amountText(counted.pass("tokens", {}).typical), counted.exact]).toEqual(["404", false]);
    expect(counted.assumptions.map(({ kind }) => kind)).toContain("converted_tokens");
    const asTheyAre = countedBy("deepseek-v3/deepseek-v3", { profile: quarter });
    expect([amountText(asTheyAre.pass("tokens", {}).typical), asTheyAre.exact]).toEqual(["400", true]);
  });

  it("can count by a rule of which the vocabulary alone was run", () => {
    const only = (rule: string) => canCount("llama-3/llama3", profileOf({ [rule]: countsOf([[90, 10]]) }));
    expect([only("llama-3/llama3"), only("plain/llama3"), only("plain/o200k_base")]).toEqual([true, true, true]);
    expect([only("plain/qwen2"), only("qwen3/llama3")]).toEqual([false, false]);
  });

  it("adds no template to records: the provider that re-counts conversations says what it adds", () => {
    const counted = countedBy("estimate/gemini", { profile: profile([[638, 1]], "plain/o200k_base") });
    const { low, typical, high } = counted.pass("recounted", {});
    // 638 × 1.003, 1.155 and 1.324.
    expect([low, typical, high].map(amountText)).toEqual(["640", "737", "845"]);
  });

  it("rounds a scaled sum up once, not every example", () => {
    // 7 × 1.155 is 8.085.
    const counted = countedBy("estimate/gemini", { profile: profile([[7, 1000]], "plain/o200k_base") });
    expect(amountText(counted.pass("trainable", {}).typical)).toBe("8085");
  });

  it("keeps low ≤ typical ≤ high for any histogram and rule", () => {
    const rules = ["openai/o200k_base", "qwen2.5/qwen2", "estimate/nova", "gemma-3/gemma3"];
    const histograms = fc.uniqueArray(fc.tuple(fc.nat(200_000), fc.integer({ min: 1, max: 1000 })), {
      selector: ([t]) => t,
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        histograms,
        fc.constantFrom(...rules),
        fc.constantFrom("openai/o200k_base", "plain/o200k_base"),
        (tokens, rule, counted) => {
          const { low, typical, high } = countedBy(rule, { profile: profile(tokens, counted) }).pass("tokens", {});
          expect(low.lessThanOrEqualTo(typical) && typical.lessThanOrEqualTo(high)).toBe(true);
        },
      ),
    );
  });
});

describe("typed counts", () => {
  it("are cut at the limit, but for the high end where a provider counts records: an example may be several", () => {
    const typed = countedBy("estimate/gemini", { examples: 10, tokensPerExample: 1000 });
    const limits = { contextTokens: 500, overContext: "cut" } as const;
    const billed = (part: Part) => Object.values(typed.pass(part, limits)).map(amountText);
    expect(billed("tokens")).toEqual(["5000", "5000", "5000"]);
    // 1.34 tokens of Gemini to one that is typed, at most.
    expect(billed("recounted")).toEqual(["5000", "5000", "13400"]);
  });

  it("never bill fewer tokens for longer examples, whatever the limit", () => {
    const tokens = fc.double({ min: 0.1, max: 100_000, noNaN: true });
    const limits = fc.constantFrom<Limits["overContext"][]>("cut", "reject", "drop", undefined);
    const parts = fc.constantFrom<Part[]>("tokens", "trainable", "prompt", "recounted");
    fc.assert(
      fc.property(tokens, tokens, limits, parts, (a, b, overContext, part) => {
        const limit: Limits = { contextTokens: 16_384, ...(overContext !== undefined && { overContext }) };
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((tokensPerExample) =>
          countedBy("estimate/gemini", { examples: 7, tokensPerExample }).pass(part, limit),
        );
        for (const end of ["low", "typical", "high"] as const)
          expect(less?.[end].lessThanOrEqualTo(more?.[end] ?? 0)).toBe(true);
      }),
    );
  });
});

describe("estimate from a profile", () => {
  const ask = (data: Profile, more: Parameters<typeof model>[0] = {}) =>
    estimate({ asOf: "2026-02-01", prices: book([model(more)]), job: { profile: data, epochs: 2 } });

  it("bills counted tokens and prices the data's own requests", () => {
    const [offer] = ask(profile([[100, 20]])).offers;
    expect(offer).toMatchObject({ billedTokens: "4000", tokensExact: true, range: { low: "0.012", high: "0.012" } });
    // 1,000 requests of 100 tokens in and 100 out.
    expect(offer?.perThousandRequests).toEqual({ amount: "0.15", currency: "USD" });
  });

  it("prices the data's own requests in each offer's own tokens, whatever else was counted", () => {
    const counts = (tokens: number, prompt: number): RuleCounts =>
      countsOf([[tokens, 20]], { prompt: [[prompt, 20]], trainable: [[tokens - prompt, 20]] });
    const [openai, llama] = [counts(100, 80), counts(200, 150)];
    const models = [model(), model({ id: "llama", counting: "llama-3.1/llama3" })];
    const priceOf = (id: string, rules: Readonly<Record<string, RuleCounts>>): string | undefined => {
      const { offers } = estimate({ asOf, prices: book(models), job: { profile: profileOf(rules) } });
      return offers.find((offer) => offer.model === id)?.perThousandRequests?.amount;
    };
    // 80 tokens in at $0.30 and 20 out at $1.20 a million; 150 and 50.
    expect(priceOf("small", { "openai/o200k_base": openai })).toBe("0.048");
    expect(priceOf("small", { "llama-3.1/llama3": llama, "openai/o200k_base": openai })).toBe("0.048");
    expect(priceOf("llama", { "llama-3.1/llama3": llama, "openai/o200k_base": openai })).toBe("0.105");
    // Its own tokens were not counted: as many as the vocabulary is measured to take, and the template around them.
    expect(Number(priceOf("llama", { "plain/o200k_base": openai }))).toBeGreaterThan(0.048);
  });

  it("refuses too few examples and still shows the arithmetic", () => {
    const { offers, refused } = ask(profile([[100, 9]]), { limits: { minExamples: 10 } });
    expect(offers).toEqual([]);
    expect(refused[0]).toMatchObject({
      reason: { kind: "too_few_examples", examples: 9, least: 10 },
      wouldBe: { total: { amount: "0.0054" } },
    });
  });

  it("says which shape to convert to where the file is not taken as it is", () => {
    const noted = (format: string) =>
      ask({ ...profile([[100, 20]]), format }, { formats: ["chat-sft"] }).offers[0]?.assumptions.map(
        ({ kind }) => kind,
      );
    expect(noted("alpaca")).toContain("convert_first");
    expect(noted("chat-sft")).not.toContain("convert_first");
  });

  it("says at least when rows could not be read", () => {
    expect(ask({ ...profile([[100, 20]]), badRows: 1 }).notices.map(({ sentence }) => sentence)).toEqual([
      '1 row is unreadable and in no figure: every total is "at least".',
    ]);
  });

  it.each([
    ["chat-sft", 513, {}, "file_too_large", undefined],
    ["chat-sft", 512, {}, undefined, undefined],
    ["chat-sft", 513, { uploadMegabytes: 8192 }, undefined, "uploaded in parts."],
    ["chat-sft", 8193, { uploadMegabytes: 8192 }, "file_too_large", undefined],
    ["chat-sft", 8193, { splitFiles: true }, undefined, "split them."],
    ["alpaca", 8193, {}, undefined, "in the shape that it takes is not known."],
  ])("a file of the shape %s and %i MB, one file up to 512 %j: %s", (format, megabytes, more, refused, said) => {
    const data = { ...profile([[100, 20]]), format, bytes: megabytes * 1024 ** 2 };
    const answer = ask(data, { formats: ["chat-sft"], limits: { fileMegabytes: 512, ...more } });
    expect(answer.refused[0]?.reason.kind).toBe(refused);
    expect(answer.refused.length + answer.offers.length).toBe(1);
    const sentences = answer.offers[0]?.assumptions.filter(({ kind }) => kind === "file_size") ?? [];
    expect(sentences.map(({ sentence }) => sentence.endsWith(said ?? ""))).toEqual(said === undefined ? [] : [true]);
  });

  it("says at least when parts of the file are missing", () => {
    const parts = [
      { of: 8, shard: 2, lines: 10 },
      { of: 8, shard: 5, lines: 10 },
    ];
    expect(ask({ ...profile([[100, 20]]), parts }).notices.map(({ sentence }) => sentence)).toEqual([
      'Only 2 of 8 parts of the file are here: every total is "at least".',
    ]);
  });

  it("refuses a data shape that the method cannot use, and a rule that the profile cannot answer", () => {
    expect(ask({ ...profile([[100, 20]]), format: "dpo", natures: { dpo: "pair" } }).refused[0]?.reason.kind).toBe(
      "unsupported_shape",
    );
    expect(ask(profile([[100, 20]], "openai/cl100k_base")).refused[0]?.reason.kind).toBe("unknown_token_rule");
  });

  it.each<[string, readonly string[] | undefined, string]>([
    ["chat-sft", ["text"], "unsupported_shape"],
    ["chat-sft", undefined, "unsupported_shape"],
    ["text", ["text"], "unsupported_shape"],
    ["kto", ["classification"], "unsupported_shape"],
    ["classification", ["classification"], "offered"],
  ])("takes data of the shape %s for a classifier that takes %j: %s", (format, formats, outcome) => {
    const classifier = {
      offers: [{ method: "classifier" as const, billing: [{ tag: "tokens_times_epochs" }] }],
      ...(formats && { formats }),
    };
    const { offers, refused } = ask({ ...profile([[100, 20]]), format, natures: naturesOf({ format }) }, classifier);
    expect([...offers.map(() => "offered"), ...refused.map(({ reason }) => reason.kind)]).toEqual([outcome]);
  });
});
