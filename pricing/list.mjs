// @ts-check
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { changesOf } from "./list/changes.mjs";
import { csvOf } from "./list/csv.mjs";
import { inForce } from "./list/rows.mjs";

/** @typedef {import("./list/rows.mjs").Entry} Entry */
/** @typedef {import("./list/rows.mjs").Row} Row */

const daysBetween = (/** @type {string} */ from, /** @type {string} */ to) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));

const packed = (/** @type {string} */ text) => gzipSync(text, { level: 9 });

/** A row as JSON; what it has not is left out. @param {Entry} one */
function lineOf(one) {
  const held = Object.entries(one).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(Object.fromEntries(held));
}

/**
 * The files that others import, by name. The package holds the packed ones.
 *
 * @param {readonly Row[]} rows
 * @param {readonly Entry[]} offers of `offersOf`
 * @param {{ version: string, sha256: string }} stamp
 * @returns {Record<string, string | Uint8Array>}
 */
export function listFiles(rows, offers, stamp) {
  /** @type {readonly Row[]} */
  const now = inForce(rows, stamp.version).map((one) => ({ ...one, age: daysBetween(one["seen"], stamp.version) }));
  const sold = new Set(now.map(({ offer }) => offer));
  const list = (/** @type {readonly Entry[]} */ prices, /** @type {readonly Entry[]} */ own) => {
    const lines = Object.entries({ offers: own, prices }).map(
      ([name, list]) => `"${name}":[\n${list.map(lineOf).join(",\n")}\n]`,
    );
    const head = { schemaVersion: 1, ...stamp, license: "CC0-1.0" };
    return `${JSON.stringify(head).slice(0, -1)},${lines.join(",")}}\n`;
  };
  const whole = {
    "prices-v1.json": list(
      // Words of a machine's copy stand in the history alone: there are four thousand of them.
      now.map((one) => ({ ...one, conflicts: [], ...(one["gpu"] !== null && { evidence: [] }) })),
      offers.filter(({ offer }) => sold.has(offer)),
    ),
    "prices-v1.csv": csvOf(now, offers),
  };
  return {
    ...whole,
    ...Object.fromEntries(Object.entries(whole).map(([name, text]) => [`${name}.gz`, packed(text)])),
    "history-v1.json.gz": packed(list(rows, offers)),
    "prices-v1.schema.json": readFileSync(new URL("list/prices-v1.schema.json", import.meta.url), "utf8"),
    "CHANGES.md": changesOf(rows),
  };
}
