import { describe, expect, it } from "vitest";
import { effectiveEpochs } from "../../src/curve/pilots/epochs.ts";
import { confusionMetrics } from "../../src/curve/scores/metrics.ts";

function metricsOf(table: number[][]) {
  const metrics = confusionMetrics(table);
  if (!metrics.ok) throw new Error(metrics.problem.kind);
  return metrics.value;
}

describe("confusionMetrics", () => {
  it("counts a table of two classes", () => {
    const { accuracy, classes, items } = metricsOf([
      [40, 10],
      [5, 45],
    ]);
    expect(items).toBe(100);
    expect(accuracy).toEqual({ value: 0.85, se: expect.closeTo(Math.sqrt((0.85 * 0.15) / 100), 12) });
    expect(classes[0]?.precision).toEqual({
      value: expect.closeTo(40 / 45, 11),
      se: expect.closeTo(Math.sqrt((40 * 5) / 45 ** 3), 12),
    });
    expect(classes[0]?.recall).toEqual({ value: 0.8, se: expect.closeTo(Math.sqrt((0.8 * 0.2) / 50), 12) });
    // 4·t·w·(t + w)/(2t + w)⁴ with t = 40, w = 15
    expect(classes[0]?.f1).toEqual({
      value: expect.closeTo(80 / 95, 11),
      se: expect.closeTo(Math.sqrt((4 * 40 * 15 * 55) / 95 ** 4), 12),
    });
  });

  it("gives F1 an error that drawing the items again confirms", () => {
    const table = [
      [30, 8, 2],
      [6, 40, 4],
      [1, 9, 20],
    ];
    const { macroF1 } = metricsOf(table);
    const cells = table.flatMap((row, i) =>
      row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)),
    );
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const again = Array.from({ length: 2000 }, () => {
      const counts = table.map((row) => row.map(() => 0));
      for (let k = 0; k < cells.length; k += 1) {
        const [i, j] = cells[Math.floor(random() * cells.length)] ?? [0, 0];
        counts[i]?.splice(j, 1, (counts[i][j] ?? 0) + 1);
      }
      return metricsOf(counts).macroF1.value;
    });
    const mean = again.reduce((sum, value) => sum + value / again.length, 0);
    const sd = Math.sqrt(again.reduce((sum, value) => sum + (value - mean) ** 2 / again.length, 0));
    expect(macroF1.se / sd).toBeGreaterThan(0.93);
    expect(macroF1.se / sd).toBeLessThan(1.07);
  });

  it("has no precision for a class never predicted", () => {
    const { classes, macroF1 } = metricsOf([
      [10, 0],
      [5, 0],
    ]);
    expect(classes[1]).toEqual({ precision: null, recall: { value: 0, se: 0 }, f1: { value: 0, se: 0 } });
    expect(macroF1.value).toBeCloseTo(0.4, 12);
  });

  it.each([
    [[[1]]],
    [[[1, 2], [3]]],
    [
      [
        [1, 2],
        [3, -1],
      ],
    ],
    [
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      [
        [1, 0.5],
        [2, 3],
      ],
    ],
  ])("refuses %j", (table) => {
    expect(confusionMetrics(table)).toMatchObject({ ok: false, problem: { kind: "bad_confusion" } });
  });
});

describe("effectiveEpochs", () => {
  // 4 passes are worth 3.73 of fresh data, 16 are worth 10.58: arXiv 2305.16264
  it.each([
    [0.5, 0.5],
    [1, 1],
    [4, 3.73],
    [8, 6.62],
    [16, 10.58],
    [1e6, 16.39],
  ])("of %d passes are %d", (passes, worth) => {
    expect(effectiveEpochs(passes)).toBeCloseTo(worth, 2);
  });
});
