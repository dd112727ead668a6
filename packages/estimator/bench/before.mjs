// @ts-check
import { doublingsOf, gainsOf, PUBLIC_CURVES } from "../dist/curve/before/before.js";

/**
 * What is said before any pilot, of curves of sources that are left out, beside one interval of all doublings: `npm run bench:before`. The
 * interval score is the width of the 80 % interval and ten times what lies outside it; smaller is better.
 */

const rows = PUBLIC_CURVES.flatMap((curve) => {
  const [source, , metric, , , points] = curve;
  const others = PUBLIC_CURVES.filter((other) => other[0] !== source && other[2] === metric);
  if (metric === "loss" || others.length === 0) return [];
  const pooled = gainsOf(others, 1, 0.5);
  const scale = (points[1] ?? 0) / 100;
  return doublingsOf(points).map((gain, i) => {
    /** @param {{ low80: number, median: number, high80: number }} said */
    const scored = ({ low80, median, high80 }) => ({
      in80: Number(low80 <= gain && gain <= high80),
      width: scale * (high80 - low80),
      off: scale * Math.abs(gain - median),
      interval: scale * (high80 - low80 + 10 * Math.max(0, low80 - gain, gain - high80)),
    });
    return {
      first: i === 0,
      none: scale * Math.abs(gain),
      said: scored(gainsOf(others)),
      pooled: scored(pooled),
    };
  });
});
console.log(
  "| doublings | method | asked | in 80 % | width, points | off by, points | interval score |\n|---|---|---|---|---|---|---|",
);
for (const first of [true, false])
  for (const method of /** @type {const} */ (["said", "pooled"])) {
    const own = rows.filter((row) => row.first === first).map((row) => row[method]);
    /** @param {"in80" | "width" | "off" | "interval"} of */
    const mean = (of) => (own.reduce((sum, row) => sum + row[of], 0) / own.length).toFixed(2);
    console.log(
      `| ${first ? "first" : "later"} | ${method === "said" ? "**as said**" : "one interval of all"} | ${own.length} | ${mean("in80")} | ${mean("width")} | ${mean("off")} | ${mean("interval")} |`,
    );
  }
