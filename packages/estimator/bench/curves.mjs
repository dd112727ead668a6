// @ts-check
import { fitCurve } from "@tunecast/estimator/curve";
import { FORECAST, printScores, rowsOf } from "./curvesScore.mjs";
import { gapOf, groupedBy, readCurves, tasksOf } from "./curvesTasks.mjs";

/** Scores the curve as it ships on a folder of learning curves, beside the plain methods: `npm run bench:curves DIR`. */
const PILOTS = [2, 3, 4, 5, 6];

/** @param {import("./curvesTasks.mjs").Task} task */
function shipped({ curve, pilots, targets }) {
  const fitted = fitCurve(
    pilots.map(({ n, value, se }) => ({ n, value, ...(se === null ? {} : { se }) })),
    { direction: curve.direction, lower: curve.lower, upper: curve.upper, unit: "other" },
  );
  if (!fitted.ok) throw new Error(`${curve.id}: ${JSON.stringify(fitted.problem)}`);
  const { value: fit } = fitted;
  return (/** @type {number} */ at) => {
    const [n, value] = [targets[at]?.n ?? 1, targets[at]?.value ?? 0];
    const { median, low80, high80, low95, high95 } = fit.predict(n);
    return {
      median: gapOf(curve, median),
      in80: Number(low80 <= value && value <= high80),
      in95: Number(low95 <= value && value <= high95),
    };
  };
}

const folder = process.argv[2] ?? "";
const curves = readCurves(folder);
console.log(`${curves.length} curves of ${folder}; each cell is 2x/4x/8x\n`);
const rows = PILOTS.flatMap((count) =>
  curves.flatMap((curve) => tasksOf(curve, count).flatMap((task) => rowsOf(task, count, shipped(task)))),
);
printScores(rows, {});
console.log("\n| group | pilots | targets | in 95 % | in 80 % |\n|---|---|---|---|---|");
for (const [place, own] of groupedBy(
  rows.filter(({ method }) => method === FORECAST),
  ({ group, pilots }) => `${group} | ${pilots}`,
)) {
  /** @param {"in95" | "in80"} band */
  const share = (band) => (own.reduce((sum, row) => sum + row[band], 0) / own.length).toFixed(2);
  console.log(`| ${place} | ${own.length} | ${share("in95")} | ${share("in80")} |`);
}
