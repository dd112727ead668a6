// @ts-check
import { fitCurve } from "@tunecast/estimator/curve";
import { availableParallelism } from "node:os";

/** Time of a fit and of a curve of 40 points from it: `npm run bench:curve-speed`. Goals 10 ms and 40 ms, so that a page follows a dragged pilot. */

const POINTS = 40;
const ROUNDS = 30;

/** Values in full, and to two decimals: those may be counts on test sets of several sizes, which are weighed too. @param {number} sizes @param {number} decimals */
function pilotsOf(sizes, decimals) {
  return Array.from({ length: sizes }, (_, i) => ({
    n: 250 * 2 ** i,
    value: Number((0.9 - 0.3 * 0.8 ** i + 0.01 * Math.sin(7 * i)).toFixed(decimals)),
  }));
}

/** Median time of a deed, ms. @param {() => void} deed */
function medianMs(deed) {
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    deed();
    return performance.now() - from;
  }).toSorted((a, b) => a - b);
  return times[ROUNDS / 2] ?? 0;
}

console.log(`Node ${process.version}, ${availableParallelism()} cores; median of ${ROUNDS}\n`);
console.log("| pilots | decimals | fit, ms (goal 10) | curve of 40 points, ms (goal 40) |\n|---|---|---|---|");
const cases = [2, 3, 4, 6, 8].flatMap((sizes) => [15, 2].map((decimals) => ({ sizes, decimals })));
// One round before the clock runs: the first fits compile the code.
for (const { sizes, decimals } of cases) fitCurve(pilotsOf(sizes, decimals));
for (const { sizes, decimals } of cases) {
  const pilots = pilotsOf(sizes, decimals);
  const fit = medianMs(() => fitCurve(pilots));
  const fitted = fitCurve(pilots);
  if (!fitted.ok) throw new Error(JSON.stringify(fitted.problem));
  const last = pilots.at(-1)?.n ?? 1;
  const curve = medianMs(() => {
    for (let i = 0; i < POINTS; i += 1) fitted.value.predict((last / 8) * 64 ** (i / (POINTS - 1)));
  });
  console.log(`| ${sizes} | ${decimals} | ${fit.toFixed(1)} | ${curve.toFixed(1)} |`);
}
