import { describe, expect, it } from "vitest";
import type { SelfHostAnswer } from "../src/answer.ts";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { book } from "./book.ts";

const base: SelfHostQuestion = {
  model: "llama-3.1-8b",
  data: { examples: 8000, tokensPerExample: 620 },
  gpu: "h100-sxm-80",
  framework: "megatron",
};

function answer(question: Partial<SelfHostQuestion> = {}): SelfHostAnswer {
  const result = selfHost({ ...base, ...question }, book);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

const width = ({ low, high }: { low: number; high: number }): number => high / low;

describe("the interval of a figure", () => {
  it("is one, and holds the figure", () => {
    const { memory, throughput, hours, unmeasured } = answer();
    expect(unmeasured).toEqual([]);
    expect([memory.low, memory.totalGiB, memory.high]).toEqual(
      [memory.low, memory.totalGiB, memory.high].toSorted((a, b) => a - b),
    );
    expect(throughput.tokensPerSecondPerGpu).toBeGreaterThan(throughput.low);
    expect(throughput.tokensPerSecondPerGpu).toBeLessThan(throughput.high);
    expect(hours?.typical).toBeGreaterThan(hours?.low ?? Infinity);
    expect(hours?.typical).toBeLessThan(hours?.high ?? 0);
  });

  it.each([
    // what nobody measured, in the order in which it is named
    ["a framework that nobody named", { framework: undefined }, ["framework"]],
    ["a framework without runs", { framework: "litgpt" }, ["framework"]],
    ["a card without runs", { gpu: "mi300x-192" }, ["card"]],
    ["a framework without runs on cards of this generation", { framework: "torchtune" }, ["framework"]],
    ["a network that nobody stated", { gpus: 16, method: "full", gpu: "h100-sxm-80" }, ["network"]],
    ["experts", { model: "qwen3-30b-a3b" }, ["experts"]],
    ["parts on the host", { method: "full", offload: ["optimizer"] }, ["offload"]],
    ["long rows", { maxTokens: 131_072, data: { examples: 10, tokensPerExample: 131_072 } }, ["length"]],
  ] as const)("is wider for %s", (_name, asked, causes) => {
    const { framework, ...rest } = { ...base, ...asked };
    const result = selfHost(framework === undefined ? rest : { ...rest, framework }, book);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    expect(result.value.unmeasured).toEqual(causes);
    expect(width(result.value.throughput)).toBeGreaterThan(width(answer().throughput));
  });

  it("is narrow after ten steps of the run itself", () => {
    const measured = answer({ measured: { tokensPerSecond: 5000, peakGiB: 30 } });
    expect(width(measured.memory)).toBeLessThan(1.1);
    expect(width(measured.throughput)).toBeLessThan(1.12);
  });

  it("is the same for the dollars as for the hours", () => {
    const { hours, cost } = answer({ failedShare: 0 });
    const offer = cost?.offers[0];
    const training = (amount: string | undefined): number => Number(amount);
    expect(training(offer?.range.high) / training(offer?.total.amount)).toBeLessThan(
      (hours?.high ?? 0) / (hours?.typical ?? 1),
    );
    expect(training(offer?.range.high)).toBeGreaterThan(training(offer?.total.amount));
  });
});

it("names why a run can take longer, each cause alone", () => {
  const causes = (question: Partial<SelfHostQuestion>): string[] => answer(question).slower.map(({ cause }) => cause);
  expect(causes({})).toContain("eager_framework");
  expect(causes({ method: "full", gpus: 16 })).toContain("slow_network");
  expect(causes({ packing: "padded", microBatch: 8, maxTokens: 2048 })).toContain("rows_padded");
  expect(causes({ method: "lora" })).not.toContain("no_autocast");
  expect(causes({ method: "lora", framework: "hf" })).toContain("no_autocast");
  expect(causes({ method: "lora", framework: "hf", autocast: false })).not.toContain("no_autocast");
  for (const { factor } of answer({ method: "full", gpus: 16 }).slower) expect(factor).toBeGreaterThan(1.04);
});

it("pads rows as a padded run of the same question does, not to the length of a pack", () => {
  const lengths: [number, number][] = [
    [30, 400],
    [50, 400],
    [84, 200],
  ];
  const asked = { framework: "trl", maxTokens: 2048, microBatch: 8, data: { tokens: lengths } } as const;
  const packed = answer({ ...asked, packing: "packed" });
  const padded = answer({ ...asked, packing: "padded" });
  const speeds = [packed, padded].map(({ throughput }) => throughput.tokensPerSecondPerGpu);
  const factor = packed.slower.find(({ cause }) => cause === "rows_padded")?.factor;
  expect(factor).toBeCloseTo((speeds[0] ?? 0) / (speeds[1] ?? 1), 1);
});
