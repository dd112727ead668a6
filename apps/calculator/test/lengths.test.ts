import type { Offer, Profile } from "@tunecast/estimator";
import { expect, it } from "vitest";
import { lengthsOf } from "../src/question/lengths.ts";

const tokens = [
  [10, 3],
  [15, 1],
  [16, 2],
  [700, 5],
  [1500, 1],
] as const;
const profile = {
  counts: { "plain/a": { tokens: [[1, 1]] }, "plain/b": { tokens } },
} as unknown as Profile;
const offer = (limits: Offer["limits"]): Offer => ({ limits }) as Offer;

it("counts examples in bars that double, by the rule of the offer", () => {
  const found = lengthsOf(profile, "plain/b", offer({}));
  expect(found?.bars.map(({ from, to, examples }) => [from, to, examples])).toEqual([
    [8, 16, 4],
    [16, 32, 2],
    [32, 64, 0],
    [64, 128, 0],
    [128, 256, 0],
    [256, 512, 0],
    [512, 1024, 5],
    [1024, 2048, 1],
  ]);
  expect([found?.half, found?.longest, found?.cap]).toEqual([16, 1500, null]);
});

it("tells lengths that lie close together apart in equal steps", () => {
  const close = {
    counts: {
      a: {
        tokens: [
          [101, 2],
          [120, 3],
          [139, 1],
          [187, 4],
        ],
      },
    },
  } as unknown as Profile;
  const bars = lengthsOf(close, "a", offer({}))?.bars ?? [];
  expect(bars[0]).toEqual({ from: 100, to: 120, examples: 2 });
  expect(bars[1]).toEqual({ from: 120, to: 140, examples: 4 });
  expect(bars.at(-1)).toEqual({ from: 180, to: 200, examples: 4 });
  expect(bars.reduce((sum, { examples }) => sum + examples, 0)).toBe(10);
});

it("says what a limit leaves out, to the token", () => {
  const found = lengthsOf(profile, "plain/b", offer({ contextTokens: 600, overContext: "cut" }));
  expect(found?.cap).toEqual({ tokens: 600, over: 6, cut: 5 * 100 + 900, how: "cut" });
  expect(lengthsOf({ counts: {} } as unknown as Profile, undefined, offer({}))).toBeNull();
});
