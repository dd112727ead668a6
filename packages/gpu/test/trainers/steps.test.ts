import { describe, expect, it } from "vitest";
import { examplesIn, stepsOf, type Stepping } from "../../src/config/question.ts";

describe("the steps of a run", () => {
  const run: Stepping = { gpus: 4, microBatch: 2, accumulation: 3, maxTokens: 100, packing: "padded" };
  const rows = { examples: 240, tokensPerExample: 50 };

  it("are its rows over those of a step, begun ones counted, once an epoch", () => {
    expect(stepsOf(run, rows)).toBe(10);
    expect(stepsOf(run, { ...rows, examples: 241 })).toBe(11);
    expect(stepsOf({ ...run, epochs: 3 }, rows)).toBe(30);
    // Cards that share a row read it once.
    expect(stepsOf({ ...run, tensorParallel: 2 }, rows)).toBe(20);
    expect(stepsOf({ ...run, pipelineParallel: 4 }, rows)).toBe(40);
    expect(stepsOf({ ...run, contextParallel: 2 }, rows)).toBe(20);
    expect(stepsOf({ ...run, gpus: 1, tensorParallel: 2 }, rows)).toBe(40);
    expect(stepsOf({ ...run, rollouts: { perPrompt: 8 } }, rows)).toBe(80);
    expect(stepsOf({ ...run, rollouts: {} }, rows)).toBe(10);
    expect(stepsOf(run, { mixture: [{ data: rows }] })).toBeUndefined();
  });

  it("of packs are those of their tokens, each row cut at the pack's length", () => {
    const packed = { ...run, packing: "packed" };
    expect(stepsOf(packed, rows)).toBe(5);
    expect(stepsOf(packed, { examples: 240, tokensPerExample: 400 })).toBe(10);
    expect(stepsOf(packed, { examples: 241, tokensPerExample: 50 })).toBe(6);
    expect(
      stepsOf(packed, {
        tokens: [
          [50, 120],
          [400, 60],
        ],
      }),
    ).toBe(5);
    expect(
      stepsOf(run, {
        tokens: [
          [50, 120],
          [400, 60],
        ],
      }),
    ).toBe(8);
  });

  it("read so many examples: whole rows, or packs that are full", () => {
    expect(examplesIn(run, 10, 50)).toBe(240);
    expect(examplesIn({ ...run, packing: "packed" }, 10, 50)).toBe(480);
    expect(examplesIn({ ...run, packing: "packed" }, 10, 33)).toBe(727);
    // A row that is longer than a pack fills one.
    expect(examplesIn({ ...run, packing: "packed" }, 10, 400)).toBe(240);
    expect(examplesIn({ ...run, rollouts: { perPrompt: 7 } }, 10, 50)).toBe(34);
    expect(examplesIn({ ...run, rollouts: { perPrompt: 1000 } }, 1, 50)).toBe(1);
  });
});
