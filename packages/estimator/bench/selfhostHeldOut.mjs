// @ts-check
// What each source would have been given, had its own runs not been used: constants are fitted without the source, and
// the source is scored on them. A framework whose only runs are left out keeps its first guesses. The interval that is
// printed beside an estimate is scored the same way: made from the other sources' errors, held against the source's own.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { allRuns, fit, memoryTarget, readRuns, scoredFiles, settings, speedTarget } from "./selfhostFit.mjs";
import { causesOf, spreadFrom } from "./selfhostSpread.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {{ source: string, off: number, causes: readonly string[], gib: number, cardGiB: number }} Off one run: ln of measured over estimated */

const targets = { memory: memoryTarget, speed: speedTarget };

/** @param {keyof typeof targets} name @returns {Off[]} */
function leftOut(name) {
  const target = targets[name];
  const { scored, further } = allRuns();
  const mine = scored.filter(target.rows);
  const all = [...mine, ...further.filter(target.rows)];
  return [...new Set(mine.map(({ row }) => row["source"] ?? ""))].flatMap((source) => {
    const rest = all.filter(({ row }) => row["source"] !== source);
    const values = settings(fit(target, rest));
    const known = new Set(rest.map(({ run }) => run.profile.id));
    const cards = new Set(rest.map(({ gpu }) => gpu?.id ?? ""));
    return mine
      .filter(({ row }) => row["source"] === source)
      .map((m) => {
        const off = Math.log(target.actual(m) / target.estimate(m, values));
        return { source, off, causes: causesOf(name, m, known, cards), gib: target.actual(m), cardGiB: m.cardGiB };
      });
  });
}

if (!isMainThread && workerData?.heldOut) parentPort?.postMessage(leftOut(workerData.heldOut));

/** @param {keyof typeof targets} name @returns {Promise<Off[]>} */
function inWorker(name) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { heldOut: name } });
  return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;
/** @template T @param {readonly T[]} list @param {(one: T) => number} of */
const mean = (list, of) => list.reduce((sum, one) => sum + of(one), 0) / list.length;
const wrong = (/** @type {Off} */ { off }) => Math.abs(Math.exp(-off) - 1);
const near = (/** @type {Off} */ one) => (wrong(one) <= 0.2 ? 1 : 0);

/** Prints both targets, by source and in all. */
export async function heldOutReport() {
  if (readRuns(scoredFiles).length === 0) return;
  const results = await Promise.all([inWorker("memory"), inWorker("speed")]);
  report("Peak memory per GPU", "memory", results[0]);
  falseFits(results[0]);
  report("Tokens per second and GPU", "speed", results[1]);
}

/** @param {string} title @param {keyof typeof targets} name @param {readonly Off[]} all */
function report(title, name, all) {
  console.log(
    `\n${title}: each source by constants that were fitted without it, in an interval that was made without it`,
  );
  const sources = [...new Set(all.map(({ source }) => source))].map((source) => {
    const rows = all.filter((one) => one.source === source);
    const spread = spreadFrom(all.filter((one) => one.source !== source));
    const inside = (/** @type {Off} */ one) => {
      const { low, high } = spread(one.causes);
      return one.off >= low && one.off <= high ? 1 : 0;
    };
    const result = { source, rows, error: mean(rows, wrong), within: mean(rows, near), covered: mean(rows, inside) };
    console.log(
      `    ${source.padEnd(20)} ${String(rows.length).padStart(4)} rows  ${percent(result.error).padStart(7)}  within 20 %: ${percent(result.within).padStart(7)}  bias ${percent(Math.exp(-mean(rows, ({ off }) => off)) - 1).padStart(7)}  in the 80 % interval ${percent(result.covered).padStart(7)}`,
    );
    return result;
  });
  const byRow = mean(
    sources.flatMap(({ rows, covered }) => rows.map(() => covered)),
    (one) => one,
  );
  console.log(
    `  ${String(all.length).padStart(4)} rows  ${percent(mean(all, wrong))} by row  ${percent(mean(sources, ({ error }) => error))} by source  ${percent(mean(all, near))} within 20 %  in the interval ${percent(byRow)} by row, ${percent(mean(sources, ({ covered }) => covered))} by source`,
  );
  const spread = spreadFrom(all);
  for (const causes of [[], ["framework"], ["framework", "card"]]) {
    const { low, high } = spread(causes);
    console.log(
      `    measured over estimated${causes.length ? `, ${causes.join(" and ")} not measured` : ""}: ${Math.exp(low).toFixed(2)} to ${Math.exp(high).toFixed(2)} (${name})`,
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
