import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedBy } from "../src/bill/counted.ts";
import { estimate, type Histogram, type Profile } from "../src/index.ts";
import { amountText } from "../src/money.ts";
import { book, model } from "./book.ts";

function profile(tokens: Histogram, rule = "openai/o200k_base"): Profile {
  const examples = tokens.reduce((sum, [, count]) => sum + count, 0);
  const counts = { exact: true, tokens, trainable: tokens, prompt: tokens, recounted: tokens };
  return {
    schemaVersion: 1,
    format: "chat-sft",
    bytes: 1000,
    rows: examples,
    examples,
    badRows: 0,
    messages: 3 * examples,
    modelTurns: examples,
    images: 0,
    counts: { [rule]: counts },
    findings: [],
  };
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
    expect(spread("openai/o200k_base", data, { contextTokens: 50, overContext: "drop" })).toEqual(["20", "20", "20"]);
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

describe("estimate from a profile", () => {
  const ask = (data: Profile, more: Parameters<typeof model>[0] = {}) =>
    estimate({ asOf: "2026-02-01", prices: book([model(more)]), job: { profile: data, epochs: 2 } });

  it("bills counted tokens and prices the data's own requests", () => {
    const [offer] = ask(profile([[100, 20]])).offers;
    expect(offer).toMatchObject({ billedTokens: "4000", tokensExact: true, range: { low: "0.012", high: "0.012" } });
    // 1,000 requests of 100 tokens in and 100 out.
    expect(offer?.perThousandRequests).toEqual({ amount: "0.15", currency: "USD" });
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
      '1 row could not be read and is in no figure: every total is "at least".',
    ]);
  });

  it("refuses a data shape that the method cannot use, and a rule that the profile cannot answer", () => {
    expect(ask({ ...profile([[100, 20]]), format: "dpo" }).refused[0]?.reason.kind).toBe("unsupported_shape");
    expect(ask(profile([[100, 20]], "openai/cl100k_base")).refused[0]?.reason.kind).toBe("unknown_token_rule");
  });
});
