import { describe, expect, it } from "vitest";
import { costOfSet } from "../../src/curve/worth/costs.ts";
import type { CurveReport } from "../../src/curve/curve.ts";
import { dollarsPerPoint } from "../../src/curve/worth/costs.ts";
import { curveReport, type ReportOptions } from "../../src/curve/report.ts";
import { decimal } from "../../src/money.ts";
import { bestRuleSpend } from "../../src/curve/worth/spend.ts";
import { doubling, exactly, fitted } from "./fitted.ts";

describe("money", () => {
  it("spends V·g/ln 2 on the doubling law, whatever an example costs", () => {
    // 5 points a doubling at $100 a point
    expect(bestRuleSpend(5, "100")).toBe("721.34752");
    expect(bestRuleSpend(-1, "100")).toBe("0");
    const curve = fitted(doubling([0.5, 0.55, 0.6]));
    for (const cost of [0.01, 0.1, 1]) {
      const { rule } = curve.bestSpend(String(cost), "100");
      // Whole rows: at most one from the formula.
      expect(Math.abs(rule.n - Math.max(721.3475 / cost, 1000))).toBeLessThanOrEqual(1);
      expect(Number(rule.spend)).toBeCloseTo(Math.max(721.3475 - 1000 * cost, 0), 1);
    }
  });

  it("is best where one more example brings V·g/(n·ln 2) = its cost", () => {
    const n = Number(bestRuleSpend(5, "100")) / 0.05;
    const net = (size: number): number => 100 * 5 * Math.log2(size) - 0.05 * size;
    for (const other of [0.9, 0.99, 1.01, 1.1]) expect(net(n)).toBeGreaterThan(net(n * other));
  });

  it("breaks even at cost over gain", () => {
    const curve = fitted(doubling([0.5, 0.55, 0.6, 0.65]), { testSize: 5000 });
    const { gain, dollarsPerPoint, ruleGain } = curve.nextDoubling("200");
    expect(ruleGain).toBeCloseTo(5, 10);
    const perPoint = Number(dollarsPerPoint);
    expect(perPoint * gain).toBeCloseTo(200, 4);
    expect(curve.nextDoubling("200", String(perPoint)).pPays).toBeGreaterThan(0.3);
    expect(curve.nextDoubling("200", String(10 * perPoint)).pPays).toBeGreaterThan(0.95);
    expect(curve.nextDoubling("200", String(perPoint / 10)).pPays).toBeLessThan(0.05);
  });

  it("has no price of a point where none is gained", () => {
    expect(fitted(doubling([0.6, 0.5, 0.4])).nextDoubling("200")).toMatchObject({ cost: "200", dollarsPerPoint: null });
  });

  it("adds amounts as a bill does, where binary numbers end beside the cent", () => {
    const costs = costOfSet({ labelCost: "0.1", trainingCost: (n) => (n === 3 ? "0.2" : "0") }, 2);
    // In binary numbers 0.1 + 0.2 is 0.30000000000000004.
    expect(costs.ok && costs.value?.(3)).toBe("0.3");
    expect(dollarsPerPoint("0.3", 3)).toBe("0.1");
  });

  it("nets what the gain is worth less what the set costs", () => {
    const curve = fitted(doubling([0.3, 0.35, 0.4, 0.45, 0.5], 100));
    const { gain } = curve.nextDoubling("7");
    // All sets but the next doubling are too dear.
    const best = curve.bestSpend((n) => (n === 3200 ? "7" : "1000000"), "60");
    expect(best).toMatchObject({ n: 3200, spend: "7", atLimit: false });
    expect(Number(best.net)).toBeCloseTo(60 * gain - 7, 4);
  });

  it("finds the best size of a curve that nearly follows the law", () => {
    const curve = fitted(doubling([0.3, 0.35, 0.4, 0.45, 0.5], 25));
    const best = curve.bestSpend("0.4", "60");
    expect(best.atLimit).toBe(false);
    expect(best.n / best.rule.n).toBeGreaterThan(0.75);
    expect(best.n / best.rule.n).toBeLessThan(1.1);
    expect(curve.bestSpend("0.4", "1")).toMatchObject({ n: 400, net: "0" });
    const rule = { n: 409_600, atLimit: true };
    expect(curve.bestSpend("0.4", "1000000")).toMatchObject({ atLimit: true, n: 3200, rule });
    expect(best.rule.atLimit).toBe(false);
  });
});

