// @ts-check
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { changesOf } from "./list/changes.mjs";
import { inForce } from "./list/rows.mjs";
import { releaseName } from "./compact/encode.mjs";

// @ts-check

/** @typedef {import("./list/rows.mjs").Entry} Entry */

/**
 * What holds for each offer beside its prices: the names of its model, here and elsewhere, its rules, and its epochs.
 *
 * @param {readonly Entry[]} providers
 * @param {readonly Entry[]} releases of `releases.json`
 * @param {(provider: any, model: any) => any[]} modelOffers
 * @returns {Entry[]}
 */
export function offersOf(providers, releases, modelOffers) {
  const byName = new Map(
    releases.flatMap((release) => release["names"].map((/** @type {string} */ name) => [name, release])),
  );
  return providers.flatMap((file) =>
    file["models"].flatMap((/** @type {Entry} */ model) => {
      const ids = idsOf(file["provider"], model, byName.get(releaseName(model["id"])));
      const { released = null, counting, parameters = null } = model;
      return modelOffers(file, model).map(({ id, epochs, billing, serving }) => ({
        offer: id,
        ids,
        released,
        counting,
        parameters,
        epochs,
        billing,
        serving,
      }));
    }),
  );
}

/** The names of a model: the provider's own whole, then those of other lists. @param {string} provider @param {Entry} model @param {Entry} [release] @returns {Record<string, string>} */
function idsOf(provider, { id, aliases = [] }, release = {}) {
  // The id of a price file is the provider's own, shortened where that is a path.
  const native = aliases.find((/** @type {string} */ name) => name.includes("/") || name.includes(":")) ?? id;
  const { huggingFace, openRouter, modelsDev, liteLLM, at } = release;
  const all = { native, huggingFace, openRouter, modelsDev, liteLLM, ...at?.[provider] };
  return Object.fromEntries(Object.entries(all).filter(([, name]) => name !== undefined));
}

// @ts-check

/** The columns of the CSV; what is a list stands in the JSON alone. */
const columns = (
  "offer provider model method variant kind service term region gpu gpus context amount currency per from fromKind until " +
  "seen age undated confidence status source"
).split(" ");

const ids = ["native", "huggingFace", "openRouter", "modelsDev", "liteLLM"];

/** @param {readonly Entry[]} rows @param {readonly Entry[]} offers */
function csvOf(rows, offers) {
  const byOffer = new Map(offers.map((one) => [one["offer"], one["ids"]]));
  const cell = (/** @type {string | number | boolean | null | undefined} */ value) => {
    const text = String(value ?? "");
    return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((one) => [
    ...columns.map((column) => cell(one[column])),
    ...ids.map((id) => cell(byOffer.get(one["offer"])?.[id])),
  ]);
  return `${[[...columns, ...ids], ...lines].map((cells) => cells.join(",")).join("\n")}\n`;
}

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
