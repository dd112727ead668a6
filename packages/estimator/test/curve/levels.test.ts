import { describe, expect, it } from "vitest";
import { endsBy, endsOf, type Ends, type EndsQuestion } from "../../src/curve/mixture/levels.ts";
import { readSizes } from "../../src/curve/pilots/sizes.ts";
import { doubling } from "./fitted.ts";

const calm: EndsQuestion = { sizes: 3, noise: 0, still: false, counted: 0 };
const none = { of80: [0, 0, 0, 0, 0], of95: [0, 0, 0, 0, 0] } as const;

/** The ends of pilots of a loss with these standard errors. */
function ends(values: readonly number[], se?: number): Ends {
  const pilots = doubling(values).map((pilot) => (se === undefined ? pilot : { ...pilot, se }));
  const sizes = readSizes(pilots, { metric: "loss" });
  if (!sizes.ok) throw new Error(sizes.problem.kind);
  return endsOf(sizes.value);
}

describe("the ends of an interval", () => {
  it("are those of a normal distribution without a reach", () => {
    const { low95, low80, high80, high95 } = endsBy(none, calm);
    [low95, low80, high80, high95].forEach((share, i) =>
      expect(share).toBeCloseTo([0.025, 0.1, 0.9, 0.975][i] ?? NaN, 5),
    );
  });

  it("lie farther out by each part that holds, by hand", () => {
    const reaches = { ...none, of80: [Math.log(2), 0, 0, 0, 0] } as const;
    // Φ(−2 · 1.281552) = 0.00519.
    expect(endsBy(reaches, calm).low80).toBeCloseTo(0.005_19, 4);
    expect(endsBy(reaches, { ...calm, counted: 1 }).low80).toBeCloseTo(0.1, 5);
  });

  it("are wider for noisy pilots, up to a tenth of the gap, and for pilots that stand still on the better side alone", () => {
    const [exact, noisy, noisier] = [0, 0.05, 0.5].map((se) => ends([2, 1.8, 1.65], se));
    expect(noisy?.low80).toBeLessThan(exact?.low80 ?? 0);
    expect(noisier).toEqual(ends([2, 1.8, 1.65], 0.3));
    const [still, moving] = [ends([2, 2, 1.995]), ends([2, 1.8, 1.65])];
    expect([still.high80, still.high95]).toEqual([moving.high80, moving.high95]);
    expect(still.low95).toBeLessThan(moving.low95);
    expect(still.low80).toBeLessThan(moving.low80);
  });

  it("are those of the mixture where the values are counts on a test set, whose noise it has in full", () => {
    const counted = readSizes(doubling([0.6, 0.7, 0.75]), { testSize: 100 });
    if (!counted.ok) throw new Error(counted.problem.kind);
    expect(endsOf(counted.value).low95).toBeCloseTo(0.025, 5);
    const full = readSizes(doubling([0.6123456, 0.7012345, 0.7543219]), {});
    if (!full.ok) throw new Error(full.problem.kind);
    expect(endsOf(full.value).low95).toBeGreaterThan(0.03);
  });
});
