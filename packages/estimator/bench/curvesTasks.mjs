// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tableRecords } from "../dist/check/records.js";

/**
 * @typedef {{ id: string, source: string, group: string, direction: "higher" | "lower", lower: number | null, upper: number | null,
 *   points: { n: number, value: number, se: number | null }[] }} RealCurve
 * @typedef {{ curve: RealCurve, pilots: RealCurve["points"], targets: { ratio: number, n: number, value: number }[], weight: number }} Task
 */

/** Groups of domains that are averaged together. @type {Readonly<Record<string, string>>} */
const GROUPS = {
  "llm-finetune-loss": "FT-loss",
  "llm-finetune-acc": "FT-acc",
  "smalldata-acc": "small-acc",
  "tabular-error": "tabular",
  "lm-loss": "pretrain-loss",
  "nmt-loss": "pretrain-loss",
  "llm-finetune-mae": "pretrain-loss",
  "smalldata-mae": "pretrain-loss",
  "bigbench-error": "pretrain-error",
  "vision-error": "pretrain-error",
};

/** Target distances, each with the range of n / n_max that counts as it. */
export const RATIOS = /** @type {const} */ ([
  [2, 1.6, 2.83],
  [4, 2.83, 5.66],
  [8, 5.66, 11.4],
]);

/** Least ratio of two pilots: about an octave. */
const OCTAVE = 1.6;

/** Most end points taken from one curve. */
const MOST_ENDS = 3;

/** Every curve of three points or more in the CSV files of a folder. @param {string} folder @returns {RealCurve[]} */
export function readCurves(folder) {
  /** @type {Map<string, RealCurve>} */
  const curves = new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  for (const file of files.toSorted())
    for (const row of rowsOf(join(folder, file))) {
      const figure = (/** @type {string} */ name) => ((row[name] ?? "") === "" ? null : Number(row[name]));
      const [n, value, se] = [figure("n") ?? 0, figure("value"), figure("se")];
      if (n <= 0 || value === null) continue;
      const { curve_id: id = "", source = "", domain = "" } = row;
      const curve = curves.get(id) ?? {
        id,
        source,
        group: GROUPS[domain] ?? domain,
        direction: row["direction"] === "higher" ? "higher" : "lower",
        lower: figure("lower"),
        upper: figure("upper"),
        points: [],
      };
      curves.set(id, curve);
      curve.points.push({ n, value, se: se !== null && Number.isFinite(se) ? se : null });
    }
  const all = [...curves.values()].filter(({ points }) => points.length >= 3);
  for (const curve of all) curve.points.sort((a, b) => a.n - b.n);
  return all;
}

/** @param {string} path */
function rowsOf(path) {
  const read = tableRecords(readFileSync(path, "utf8"), ["curve_id"]);
  if (!read.ok) throw new Error(`${path}: line ${Number(read.problem["line"])} has too many cells.`);
  return read.value ?? [];
}

/** The gap of a value: 1 − accuracy, or the loss above its floor. @param {RealCurve} curve @param {number} value */
export function gapOf(curve, value) {
  const best = curve.upper ?? Math.max(...curve.points.map((point) => point.value));
  return curve.direction === "higher" ? best - value : value - (curve.lower ?? 0);
}

/** `count` pilots an octave apart or more, thinned backwards from the end point. @param {RealCurve["points"]} points @param {number} end @param {number} count */
function pilotsBefore(points, end, count) {
  const pilots = points.slice(end, end + 1);
  for (let i = end - 1; i >= 0 && pilots.length < count; i -= 1) {
    const point = points[i];
    if (point !== undefined && (pilots[0]?.n ?? 0) / point.n >= OCTAVE) pilots.unshift(point);
  }
  return pilots.length < count ? null : pilots;
}

/** @param {RealCurve["points"]} points @param {number} end */
function targetsAfter(points, end) {
  const from = points[end]?.n ?? 1;
  return RATIOS.flatMap(([ratio, least, most]) => {
    const off = (/** @type {{ n: number }} */ { n }) => Math.abs(Math.log(n / from / ratio));
    const [nearest] = points
      .slice(end + 1)
      .filter(({ n }) => n / from >= least && n / from < most)
      .toSorted((a, b) => off(a) - off(b));
    return nearest === undefined ? [] : [{ ratio, n: nearest.n, value: nearest.value }];
  });
}

/** Half to even, as the reference rounds. @param {number} x */
function roundHalfEven(x) {
  return x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

/** Forecasting tasks of a curve with `count` pilots; its end points share weight 1. @param {RealCurve} curve @param {number} count @returns {Task[]} */
export function tasksOf(curve, count) {
  const valid = curve.points.flatMap((_, end) => {
    const pilots = end === 0 ? null : pilotsBefore(curve.points, end, count);
    const targets = targetsAfter(curve.points, end);
    const isValid = pilots?.every(({ value }) => gapOf(curve, value) > 1e-6) === true && targets.length > 0;
    return isValid ? [{ pilots, targets }] : [];
  });
  const places = Array.from({ length: MOST_ENDS }, (_, i) => roundHalfEven((i * (valid.length - 1)) / (MOST_ENDS - 1)));
  const chosen = valid.length <= MOST_ENDS ? valid : [...new Set(places)].flatMap((i) => valid[i] ?? []);
  return chosen.map(({ pilots, targets }) => ({ curve, pilots, targets, weight: 1 / chosen.length }));
}

/** @template T, K @param {readonly T[]} list @param {(one: T) => K} keyOf @returns {Map<K, T[]>} */
export function groupedBy(list, keyOf) {
  /** @type {Map<K, T[]>} */
  const groups = new Map();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
