// @ts-check
import { sharedKeys } from "./expand.js";

/** Prose and marks that no estimate shows; they stay in the files. */
const unshown = new Set(["$schema", "note", "conflicts"]);
const originKeys = ["from", "fromKind", "source", "seen", "seenKind", "confidence"];

/**
 * The compact form of the price files: `expand` gives back all of them but their prose.
 *
 * @param {readonly Record<string, any>[]} providers
 * @param {readonly Record<string, any>[]} clouds
 * @param {{ version: string, sha256: string }} stamp
 * @returns {import("./expand.js").Compact}
 */
export function encode(providers, clouds, stamp) {
  const rates = table();
  const machines = table();
  const origins = table();
  const shared = table();
  /** @param {ReturnType<typeof table>} kinds @param {readonly Record<string, any>[]} list */
  const text = (kinds, list) => {
    let last = -1;
    return list.map((entry) => {
      const { amount, ...rest } = bare(entry);
      const origin = origins.index(pick(rest, (key) => originKeys.includes(key)));
      const what = kinds.index(pick(rest, (key) => !originKeys.includes(key)));
      const same = origin === last;
      last = origin;
      return [what.toString(36), amount, ...(same ? [] : [origin.toString(36)])].join(":");
    }).join(" ");
  };
  const repeated = repeats([...providers, ...clouds]);
  /** @param {ReturnType<typeof table>} kinds @param {any} value @param {string} [key] @returns {any} */
  const pack = (kinds, value, key) => {
    if (key === "rates") return text(kinds, value);
    if (key !== undefined && sharedKeys.includes(key) && repeated.has(JSON.stringify(bare(value)))) return shared.index(bare(value)).toString(36);
    if (Array.isArray(value)) return value.map((item) => pack(kinds, item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !unshown.has(name)).map(([name, item]) => [name, pack(kinds, item, name)]));
  };
  const files = { providers: providers.map((file) => pack(rates, file)), clouds: clouds.map((file) => pack(machines, file)) };
  return { ...stamp, rates: rates.rows, machines: machines.rows, origins: origins.rows, shared: shared.rows, ...files };
}

/** What a file says without its prose. @param {any} value @returns {any} */
export function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !unshown.has(name)).map(([name, item]) => [name, bare(item)]));
}

/** Values of the shared fields that stand in two places or more. @param {readonly any[]} files */
function repeats(files) {
  /** @type {Map<string, number>} */
  const times = new Map();
  /** @param {any} value @param {string} [key] */
  const walk = (value, key) => {
    if (value === null || typeof value !== "object") return;
    if (key !== undefined && sharedKeys.includes(key)) {
      const text = JSON.stringify(bare(value));
      times.set(text, (times.get(text) ?? 0) + 1);
      return;
    }
    for (const [name, item] of Object.entries(value)) walk(item, Array.isArray(value) ? undefined : name);
  };
  for (const file of files) walk(file);
  return new Set([...times].filter(([, count]) => count > 1).map(([text]) => text));
}

/** Distinct rows and their place. */
function table() {
  /** @type {any[]} */
  const rows = [];
  /** @type {Map<string, number>} */
  const places = new Map();
  return {
    rows,
    /** @param {any} row */
    index(row) {
      const text = JSON.stringify(row);
      const place = places.get(text) ?? rows.push(row) - 1;
      places.set(text, place);
      return place;
    },
  };
}

/** @param {Record<string, any>} entry @param {(key: string) => boolean} wanted */
function pick(entry, wanted) {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => wanted(key)));
}
