import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gapOf, readCurves, tasksOf } from "../../bench/curvesTasks.mjs";
import { dataFolder } from "../../../../.config/sharedData.mjs";
import { fitted } from "./fitted.ts";

const folder = join(dataFolder, "curves");
const there = existsSync(folder);
if (!there) console.log(`Skipped the forecasts of real learning curves: ${folder} is missing (set TUNECAST_DATA).`);

describe.skipIf(!there)("fine-tuning losses, four pilots, 2 to 8 times ahead", () => {
  it("are forecast four times better than by the last value, and covered", () => {
    const tasks = readCurves(folder)
      .filter(({ group }) => group === "FT-loss")
      .flatMap((curve) => tasksOf(curve, 4));
    let [error, last, in95, weight] = [0, 0, 0, 0];
    for (const { curve, pilots, targets, weight: share } of tasks) {
      const fit = fitted(
        pilots.map(({ n, value }) => ({ n, value })),
        { metric: "loss" },
      );
      for (const { n, value } of targets) {
        const { median, low95, high95 } = fit.predict(n);
        error += share * Math.abs(median - value);
        last += share * Math.abs(gapOf(curve, pilots.at(-1)?.value ?? 0) - gapOf(curve, value));
        in95 += share * Number(low95 <= value && value <= high95);
        weight += share;
      }
    }
    expect(tasks.length).toBeGreaterThan(100);
    expect(error / last).toBeLessThan(0.25);
    expect(in95 / weight).toBeGreaterThan(0.93);
  });
});
