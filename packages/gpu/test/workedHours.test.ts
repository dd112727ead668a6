import { describe, expect, it } from "vitest";
import { slowerBy, trainedInAll, trainingHours, trainingSpeed } from "../src/physics/hours.ts";
import { decodeSeconds, servedFlops, servingOn, type Serving } from "../src/physics/serving.ts";
import { stepTime } from "../src/physics/time.ts";
import type { Gpu } from "../src/run/hardware.ts";
import { expectedLongest, paddedLengths, rowLengths } from "../src/run/lengths.ts";
import type { RunData, RunOptions, SelfHostData, SelfHostQuestion } from "../src/run/question.ts";
import { resolveRun } from "../src/run/resolveRun.ts";
import type { Run } from "../src/run/run.ts";
import { card, model, run } from "./book.ts";
import { GiB, h100, id, layers, total } from "./llama8b.ts";

function asked(options: RunOptions & RunData): Run {
  const resolved = resolveRun(model(id), options);
  if (!resolved.ok) throw new Error(resolved.problem.kind);
  return resolved.value;
}

const data = { examples: 1000, tokensPerExample: 500 };
const one: RunOptions = { framework: "megatron", method: "lora", packing: "packed", maxTokens: 4096 };

describe("the hours of a run", () => {
  const hoursOf = (question: Omit<SelfHostQuestion, "model">, factor?: number) => {
    const own = asked(question);
    const hours = trainingHours(own, h100, { model: id, ...question }, factor, []);
    const speed = (of: SelfHostData = data): number =>
      trainingSpeed(own, h100, rowLengths(own, of)).tokensPerSecondPerGpu;
    return { ...(hours ?? { typical: NaN, low: NaN, high: NaN, tokens: NaN, drawing: NaN }), speed };
  };

  it("are its tokens over the speed of all cards, and 13 % for loading, evaluation and saving", () => {
    const { typical, low, high, tokens, drawing, speed } = hoursOf({ ...one, data, epochs: 3 });
    const steps = (3 * 500_000) / (speed() * 3600);
    expect(tokens).toBe(1_500_000);
    expect(drawing).toBe(0);
    expect(typical).toBeCloseTo(1.13 * steps, 9);
    expect(low).toBeCloseTo(0.6 * steps, 9);
    expect(high).toBeCloseTo(2.15 * steps, 9);
    expect(hoursOf({ ...one, data }).typical).toBeCloseTo(typical / 3, 9);
    const two = hoursOf({ ...one, data, gpus: 2, sharding: "ddp" });
    expect(two.typical).toBeCloseTo((1.13 * 500_000) / (two.speed() * 2 * 3600), 9);
    expect(trainingHours(asked(one), h100, { model: id, ...one })).toBeNull();
  });

  it("are the steps' own and 7 % where ten of them were measured", () => {
    const { typical, low, high, speed } = hoursOf({ ...one, data }, 0.5);
    const steps = 500_000 / (speed() * 0.5 * 3600);
    expect(typical).toBeCloseTo(1.07 * steps, 9);
    expect(low).toBeCloseTo(0.97 * steps, 9);
    expect(high).toBeCloseTo(1.2 * steps, 9);
    const own = asked({ ...one, data });
    const rows = rowLengths(own, data);
    const [plain, half] = [trainingSpeed(own, h100, rows), trainingSpeed(own, h100, rows, 0.5)];
    expect(half.seconds).toBeCloseTo(2 * plain.seconds, 9);
    expect(half.mfu).toBeCloseTo(plain.mfu / 2, 9);
    expect(half.tokensPerSecondPerGpu).toBeCloseTo(plain.tokensPerSecondPerGpu / 2, 9);
  });

  it("spread with a count that is a range, by each end's own tokens", () => {
    const tokenRange = { low: 0.5, high: 1.5 };
    const exact = hoursOf({ ...one, data: { tokens: [[500, 1000]] } });
    const counted = hoursOf({ ...one, data: { tokens: [[500, 1000]], tokenRange } });
    expect(counted.typical).toBeCloseTo(exact.typical, 12);
    expect(counted.low).toBeCloseTo(0.5 * exact.low, 12);
    expect(counted.high).toBeCloseTo(1.5 * exact.high, 12);
  });

  it("give the fewest and the most tokens that a count may mean", () => {
    const counted = { tokens: [[500, 1000]] as [number, number][], tokenRange: { low: 0.5, high: 1.5 } };
    const all = trainedInAll(run(id, one), { model: id, data: counted, epochs: 2 });
    expect(all).toEqual({ low: 500_000, typical: 1_000_000, high: 1_500_000 });
  });

  it("add up over stages, each with its own epochs, else those of the job", () => {
    const tokens = (stages: NonNullable<RunData["stages"]>, epochs?: number): number =>
      trainedInAll(run(id, one), { model: id, data, stages, ...(epochs !== undefined && { epochs }) }).typical;
    expect(tokens([])).toBe(500_000);
    expect(tokens([{ data }], 2)).toBe(2_000_000);
    expect(tokens([{ data, epochs: 5 }], 2)).toBe(3_500_000);
    expect(trainedInAll(run(id, one), { model: id }).typical).toBe(0);
    expect(trainedInAll(run(id, one), { model: id, stages: [{ data }] }).typical).toBe(0);
  });
});

