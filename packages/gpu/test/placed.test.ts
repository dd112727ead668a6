import { describe, expect, it } from "vitest";
import { cardsFor, placementsOf, usable, verdictAt } from "../src/placement/placements.ts";
import { different, fitsOf } from "../src/placement/changes.ts";
import { chanceBelow, interval, reachOf, unmeasuredOf, waitingOf } from "../src/physics/interval.ts";
import { trainingMemory } from "../src/physics/memory.ts";
import type { Gpu } from "../src/run/hardware.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { readQuestion, type Asked } from "../src/run/readQuestion.ts";
import { answer } from "./asked.ts";
import { book, card, hardware, run } from "./book.ts";

function asked(question: Partial<SelfHostQuestion> = {}): Asked {
  const read = readQuestion({ model: "llama-3.1-8b", method: "qlora", ...question }, book);
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
}

describe("the chance that a run fits", () => {
  it("is that of a normal distribution of logarithms", () => {
    // Of the usual 15 % that four of five lie within, 1.2816 standard deviations.
    expect(chanceBelow(10, 10, [])).toBeCloseTo(0.5, 7);
    expect(chanceBelow(10 * Math.exp(0.15), 10, [])).toBeCloseTo(0.9, 4);
    expect(chanceBelow(10 * Math.exp(-0.15), 10, [])).toBeCloseTo(0.1, 4);
    expect(chanceBelow(10 * Math.exp((0.15 * 1.6449) / 1.2816), 10, [])).toBeCloseTo(0.95, 4);
    expect(chanceBelow(10 * Math.exp((0.15 * 2.5758) / 1.2816), 10, [])).toBeCloseTo(0.995, 4);
    // After ten steps of the run itself 5 %.
    expect(chanceBelow(10.5, 10, "here")).toBeCloseTo(0.9, 4);
    const experts = Math.hypot(0.15, 0.2);
    expect(chanceBelow(10 * Math.exp(experts), 10, ["experts"])).toBeCloseTo(0.9, 4);
  });

  it("fits where nineteen of twenty do, and does not where fewer than three of ten do", () => {
    expect([1, 0.95, 0.949, 0.3, 0.299, 0].map(verdictAt)).toEqual(["fits", "fits", "tight", "tight", "no", "no"]);
  });
});

describe("the range of a figure", () => {
  it("adds what nobody measured as errors of their own", () => {
    expect(reachOf("memory", [])).toBe(0.15);
    expect(reachOf("memory", ["card", "offload"])).toBeCloseTo(Math.sqrt(0.15 ** 2 + 0.15 ** 2 + 0.2 ** 2), 12);
    expect(reachOf("speed", ["host"])).toBeCloseTo(Math.sqrt(0.2 ** 2 + 0.3 ** 2), 12);
    expect(interval("memory", ["experts"])).toEqual({ low: Math.exp(-0.25), high: Math.exp(0.25) });
    expect(interval("speed", [])).toEqual({ low: Math.exp(-0.2), high: Math.exp(0.2) });
  });

  it("of hours is that of whole runs, and what else was not measured beside it", () => {
    const usual = interval("hours", []);
    expect([usual.low, usual.high].map((end) => Number(end.toFixed(9)))).toEqual([0.6, 2.15]);
    const { low, high } = interval("hours", ["host"]);
    expect(Math.log(low)).toBeCloseTo(-Math.hypot(Math.log(0.6), 0.3), 9);
    expect(Math.log(high)).toBeCloseTo(Math.hypot(Math.log(2.15), 0.3), 9);
  });

  it("is narrow after ten steps", () => {
    expect(interval("memory", "here")).toEqual({ low: 0.97, high: 1.05 });
    expect(interval("speed", "here")).toEqual({ low: 0.95, high: 1.05 });
    expect(interval("hours", "here")).toEqual({ low: 0.97, high: 1.2 });
    expect(waitingOf(run("llama-3.1-8b", { framework: "megatron" }).profile).usual).toBe(1.2);
    expect(waitingOf(run("llama-3.1-8b").profile).usual).toBe(2.5);
  });

  it("is wider for what few runs show", () => {
    const of = (options: Parameters<typeof run>[1], gpu = "h100-sxm-80", id = "llama-3.1-8b", framework = "megatron") =>
      unmeasuredOf(run(id, { framework, ...options }), card(gpu), framework);
    expect(of({})).toEqual([]);
    expect(unmeasuredOf(run("llama-3.1-8b"), undefined, "hf")).toEqual([]);
    expect(unmeasuredOf(run("llama-3.1-8b"), undefined, undefined)).toEqual(["framework"]);
    expect(of({}, "a100-sxm-80")).toEqual([]);
    expect(of({}, "b200-180")).toEqual(["card"]);
    expect(of({}, "t4-16")).toEqual(["framework", "card"]);
    expect(of({ gpus: 8 })).toEqual([]);
    expect(of({ gpus: 16 })).toEqual(["network"]);
    expect(of({ gpus: 16, networkGBs: 50 })).toEqual([]);
    expect(of({}, "h100-sxm-80", "mixtral-8x7b")).toEqual(["experts"]);
    expect(of({ offload: ["activations"] })).toEqual([]);
    expect(of({ offload: ["activations", "optimizer"], method: "full" })).toEqual(["offload"]);
    expect([of({ maxTokens: 65_535 }), of({ maxTokens: 65_536 })]).toEqual([[], ["length"]]);
    expect(of({ host: "windows" })).toEqual(["host"]);
    expect(of({ images: 1 }, "h100-sxm-80", "qwen2.5-vl-7b")).toEqual(["pictures"]);
  });
});

