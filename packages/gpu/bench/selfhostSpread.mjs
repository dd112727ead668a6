// @ts-check
// The 80 % interval around an estimate, made from the errors on sources that were left out of the fit.

import { wider } from "../dist/physics/interval.js";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {{ source: string, off: number, causes: readonly string[] }} Off */

/** Share of runs that an interval is to hold. */
const held = 0.8;

/**
 * What no measured run says of a run, as the estimator names it.
 * @param {"memory" | "speed"} name @param {Measured} m
 * @param {ReadonlySet<string>} frameworks @param {ReadonlySet<string>} cards that there are runs of
 */
export function causesOf(name, { run, gpu }, frameworks, cards) {
  return [
    ...(frameworks.has(run.profile.id) ? [] : ["framework"]),
    ...(name === "speed" && !cards.has(gpu?.id ?? "") ? ["card"] : []),
    ...(name === "speed" && run.gpus > (gpu?.linkedCards ?? 8) ? ["network"] : []),
  ];
}

/**
 * Low and high of ln(measured / estimated) that hold four of five runs of a source that is not among these: split
 * conformal over sources. The median of the errors, and as far on both sides as the distances from it reach that hold
 * 0.8 × (k + 1) / k of k sources; a source counts as much as its rows do and as much as any other source, half and half.
 * Errors are measured in the width that their causes give.
 * @param {readonly Off[]} offs
 * @param {{ fewSources?: boolean }} [options] `fewSources: false` leaves (k + 1) / k out, where it would let
 * one source of the few decide alone: the interval is then that of the sources there are
 * @returns {(causes: readonly string[]) => { low: number, high: number }}
 */
export function spreadFrom(offs, { fewSources = true } = {}) {
  const rows = new Map();
  for (const { source } of offs) rows.set(source, (rows.get(source) ?? 0) + 1);
  const widthOf = (/** @type {readonly string[]} */ causes) => wider ** causes.length;
  const weighed = offs.map(({ source, off, causes }) => ({
    value: off / widthOf(causes),
    weight: 0.5 / offs.length + 0.5 / rows.size / rows.get(source),
  }));
  const middle = quantile(weighed, 0.5);
  const distances = weighed.map(({ value, weight }) => ({ value: Math.abs(value - middle), weight }));
  const reach = quantile(distances, Math.min(1, held * (fewSources ? (rows.size + 1) / rows.size : 1)));
  return (causes) => ({ low: (middle - reach) * widthOf(causes), high: (middle + reach) * widthOf(causes) });
}

/** @param {readonly { value: number, weight: number }[]} weighed @param {number} share */
function quantile(weighed, share) {
  let below = 0;
  const sorted = weighed.toSorted((a, b) => a.value - b.value);
  for (const { value, weight } of sorted) if ((below += weight) >= share - 1e-9) return value;
  return sorted.at(-1)?.value ?? 0;
}
