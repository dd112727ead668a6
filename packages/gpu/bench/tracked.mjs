// @ts-check
// Public logs of training runs, replayed entry by entry: how far off the projected end is, and whether the range held it.
// First those that the range was not made of, then those that it was, each in a range of the others as well.
//   npm run bench:tracked
import { readFileSync } from "node:fs";
import { early, paceOf } from "../dist/track/track.js";
import { csvRecords } from "@tunecast/estimator/rows";

/** Share of logs whose whole way the range is to hold. */
const held = 0.8;

/** What each entry from 5 % on would have said: how far off the end was, with the rest of the run as the unit. @param {Record<string, string>} row */
function replayed({ source = "", use, steps: all, points: said = "" }) {
  const steps = Number(all);
  const points = said.split(" ").map((point) => {
    const [step = 0, seconds = 0] = point.split(":").map(Number);
    return { step, seconds };
  });
  const end = points.at(-1)?.seconds ?? 0;
  const way = points.flatMap(({ step }, at) => {
    if (step < early * steps || step >= steps) return [];
    const { low, typical, high } = paceOf(points.slice(0, at + 1), steps).whole;
    const share = step / steps;
    const off = (end / typical - 1) / (1 - share + 0.05);
    return [{ share, ratio: typical / end, off, isIn: end >= low && end <= high }];
  });
  const offs = way.map(({ off }) => off);
  return { source, isHeldOut: use === "held out", way, most: Math.max(...offs), least: Math.min(...offs) };
}

/** @typedef {ReturnType<typeof replayed>} Replayed */

/** @param {readonly number[]} values */
const most = (values) => values.toSorted((a, b) => a - b)[Math.ceil(held * values.length) - 1] ?? 0;

/** Low and high that hold the whole way of four of five logs. @param {readonly Replayed[]} logs */
const rangeOf = (logs) => ({ low: -most(logs.map(({ least }) => -least)), high: most(logs.map((log) => log.most)) });

/** @param {readonly Replayed[]} logs */
function report(logs) {
  for (const { source, way, least, most: highest } of logs) {
    const at = [0.05, 0.2, 0.5].map((share) => way.find((entry) => entry.share >= share)?.ratio.toFixed(2) ?? "–");
    const inside = way.filter(({ isIn }) => isIn).length;
    const { low, high } = rangeOf(logs.filter((log) => log.source !== source));
    const others = least >= low - 1e-9 && highest <= high + 1e-9 ? "always" : "not always";
    console.log(
      `  ${source.padEnd(44)} projected over real at 5, 20, 50 %: ${at.join(" ")}  off ${least.toFixed(3)} to ${highest.toFixed(3)}  inside ${inside} of ${way.length}; ${others} in a range of the others`,
    );
  }
  const entries = logs.flatMap(({ way }) => way);
  const whole = logs.filter(({ way }) => way.every(({ isIn }) => isIn)).length;
  const inside = (100 * entries.filter(({ isIn }) => isIn).length) / entries.length;
  const { low, high } = rangeOf(logs);
  console.log(
    `  ${whole} of ${logs.length} logs of ${new Set(logs.map(({ source }) => source)).size} sources always inside the 80 % range; entries inside: ${inside.toFixed(0)} %; their own range ${low.toFixed(3)} to ${high.toFixed(3)}`,
  );
}

const all = csvRecords(readFileSync(new URL("../test/fixtures/logs.csv", import.meta.url), "utf8")).map(replayed);
console.log("Logs that the range was not made of");
report(all.filter(({ isHeldOut }) => isHeldOut));
console.log("\nLogs that it was made of");
report(all.filter(({ isHeldOut }) => !isHeldOut));
