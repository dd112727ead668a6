import { describe, expect, it } from "vitest";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { answer, base, data } from "./asked.ts";
import { book } from "./book.ts";

describe("selfHost", () => {
  it("answers in plain JSON: breakdown, verdict per card, speed, hours, cost", () => {
    const all = answer({ serving: { inputTokens: 900, outputTokens: 120 } });
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    expect(all.memory.low).toBeLessThan(all.memory.totalGiB);
    expect(all.memory.high).toBeGreaterThan(all.memory.totalGiB);
    expect(all.fits.map(({ gpu }) => gpu)).toEqual(
      book.hardware.filter(({ kind }) => kind !== "tpu").map(({ id }) => id),
    );
    expect(all.hours?.low).toBeLessThan(all.hours?.typical ?? 0);
    expect(all.cost?.cheapest?.id).toBe("example/one-4090/on_demand");
    expect(all.cost?.fastest?.id).toBe("example/eight-h100/on_demand");
    expect(all.throughput.sixNd).toBeCloseTo((0.4 * 165.2e12) / (6 * 8_030_261_248), 3);
  });

  it("says of a card what would make the run fit, cheapest first", () => {
    const fit = answer({ model: "llama-3.2-3b", method: "lora", maxTokens: 8192 }).fits.find(
      ({ gpu }) => gpu === "rtx-4090-24",
    );
    expect(fit?.verdict).not.toBe("fits");
    expect(fit?.change?.options).toEqual({ loss: "fused" });
    const small = answer({ method: "lora", model: "llama-3.3-70b", gpus: 1 }).fits.find(({ gpu }) => gpu === "l40s-48");
    expect(small).toMatchObject({ verdict: "no", change: { options: { gpus: expect.any(Number), sharding: "fsdp" } } });
    expect(small?.change?.totalGiB).toBeLessThan(48);
  });

  it.each([
    // what is asked, cards of the headline, verdict
    ["the only machine that holds it", { model: "llama-3.3-70b", method: "lora" }, 8],
    ["the same card asked for", { model: "llama-3.3-70b", method: "lora", gpu: "h100-sxm-80" }, 8],
    ["the same without data", { model: "llama-3.3-70b", method: "lora", gpu: "h100-sxm-80", data: undefined }, 4],
    ["one card", { method: "qlora" }, 1],
    ["no data", { model: "deepseek-v3", method: "qlora", data: undefined }, 4],
    ["cards that are too few", { model: "deepseek-v3", method: "full", gpus: 2 }, 2],
  ] as const)("says one thing of the cards it took, in the headline and in the table: %s", (_name, asked, gpus) => {
    const { data: _, ...open } = base;
    const question = { ...("data" in asked ? open : base), ...asked } as SelfHostQuestion;
    const result = selfHost(question, book);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    const { value } = result;
    expect(value.gpus).toBe(gpus);
    expect(value.fits.find(({ gpu }) => gpu === value.gpu.id)).toMatchObject({ gpus, verdict: value.verdict });
    expect(value.fits.every((fit) => fit.gpus === gpus)).toBe(true);
    // Nobody asked for several: why there are is said.
    const why = value.assumptions.some(({ kind }) => kind === "cards_taken");
    expect(why).toBe(gpus > 1 && !("gpus" in asked));
    expect(value.verdict === "no").toBe(value.assumptions.some(({ kind }) => kind === "does_not_fit"));
    expect(value.verdict === "no" || value.cost === null || value.hours !== null).toBe(true);
  });

  it("gives no hours where the run does not fit", () => {
    const all = answer({ model: "llama-3.3-70b", method: "full", gpu: "rtx-4090-24" });
    expect(all.hours).toBeNull();
    expect(all.assumptions.map(({ kind }) => kind)).toContain("does_not_fit");
  });

  it("adds the hours of sequential stages", () => {
    const alone = answer({ gpu: "h100" }).hours?.typical ?? 0;
    const twice = answer({ gpu: "h100", stages: [{ data, epochs: 3 }] }).hours?.typical ?? 0;
    // Hours are told to the millionth.
    expect(twice).toBeCloseTo(2 * alone, 5);
    // As `estimate` does, a stage that names no epochs takes those of the job.
    expect(answer({ gpu: "h100", stages: [{ data }] }).hours?.typical).toBeCloseTo(2 * alone, 5);
  });

  it("holds the parts of the memory against the total, measured or not", () => {
    const runs: Partial<SelfHostQuestion>[] = [
      {},
      { method: "lora" },
      { method: "full", gpus: 8, sharding: "zero2", accumulation: 4 },
      { method: "full", gpu: "h200", framework: "hf" },
      { measured: { peakGiB: 30 } },
    ];
    for (const run of runs) {
      const { totalGiB, parts, notAtOnce } = answer({ gpu: "h100", ...run }).memory;
      const added = Object.values(parts).reduce((sum, gib) => sum + gib, 0);
      expect(added - notAtOnce).toBeCloseTo(totalGiB, 4);
    }
    expect(answer({ gpu: "h100" }).memory.notAtOnce).toBeGreaterThan(0);
    expect(answer({ gpu: "h100", measured: { peakGiB: 30 } }).memory.totalGiB).toBeCloseTo(30, 9);
  });

  it("says why a token of a pair can take less time where weights are gathered", () => {
    const kinds = (objective: "sft" | "dpo"): string[] =>
      answer({ gpu: "h100", method: "full", gpus: 8, sharding: "zero3", objective }).assumptions.map(
        ({ kind }) => kind,
      );
    expect(kinds("dpo")).toContain("pairs_share_gathers");
    expect(kinds("sft")).not.toContain("pairs_share_gathers");
  });

  it("adds the tasks of a mixture, each as often as it is repeated", () => {
    const mixture = { mixture: [{ data }, { data: { tokens: [[620, 4000] as const] }, repeats: 2 }] };
    const alone = answer({ gpu: "h100", packing: "unpacked" }).hours?.typical ?? 0;
    expect(answer({ gpu: "h100", packing: "unpacked", data: mixture }).hours?.typical).toBeCloseTo(2 * alone, 1);
  });

  it("takes longer for DPO, which reads two answers and a reference model", () => {
    expect(answer({ gpu: "h100", objective: "dpo" }).hours?.typical).toBeGreaterThan(
      answer({ gpu: "h100" }).hours?.typical ?? Infinity,
    );
  });

  it("trains a head over a frozen base several times as fast as the whole", () => {
    const whole = answer({ gpu: "h200", method: "full" }).throughput.tokensPerSecondPerGpu;
    expect(answer({ gpu: "h200", method: "head" }).throughput.tokensPerSecondPerGpu).toBeGreaterThan(2 * whole);
  });

  it("applies ten measured steps and narrows the range", () => {
    const before = answer({ gpu: "h100" });
    const tokensPerSecond = before.throughput.tokensPerSecondPerGpu / 2;
    const after = answer({ gpu: "h100", measured: { tokensPerSecond, peakGiB: 2 * before.memory.totalGiB } });
    const width = ({ low = 0, high = 0 }: { low?: number; high?: number }): number => high / low;
    expect(after.throughput.tokensPerSecondPerGpu).toBeCloseTo(tokensPerSecond, 2);
    expect(after.memory.totalGiB).toBeCloseTo(2 * before.memory.totalGiB, 4);
    expect(after.calibration?.speed).toBeCloseTo(0.5, 6);
    expect(width(after.hours ?? {})).toBeLessThan(width(before.hours ?? {}) / 1.5);
    expect(width(after.memory)).toBeLessThan(width(before.memory));
  });

  it("prices BloombergGPT's shape from scratch around its published 53 days on 512 A100", () => {
    // Wu et al. 2023, arXiv:2303.17564: 70 layers of 7,680, 569 billion tokens, ZeRO 3 on machines of 400 Gb/s.
    const shape = {
      id: "bloomberggpt",
      layers: 70,
      hidden: 7680,
      heads: 40,
      headDim: 192,
      kvHeads: 40,
      ffn: 30720,
      vocab: 131072,
      context: 2048,
      tied: true,
      gated: false,
    };
    const corpus = { examples: Math.round(569e9 / 2048), tokensPerExample: 2048 };
    const result = selfHost(
      {
        objective: "scratch",
        model: shape,
        data: corpus,
        gpu: "a100-sxm-40",
        gpus: 512,
        sharding: "zero3",
        networkGBs: 50,
        microBatch: 2,
      },
      book,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    expect(result.value.model.parameters).toBeCloseTo(50.6e9, -8);
    expect(result.value.fits.find(({ gpu }) => gpu === "a100-sxm-40")?.verdict).toBe("fits");
    expect(53 * 24).toBeGreaterThan(result.value.hours?.low ?? Infinity);
    expect(53 * 24).toBeLessThan(result.value.hours?.high ?? 0);
  });
});
