// @ts-check
// The 80 % interval around an estimate, made from the errors on sources that were left out of the fit.

import { wider } from "../dist/gpu/physics/interval.js";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {{ source: string, off: number, causes: readonly string[] }} Off */

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
 * Low and high of ln(measured / estimated) that hold four of five: quantiles in which a source counts as much as its
 * rows do and as much as any other source, half and half. Errors are measured in the width that their causes give.
 * @param {readonly Off[]} offs @returns {(causes: readonly string[]) => { low: number, high: number }}
 */
export function spreadFrom(offs) {
  const rows = new Map();
  for (const { source } of offs) rows.set(source, (rows.get(source) ?? 0) + 1);
  const widthOf = (/** @type {readonly string[]} */ causes) => wider ** causes.length;
  const weighed = offs
    .map(({ source, off, causes }) => ({
      off: off / widthOf(causes),
      weight: 0.5 / offs.length + 0.5 / rows.size / rows.get(source),
    }))
    .toSorted((a, b) => a.off - b.off);
  const quantile = (/** @type {number} */ share) => {
    let below = 0;
    for (const { off, weight } of weighed) if ((below += weight) >= share) return off;
    return weighed.at(-1)?.off ?? 0;
  };
  const [low, high] = [quantile(0.1), quantile(0.9)];
  return (causes) => ({ low: low * widthOf(causes), high: high * widthOf(causes) });
}