describe("where a run is placed", () => {
  it("is in replicas, or in shards where those do not fit, as it is told where it is told", () => {
    const on = (question: Partial<SelfHostQuestion>, gpu: string, gpus: number) => {
      const placed = placementsOf(asked(question)).on(card(gpu), gpus);
      return placed && [placed.run.sharding, placed.verdict];
    };
    expect(on({}, "h100-sxm-80", 1)).toEqual(["single", "fits"]);
    expect(on({}, "h100-sxm-80", 2)).toEqual(["ddp", "fits"]);
    expect(on({ method: "full" }, "h200-sxm-141", 8)).toEqual(["zero1", "fits"]);
    expect(on({ method: "full", model: "llama-3.3-70b" }, "b200-180", 16)?.[0]).toBe("fsdp");
    expect(on({ method: "lora", model: "llama-3.3-70b" }, "h100-sxm-80", 8)).toEqual(["fsdp", "fits"]);
    expect(on({ sharding: "zero2" }, "h100-sxm-80", 2)).toEqual(["zero2", "fits"]);
    expect(on({ sharding: "zero2" }, "h100-sxm-80", 1)).toEqual(["single", "fits"]);
    expect(on({ method: "full" }, "rtx-4090-24", 1)).toBeUndefined();
    // Layers that are split over two cards cannot be spread over three.
    expect(on({ gpus: 2, tensorParallel: 2 }, "h100-sxm-80", 3)).toBeUndefined();
    expect(on({}, "dgx-spark-128", 2)).toBeUndefined();
  });

  it("says what the run would need where it does not fit, and that it takes no hours", () => {
    const placements = placementsOf(asked({ method: "full", data: { examples: 10, tokensPerExample: 100 } }));
    const at = placements.at(card("rtx-4090-24"), 1);
    expect([at.verdict, at.hours, at.run.sharding]).toEqual(["no", null, "single"]);
    const whole = trainingMemory(at.run, "device", { architecture: "ada", memoryGiB: Infinity }).totalGiB;
    expect(at.totalGiB).toBeCloseTo(whole, 9);
    expect(at.chance).toBeCloseTo(chanceBelow(usable * 23.99, whole, at.unmeasured), 12);
    expect(placements.at(card("h200-sxm-141"), 8).hours?.typical).toBeGreaterThan(0);
  });

  it("takes machines by the power of two until the run fits, smaller ones never together", () => {
    const machines = (gpu: string, perMachine: number, question: Partial<SelfHostQuestion> = {}, wanted?: "fits") => {
      const placed = placementsOf(asked(question)).onMachines(card(gpu), perMachine, wanted);
      return placed && [placed.run.gpus, placed.machines, placed.verdict];
    };
    expect(machines("h100-sxm-80", 1)).toEqual([1, 1, "fits"]);
    expect(machines("h100-sxm-80", 8)).toEqual([8, 1, "fits"]);
    const large = { model: "llama-3.1-70b", method: "full" } as const;
    expect(machines("h100-sxm-80", 8, large)?.slice(0, 2)).toEqual([16, 2]);
    expect(machines("h100-sxm-80", 4, large)).toBeUndefined();
    expect(machines("h100-sxm-80", 8, { gpus: 16 })?.slice(0, 2)).toEqual([16, 2]);
    expect(machines("h100-sxm-80", 8, { gpus: 4 })?.slice(0, 2)).toEqual([4, 1]);
    const tight = { model: "qwen3-30b-a3b", method: "lora", gpus: 8, sharding: "ddp" } as const;
    expect(machines("h100-sxm-80", 8, tight)).toEqual([8, 1, "tight"]);
    expect(machines("h100-sxm-80", 8, tight, "fits")).toBeUndefined();
  });

  it("is scaled by ten measured steps, of memory and of speed each alone", () => {
    const measured = (of: SelfHostQuestion["measured"]) =>
      placementsOf(asked({ gpu: "h100-sxm-80", gpus: 1, ...(of && { measured: of }) })).factors;
    const own = placementsOf(asked({ gpu: "h100-sxm-80", gpus: 1 })).on(card("h100-sxm-80"), 1);
    const gib = own === undefined ? NaN : trainingMemory(own.run, "device", card("h100-sxm-80")).totalGiB;
    expect(measured(undefined)).toEqual({});
    expect(measured({ peakGiB: 2 * gib })).toEqual({ memory: expect.closeTo(2, 9) as number });
    const { throughput } = answer({ gpu: "h100-sxm-80", gpus: 1, data: undefined as never });
    const twice = measured({ tokensPerSecond: 2 * throughput.tokensPerSecondPerGpu });
    expect(twice).toEqual({ speed: expect.closeTo(2, 4) as number });
    const two =
      placementsOf(asked({ gpu: "h100-sxm-80", gpus: 2, measured: { tokensPerSecond: 1000 } })).factors.speed ?? 0;
    const one =
      placementsOf(asked({ gpu: "h100-sxm-80", gpus: 1, measured: { tokensPerSecond: 1000 } })).factors.speed ?? 0;
    expect(one / two).toBeGreaterThan(1.7);
    expect(placementsOf(asked({ measured: { peakGiB: 9 } })).factors).toEqual({});
  });
});