describe("labels and training are two inputs", () => {
  const pilots = doubling([0.5, 0.56, 0.61, 0.65]);
  /** Labels at $0.30, training at $0.02 an example: 2,000 pilots, so a set of 4,000 takes 2,000 labels and 4,000 trained on. */
  const costs = { labelCost: "0.3", trainingCost: "0.02", valuePerPoint: "400" };
  function reported(options: ReportOptions): NonNullable<CurveReport["next"]> {
    const report = curveReport(pilots, options);
    if (!report.ok || report.value.next === null) throw new Error("no report");
    return report.value.next;
  }

  it("prices the next doubling and the best size alike, and never pays a row twice", () => {
    const { cost, best } = reported(costs);
    expect(cost).toBe("680");
    expect(Number(best?.spend)).toBeCloseTo((best!.n - 2000) * 0.3 + best!.n * 0.02, 6);
    expect(Number(best?.rule.spend)).toBeCloseTo((best!.rule.n - 2000) * 0.3 + best!.rule.n * 0.02, 6);
  });

  it("is the same where training is given by the size of the set", () => {
    expect(reported({ ...costs, trainingCost: (n) => decimal("0.02").times(n).toFixed() })).toEqual(reported(costs));
  });

  it("takes none for owned as the largest pilot for owned: it is there", () => {
    const [none, usual] = [0, undefined].map((owned) =>
      costOfSet({ labelCost: "2", ...(owned === 0 && { owned }) }, 500),
    );
    for (const costs of [none, usual]) expect(costs?.ok && costs.value?.(600)).toBe("200");
  });

  it("pays no label for what is owned, so that the best size is no smaller", () => {
    const { cost, best } = reported({ ...costs, owned: 3500 });
    expect(cost).toBe("230");
    expect(best!.n).toBeGreaterThanOrEqual(reported(costs).best!.n);
  });

  it("stays with the largest pilot, for nothing, where no more pays", () => {
    expect(reported({ ...costs, valuePerPoint: "1" }).best).toMatchObject({ n: 2000, spend: "0", net: "0" });
  });

  it.each([
    [{ cost: "5", labelCost: "1" }, "two_costs"],
    [{ labelCost: "-1" }, "bad_dollars"],
    [{ trainingCost: "0" }, "bad_dollars"],
    [{ labelCost: "1", owned: -1 }, "bad_size"],
  ])("%j is a problem", (options, kind) => {
    expect(curveReport(pilots, { valuePerPoint: "1", ...options })).toMatchObject({ ok: false, problem: { kind } });
  });
});

describe("examplesFor", () => {
  it("finds the size on the exact law by the line and brackets it", () => {
    const curve = fitted(exactly([0.45, 0.5, 0.55, 0.6]));
    const answer = curve.examplesFor(0.7);
    expect(answer.rule).toBeCloseTo(8000, 4);
    expect(answer.n.low80).toBeLessThan(answer.n.median);
    expect(answer.n.low80).toBeLessThanOrEqual(8000 * 1.05);
    expect(answer.n.high80).toBeGreaterThanOrEqual(8000);
    expect(answer.pWithin8x).toBeGreaterThan(0.5);
  });

  it("is the inverse of the forecast", () => {
    // Sure enough that the lower end rises too.
    const curve = fitted(doubling([0.5, 0.56, 0.61, 0.65]).map((pilot) => ({ ...pilot, se: 0.004 })));
    const { median, low80, high80 } = curve.predict(6000);
    expect(curve.examplesFor(median).n.median / 6000).toBeCloseTo(1, 3);
    expect(curve.examplesFor(low80).n.high80 / 6000).toBeCloseTo(1, 3);
    expect(curve.examplesFor(high80).n.low80 / 6000).toBeCloseTo(1, 3);
  });

  it("says infinity where the target is out of reach", () => {
    const curve = fitted(doubling([0.8, 0.75, 0.7]));
    expect(curve.examplesFor(0.999).n).toEqual({ median: Infinity, low80: Infinity, high80: Infinity });
    expect(curve.examplesFor(1.2)).toMatchObject({ pWithin8x: 0, n: { low80: Infinity } });
  });
});

describe("curveReport", () => {
  it("forecasts one, two, four and eight times the largest pilot where no sizes are asked for", () => {
    const report = curveReport(doubling([0.5, 0.55, 0.6]));
    expect(report.ok && report.value.predictions.map(({ n }) => n)).toEqual([1000, 2000, 4000, 8000]);
  });

  it("is the JSON of the command", () => {
    const pilots = doubling([0.5, 0.55, 0.6]);
    const report = curveReport(pilots, { model: "gpt-4.1-mini", at: [2000, 16_000], target: 0.9 });
    if (!report.ok) throw new Error(report.problem.kind);
    const { value } = report;
    expect(value.scale).toEqual({ better: "higher", point: 0.01, share: true });
    expect(Object.keys(value)).toEqual(["model", "scale", "pilots", "fit", "predictions", "target", "next", "notes"]);
    expect(value).toMatchObject({
      model: "gpt-4.1-mini",
      pilots,
      fit: { rule: { gainPerDoubling: expect.closeTo(0.05, 10) as number } },
      next: null,
    });
    expect(Object.keys(value.fit)).toEqual(["rule", "gainPerDoubling", "pShrinking", "meanGain"]);
    expect(value.predictions.map(({ n, ratio, flag }) => [n, ratio, flag])).toEqual([
      [2000, 2, null],
      [16_000, 16, "beyond_8x"],
    ]);
    expect(Object.keys(value.predictions[0] ?? {})).toEqual([
      "n",
      "rule",
      "median",
      "low80",
      "high80",
      "low95",
      "high95",
      "ratio",
      "flag",
    ]);
    expect(value.target).toMatchObject({ value: 0.9, n: { high80: null } });
  });
});
