// @ts-check
import { fitCurve } from "@tunecast/estimator/curve";

/** Time of a fit and of a curve of 40 points from it: `npm run bench:curve-speed`. Goals 10 ms and 40 ms, so that a page follows a dragged pilot. */

const POINTS = 40;
const ROUNDS = 30;

/** Median time, ms. @param {() => void} act */
function medianMs(act) {
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    act();
    return performance.now() - from;
  });
  return (times.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0).toFixed(1);
}

console.log("| pilots | decimals | fit, ms (goal 10) | curve of 40 points, ms (goal 40) |\n|---|---|---|---|");
for (const sizes of [2, 3, 4, 6, 8])
  for (const decimals of [15, 2]) {
    const pilots = Array.from({ length: sizes }, (_, i) => ({
      n: 250 * 2 ** i,
      value: Number((0.9 - 0.3 * 0.8 ** i + 0.01 * Math.sin(7 * i)).toFixed(decimals)),
    }));
    const fitted = fitCurve(pilots);
    if (!fitted.ok) throw new Error(JSON.stringify(fitted.problem));
    const last = pilots.at(-1)?.n ?? 1;
    const fit = medianMs(() => fitCurve(pilots));
    const curve = medianMs(() => {
      for (let i = 0; i < POINTS; i += 1) fitted.value.predict((last / 8) * 64 ** (i / (POINTS - 1)));
    });
    console.log(`| ${sizes} | ${decimals} | ${fit} | ${curve} |`);
  }
