import { describe, expect, it } from "vitest";
import { effectiveEpochs } from "../../src/curve/pilots/sizes.ts";

describe("effectiveEpochs", () => {
  // 4 passes are worth 3.73 of fresh data, 16 are worth 10.58: arXiv 2305.16264
  it.each([
    [0.5, 0.5],
    [1, 1],
    [4, 3.73],
    [8, 6.62],
    [16, 10.58],
    [1e6, 16.39],
  ])("of %d passes are %d", (passes, worth) => {
    expect(effectiveEpochs(passes)).toBeCloseTo(worth, 2);
  });
});