describe("the hours in which completions are drawn", () => {
  const rollouts = { tokens: 300, perPrompt: 4 };
  const group = {
    ...one,
    objective: "grpo",
    method: "full",
    optimizer: "adamw-8bit",
    data: { examples: 1024, tokensPerExample: 200 },
  } as const;
  const drawing = (more: Partial<SelfHostQuestion> = {}, gpu: Gpu = h100): number => {
    const question = { ...group, rollouts, ...more };
    return (trainingHours(asked(question), gpu, { model: id, ...question })?.drawing ?? NaN) / 1.2;
  };

  it("are those of their steps: prompts, the batch, the longest alone, the weights that are sent, and five seconds", () => {
    const own = asked({ ...group, rollouts });
    // 4,096 completions in eight steps of 512; half of each is there in the mean.
    const serving = servingOn(own, h100, { inputTokens: 200, outputTokens: 150 }, 1);
    const batch = Math.min(512, serving?.concurrency ?? 0);
    expect(batch).toBe(256);
    const at = (size: number): number => decodeSeconds(own, h100, { gpus: 1, batch: size, context: 350 });
    const prompts = (2 * own.counts.matmul * 512 * 200) / servedFlops(h100);
    const together = ((512 * 300) / batch) * at(batch);
    const alone = (expectedLongest(300, 900, 512) - 300) * at(batch / 8);
    const sending = (2 * total) / 350e9;
    const hours = (8 * (prompts + together + alone + sending + 5)) / 3600;
    expect(drawing()).toBeCloseTo(hours, 6);
    // An environment answers after each turn, a judge once.
    const slow = { environmentSeconds: 7, judgeSeconds: 3, rollouts: { ...rollouts, turns: 2 } };
    expect(drawing(slow) - drawing()).toBeCloseTo((8 * (2 * 7 + 3)) / 3600, 6);
    expect(drawing({ linkGBs: 1 }) - drawing()).toBeCloseTo((8 * (2 * total * (1 - 1 / 350))) / 1e9 / 3600, 6);
  });

  it("are steps of as many rows as a run has, where it says how many", () => {
    const between = (question: Partial<SelfHostQuestion>): number =>
      drawing({ ...question, judgeSeconds: 1000 }) - drawing(question);
    // Seconds of a judge are waited for once a step.
    expect((between({}) * 3600) / 1000).toBeCloseTo(8, 6);
    expect((between({ accumulation: 64, microBatch: 2 }) * 3600) / 1000).toBeCloseTo(4096 / 128, 6);
    expect((between({ accumulation: 1000, microBatch: 4 }) * 3600) / 1000).toBeCloseTo(4096 / 4000, 6);
    expect((between({ accumulation: 5000, microBatch: 4 }) * 3600) / 1000).toBeCloseTo(1, 6);
    expect((between({ microBatch: 1024 }) * 3600) / 1000).toBeCloseTo(4, 6);
    const spread = { gpus: 8, sharding: "ddp", accumulation: 64 } as const;
    expect((between(spread) * 3600) / 1000).toBeCloseTo(4096 / 512, 6);
  });

  it("are shared by the copies of the model that the cards hold", () => {
    const question = { ...group, rollouts, gpus: 8, sharding: "fsdp" } as const;
    const own = asked(question);
    const batch = 512 / 8;
    const at = (size: number): number => decodeSeconds(own, h100, { gpus: 1, batch: size, context: 350 });
    const prompts = (2 * own.counts.matmul * batch * 200) / servedFlops(h100);
    const alone = (expectedLongest(300, 900, batch) - 300) * at(batch / 8);
    const hours = (8 * (prompts + 300 * at(batch) + alone + (2 * total) / 350e9 + 5)) / 3600;
    expect(drawing(question)).toBeCloseTo(hours, 6);
    // Between machines the weights are sent at 15 GB/s.
    const far = { ...question, gpus: 16 };
    const near: Gpu = { ...h100, linkedCards: 16 };
    expect(drawing(far) - drawing(far, near)).toBeCloseTo((8 * 2 * total * (1 / 15e9 - 1 / 350e9)) / 3600, 6);
  });

  it("begin with what is put in between turns, and end where the model reads no more", () => {
    const added = drawing({ rollouts: { ...rollouts, addedTokens: 100 } });
    const longer = drawing({ data: { examples: 1024, tokensPerExample: 300 } });
    expect(added).toBeCloseTo(longer, 9);
    // No completion is longer than three times the mean, or than what the model reads with its prompt.
    const short = asked({ ...group, rollouts });
    const cut = { ...short, shape: { ...short.shape, context: 600 } };
    const hours = trainingHours(cut, h100, { model: id, ...group, rollouts })?.drawing ?? NaN;
    const own = decodeSeconds(short, h100, { gpus: 1, batch: 32, context: 350 });
    const less = expectedLongest(300, 900, 512) - expectedLongest(300, 400, 512);
    expect(drawing() - hours / 1.2).toBeCloseTo((8 * less * own) / 3600, 6);
  });

  it("end where rows are cut, less the prompt: no completion is waited for that may not be written", () => {
    const own = decodeSeconds(asked({ ...group, rollouts }), h100, { gpus: 1, batch: 32, context: 350 });
    const alone = (longest: number): number => 8 * (expectedLongest(300, longest, 512) - 300) * own;
    expect((drawing() - drawing({ maxTokens: 650 })) * 3600).toBeCloseTo(alone(900) - alone(450), 3);
    expect((drawing() - drawing({ maxTokens: 500 })) * 3600).toBeCloseTo(alone(900), 3);
  });

  it("come in rounds that several steps go over, where somebody says how many completions a round has", () => {
    const rounds = (question: Partial<SelfHostQuestion>): number =>
      ((drawing({ ...question, judgeSeconds: 1000 }) - drawing(question)) * 3600) / 1000;
    const steps = { accumulation: 64, microBatch: 2 } as const;
    expect(rounds({ ...steps, completionsPerRound: 1024 })).toBeCloseTo(4, 6);
    expect(rounds({ completionsPerRound: 2048 })).toBeCloseTo(2, 6);
    // A step takes no more rows than are drawn.
    expect(rounds({ ...steps, completionsPerRound: 16 })).toBeCloseTo(4096 / 128, 6);
    expect(drawing({ ...steps, completionsPerRound: 1024 })).toBeLessThan(drawing(steps));
  });

  it("wait less in stacks that were tuned for it", () => {
    const question = { ...group, rollouts, framework: "hf", loss: "fused" } as const;
    const of = (framework: string) => {
      const own = { ...asked(question), profile: { ...asked(question).profile, id: framework } };
      return trainingHours(own, h100, { model: id, ...question });
    };
    const [tuned, others] = [of("prime-rl"), of("hf")];
    expect((others?.typical ?? 0) / (tuned?.typical ?? 1)).toBeCloseTo(2.5 / 1.2, 9);
    expect((others?.low ?? 0) / (tuned?.low ?? 1)).toBeCloseTo(0.86 / 0.5, 9);
    expect((others?.high ?? 0) / (tuned?.high ?? 1)).toBeCloseTo(6.85 / 2.7, 9);
    expect(of("torchtitan")?.typical).toBe(tuned?.typical);
    expect(of("megatron")?.typical).toBe(tuned?.typical);
    expect(of("torchtune")?.typical).toBe(others?.typical);
  });
});

