// @ts-check
// What each source would have been given, had its own runs not been used: constants are fitted without the source, and
// the source is scored on them. A framework whose only runs are left out keeps its first guesses. The interval that is
// printed beside an estimate is scored the same way: made from the other sources' errors, held against the source's own.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { readFileSync } from "node:fs";
import { allRuns, fit, hourFiles, memoryTarget, readRuns, scoredFiles, settings, speedTarget } from "./selfhostFit.mjs";
import { hourRuns } from "./selfhostHours.mjs";
import { parseCsv } from "./selfhostRows.mjs";
import { causesOf, spreadFrom } from "./selfhostSpread.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {{ source: string, off: number, causes: readonly string[], gib: number, isScored: boolean }} Off one run: ln of measured over estimated */

const targets = { memory: memoryTarget, speed: speedTarget };

/** Of the speed of a step: that of all runs, and what it makes of the hours of those whose hours are stated. */
const titles = {
  memory: "Peak memory per GPU",
  speed: "Tokens per second and GPU",
  hours: "Hours of whole runs, evaluation and saving in them",
};

/** @param {keyof typeof targets} name @returns {Record<string, Off[]>} */
function leftOut(name) {
  const target = targets[name];
  const { scored, further } = allRuns();
  const all = [...scored, ...further].filter(target.rows);
  const isScored = new Set(scored);
  const stated = name === "speed" ? hourRuns(hourFiles.flatMap((path) => parseCsv(readFileSync(path, "utf8")))) : [];
  const sources = [...new Set([...all.map(({ row }) => row["source"] ?? ""), ...stated.map(({ source }) => source)])];
  /** @type {import("./selfhostFit.mjs").Values | undefined} */
  let whole;
  const parts = sources.map((source) => {
    const rest = all.filter(({ row }) => row["source"] !== source);
    // Sources that state hours alone have no row in the fit.
    const values = settings(rest.length < all.length ? fit(target, rest) : (whole ??= fit(target, all)));
    const known = new Set(rest.map(({ run }) => run.profile.id));
    const cards = new Set(rest.map(({ gpu }) => gpu?.id ?? ""));
    /** @param {Measured} m @param {number} ratio @param {boolean} isCounted @returns {Off} */
    const off = (m, ratio, isCounted) => ({
      source,
      off: Math.log(ratio),
      causes: causesOf(name, m, known, cards),
      gib: target.actual(m),
      isScored: isCounted,
    });
    return {
      own: all
        .filter(({ row }) => row["source"] === source)
        .map((m) => off(m, target.actual(m) / target.estimate(m, values), isScored.has(m))),
      hours: stated
        .filter((one) => one.source === source)
        .map(({ m, hours, publisher }) => ({
          ...off(m, Number(m.row["wall_h"]) / hours(values), true),
          source: publisher,
        })),
    };
  });
  const own = parts.flatMap((part) => part.own);
  return name === "speed" ? { speed: own, hours: parts.flatMap((part) => part.hours) } : { [name]: own };
}

if (!isMainThread && workerData?.heldOut) parentPort?.postMessage(leftOut(workerData.heldOut));

/** @param {keyof typeof targets} name @returns {Promise<Record<string, Off[]>>} */
function inWorker(name) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { heldOut: name } });
  return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;
/** @template T @param {readonly T[]} list @param {(one: T) => number} of */
const mean = (list, of) => list.reduce((sum, one) => sum + of(one), 0) / list.length;

/** Prints all targets, by source and in all. */
export async function heldOutReport() {
  if (readRuns(scoredFiles).length === 0) return;
  const [{ memory = [] }, { speed = [], hours = [] }] = await Promise.all([inWorker("memory"), inWorker("speed")]);
  report("memory", memory);
  falseFits(memory.filter(({ isScored }) => isScored));
  report("speed", speed);
  report("hours", hours);
}

/** @param {keyof typeof titles} name @param {readonly Off[]} all the runs that are scored, and those that the interval is made of beside them */
function report(name, all) {
  console.log(
    `\n${titles[name]}: each source by constants that were fitted without it, in an interval that was made without it`,
  );
  const middle = spreadFrom(all, { fewSources: false })([]);
  const typical = name === "hours" ? Math.exp((middle.low + middle.high) / 2) : 1;
  const wrong = (/** @type {Off} */ { off }) => Math.abs(typical * Math.exp(-off) - 1);
  const near = (/** @type {Off} */ one) => (wrong(one) <= 0.2 ? 1 : 0);
  const scored = all.filter(({ isScored }) => isScored);
  const sources = [...new Set(scored.map(({ source }) => source))].map((source) => {
    const rows = scored.filter((one) => one.source === source);
    const spread = spreadFrom(all.filter((one) => one.source !== source));
    const inside = (/** @type {Off} */ one) => {
      const { low, high } = spread(one.causes);
      return one.off >= low && one.off <= high ? 1 : 0;
    };
    const result = { source, rows, error: mean(rows, wrong), within: mean(rows, near), covered: mean(rows, inside) };
    console.log(
      `    ${source.padEnd(20)} ${String(rows.length).padStart(4)} rows  ${percent(result.error).padStart(7)}  within 20 %: ${percent(result.within).padStart(7)}  bias ${percent(typical * Math.exp(-mean(rows, ({ off }) => off)) - 1).padStart(7)}  in the 80 % interval ${percent(result.covered).padStart(7)}`,
    );
    return result;
  });
  const byRow = mean(
    sources.flatMap(({ rows, covered }) => rows.map(() => covered)),
    (one) => one,
  );
  console.log(
    `  ${String(scored.length).padStart(4)} rows  ${percent(mean(scored, wrong))} by row  ${percent(mean(sources, ({ error }) => error))} by source  ${percent(mean(scored, near))} within 20 %  in the interval ${percent(byRow)} by row, ${percent(mean(sources, ({ covered }) => covered))} by source`,
  );
  const spread = spreadFrom(all);
  for (const causes of [[], ["framework"], ["framework", "card"]]) {
    const { low, high } = spread(causes);
    console.log(
      `    measured over estimated${causes.length ? `, ${causes.join(" and ")} not measured` : ""}: ${Math.exp(low).toFixed(3)} to ${Math.exp(high).toFixed(3)}`,
    );
  }
}

/** How often a run would have been said to fit a card that it does not fit. @param {readonly Off[]} all */
function falseFits(all) {
  const margin = 1.15 / 0.97;
  const pairs = all.flatMap(({ off, gib }) =>
    [12, 16, 24, 40, 48, 80].map((card) => ({ says: (gib / Math.exp(off)) * margin <= card, fits: gib <= card })),
  );
  const lies = pairs.filter(({ says, fits }) => says && !fits).length;
  const doubts = pairs.filter(({ says, fits }) => !says && fits).length;
  console.log(
    `  says fits, did not: ${lies} of ${pairs.length} pairs of run and card (${percent(lies / pairs.length)}); says no or tight, would have fitted: ${doubts} (${percent(doubts / pairs.length)})`,
  );
}
