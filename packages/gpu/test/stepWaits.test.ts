import { describe, expect, it } from "vitest";
import { constants, type Constants } from "../src/physics/constants.ts";
import { networkGBs, type StepTime } from "../src/physics/time.ts";
import type { Gpu } from "../src/run/hardware.ts";
import type { RunOptions } from "../src/run/question.ts";
import { card, run } from "./book.ts";
import { bandwidth, ideal, step, tokens } from "./idealStep.ts";
import { h100, id, layers, total } from "./llama8b.ts";

describe("the seconds of a step", () => {
  const hf: RunOptions = { framework: "hf", method: "full", attention: "flash-2", gpus: 8, maxTokens: tokens };
  /** The chip's time beside the host's, without what they wait for. */
  const busy = ({ parts: { matmul, attention, elementwise, logits, launch, dequantise } }: StepTime): number =>
    ((matmul + attention + elementwise + logits) ** 3 + launch ** 3) ** (1 / 3) + dequantise;

  it("are the longer of computing and sending, some of the shorter, and the optimizer", () => {
    for (const linkGBs of [1, 30, 1000]) {
      const fsdp = step(id, { ...hf, sharding: "fsdp", linkGBs }, constants);
      const { communication, optimizer } = fsdp.parts;
      const [longer, shorter] = [Math.max(busy(fsdp), communication), Math.min(busy(fsdp), communication)];
      expect(fsdp.seconds).toBeCloseTo(longer + 0.356 * shorter + optimizer, 9);
    }
    const qlora = step(id, { framework: "hf", method: "qlora" }, constants);
    expect(qlora.seconds).toBeCloseTo(busy(qlora) + qlora.parts.optimizer, 9);
  });

  it("wait in the open for cards that share a layer", () => {
    const shared = step(id, { ...hf, tensorParallel: 8, sharding: "ddp", linkGBs: 20 }, constants);
    expect(shared.seconds).toBeCloseTo(busy(shared) + shared.parts.communication + shared.parts.optimizer, 9);
    expect(shared.tokensPerSecondPerGpu * shared.seconds * 8).toBeCloseTo(tokens, 6);
  });

  it("stand still at the ends of a pipeline, less the more micro-steps and turns there are", () => {
    const c: Constants = { ...constants, unhidden: 0 };
    const piped = (options: RunOptions): number => {
      const one = step(id, { ...hf, pipelineParallel: 8, sharding: "ddp", ...options }, c);
      return (one.seconds - one.parts.optimizer) / busy(one);
    };
    expect(piped({ accumulation: 14, virtualStages: 1 })).toBeCloseTo(1 + 7 / 14, 6);
    expect(piped({ accumulation: 14, virtualStages: 2 })).toBeCloseTo(1 + 7 / 28, 6);
    expect(piped({ accumulation: 14 })).toBeCloseTo(1 + (0.2 * 7) / 14, 6);
    // A step of fewer micro-steps than stages does not get worse than one of as many.
    expect(piped({ accumulation: 2, virtualStages: 1 })).toBeCloseTo(1 + 7 / 8, 6);
  });

  it("reduce gradients once a step, hidden behind its last micro-step as far as it is long enough", () => {
    const ring = (7 / 8) * ((2 * 2 * total) / 1e9);
    const reduced = (linkGBs: number, accumulation: number): { wait: number; micro: number } => {
      const c: Constants = { ...constants, optimizerTraffic: 0 };
      const one = step(id, { ...hf, framework: "torchtune", sharding: "zero1", linkGBs, accumulation }, c);
      return { wait: one.parts.optimizer * accumulation, micro: busy(one) };
    };
    for (const accumulation of [1, 4])
      for (const linkGBs of [2, 1e4]) {
        const { wait, micro } = reduced(linkGBs, accumulation);
        const sent = ring / linkGBs;
        expect(wait).toBeCloseTo(Math.max(0, sent - micro) + 0.356 * Math.min(micro, sent), 6);
      }
    // ZeRO-2 scatters in each micro-step and gathers once.
    const two = step(
      id,
      { ...hf, framework: "torchtune", sharding: "zero2", linkGBs: 2, accumulation: 4 },
      { ...constants, optimizerTraffic: 0 },
    );
    expect(two.parts.communication).toBeCloseTo(ring / 2 / 2, 6);
    expect(two.parts.optimizer * 4).toBeCloseTo(
      Math.max(0, ring / 4 - busy(two)) + 0.356 * Math.min(busy(two), ring / 4),
      6,
    );
  });
});

