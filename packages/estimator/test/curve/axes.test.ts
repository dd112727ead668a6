import { describe, expect, it } from "vitest";
import { compareAxes, type AxisAnswer, type AxisQuestion } from "../../src/curve/design/axes.ts";
import { curveProblemSentence } from "../../src/curve/notes.ts";
import { effectiveEpochs } from "../../src/curve/pilots/epochs.ts";
import { amountText, decimal, roundTo } from "../../src/money.ts";
import { readAxisPilots, readPilots, type AxisPilot } from "../../src/curve/pilots/pilot.ts";
import { seeded } from "../../src/curve/scores/random.ts";
import { axisSentences } from "../../src/words/axes.ts";
import { pilotsProblemSentence } from "../../src/words/pilots.ts";

/** Pilots of a law: the gap falls by a factor per doubling of each. */
function law(
  runs: readonly Omit<AxisPilot, "value">[],
  falls: { n: number; e: number; p: number },
  noise = 0,
): AxisPilot[] {
  const random = seeded(7);
  return runs.map((run) => {
    const doublings = (amount: number, of: number): number => Math.log2(amount / of);
    const gap =
      0.4 *
      2 ** (-falls.n * doublings(run.n, 500)) *
      2 ** (-falls.e * doublings(effectiveEpochs(run.epochs ?? 1), 1)) *
      2 ** (-falls.p * doublings(run.parameters ?? 1000, 1000));
    return { ...run, value: 1 - gap * (1 + noise * (random() - 0.5)), se: 0.002 };
  });
}

function answer(pilots: readonly AxisPilot[], question: AxisQuestion = {}): AxisAnswer {
  const found = compareAxes(pilots, question);
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

const grid = [500, 1000, 2000].flatMap((n) =>
  [1, 2].flatMap((epochs) => [1000, 3000].map((parameters) => ({ n, epochs, parameters }))),
);
const falls = { n: 0.3, e: 0.1, p: 0.2 };

describe("compareAxes", () => {
  it("finds what twice as much of each brings, on a law that is known", () => {
    const { gains, notVaried, at } = answer(law(grid, falls, 0.02));
    expect(notVaried).toEqual([]);
    const gap = 1 - (law([at as AxisPilot], falls)[0]?.value ?? 0);
    for (const { axis, points } of gains) {
      const doublings = axis === "epochs" ? Math.log2(effectiveEpochs(4) / effectiveEpochs(2)) : 1;
      const fall = { examples: falls.n, epochs: falls.e, parameters: falls.p }[axis];
      const truth = 100 * gap * (1 - 2 ** (-fall * doublings));
      expect(points.median, axis).toBeCloseTo(truth, 0);
      expect(points.low80, axis).toBeLessThan(truth);
      expect(points.high80, axis).toBeGreaterThan(truth);
    }
  });

  it("orders by dollars per point, and has none for a step without a price", () => {
    const { gains } = answer(law(grid, falls), { moreExamples: "1000.10", moreEpochs: "10" });
    expect(gains.map(({ axis }) => axis)).toEqual(["epochs", "examples", "parameters"]);
    expect(gains.map(({ cost }) => cost)).toEqual(["10", "1000.10", null]);
    expect(Number(gains[1]?.dollarsPerPoint)).toBeCloseTo(1000.1 / (gains[1]?.points.median ?? NaN), 5);
    expect(gains[2]?.dollarsPerPoint).toBeNull();
  });

  it("reckons dollars in decimals: digits beyond those of a double are kept, and none is made up", () => {
    const { gains } = answer(law(grid, falls), { moreExamples: "123456789012345678.25", moreEpochs: "0.1" });
    const [epochs, examples] = gains;
    const median = examples?.points.median ?? NaN;
    const exact = decimal("123456789012345678.25").dividedBy(median);
    expect(examples?.dollarsPerPoint).toBe(amountText(roundTo(exact, 6)));
    expect(examples?.dollarsPerPoint).not.toBe(String(Number("123456789012345678.25") / median));
    expect(epochs?.dollarsPerPoint).toMatch(/^\d+(?:\.\d{1,6})?$/);
  });

  it("says nothing of what the pilots do not vary", () => {
    const runs = [500, 1000, 2000].map((n) => ({ n }));
    const { gains, notVaried } = answer(law(runs, falls));
    expect(gains.map(({ axis }) => axis)).toEqual(["examples"]);
    expect(notVaried).toEqual(["epochs", "parameters"]);
    expect(axisSentences({ gains, notVaried, at: { n: 2000, epochs: 1, parameters: null } }).join(" ")).toContain(
      "The pilots are of one model",
    );
  });

  it("is enough with one size where passes differ", () => {
    const { gains } = answer(
      law(
        [1, 2, 4].map((epochs) => ({ n: 500, epochs })),
        falls,
      ),
    );
    expect(gains.map(({ axis }) => axis)).toEqual(["epochs"]);
  });

  it("covers at its level where laws are drawn from its own doubts", () => {
    const random = seeded(3);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let held = 0;
    const draws = 300;
    for (let draw = 0; draw < draws; draw += 1) {
      const fall = (0.12 + 0.12 * normal()) / Math.LN2;
      const gap = (n: number): number => 0.4 * 2 ** (-fall * Math.log2(n / 500));
      const pilots = [250, 500, 1000].map((n) => ({ n, value: 1 - gap(n) * Math.exp(0.04 * normal()) }));
      const truth = 100 * (gap(1000) - gap(2000));
      const { low80, high80 } = answer(pilots, { lower: null }).gains[0]?.points ?? { low80: 0, high80: 0 };
      held += Number(low80 <= truth && truth <= high80);
    }
    expect(held / draws).toBeGreaterThan(0.72);
    expect(held / draws).toBeLessThan(0.9);
  });

  it.each<[string, readonly AxisPilot[], AxisQuestion, string]>([
    [
      "parameters of some pilots",
      [
        { n: 1, value: 0.1, parameters: 5 },
        { n: 2, value: 0.2 },
      ],
      {},
      "bad_axis",
    ],
    ["a price of nothing", law(grid, falls), { moreExamples: "0" }, "bad_axis"],
    ["a price that is no amount", law(grid, falls), { moreEpochs: "1e3" }, "bad_axis"],
    [
      "an open metric",
      [
        { n: 1, value: 3 },
        { n: 2, value: 4 },
      ],
      { metric: "reward" },
      "no_bound_axes",
    ],
    [
      "nothing that varies",
      [
        { n: 5, value: 0.1 },
        { n: 5, value: 0.2 },
      ],
      {},
      "one_size",
    ],
  ])("refuses %s", (_, pilots, question, kind) => {
    const found = compareAxes(pilots, question);
    expect(found.ok ? null : found.problem.kind).toBe(kind);
    const sentence = found.ok ? "" : (pilotsProblemSentence(found.problem) ?? curveProblemSentence(found.problem));
    expect(sentence).toMatch(/\w\W/);
  });
});

describe("a table of pilots of several models", () => {
  const table = "n,value,epochs,parameters\n500,0.6,1,1000\n500,0.65,1,3000\n";
  it("is read for axes, and refused for one curve", () => {
    expect(readAxisPilots(table)).toMatchObject({ ok: true, value: [{ parameters: 1000 }, { parameters: 3000 }] });
    expect(readPilots(table)).toMatchObject({ ok: false, problem: { kind: "many_curves", column: "parameters" } });
  });
});