describe("the cards of an answer", () => {
  const chosen = (
    question: Partial<SelfHostQuestion>,
    offer?: { gpu: string; gpus: number },
    from: readonly Gpu[] = hardware,
  ) => {
    const cards = cardsFor(placementsOf(asked(question)), from, offer);
    return cards && [cards.gpu.id, cards.gpus];
  };

  it("are those that are asked for, as many as it takes or as are rented", () => {
    expect(chosen({ gpu: "h100-sxm-80" })).toEqual(["h100-sxm-80", 1]);
    expect(chosen({ gpu: "h100-sxm-80", gpus: 3 })).toEqual(["h100-sxm-80", 3]);
    const large = { model: "llama-3.3-70b", method: "lora", gpu: "h100-sxm-80" } as const;
    expect(chosen(large)).toEqual(["h100-sxm-80", 4]);
    expect(chosen(large, { gpu: "h100-sxm-80", gpus: 8 })).toEqual(["h100-sxm-80", 8]);
    expect(chosen({ ...large, measured: { peakGiB: 70 } })).toEqual(["h100-sxm-80", 1]);
    expect(chosen({ method: "full", gpu: "rtx-4060-laptop-8" })).toEqual(["rtx-4060-laptop-8", 1]);
  });

  it("are the rented ones, else the smallest card that surely holds the run", () => {
    expect(chosen({}, { gpu: "rtx-4090-24", gpus: 2 })).toEqual(["rtx-4090-24", 2]);
    const three = ["l40s-48", "rtx-4090-24", "t4-16"].map(card);
    expect(chosen({ method: "lora" }, undefined, three)).toEqual(["l40s-48", 1]);
    expect(chosen({}, undefined, three)?.[0]).toBe("rtx-4090-24");
    // The largest where none does; machines that are alone are nobody's choice.
    expect(chosen({ model: "deepseek-v3", method: "full" }, undefined, three)).toEqual(["l40s-48", 1]);
    expect(chosen({ model: "deepseek-v3", method: "full", gpus: 2 }, undefined, three)).toEqual(["l40s-48", 2]);
    expect(chosen({}, undefined, [card("dgx-spark-128")])).toBeUndefined();
    expect(chosen({ method: "full", gpus: 8 }, undefined, ["h100-sxm-80", "h200-sxm-141"].map(card))?.[1]).toBe(8);
  });

  it("that do not hold the run have the cheapest change that makes it fit", () => {
    const placements = placementsOf(asked({ model: "qwen3-14b", method: "lora" }));
    const [small, large] = fitsOf(placements, ["rtx-4090-24", "h200-sxm-141"].map(card), 1);
    expect(small).toMatchObject({ gpu: "rtx-4090-24", gpus: 1, verdict: "no", memoryGiB: 23.99 });
    expect(small?.change?.options).toBeDefined();
    expect(large).not.toHaveProperty("change");
    expect(different({ loss: "fused", microBatch: 1 }, run("llama-3.1-8b"))).toEqual({ loss: "fused" });
    expect(different({ offload: ["activations"], gpus: 1 }, run("llama-3.1-8b"))).toEqual({ offload: ["activations"] });
  });
});
