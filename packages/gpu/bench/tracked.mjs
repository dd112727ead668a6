// @ts-check
// Public logs of training runs, replayed entry by entry: how far off the projected end is, and whether the range held it.
// First those that the range was not made of, then those that it was, each in a range of the others as well.
//   npm run bench:tracked
import { readFileSync } from "node:fs";
import { early, paceOf } from "../dist/track/pace.js";
import { parseCsv } from "./selfhostRows.mjs";

/** @typedef {ReturnType<typeof read>} Log */
/** @typedef {Log & { way: ReturnType<typeof replayed>, most: number, least: number }} Replayed */

/** Share of logs whose whole way the range is to hold. */
const held = 0.8;

/** @param {Record<string, string>} row */
function read(row) {
  return {
    source: row["source"] ?? "",
    isHeldOut: row["use"] === "held out",
    steps: Number(row["steps"]),
    points: (row["points"] ?? "").split(" ").map((point) => {
      const [step = 0, seconds = 0] = point.split(":").map(Number);
      return { step, seconds };
    }),
  };
}

/** What each entry from 5 % on would have said: shares that the end was off, with the rest of the run as the unit. @param {Log} log */
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

/** @param {readonly number[]} values */
const most = (values) => values.toSorted((a, b) => a - b)[Math.ceil(held * values.length) - 1] ?? 0;

/** Low and high that hold the whole way of four of five logs. @param {readonly Replayed[]} logs */
function rangeOf(logs) {
  return { low: -most(logs.map(({ least }) => -least)), high: most(logs.map((log) => log.most)) };
}

/** @param {Replayed} log @param {string} more */
function line({ source, way, least, most: highest }, more) {
  const at = (/** @type {number} */ share) => way.find((entry) => entry.share >= share)?.ratio.toFixed(2) ?? "–";
  const inside = way.filter(({ isIn }) => isIn).length;
  console.log(
    `  ${source.padEnd(44)} ${String(way.length).padStart(3)} entries  projected over real at 5, 20, 50 %: ${at(0.05)} ${at(0.2)} ${at(0.5)}  off ${least.toFixed(3)} to ${highest.toFixed(3)}  ${inside === way.length ? "always inside" : `inside ${inside} of ${way.length}`}${more}`,
  );
}

/** @param {Replayed} log */
const isAlways = ({ way }) => way.every(({ isIn }) => isIn);

/** @param {readonly Replayed[]} logs */
function summary(logs) {
  const entries = logs.flatMap(({ way }) => way);
  const whole = logs.filter(isAlways).length;
  return `${whole} of ${logs.length} logs (${((100 * whole) / logs.length).toFixed(0)} %) of ${new Set(logs.map(({ source }) => source)).size} sources always inside the 80 % range from 5 % of the steps on; entries inside: ${((100 * entries.filter(({ isIn }) => isIn).length) / entries.length).toFixed(0)} %`;
}

const all = parseCsv(readFileSync(new URL("../test/fixtures/logs.csv", import.meta.url), "utf8")).map((row) => {
  const log = read(row);
  const way = replayed(log);
  return { ...log, way, most: Math.max(...way.map(({ off }) => off)), least: Math.min(...way.map(({ off }) => off)) };
});
const heldOut = all.filter(({ isHeldOut }) => isHeldOut);
const used = all.filter(({ isHeldOut }) => !isHeldOut);
console.log("Logs that the range was not made of");
for (const log of heldOut) line(log, "");
console.log(`  ${summary(heldOut)}`);
console.log("\nLogs that it was made of");
let apart = 0;
for (const log of used) {
  const { low, high } = rangeOf(used.filter(({ source }) => source !== log.source));
  const isApart = log.least >= low - 1e-9 && log.most <= high + 1e-9;
  apart += isApart ? 1 : 0;
  line(log, `; in a range of the other logs ${isApart ? "always" : "not always"}`);
}
const { low, high } = rangeOf(used);
console.log(
  `  ${summary(used)}; ${apart} in ranges of the other logs; the range of all ${low.toFixed(3)} to ${high.toFixed(3)}`,
);
