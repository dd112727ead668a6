import { describe, expect, it } from "vitest";
import { constants, type Constants } from "../src/physics/constants.ts";
import { attentionRate, matmulShare } from "../src/physics/arithmetic.ts";
import { trainingHours } from "../src/physics/hours.ts";
import { trainingMemory } from "../src/physics/memory.ts";
import { servingOn } from "../src/physics/serving.ts";
import { stepTime } from "../src/physics/time.ts";
import type { RunData, RunOptions } from "../src/run/question.ts";
import { servedOn } from "../src/offer/selfServing.ts";
import { book, card, rate, run } from "./book.ts";
import { GiB, h100, id, layers, total } from "./llama8b.ts";

const rows = { tokens: 4096, computed: 4096, document: 1024 };

it("holds of AdamW in 32 bits three numbers a parameter, and not a byte more", () => {
  const { parts } = trainingMemory(run(id, { framework: "hf", method: "full", gpus: 1 }), "allocated");
  expect(parts.optimizer * GiB).toBe(12 * total);
});

describe("attention without a kernel of its own", () => {
  const eager = (c: Partial<Constants>): number => {
    const options = { framework: "torchtune", method: "full", gpus: 1, checkpointing: "none" } as const;
    const of = { ...constants, halfWidth: 0, halfRows: 0, ...c };
    return stepTime(run(id, { ...options, compiled: true, attention: "eager" }), h100, rows, of).parts.attention;
  };
  // 32 heads score half of a document's keys twice over, as nothing of the causal half is saved; back is twice forward.
  const scores = 4096 * 2 * 32 * (1024 / 2) * layers * (1 + 2);

  it("multiplies each score by a head twice, at the rate of products", () => {
    const perSecond = h100.bf16Tflops * 1e12 * matmulShare(h100, { ...constants, halfWidth: 0, halfRows: 0 });
    expect(eager({ eagerTraffic: 0 })).toBeCloseTo((2 * scores * 128) / perSecond, 9);
  });

  it("writes and reads each score over the bandwidth of the card", () => {
    const moved = eager({ eagerTraffic: 10 }) - eager({ eagerTraffic: 0 });
    expect(moved).toBeCloseTo((10 * scores) / (h100.bandwidthGBs * 1e9), 9);
  });
});

it("lets every patch of a picture attend to all of its picture", () => {
  const model = "qwen2.5-vl-7b";
  const seen = run(model, { framework: "hf", method: "lora", gpus: 1, images: 1, checkpointing: "none" });
  const { pictures } = seen;
  const { tower } = seen.shape;
  if (pictures === undefined || tower === undefined) throw new Error("no tower");
  const apart =
    stepTime(seen, h100, { ...rows, patches: 1000 }).parts.attention - stepTime(seen, h100, rows).parts.attention;
  const shape = { headDim: tower.hidden / tower.heads, keys: pictures.together };
  const scores = 4 * tower.layers * tower.hidden * pictures.together * 1000;
  expect(apart).toBeCloseTo(scores / attentionRate(h100, "flash-2", shape, constants), 9);
});

describe("completions that a card has room for", () => {
  const gpu = card("rtx-4090-24");
  const drawn = (tokens: number) => {
    const drawing = { objective: "grpo", rollouts: { tokens, perPrompt: 4 } } as const;
    const options: RunOptions & RunData = { method: "lora", gpus: 1, ...drawing };
    const data = { examples: 100, tokensPerExample: 200 };
    return trainingHours(run(id, options), gpu, { model: "", ...options, data });
  };
  const room = (outputTokens: number): boolean =>
    servingOn(run(id, { method: "lora", gpus: 1 }), gpu, { inputTokens: 200, outputTokens }, 1) !== null;

  it("are held half grown in the mean: twice as long as one that fits whole, no longer", () => {
    const longest = [...Array(60).keys()].map((n) => n * 1000).findLast((tokens) => tokens > 0 && room(tokens)) ?? 0;
    expect(longest).toBeGreaterThan(2000);
    expect(drawn(1.9 * longest)).not.toBeNull();
    expect(drawn(2 * longest + 4000)).toBeNull();
  });
});

describe("a price per million tokens", () => {
  const serving = { inputTokens: 900, outputTokens: 120 };
  const on = run(id, { framework: "hf", method: "lora", gpus: 1 });

  it("is the machine's hour over a million of the hour's tokens, to a millionth", () => {
    const { tokensPerSecond = 0, utilisation = 0 } = servingOn(on, h100, serving) ?? {};
    const tokens = Math.round(tokensPerSecond * 3600 * utilisation);
    const rates = [rate("one", "h100-sxm-80", 1, "3333.33")];
    const amount = servedOn(on, h100, serving, { ...book, rates })?.perMillionTokens?.amount;
    expect(amount).toBe(String(Number(((3333.33 * 1e6) / tokens).toFixed(6))));
  });
});
