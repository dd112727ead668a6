import { usualHours } from "../src/physics/interval.ts";
import { describe, expect, it } from "vitest";
import { explain } from "../../estimator/src/words/explain.ts";
import type { RunOptions, SelfHostData, SelfHostQuestion } from "../src/run/question.ts";
import { resolveRun } from "../src/run/resolveRun.ts";
import type { SelfHostAnswer } from "../src/answer.ts";
import { selfHost } from "../src/selfHost.ts";
import { book, model } from "./book.ts";

const base = { model: "llama-3.1-8b", method: "lora", gpu: "h100-sxm-80" } as const;
const context = model("llama-3.1-8b").context;

function answer(question: Partial<SelfHostQuestion>): SelfHostAnswer {
  const result = selfHost({ ...base, ...question }, book);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** Hours of training tokens alone: a rate of the run's own speed. */
const trained = ({ hours, throughput }: SelfHostAnswer): number =>
  ((hours?.typical ?? 0) / usualHours) * 3600 * throughput.tokensPerSecondPerGpu;

const said = ({ assumptions }: SelfHostAnswer, kind: string): string | undefined =>
  assumptions.find((one) => one.kind === kind)?.sentence;

const bars = (...tokens: (readonly [number, number])[]): SelfHostData => ({ tokens });

describe("rows longer than usual", () => {
  it.each([
    ["counted", bars([7900, 200])],
    ["typed", { examples: 200, tokensPerExample: 7900 }],
    [
      "in a mixture",
      { mixture: [{ data: { tokens: [[100, 5]] } as const }, { data: { tokens: [[7900, 200]] } as const }] },
    ],
  ])("are taken whole where nobody asks for a cut: %s", (_name, data) => {
    const whole = answer({ data });
    expect(whole.input["maxTokens"]).toBe(7900);
    expect(trained(whole)).toBeGreaterThanOrEqual(1_580_000 * 0.999);
    expect(said(whole, "rows_cut")).toBeUndefined();
    // A pack of 7,900 tokens needs more than one of 2,048.
    expect(whole.memory.totalGiB).toBeGreaterThan(answer({ data: bars([500, 9]) }).memory.totalGiB + 5);
  });

  it("leave packs of the usual length where they are shorter", () => {
    expect(answer({ data: bars([50, 3], [614, 1]) }).input["maxTokens"]).toBe(2048);
    expect(answer({ model: "phi-1.5", data: bars([50, 3]) }).input["maxTokens"]).toBe(2048);
  });

  it("are taken of all stages", () => {
    expect(answer({ data: bars([50, 3]), stages: [{ data: bars([5000, 1]) }] }).input["maxTokens"]).toBe(5000);
  });

  it("are said to be cut, and not paid for, where somebody asks for it", () => {
    const cut = answer({ data: bars([1000, 100], [8000, 100]), maxTokens: 2000 });
    expect(trained(cut)).toBeCloseTo(300_000, 0);
    expect(said(cut, "rows_cut")).toBe(
      "100 of 200 rows are longer than 2,000 tokens and lose their end, which holds the answer: 67 % of the tokens are neither trained nor paid for.",
    );
    expect(said(answer({ data: bars([1000, 100]), maxTokens: 2000 }), "rows_cut")).toBeUndefined();
  });

  it("loses a share of prompts and completions together, where completions are drawn", () => {
    const rollouts = { tokens: 600, perPrompt: 4 };
    const drawn = answer({ objective: "grpo", rollouts, data: bars([1000, 100]), maxTokens: 800 });
    expect(said(drawn, "rows_cut")).toBe(
      "400 of 400 rows are longer than 800 tokens and lose their end, which holds the answer: 50 % of the tokens are neither trained nor paid for.",
    );
  });

  it.each([
    ["counted", bars([500, 10], [200_000, 2]), 2, 200_000],
    ["typed", { examples: 100, tokensPerExample: 200_000 }, 100, 200_000],
  ])("are refused where the model cannot read them: %s", (_name, data, rows, longest) => {
    const refused = selfHost({ ...base, data }, book);
    expect(refused).toMatchObject({ ok: false, problem: { kind: "over_context", context, rows, longest } });
    const sentence = refused.ok ? "" : explain(refused.problem);
    expect(sentence).toContain("longer than the 131,072 tokens that llama-3.1-8b reads");
    expect(selfHost({ ...base, data, maxTokens: context }, book).ok).toBe(true);
  });

  it("go on in the next pack where they are running text", () => {
    const text = answer({ method: "full", objective: "continued", data: bars([300_000, 10]) });
    expect(text.input["maxTokens"]).toBe(2048);
    expect(said(text, "rows_cut")).toBeUndefined();
    const hours = (data: SelfHostData): number =>
      answer({ model: "llama-3.2-1b", method: "full", objective: "continued", data }).hours?.typical ?? 0;
    expect(hours(bars([300_000, 10]))).toBeCloseTo(hours(bars([2000, 1500])), 1);
  });
});

describe("a pair of answers", () => {
  const pairs: RunOptions = { objective: "dpo" };

  it("is two rows, each with its own cut", () => {
    // Two rows of 1,500 tokens each: neither is cut at 2,048.
    expect(trained(answer({ ...pairs, data: bars([3000, 100]), maxTokens: 2048 }))).toBeCloseTo(300_000, 0);
    expect(answer({ ...pairs, data: bars([3000, 100]) }).input["maxTokens"]).toBe(2048);
    expect(answer({ ...pairs, data: { tokens: [[3000, 100]], longest: 2900 } }).input["maxTokens"]).toBe(2900);
  });

  it("is said to be cut where one of its rows is longer than their mean", () => {
    const cut = answer({ ...pairs, data: { tokens: [[3000, 100]], longest: 2900 }, maxTokens: 2048 });
    expect(said(cut, "rows_cut")).toBe("The longest row has 2,900 tokens and loses its end after 2,048.");
  });
});

describe("the memory of rows that are not packed", () => {
  const unpacked = { ...base, microBatch: 8, packing: "padded" } as const;
  const memory = (more: Partial<SelfHostQuestion>): number => answer({ ...unpacked, ...more }).memory.totalGiB;

  it("is that of the longest row, not of the cut", () => {
    const data = bars([100, 90], [614, 10]);
    expect(memory({ data })).toBeCloseTo(memory({ data, maxTokens: 614 }), 9);
    expect(memory({ data })).toBeLessThan(memory({}) / 2);
    expect(memory({ data, packing: "unpacked" })).toBeCloseTo(memory({ data }), 9);
  });

  it("is that of a cut below the longest row, and of the pack where rows are packed", () => {
    const data = bars([100, 90], [614, 10]);
    expect(memory({ data, maxTokens: 300 })).toBeLessThan(memory({ data }));
    expect(memory({ data, packing: "packed" })).toBeCloseTo(memory({ packing: "packed" }), 9);
  });

  it("is that of the cut where only a mean is known, and the answer says so", () => {
    const typed = { examples: 1000, tokensPerExample: 50 };
    expect(memory({ data: typed })).toBeCloseTo(memory({}), 9);
    expect(said(answer({ ...unpacked, data: typed }), "mean_length")).toContain("set max tokens to the longest row");
    expect(memory({ data: { ...typed, longest: 400 } })).toBeLessThan(memory({ data: typed }));
    expect(said(answer({ ...base, data: typed }), "mean_length")).toBeUndefined();
  });
});

describe("data whose tokens are estimated", () => {
  it("widen the hours and leave the likeliest as they are", () => {
    const exact = answer({ data: bars([500, 1000]) }).hours;
    const rough = answer({ data: { tokens: [[500, 1000]], tokenRange: { low: 0.5, high: 2 } } }).hours;
    // Seven figures are published.
    expect(rough?.typical).toBeCloseTo(exact?.typical ?? 0, 6);
    expect(rough?.low).toBeCloseTo((exact?.low ?? 0) / 2, 6);
    expect(rough?.high).toBeCloseTo((exact?.high ?? 0) * 2, 6);
  });

  it.each([
    ["a share above 1 as the least", { low: 1.5, high: 2 }],
    ["a share below 1 as the most", { low: 0.5, high: 0.9 }],
  ])("are refused with %s", (_name, tokenRange) => {
    const data = { tokens: [[500, 1000]], tokenRange } as const;
    expect(selfHost({ ...base, data }, book)).toMatchObject({ ok: false, problem: { kind: "bad_number" } });
  });
});

it("has a row of the context at most, whatever the data", () => {
  for (const tokens of [1, 2048, 2049, context]) {
    const run = resolveRun(model("llama-3.1-8b"), { data: bars([tokens, 3]) });
    expect(run.ok && run.value.maxTokens).toBe(Math.max(2048, tokens));
  }
});