describe("what can make a run slower", () => {
  const causes = (options: RunOptions, gpu: Gpu = h100, of: SelfHostData = data) => {
    const own = asked({ ...one, ...options });
    const rows = rowLengths(own, of);
    return new Map(slowerBy(own, gpu, rows, paddedLengths(own, rows, of)).map(({ cause, factor }) => [cause, factor]));
  };
  const ratio = (own: Run, other: Run, gpu: Gpu = h100, slow: Gpu = gpu): number => {
    const rows = rowLengths(own, data);
    return stepTime(own, gpu, rows).tokensPerSecondPerGpu / stepTime(other, slow, rows).tokensPerSecondPerGpu;
  };

  it("is a framework without fused kernels: the plain one of Hugging Face", () => {
    const own = asked(one);
    const eager = { ...own, profile: asked({ framework: "hf" }).profile, compiled: false, loss: "plain" } as const;
    expect(causes({}).get("eager_framework")).toBeCloseTo(ratio(own, eager), 9);
  });

  it("is no cast, a loop over experts, and each alone", () => {
    const lora = asked({ ...one, framework: "hf", method: "lora" });
    const found = causes({ framework: "hf", method: "lora" });
    expect(found.get("no_autocast")).toBeCloseTo(ratio(lora, { ...lora, autocast: false }), 9);
    expect(found.has("looped_experts")).toBe(false);
    const mixed = resolveRun(model("qwen3-30b-a3b"), { ...one, experts: "grouped" });
    if (!mixed.ok) throw new Error(mixed.problem.kind);
    const rows = rowLengths(mixed.value, data);
    const loop = slowerBy(mixed.value, h100, rows, rows).find(({ cause }) => cause === "looped_experts");
    const [grouped, looped] = (["grouped", "loop"] as const).map(
      (experts) => stepTime({ ...mixed.value, experts }, h100, rows).tokensPerSecondPerGpu,
    );
    expect(loop?.factor).toBeCloseTo((grouped ?? 0) / (looped ?? 1), 9);
  });

  it("is a network of 10 GB/s beside a quarter of the link, or the slower one that is stated", () => {
    const far: RunOptions = { method: "full", gpus: 16, sharding: "fsdp" };
    const slower = (options: RunOptions, networkGBs: number): void => {
      const own = asked({ ...one, ...options });
      const quarter = { ...h100, linkGBs: h100.linkGBs / 4 };
      expect(causes(options).get("slow_network")).toBeCloseTo(ratio(own, { ...own, networkGBs }, h100, quarter), 9);
    };
    slower(far, 10);
    slower({ ...far, networkGBs: 40 }, 10);
    expect(causes({ ...far, networkGBs: 5 }).get("slow_network") ?? 1).toBeLessThan(1.2);
    slower({ ...far, gpus: 8 }, 10);
  });

  it("is communication in the open, and no cause that costs less than a twentieth", () => {
    const own = causes({ method: "full", gpus: 8, sharding: "fsdp", linkGBs: 40 });
    expect(own.get("nothing_hidden")).toBeGreaterThan(1.05);
    for (const factor of own.values()) expect(factor).toBeGreaterThanOrEqual(1.05);
    expect(causes({}).has("nothing_hidden")).toBe(false);
    expect(causes({}).has("slow_network")).toBe(false);
  });
});

