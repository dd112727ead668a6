import { describe, expect, it } from "vitest";
import type { FitOptions } from "../../src/curve/curve.ts";
import { noteSentence } from "../../src/curve/notes.ts";
import { doubling, fitted } from "./fitted.ts";

describe("a target", () => {
  const noteOf = (values: readonly number[], target: number, options: FitOptions = {}): string => {
    const { note } = fitted(doubling(values), options).examplesFor(target);
    return note === null ? "" : noteSentence(note);
  };

  it("that the smallest pilot is past is said to be, and in which unit it was perhaps meant", () => {
    expect(noteOf([70, 74, 77, 79], 0.85)).toBe(
      "The smallest pilot (70 at 250 examples) is already past the target 0.85, whose unit does not look like that of the values: perhaps 85 was meant.",
    );
    expect(noteOf([0.5, 0.55, 0.58], 80)).toContain("perhaps 0.8 was meant.");
    expect(noteOf([0.5, 0.55, 0.58], 0.5)).toContain("already past the target 0.5.");
    expect(noteOf([2, 1.8, 1.7], 3, { metric: "loss" })).toContain("already past the target 3.");
    expect(noteOf([0.5, 0.55, 0.58], 0.51)).toBe("");
  });

  it("that the smallest pilot is past is reached at its size to the digit", () => {
    const pilots = [0.7, 0.74, 0.77].map((value, i) => ({ n: [90, 300, 700][i] ?? 0, value }));
    expect(fitted(pilots).examplesFor(0.1).n).toEqual({ low80: 90, median: 90, high80: 90 });
  });

  it("that the smallest pilot is past is compared with the mean of its runs", () => {
    const pilots = [...doubling([0.5, 0.6, 0.65]), { n: 250, value: 0.54 }];
    expect(fitted(pilots).examplesFor(0.4).note).toMatchObject({ n: 250, value: 0.52 });
  });

  it("at the best value is never reached for certain, and is not beyond it", () => {
    const { n, pWithin8x, note } = fitted(doubling([0.9, 0.95, 0.99])).examplesFor(1);
    expect([n.median, pWithin8x, note]).toEqual([Infinity, 0, null]);
  });

  it("is found as far as a thousand times the largest pilot", () => {
    const curve = fitted(doubling([0.3, 0.34, 0.38, 0.42]));
    for (const times of [3, 40, 700, 1000]) {
      const { median } = curve.predict(times * 2000);
      expect(curve.examplesFor(median).n.median / (times * 2000)).toBeCloseTo(1, 4);
    }
    expect(curve.examplesFor(curve.predict(1100 * 2000).median).n.median).toBe(Infinity);
  });

  it("of 0, or of more than 1 among percentages, is not meant as another number", () => {
    expect(fitted(doubling([70, 74, 77])).examplesFor(1).note?.["meant"]).toBe(100);
    expect(fitted(doubling([70, 74, 77])).examplesFor(1.5).note?.["meant"]).toBeUndefined();
    expect(fitted(doubling([1, 0.9])).examplesFor(1).note).toEqual({
      kind: "target_passed",
      target: 1,
      n: 250,
      value: 1,
    });
    expect(fitted(doubling([70, 74, 77])).examplesFor(0).note).toEqual({
      kind: "target_passed",
      target: 0,
      n: 250,
      value: 70,
    });
  });

  it("that is worse than any value can be was reached long ago", () => {
    expect(fitted(doubling([0.5, 0.55, 0.58])).examplesFor(-1).note).toMatchObject({ kind: "target_passed" });
  });

  it("is passed by the line at a size that a training set can have, or at none", () => {
    const sizes = (values: readonly number[], target: number): number =>
      fitted(doubling(values)).examplesFor(target).rule;
    // 2.6e-5 examples are none, and the first example is the smallest set there is.
    expect(sizes([70, 74, 77, 79], 0.85)).toBe(1);
    // Half a doubling below two examples.
    expect(fitted(doubling([0.5, 0.6], 2)).examplesFor(0.45).rule).toBeCloseTo(Math.SQRT2, 6);
    // The falling line is beyond the target below one example only.
    expect(sizes([0.8, 0.79, 0.78], 0.99)).toBe(Infinity);
    expect(sizes([0.61, 0.66, 0.72, 0.75], 80)).toBe(Infinity);
  });
});

describe("a way that nobody stated", () => {
  const kinds = (options: FitOptions): string[] =>
    fitted(doubling([2.1, 2, 1.92, 1.85]), options).notes.map(({ kind }) => kind);

  it("is said where the values run against it, and only there", () => {
    expect(kinds({})[0]).toBe("direction_assumed");
    expect(kinds({ metric: "loss" })).not.toContain("direction_assumed");
    expect(kinds({ direction: "higher" })).not.toContain("direction_assumed");
    expect(fitted(doubling([1.85, 1.92, 2])).notes.map(({ kind }) => kind)).not.toContain("direction_assumed");
  });
});
