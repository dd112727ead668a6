import { describe, expect, it } from "vitest";
import { noteSentence } from "../../src/curve/notes.ts";
import { doubling, fitted } from "./fitted.ts";

/** Classifier heads of RoBERTa-large on BoolQ before they start (github.com/TevenLeScao/pet): 0.815 at 8 times the last. */
const plateau = doubling([0.6215, 0.6216, 0.6214], 100);

describe("pilots that do not clearly improve", () => {
  it("leave room for a start: the jump that came lies in the interval, far above what pilots that settled would allow", () => {
    const { low95, high95, median } = fitted(plateau).predict(3200);
    expect(high95).toBeGreaterThan(0.815);
    // Wide on the side of better, not on that of worse.
    expect(high95 - median).toBeGreaterThan(1.5 * (median - low95));
  });

  it("are said to be before a start perhaps, and what would tell", () => {
    const note = fitted(plateau).notes.find(({ kind }) => kind === "no_progress");
    expect(note === undefined ? "" : noteSentence(note)).toContain("one larger pilot tells");
  });

  it.each([
    [[0.55, 0.6, 0.64], false],
    [[0.95, 0.96, 0.965], false],
    [[0.6, 0.602, 0.604], true],
    [[0.6, 0.58, 0.59], true],
  ])("%j: %s", (values, still) => {
    expect(fitted(doubling(values)).notes.some(({ kind }) => kind === "no_progress")).toBe(still);
  });

  it.each([
    [[0.985, 0.99, 0.987], false],
    [[0.98, 1, 1], false],
    [[0.93, 0.94, 0.935], true],
  ])("near the best value have nowhere to jump: %j, said to be before a start: %s", (values, still) => {
    const noisy = doubling(values).map((pilot) => ({ ...pilot, se: 0.01 }));
    expect(fitted(noisy).notes.some(({ kind }) => kind === "no_progress")).toBe(still);
  });

  it("count a gain within two standard errors as none", () => {
    const noisy = doubling([0.5, 0.54, 0.56]).map((pilot) => ({ ...pilot, se: 0.03 }));
    expect(fitted(noisy).notes.some(({ kind }) => kind === "no_progress")).toBe(true);
  });
});