describe("what cards send one another", () => {
  const quiet: Constants = { ...ideal, waitInside: 0, waitBetween: 0, unhidden: 0 };
  const sent = (model: string, options: RunOptions, c: Constants = quiet, gpu: Gpu = h100): number =>
    step(model, { method: "full", ...options }, c, gpu).parts.communication;

  it("are of a base in 4 bits its codes and scales", () => {
    const zero: RunOptions = { gpus: 8, sharding: "zero3", linkGBs: 100, framework: "hf" };
    const lora = sent(id, { ...zero, method: "lora" });
    expect(lora * 1e11).toBeCloseTo((7 / 8) * 2 * 2 * total, -3);
    expect(sent(id, { ...zero, method: "qlora" }) / lora).toBeCloseTo(0.53 / 2, 9);
    const host: RunOptions = { offload: ["weights"], framework: "hf" };
    expect(sent(id, { ...host, method: "qlora" }) / sent(id, { ...host, method: "lora" })).toBeCloseTo(0.53 / 2, 9);
    expect(sent(id, { ...host, method: "lora", gpus: 4, sharding: "ddp" })).toBeCloseTo((2 * 2 * total) / 4 / 20e9, 6);
  });

  it("wait for each layer's gathering: between machines longer, and thrice where gradients are scattered", () => {
    const waits = (options: RunOptions, c: Partial<Constants>): number => {
      const asked: RunOptions = { gpus: 16, sharding: "fsdp", linkGBs: 100, networkGBs: 100, ...options };
      return sent(id, asked, { ...quiet, ...c }) - sent(id, asked);
    };
    expect(waits({}, { waitBetween: 100 })).toBeCloseTo(layers * 3 * 100e-6, 9);
    expect(waits({ method: "lora" }, { waitBetween: 100 })).toBeCloseTo(layers * 2 * 100e-6, 9);
    expect(waits({ gpus: 8 }, { waitBetween: 100 })).toBe(0);
    expect(waits({ gpus: 8 }, { waitInside: 100 })).toBeCloseTo(layers * 3 * 100e-6, 9);
    expect(waits({}, { waitInside: 100 })).toBe(0);
  });

  it("go through the network of a machine, twice as fast from Hopper on, where nobody states another", () => {
    const on = (gpu: string, options: RunOptions = {}): number =>
      networkGBs(run(id, { gpus: 16, ...options }), card(gpu));
    expect([on("a100-sxm-80"), on("h100-sxm-80"), on("b200-180"), on("mi300x-192")]).toEqual([129, 258, 258, 129]);
    expect(on("h100-sxm-80", { networkGBs: 50 })).toBe(50);
    const ring = (options: RunOptions, gpu: Gpu = h100): number =>
      (3 * 2 * total * 15) / 16 / sent(id, { gpus: 16, sharding: "zero3", ...options }, quiet, gpu) / 1e9;
    expect(ring({ networkGBs: 40 })).toBeCloseTo(40, 6);
    expect(ring({})).toBeCloseTo(258, 6);
    // No faster than the cards of one machine are linked.
    expect(ring({ linkGBs: 10 })).toBeCloseTo(10, 6);
    expect(ring({}, { ...h100, linkedCards: 16 })).toBeCloseTo(350, 6);
  });

  it("are the experts of a layer beside the rest: each in a ring of the cards that hold the same", () => {
    const { counts } = run("mixtral-8x7b");
    const all: RunOptions = { gpus: 8, sharding: "zero3", linkGBs: 100 };
    const bytes = (expertParallel: number): number =>
      sent("mixtral-8x7b", { ...all, expertParallel }) * 1e11 - exchanged(expertParallel);
    // Two passes there and back of two experts' copies, but for those at home.
    const exchanged = (of: number): number => (of === 1 ? 0 : (2 * 2 * 2 * 4096 * tokens * 32 * 2 * (of - 1)) / of);
    const rest = counts.total - counts.experts;
    expect(bytes(1) / (3 * 2 * (7 / 8) * counts.total)).toBeCloseTo(1, 6);
    expect(bytes(4) / (3 * 2 * ((7 / 8) * rest + (1 / 2) * (counts.experts / 4)))).toBeCloseTo(1, 6);
    expect(bytes(8) / (3 * 2 * (7 / 8) * rest)).toBeCloseTo(1, 6);
  });

  it("share the network where a machine's cards hold parts of one layer", () => {
    // Two machines: each of two rings of a layer's halves has half of the network.
    const split = (tensorParallel: number): number =>
      sent(id, { gpus: 16, sharding: "zero3", tensorParallel, networkGBs: 40, linkGBs: 1e9 });
    expect(split(1)).toBeCloseTo((3 * 2 * total * (15 / 16)) / 40e9, 4);
    expect(split(2)).toBeCloseTo((3 * 2 * (total / 2) * (15 / 16)) / 20e9 / (15 / 16 / (7 / 8)), 4);
  });
});

