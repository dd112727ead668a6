import { describe, expect, it } from "vitest";
import { meanWithin, quantiles, shareBelow, type Mixture } from "../../src/curve/mixture/mixture.ts";
import { readSizes } from "../../src/curve/pilots/sizes.ts";

const linear: Mixture = [{ weight: 1, mean: 0.3, sd: 0.1, offset: -Infinity }];
/** ln(u − 0.5) ~ N(0, 0.4²): the median is 1.5, the mean 0.5 + exp(0.08). */
const raised: Mixture = [{ weight: 1, mean: 0, sd: 0.4, offset: 0.5 }];

describe("a mixture", () => {
  it("has the mean, the median and the shares of its bells", () => {
    expect(meanWithin(linear, 0, 1)).toBeCloseTo(0.3, 3);
    expect(meanWithin(raised, 0, 10)).toBeCloseTo(0.5 + Math.exp(0.08), 4);
    expect(meanWithin(linear, 0.3, 0.3)).toBeCloseTo(0.3, 12);
    const half = [...linear, ...raised].map((bell) => ({ ...bell, weight: 0.5 }));
    expect(meanWithin(half, 0, 10)).toBeCloseTo((0.3 + 0.5 + Math.exp(0.08)) / 2, 3);
    expect(quantiles(raised, [0.5])[0]).toBeCloseTo(1.5, 6);
    expect(quantiles(linear, [0.9])[0]).toBeCloseTo(0.3 + 0.128_155, 5);
    expect(shareBelow(raised, 0.5)).toBe(0);
    expect(shareBelow(half, 0.3)).toBeCloseTo(0.25, 6);
  });

  it.each([1e-3, 1, 1e3])("has the quantiles of a bell of the width %d", (sd) => {
    const [nine, half] = quantiles([{ weight: 1, mean: 5, sd, offset: -Infinity }], [0.9, 0.5]);
    expect(((nine ?? 0) - 5) / sd).toBeCloseTo(1.281_552, 5);
    expect(((half ?? 0) - 5) / sd).toBeCloseTo(0, 5);
  });
});

describe("many runs", () => {
  it("are pooled with their neighbours, into places that are as far apart", () => {
    const runs = Array.from({ length: 60 }, (_, i) => ({ n: Math.round(1000 * 2 ** (i / 59)), value: 0.5 + i / 600 }));
    const sizes = readSizes(runs, {});
    if (!sizes.ok) throw new Error(sizes.problem.kind);
    const { x, pooled, means } = sizes.value;
    expect(pooled).toBe(true);
    expect(means.length).toBe(24);
    expect(x[0]).toBeGreaterThan(-1);
    const steps = x.slice(1).map((place, i) => place - (x[i] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(2.5 / 24);
    expect(readSizes(runs.slice(0, 48), {})).toMatchObject({ ok: true, value: { pooled: false } });
  });
});
