// @ts-check
import { gainsOf, relativeGain } from "../dist/curve/before.js";
import { PUBLIC_CURVES, PUBLIC_SOURCES } from "../dist/curve/publicCurves.js";

/** How often the doubling of a curve lies in the intervals of the curves of other sources: `npm run bench:before`. Goal: 80 % in 75 to 85 %. */

const SIZES = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
const FEWEST = 6;

/** @param {typeof PUBLIC_CURVES[number]} curve @param {number} n */
const covers = ([, , , , , points], n) => n >= (points[0] ?? 1) && 2 * n <= (points.at(-2) ?? 0);

/** @type {Map<string, { in80: number, in50: number, all: number, error: number, none: number }>} */
const rows = new Map();
for (const n of SIZES)
  for (const curve of PUBLIC_CURVES) {
    const [source, task, metric, , , points] = curve;
    const others = PUBLIC_CURVES.filter(
      (other) => other[0] !== source && other[1] === task && other[2] === metric && covers(other, n),
    );
    if (!covers(curve, n) || others.length < FEWEST || new Set(others.map((other) => other[0])).size < 2) continue;
    const { low80, low50, median, high50, high80 } = gainsOf(others, n);
    const gain = relativeGain(points, n);
    const scale = metric === "share" ? (points[1] ?? 0) / 100 : 1;
    for (const name of ["all", PUBLIC_SOURCES[source]?.replace(/^https:\/\/|\/tree\/.*/gu, "") ?? ""]) {
      const row = rows.get(name) ?? { in80: 0, in50: 0, all: 0, error: 0, none: 0 };
      rows.set(name, row);
      row.all += 1;
      row.in80 += Number(low80 <= gain && gain <= high80);
      row.in50 += Number(low50 <= gain && gain <= high50);
      row.error += scale * Math.abs(gain - median);
      row.none += scale * Math.abs(gain);
    }
  }
console.log(
  "| source left out | doublings | in 80 % | in 50 % | off by, points | off by 'no gain', points |\n|---|---|---|---|---|---|",
);
for (const [name, { in80, in50, all, error, none }] of rows)
  console.log(
    `| ${name} | ${all} | ${(in80 / all).toFixed(2)} | ${(in50 / all).toFixed(2)} | ${(error / all).toFixed(2)} | ${(none / all).toFixed(2)} |`,
  );