describe("the host's launches", () => {
  const launch = (model: string, options: RunOptions, c: Constants = constants): number =>
    step(model, { framework: "hf", method: "full", ...options }, c).parts.launch * 1000;

  it("are more of layers with experts: grouped ones as of three layers, and each of a loop besides", () => {
    expect(launch("mixtral-8x7b", { experts: "grouped" })).toBeCloseTo(0.848 * 32 * 2.99 * 3, 6);
    expect(launch("mixtral-8x7b", { experts: "loop" })).toBeCloseTo(0.848 * (32 * 2.99 + 0.4 * 8 * 32) * 3, 6);
    // Its kernels are compiled; the loop over experts is not.
    const compiled = 0.848 * (32 * 2.99 * 0.26 + 0.4 * 8 * 32) * 3;
    expect(launch("mixtral-8x7b", { experts: "loop", compiled: true })).toBeCloseTo(compiled, 6);
  });

  it("are those of a tower's layers where rows hold pictures", () => {
    const seen = (images: number): number => launch("qwen2.5-vl-7b", { method: "lora", targets: "qv", images });
    expect(seen(1) - seen(0)).toBeCloseTo(0.848 * 32 * 3, 6);
  });

  it("are those of the adapters' matrices, of seven in a layer", () => {
    const of = (targets: NonNullable<RunOptions["targets"]>): number =>
      (launch(id, { method: "lora", targets }) / launch(id, {}) - 1) / 0.42;
    expect((["qv", "qkv", "attention", "mlp", "all"] as const).map((targets) => Math.round(7 * of(targets)))).toEqual([
      2, 3, 4, 3, 7,
    ]);
  });

  it("and ZeRO-3's hooks are one for each matrix and norm of a layer, and three for each expert of a loop", () => {
    const hooks = (options: RunOptions): number =>
      launch("mixtral-8x7b", { gpus: 8, sharding: "zero3", ...options }) -
      launch("mixtral-8x7b", { gpus: 8, sharding: "zero2", ...options });
    expect(hooks({ experts: "grouped" })).toBeCloseTo(9 * 32 * 0.309 * 2, 6);
    expect(hooks({ experts: "grouped", checkpointing: "full" })).toBeCloseTo(9 * 32 * 0.309 * 3, 6);
    expect(hooks({ experts: "loop" })).toBeCloseTo((9 + 3 * 8) * 32 * 0.309 * 2, 6);
  });
});

describe("the optimizer's part of a step", () => {
  const states = (options: RunOptions, c: Constants = constants): number =>
    step(id, { method: "full", ...options }, { ...c, unhidden: 0 }).parts.optimizer * bandwidth;

  it("moves so many bytes a parameter: 80 by single operations, half of it in 16 bits, 26 in one kernel", () => {
    const loose: RunOptions = { framework: "hf", fusedOptimizer: false };
    expect(states(loose) / total).toBeCloseTo(80, 6);
    expect(states({ ...loose, optimizer: "adamw-bf16" }) / total).toBeCloseTo(40, 6);
    expect(states({ ...loose, optimizer: "adamw-8bit" }) / total).toBeCloseTo(26, 6);
    expect(states({ ...loose, fusedOptimizer: true }) / total).toBeCloseTo(26, 6);
    expect(states({ ...loose, gpus: 8, sharding: "zero1", linkGBs: 1e9 }) / total).toBeCloseTo(26 / 8, 3);
    expect(states({ ...loose, gpus: 8, sharding: "fsdp" }) / total).toBeCloseTo(80 / 8, 6);
    expect(states({ ...loose, accumulation: 4 }) / total).toBeCloseTo(20, 6);
    expect(states({ ...loose, gpus: 2, tensorParallel: 2 }) / total).toBeCloseTo(40, 6);
    expect(states({ ...loose, gpus: 4, contextParallel: 2, sharding: "fsdp" }) / total).toBeCloseTo(20, 6);
    expect(
      states({ method: "lora", targets: "qv", rank: 8, framework: "hf" }) /
        run(id, { rank: 8, targets: "qv" }).trainable,
    ).toBeCloseTo(26, 6);
  });

  it("steps on the host at the speed of its processors, of each machine its own", () => {
    const host = (options: RunOptions): number =>
      step(id, { method: "full", offload: ["optimizer"], ...options }, { ...constants, unhidden: 0 }).parts.optimizer;
    const quick = { linkGBs: 1e9, networkGBs: 1e9 };
    expect(host({ framework: "hf" })).toBeCloseTo(total / 1e9, 6);
    expect(host({ framework: "torchtune" })).toBeCloseTo(total / 5.12e9, 6);
    expect(host({ framework: "hf", gpus: 8, sharding: "zero2", ...quick })).toBeCloseTo(total / 1e9, 4);
    expect(host({ framework: "torchtune", gpus: 16, sharding: "fsdp", ...quick })).toBeCloseTo(total / 5.12e9 / 2, 6);
  });
});