describe("serving a mixture of experts", () => {
  const on = (of: string, gpu: Gpu, options: RunOptions = {}, mostCards = 8): Serving | null =>
    servingOn(run(of, { method: "lora", ...options }), gpu, { inputTokens: 900, outputTokens: 100 }, mostCards);
  const mixtral = run("mixtral-8x7b").counts;

  it("reads in a step the experts that any of its tokens chooses", () => {
    const own = run("mixtral-8x7b", { method: "lora" });
    const seconds = (batch: number): number =>
      (decodeSeconds(own, h100, { gpus: 1, batch, context: 0 }) - 32 * 8e-6) * h100.bandwidthGBs * 1e9 * 0.65;
    const read = (batch: number): number =>
      2 * (mixtral.total - mixtral.experts) + 2 * mixtral.experts * (1 - 0.75 ** batch);
    // Two of eight experts for one token; of two tokens one in four chooses neither.
    expect(seconds(1) / read(1)).toBeCloseTo(1, 9);
    expect(seconds(2) / read(2)).toBeCloseTo(1, 9);
    expect(seconds(16) / read(16)).toBeCloseTo(1, 9);
  });

  it("holds experts in the bits that they are published in, unless they were trained", () => {
    // gpt-oss-20b: experts of 4.25 bits.
    const { total: all, experts } = run("gpt-oss-20b").counts;
    const weights = (options: RunOptions): number => (on("gpt-oss-20b", h100, options)?.weightsGiB ?? 0) * GiB;
    expect(weights({})).toBeCloseTo(2 * (all - experts) + (4.25 / 8) * experts, -3);
    expect(weights({ method: "qlora" })).toBeCloseTo(weights({}), -3);
    expect(weights({ method: "full" })).toBeCloseTo(2 * all, -3);
    expect(on("mixtral-8x7b", card("h200-sxm-141"))?.weightsGiB).toBeCloseTo((2 * mixtral.total) / GiB, 6);
  });

  it("keeps of latent attention one vector a token and layer", () => {
    // DeepSeek V3: 61 layers, 512 + 64 values of 16 bits.
    const latent = on("deepseek-v3", { ...h100, memoryGiB: 10_000 });
    expect(latent?.cacheMiBPerThousandTokens).toBeCloseTo((1000 * 61 * 576 * 2) / 2 ** 20, 9);
    // Llama 3.1 8B: keys and values of 8 heads of 128.
    expect(on(id, h100)?.cacheMiBPerThousandTokens).toBeCloseTo((1000 * layers * 2 * 1024 * 2) / 2 ** 20, 9);
  });
});

