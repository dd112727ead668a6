import { describe, expect, it } from "vitest";
import type { SelfHostAnswer } from "../src/answer.ts";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { matmulShare } from "../src/physics/arithmetic.ts";
import { explain } from "../../estimator/src/words/explain.ts";
import { book, card } from "./book.ts";

function answer(question: Partial<SelfHostQuestion>): SelfHostAnswer {
  const result = selfHost({ model: "llama-3.1-8b", method: "qlora", ...question }, book);
  if (!result.ok) throw new Error(explain(result.problem));
  return result.value;
}
const refusal = (question: Partial<SelfHostQuestion>): string => {
  const result = selfHost({ model: "llama-3.1-8b", method: "qlora", ...question }, book);
  return result.ok ? "answered" : explain(result.problem);
};

describe("Apple's unified memory", () => {
  it("is one machine, and says that other programs share it", () => {
    const { assumptions, verdict, unmeasured } = answer({ gpu: "Apple M4 Max 128GB", framework: "mlx" });
    expect(verdict).toBe("fits");
    expect(assumptions.find(({ kind }) => kind === "unified_memory")?.sentence).toContain("Other programs");
    expect(unmeasured).toContain("card");
    expect(refusal({ gpu: "apple-m4-max-128", gpus: 8 })).toContain("use gpus 1");
  });

  it("is given to a process in part", () => {
    // 8B in 16 bits with all states is 128 GB and more: the machine has them, the process does not.
    expect(card("apple-m4-max-128").memoryGiB).toBe(96);
  });

  it("reaches the rate that a prompt was read at", () => {
    // https://github.com/ml-explore/mlx-lm/blob/d78bf58e217c/mlx_lm/BENCHMARKS.md: 1,781 tokens/s of 3.6 billion parameters.
    const reached = (2 * 1781 * 3.6e9) / (card("apple-m4-max-64").bf16Tflops * 1e12);
    expect(Math.abs(matmulShare(card("apple-m4-max-64")) / reached - 1)).toBeLessThan(0.05);
  });
});

describe("TPUs", () => {
  it("are programmed by XLA, which is taken where no framework is named", () => {
    expect(answer({ gpu: "tpu-v5p-95" }).input["framework"]).toBe("xla");
    expect(answer({ gpu: "tpu-v6e-32", gpus: 8, method: "lora", framework: "maxtext" }).verdict).toBe("fits");
    expect(refusal({ gpu: "tpu-v6e-32", framework: "axolotl" })).toContain("framework maxtext");
  });

  it("are listed for runs that XLA programs alone", () => {
    const listed = (question: Partial<SelfHostQuestion>): boolean =>
      answer(question).fits.some(({ gpu }) => gpu.startsWith("tpu"));
    expect(listed({ framework: "maxtext", gpu: "h100-sxm-80" })).toBe(true);
    expect(listed({ framework: "axolotl" })).toBe(false);
  });

  it.each([
    // docs.cloud.google.com/tpu/docs: TFLOP/s, GB of memory, GB/s
    ["tpu-v5e-16", 197, 16, 819],
    ["tpu-v5p-95", 459, 95, 2765],
    ["tpu-v6e-32", 918, 32, 1638],
  ])("%s has what its page says", (id, tflops, gigabytes, bandwidth) => {
    const { bf16Tflops, memoryGiB, bandwidthGBs } = card(id);
    expect([bf16Tflops, bandwidthGBs]).toEqual([tflops, bandwidth]);
    expect(memoryGiB).toBeCloseTo((gigabytes * 1e9) / 2 ** 30, 0);
  });
});

it("prints no price and no NaN for what no cloud of the book rents", () => {
  const { cost, throughput } = answer({
    gpu: "mi300a-128",
    framework: "hf",
    data: { examples: 1000, tokensPerExample: 500 },
  });
  expect([cost?.offers, cost?.cheapest]).toEqual([[], null]);
  for (const value of [throughput.tokensPerSecondPerGpu, throughput.mfu]) expect(Number.isFinite(value)).toBe(true);
});
