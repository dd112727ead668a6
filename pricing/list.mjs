// @ts-check
import { changesOf } from "./list/changes.mjs";
import { csvOf } from "./list/csv.mjs";
import { inForce } from "./list/rows.mjs";
import { listSchema } from "./list/schema.mjs";

/** @typedef {import("./list/rows.mjs").Entry} Entry */
/** @typedef {import("./list/rows.mjs").Row} Row */

/** A row as JSON; what it has not is left out. @param {Entry} one */
function lineOf(one) {
  const held = Object.entries(one).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(Object.fromEntries(held));
}

/**
 * The files that others import, by name.
 *
 * @param {readonly Row[]} rows
 * @param {{ version: string, sha256: string }} stamp
 */
export function listFiles(rows, stamp) {
  const now = inForce(rows, stamp.version);
  const list = (/** @type {readonly Entry[]} */ prices) => {
    const head = { schemaVersion: 1, ...stamp, license: "CC0-1.0" };
    return `${JSON.stringify(head).slice(0, -1)},"prices":[\n${prices.map(lineOf).join(",\n")}\n]}\n`;
  };
  return {
    "prices-v1.json": list(now.map((one) => ({ ...one, evidence: [], conflicts: [] }))),
    "prices-v1.csv": csvOf(now),
    "history-v1.json": list(rows),
    "prices-v1.schema.json": `${JSON.stringify(listSchema, null, 2)}\n`,
    "CHANGES.md": changesOf(rows),
  };
}
