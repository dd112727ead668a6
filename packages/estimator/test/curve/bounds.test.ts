import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIOR } from "../../src/curve/mixture/prior.ts";
import type { Metric } from "../../src/curve/pilots/metric.ts";
import { doubling, exactly, fitted } from "./fitted.ts";

const AHEAD = [1, 2, 4, 8];

/** Pilots at 250, 500, 1,000 … with those values. */
function curveOf(values: readonly number[], metric: Metric, se?: number) {
  const pilots = values.map((value, i) => ({ n: 250 * 2 ** i, value, ...(se === undefined ? {} : { se }) }));
  return { curve: fitted(pilots, { metric }), nMax: 250 * 2 ** (values.length - 1) };
}

describe("pilots at the best value", () => {
  it.each<[values: number[], metric: Metric, se: number | undefined]>([
    [[0.98, 1, 1], "accuracy", undefined],
    [[0.99, 1, 1], "accuracy", undefined],
    [[0.999, 1, 1], "accuracy", undefined],
    [[0.9, 1, 1], "accuracy", undefined],
    [[0.8, 0.9, 1, 1], "accuracy", undefined],
    [[0.987_654, 1, 1], "accuracy", undefined],
    [[0.98, 1, 1], "accuracy", 0],
    [[0.8, 0.9, 1, 1], "accuracy", 0],
    [[0.9, 0.95, 0.97], "accuracy", 0],
    [[0.001, 0, 0], "error", undefined],
    [[0.001, 0, 0], "error", 0],
    [[0.02, 0.01, 0, 0], "error", undefined],
  ])("%j (%s, error %s): no forecast below the lowest pilot, none certain", (values, metric, se) => {
    const { curve, nMax } = curveOf(values, metric, se);
    const gapOf = (value: number): number => (metric === "error" ? value : 1 - value);
    const worst = Math.max(...values.map(gapOf));
    for (const ratio of AHEAD) {
      const { median, low80, high80, low95, high95 } = curve.predict(ratio * nMax);
      expect(gapOf(median)).toBeLessThanOrEqual(worst);
      expect(high80 - low80).toBeGreaterThan(0);
      expect(high95 - low95).toBeGreaterThanOrEqual(high80 - low80);
    }
  });

  it.each([1, 100])("leave half an item of the usual test set open, on a scale to %d", (best) => {
    const curve = fitted(exactly([0.999_999 * best, best, best]));
    for (const ratio of AHEAD) expect(curve.predict(ratio * 1000).low80 / best).toBeCloseTo(1 - 0.5 / PRIOR.items, 6);
  });

  it("are no less than the smallest scored where none got worse, while their intervals may be", () => {
    for (const testSize of [20, 50])
      expect(fitted(doubling([0.95, 0.95]), { testSize }).predict(500).median).toBeGreaterThanOrEqual(0.95);
    const uncertain = fitted(doubling([0.582, 0.59, 0.659]), { testSize: 20 });
    for (const n of [1000, 2000, 8000]) {
      expect(uncertain.predict(n).low80).toBeLessThan(0.58);
      expect(uncertain.predict(n).median).toBeGreaterThan(0.582);
    }
    expect(uncertain.predict(50).median).toBeLessThan(0.582);
  });

  it("may go on falling where a larger pilot was worse", () => {
    expect(fitted(exactly([0.9, 0.8])).predict(4000).median).toBeLessThan(0.8);
  });

  it("holds for any pilots near a bound, whatever their errors", () => {
    expect.hasAssertions();
    const near = fc.array(
      fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 12 }) }),
      {
        minLength: 2,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(
        near,
        fc.constantFrom(50, 100, 137, 500, 1000),
        fc.constantFrom("accuracy" as const, "error" as const),
        fc.constantFrom(undefined, 0),
        (errors, items, metric, se) => {
          fc.pre(errors.some((count) => count > 0));
          // Ever larger sets that score ever worse are no case of this: there the forecast may go on falling.
          const ordered = errors.toSorted((a, b) => b - a);
          const gaps = ordered.map((count) => count / items);
          const { curve, nMax } = curveOf(metric === "error" ? gaps : gaps.map((gap) => 1 - gap), metric, se);
          const worst = Math.max(...gaps);
          for (const ratio of AHEAD) {
            const { median, low80, high80 } = curve.predict(ratio * nMax);
            expect(metric === "error" ? median : 1 - median).toBeLessThanOrEqual(worst + 1e-9);
            expect(high80).toBeGreaterThan(low80);
          }
        },
      ),
      { numRuns: 60, seed: 20_261_128 },
    );
  });
});