describe("the cards of a copy", () => {
  const asked8 = { inputTokens: 900, outputTokens: 100 };
  const at = (memoryGiB: number, mostCards?: number): Serving | null =>
    servingOn(run(id, { method: "lora" }), { ...h100, memoryGiB }, asked8, mostCards);
  // Weights and one request, with a tenth to spare, in nine tenths of the memory.
  const needed = ((2 * total + 1000 * layers * 2 * 1024 * 2) * 1.1) / 0.9 / GiB;

  it("are the fewest whose memory holds the weights and a request, a power of two", () => {
    expect(at(needed + 1e-9)?.gpus).toBe(1);
    expect(at(needed - 1e-9)?.gpus).toBe(2);
    expect(at(needed / 2 - 1e-9)?.gpus).toBe(4);
    expect(at(needed / 8 + 1e-9)?.gpus).toBe(8);
    expect(at(needed / 8 - 1e-9)).toBeNull();
    expect(at(needed / 8 - 1e-9, 64)?.gpus).toBe(16);
    expect(at(needed / 64 + 1e-9, 64)?.gpus).toBe(64);
    expect(at(needed / 64 - 1e-9, 64)).toBeNull();
    expect(at(needed - 1e-9, 1)).toBeNull();
  });

  it("are bound by arithmetic where requests are read more than written, by memory where few are written", () => {
    const bound = (inputTokens: number, outputTokens: number): string | undefined =>
      servingOn(run(id, { method: "lora" }), h100, { inputTokens, outputTokens })?.boundBy;
    expect(bound(100, 1000)).toBe("bandwidth");
    expect(bound(8000, 10)).toBe("compute");
    expect(bound(8000, 0)).toBe("compute");
  });

  it("write no faster than their arithmetic allows, however fast their memory is", () => {
    const own = run(id, { method: "lora" });
    const quick = { ...h100, bandwidthGBs: 1e7 };
    const seconds = decodeSeconds(own, quick, { gpus: 2, batch: 128, context: 0 });
    expect(seconds).toBeCloseTo((2 * own.counts.matmul * 128) / (2 * servedFlops(h100)) + layers * (8e-6 + 24e-6), 9);
  });

  it("are as busy as is said, or two fifths of the time", () => {
    const busy = (utilisation?: number): number | undefined =>
      servingOn(run(id), h100, { ...asked8, ...(utilisation !== undefined && { utilisation }) })?.utilisation;
    expect([busy(), busy(0.9)]).toEqual([0.4, 0.9]);
  });
});
