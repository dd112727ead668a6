// @ts-check
// Public logs of training runs, replayed entry by entry: how far off the projected end is, and whether the range held it.
//   npm run bench:tracked
import { readFileSync } from "node:fs";
import { early, paceOf } from "../dist/gpu/track/pace.js";
import { parseCsv } from "./selfhostRows.mjs";

/** @typedef {{ step: number, seconds: number }} Timed */

/** Share of logs whose whole way the range is to hold. */
const held = 0.8;

const logs = parseCsv(readFileSync(new URL("../test/gpu/fixtures/logs.csv", import.meta.url), "utf8")).map((row) => ({
  source: row["source"] ?? "",
  steps: Number(row["steps"]),
  points: (row["points"] ?? "").split(" ").map((point) => {
    const [step = 0, seconds = 0] = point.split(":").map(Number);
    return { step, seconds };
  }),
}));

/** What each entry from 5 % on would have said: shares that the end was off, with the rest of the run as the unit. @param {typeof logs[number]} log */
function replayed({ points, steps }) {
  const end = points.at(-1)?.seconds ?? 0;
  return points.flatMap(({ step }, at) => {
    if (step < early * steps || step >= steps) return [];
    const { whole } = paceOf(points.slice(0, at + 1), steps);
    return [
      {
        share: step / steps,
        ratio: whole.typical / end,
        off: (end / whole.typical - 1) / (1 - step / steps + 0.05),
        isIn: end >= whole.low && end <= whole.high,
      },
    ];
  });
}

/** @param {readonly number[]} values @param {number} share */
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;

const all = logs.map((log) => {
  const way = replayed(log);
  return { ...log, way, most: Math.max(...way.map(({ off }) => off)), least: Math.min(...way.map(({ off }) => off)) };
});
let [whole, apart] = [0, 0];
for (const one of all) {
  const others = all.filter(({ source }) => source !== one.source);
  const [low, high] = [
    -quantile(
      others.map(({ least }) => -least),
      held,
    ),
    quantile(
      others.map(({ most }) => most),
      held,
    ),
  ];
  const inside = one.way.filter(({ isIn }) => isIn).length;
  const isWhole = inside === one.way.length;
  const isApart = one.least >= low - 1e-9 && one.most <= high + 1e-9;
  whole += isWhole ? 1 : 0;
  apart += isApart ? 1 : 0;
  const at = (/** @type {number} */ share) => one.way.find((entry) => entry.share >= share)?.ratio.toFixed(2) ?? "–";
  console.log(
    `${one.source.padEnd(42)} ${String(one.way.length).padStart(3)} entries  projected over real at 5, 20, 50 %: ${at(0.05)} ${at(0.2)} ${at(0.5)}  off ${one.least.toFixed(3)} to ${one.most.toFixed(3)}  ${isWhole ? "always inside" : `inside ${inside} of ${one.way.length}`}; in a range of the other logs ${isApart ? "always" : "not always"}`,
  );
}
const entries = all.flatMap(({ way }) => way);
console.log(
  `\nfrom 5 % of the steps on always inside the 80 % range: ${whole} of ${all.length} logs, ${apart} in ranges of the other logs; entries inside: ${((100 * entries.filter(({ isIn }) => isIn).length) / entries.length).toFixed(0)} %`,
);
console.log(
  `of all: ${(-quantile(
    all.map(({ least }) => -least),
    held,
  )).toFixed(3)} to ${quantile(
    all.map(({ most }) => most),
    held,
  ).toFixed(3)}`,
);
