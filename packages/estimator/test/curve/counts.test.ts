import { describe, expect, it } from "vitest";
import prior from "../../src/curve/data/prior.json" with { type: "json" };
import type { FitOptions } from "../../src/curve/curve.ts";
import { fitCurve } from "../../src/curve/fitCurve.ts";
import { testSizeOf } from "../../src/curve/pilots/sizes.ts";
import { doubling, fitted } from "./fitted.ts";

/** Lehmer's generator: the same runs on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function pick<T>(random: () => number, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

interface Ranges {
  /** Error rate at the smallest pilot. */
  readonly errors: readonly [number, ...number[]];
  readonly items: readonly [number, ...number[]];
  readonly stated: boolean;
  readonly count: number;
  readonly seed: number;
}

/** Shares of scores, counted on a finite test set, that the intervals hold; the error falls as a power of n. */
function covered({ errors, items, stated, count, seed }: Ranges): { in95: number; in80: number; own: number } {
  const random = seeded(seed);
  let [fits, in95, in80, own] = [0, 0, 0, 0];
  while (fits < count) {
    const [error, test] = [pick(random, errors), pick(random, items)];
    const draw = 0.1 + 0.5 * random();
    const pilots = pick(random, [2, 3, 4, 5, 6]);
    // As measured curves do: the larger the set, the less a doubling brings.
    const exponent = draw * (size.middle / Math.min(100 * 2 ** (pilots - 1), size.most)) ** size.power;
    const score = (n: number): number => {
      const rate = error * (n / 100) ** -exponent;
      let right = test;
      for (let i = 0; i < test; i += 1) right -= Number(random() < rate);
      return right / test;
    };
    const runs = doubling(
      Array.from({ length: pilots }, (_, i) => score(100 * 2 ** i)),
      100,
    );
    const options: FitOptions = stated ? { testSize: test } : {};
    const curve = fitCurve(runs, options);
    // All pilots without a mistake are refused: nothing is left to gain.
    if (!curve.ok) continue;
    const last = runs.at(-1) ?? { n: 0, value: 0 };
    const target = last.n * pick(random, [2, 4, 8]);
    const scored = score(target);
    const { low80, high80, low95, high95 } = curve.value.predict(target);
    const here = curve.value.predict(last.n);
    fits += 1;
    in95 += Number(low95 <= scored && scored <= high95);
    in80 += Number(low80 <= scored && scored <= high80);
    own += Number(here.low95 <= last.value && last.value <= here.high95);
  }
  return { in95: in95 / count, in80: in80 / count, own: own / count };
}

const { size } = prior;
const ERRORS = [0.02, 0.05, 0.15, 0.3, 0.5] as const;
const ITEMS = [100, 200, 500, 1000, 2000] as const;

describe("scores counted on a finite test set", () => {
  // Limits are three binomial standard errors under the level of 200 and 100 curves.
  it.each([
    ["stated", true, 20_261_125],
    ["read from the digits", false, 20_261_126],
  ])("are covered at the nominal level with its size %s", (_how, stated, seed) => {
    const { in95, in80, own } = covered({ errors: ERRORS, items: ITEMS, stated, count: 200, seed });
    expect(in95).toBeGreaterThan(0.95 - 0.046);
    expect(in80).toBeGreaterThan(0.8 - 0.085);
    expect(in80).toBeLessThan(0.8 + 0.11);
    // The value measured at the largest pilot is a run there, so its interval holds it.
    expect(own).toBeGreaterThan(0.95);
  });

  it.each([
    ["stated", true],
    ["read from the digits", false],
  ])("are covered close to the bound, where a pilot has a mistake or two, with its size %s", (_how, stated) => {
    const { in95, own } = covered({ errors: [0.02, 0.05], items: [100], stated, count: 100, seed: 20_261_127 });
    expect(in95).toBeGreaterThan(0.95 - 0.066);
    expect(own).toBeGreaterThan(0.95);
  });

  it.each([[[1, 1, 0.98]], [[1, 1, 0.5]], [[0.9, 1, 1]], [[0.98, 1, 1, 0.99]]])(
    "leave each pilot of %j that is the last one inside its own interval",
    (values) => {
      const { n } = doubling(values).at(-1) ?? { n: 0 };
      const { low95, high95 } = fitted(doubling(values)).predict(n);
      expect(low95).toBeLessThanOrEqual(values.at(-1) ?? NaN);
      expect(high95).toBeGreaterThanOrEqual(values.at(-1) ?? NaN);
      // As wide as 200 items leave it, which two decimals are read as.
      expect(high95 - low95).toBeGreaterThan(0.015);
    },
  );
});

describe("testSizeOf", () => {
  it.each([
    ["multiples of 1/200", [0.955, 0.97, 0.985], 200],
    ["multiples of 1/164, in full", [148 / 164, 151 / 164, 155 / 164], 164],
    ["multiples of 1/164, to four decimals", [0.9024, 0.9207, 0.9451], 164],
    ["no lattice", [0.912_345, 0.934_561, 0.950_012], null],
    ["hundredths", [0.91, 0.93, 0.95], 200],
    ["many hundredths, whose scatter says more", Array.from({ length: 25 }, (_, i) => 0.5 + i / 100), null],
    ["one value met again and again", [0.364, 0.364, 0.364], null],
    ["bounds alone", [1, 1, 0], 200],
    // With the bounds, which are shares of any size, the three would look like counts of 200.
    ["one share beside the bounds", [0, 0.525, 1], null],
  ])("reads %s", (_case, shares, items) => {
    expect(testSizeOf(shares)).toBe(items);
  });
});
