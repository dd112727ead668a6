import { describe, expect, it } from "vitest";
import { fitCurve } from "../../src/curve.ts";
import { estimate, trainingAt, type Question } from "../../src/index.ts";
import { curveDigits, dataVerdict, doublingFigure, doublings, type Doubling } from "../../src/report.ts";
import { book, model, rate } from "../book.ts";

const pilots = [250, 500, 1000].map((n, index) => ({ n, value: 0.6 + 0.05 * index, se: 0.005 }));
const fitted = fitCurve(pilots, {});
if (!fitted.ok) throw new Error(fitted.problem.kind);
const curve = fitted.value;

const prices = book([model({ limits: { maxExamples: 3000 }, rates: [rate("training", "3", { currency: "EUR" })] })]);
const question: Question = { asOf: "2026-02-01", prices, job: { examples: 1000, tokensPerExample: 1000, epochs: 1 } };
const [offer] = estimate(question).offers;
if (offer === undefined) throw new Error("no offer");
const priced = (owned: number): Doubling[] =>
  doublings(curve, 1000, { question, offer, labels: { cost: "0.25", owned } });

describe("the next doublings", () => {
  it("are two, each from where the last ended, with the curve's own scores", () => {
    const found = doublings(curve, 1000, null);
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      [1000, 2000],
      [2000, 4000],
    ]);
    const [first, second] = found;
    const { median, low80, high80 } = curve.nextDoubling("0").points;
    expect(first).toMatchObject({ gain: median, range: [low80, high80], share: true });
    // The scores are shares, so that a point is 0.01 of them.
    expect(first?.gain).toBeCloseTo(100 * curve.gainPerDoubling.median, 5);
    expect(first).toMatchObject({ price: null, each: null, labelled: 0, currency: "USD" });
    expect(second?.range).toBeNull();
    expect(second?.gain).toBeCloseTo(100 * (curve.predict(4000).median - curve.predict(2000).median), 10);
    for (const { to, score } of found) {
      const { low80: low, median: middle, high80: high } = curve.predict(to);
      expect(score).toEqual({ low, median: middle, high });
    }
  });

  it("cost the labels that are missing and one run on all of it, in the offer's currency", () => {
    const [first] = priced(0);
    // 1,000 labels at 0.25, and 2,000 examples of 1,000 tokens at 3 a million.
    expect(first).toMatchObject({ labelled: 1000, currency: "EUR" });
    expect(first?.price).toEqual({ labels: "250", training: "6", all: "256" });
    expect(first?.price?.training).toBe(trainingAt(question, offer)(2000)?.amount);
    expect([1500, 2000, 9000].map((owned) => priced(owned)[0]?.labelled)).toEqual([500, 0, 0]);
  });

  it("have no price where the provider does not take so many", () => {
    expect(priced(0)[1]).toMatchObject({ labelled: 2000, price: null });
  });

  it("cost so much a point of the mean gain, as the curve has it", () => {
    expect(priced(0)[0]?.each).toBe(Number(curve.nextDoubling("256").dollarsPerPoint));
    expect(doublings(curve, 1000, null).map(({ each }) => each)).toEqual([null, null]);
  });

  it.each([
    ["accuracy", [0.731, 0.764, 0.787, 0.804], "+1.5"],
    ["accuracy", [73.1, 76.4, 78.7, 80.4], "+1.5"],
    ["error", [0.269, 0.236, 0.213, 0.196], "+1.5"],
    ["loss", [2.39, 2.23, 2.09, 1.955], "0.12 better"],
    ["loss", [1.2, 1.25, 1.3, 1.36], "worse"],
  ] as const)("say what is better in points, whatever the unit: %s %j", (metric, values, gain) => {
    const runs = values.map((value, index) => ({ n: 250 * 2 ** index, value, se: value < 50 ? 0.009 : 0.9 }));
    const fit = fitCurve(runs, { metric });
    if (!fit.ok) throw new Error(fit.problem.kind);
    const steps = doublings(fit.value, 2000, { question, offer });
    expect(doublingFigure(steps[0]).value).toContain(gain);
    const { head, sentence } = dataVerdict({ steps, curve: fit.value }, 1000);
    // A run of 4,000 examples is more than the provider takes: no price, no verdict of money.
    const isWorse = gain === "worse";
    expect(head).toContain(isWorse ? "Every larger set was worse" : "for twice the data");
    expect(sentence).toContain(isWorse ? "will not help" : "It takes the price of the examples to see where to stop.");
    const unsaid = dataVerdict({ steps, curve: fit.value }, null);
    expect(unsaid.sentence).toContain(isWorse ? "will not help" : "Say what a point is worth to see where to stop.");
  });

  it("show two digits of the width of their range", () => {
    const digits = (low80: number, high80: number, median = 0): number =>
      curveDigits({ ...curve, gainPerDoubling: { ...curve.gainPerDoubling, low80, high80, median } });
    expect(digits(0.02, 0.05)).toBe(3);
    expect(digits(1, 4)).toBe(1);
    expect(digits(-300, 400)).toBe(0);
    // A range of no width is shown to the tenth of what is gained, and never beyond eight digits.
    expect(digits(0.05, 0.05, 0.05)).toBe(4);
    expect(digits(0, 0)).toBe(8);
  });
});
