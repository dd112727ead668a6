// @ts-check
import { sharedKeys } from "./expand.js";

/** Prose and marks that no estimate shows; they stay in the files. */
const unshown = new Set(["$schema", "note", "conflicts", "evidence", "billsIn"]);
/** Whose sources no estimate shows. */
const unsourced = new Set(["limits", "dataRules", "epochs"]);
const originKeys = ["from", "fromKind", "source", "seen", "seenKind", "alsoSeen", "confidence"];

/**
 * A price file as an estimate needs it: without prose, without the sources of limits, data rules and epochs, without the rates of
 * services that no rule bills by, and without unknown prices that send the reader to the provider's own page, where a
 * missing price sends everyone.
 *
 * @param {Record<string, any>} file
 * @returns {Record<string, any>}
 */
export function shown(file) {
  const services = servicesOf(file);
  /** @param {any} value @param {string} [key] @returns {any} */
  const strip = (value, key = "") => {
    if (key === "rates")
      return value
        .filter((/** @type {any} */ rate) => services.has(rate.service))
        .map((/** @type {any} */ rate) => strip(rate));
    if (Array.isArray(value)) return value.map((item) => strip(item));
    if (value === null || typeof value !== "object") return value;
    const unsaid = unsourced.has(key) ? ["source", "seen"] : [];
    const kept = Object.entries(value).filter(([name]) => !unshown.has(name) && !unsaid.includes(name));
    return Object.fromEntries(kept.map(([name, item]) => [name, strip(item, name)]));
  };
  /** @param {any} model */
  const pointed = (model) => {
    const { unknown = [], ...rest } = model;
    const elsewhere = unknown.filter(
      (/** @type {any} */ entry) => entry.where !== file["page"] || entry.from !== undefined,
    );
    return elsewhere.length > 0 ? { ...rest, unknown: elsewhere } : rest;
  };
  const bare = strip(withPlaces(file));
  if (bare.models === undefined) return bare;
  const offered = bare.offered?.map((/** @type {any} */ list) => ownNames(list, bare.models));
  return { ...bare, ...(offered && { offered }), models: bare.models.map(pointed) };
}

/** A file without what its provider does not say of where it trains. @param {Record<string, any>} file @returns {Record<string, any>} */
function withPlaces({ residency = [], ...file }) {
  const said = residency.filter((/** @type {any} */ { places }) => places.length > 0);
  return said.length === 0 ? file : { ...file, residency: said };
}

/**
 * A list of what is sold, by the ids of this file alone. One that names none of them keeps a stranger, since a list
 * without models says that nothing is sold any more.
 *
 * @param {Record<string, any>} list @param {readonly Record<string, any>[]} models
 */
function ownNames(list, models) {
  const ids = new Map(
    models.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((/** @type {string} */ name) => [name, id])),
  );
  /** @param {readonly string[]} names */
  const own = (names) =>
    names.flatMap((name) => {
      const [, base = "", way = ""] = ways.exec(name) ?? [];
      const id = ids.get(name) ?? ids.get(base);
      return id === undefined ? [] : [id + (ids.has(name) ? "" : way)];
    });
  const held = own(list["models"]);
  return {
    ...list,
    models: held.length > 0 ? held : list["models"].slice(0, 1),
    ...(list["lacks"] && { lacks: own(list["lacks"]) }),
  };
}

/** `NAME:method[@variant]`; a name may hold colons itself. */
const ways = /^(.*?)(:[a-z-]+(?:@[a-z0-9.-]+)?)?$/u;

/** The services by which a rule may bill: none, the batch, and those that serving names. @param {Record<string, any>} file */
function servicesOf(file) {
  const serving = [file["defaults"], ...(file["models"] ?? [])]
    .flatMap((entry) => [entry, ...(entry?.offers ?? [])])
    .flatMap((entry) => entry?.serving ?? []);
  return new Set([undefined, "batch", ...serving.map((/** @type {any} */ { service }) => service)]);
}

/** The name under which `releases.json` has a model: offers of a longer context are of the same model. @param {string} id */
export function releaseName(id) {
  return id.replace(/-(?:32|64|128|256)k$/u, "");
}

/**
 * A price file with the licence and the context of each open model, by its shape, and the first day of each: no file says it twice.
 *
 * @param {Record<string, any>} file
 * @param {readonly Record<string, any>[]} families contents of `models/`
 * @param {readonly Record<string, any>[]} releases of `releases.json`
 * @returns {Record<string, any>}
 */
export function licensed(file, families, releases) {
  const shapes = new Map(families.flatMap(({ models }) => models.map((/** @type {any} */ one) => [one.id, one])));
  const days = new Map(
    releases.flatMap(({ names: all, released: day }) => all.map((/** @type {string} */ name) => [name, day])),
  );
  const models = file["models"].map((/** @type {any} */ model) => {
    const shape = shapes.get(model.shape);
    const licence = model.licence ?? shape?.licence.name;
    const released = model.released ?? days.get(releaseName(model.id));
    const context = shape && { context: shape.context };
    return { ...model, ...(licence && { licence }), ...context, ...(released && { released }) };
  });
  return { ...file, models };
}

/**
 * The compact form of the price files; `expand` gives back each as `shown` leaves it.
 *
 * @param {readonly Record<string, any>[]} whole
 * @returns {import("./expand.js").Compact}
 */
export function encode(whole) {
  const files = whole.map(shown);
  const [kinds, origins, shared] = [table(), table(), table()];
  const repeated = repeats(files);
  /** @type {Record<string, any>[]} */
  const models = [];
  /** @type {{ kind: number, amount: string, origin: number }[]} */
  const rates = [];
  /** @param {Record<string, any>} rate */
  const add = ({ amount, ...rest }) => {
    const origin = origins.index(pick(rest, (key) => originKeys.includes(key)));
    rates.push({ kind: kinds.index(pick(rest, (key) => !originKeys.includes(key))), amount, origin });
  };
  /** @param {any} value @param {string} [key] @returns {any} */
  const pack = (value, key = "") => {
    if (key === "rates") return value.map(add).length;
    if (key === "models") return value.map((/** @type {any} */ model) => models.push(pack(model))).length;
    if (sharedKeys.includes(key) && repeated.has(JSON.stringify(value))) return shared.index(value).toString(36);
    if (Array.isArray(value)) return value.map((item) => pack(item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, pack(item, name)]));
  };
  const packed = files.map((file) => {
    const ids = (file["models"] ?? []).map((/** @type {any} */ { id }) => id);
    return pack(file["offered"] ? { ...file, offered: file["offered"].map(placed(ids)) } : file);
  });
  // Gzip looks back 32 kB: what holds addresses stands together, and the names of the models apart from it.
  return {
    models: columns(models),
    shared: shared.rows,
    files: packed,
    kinds: columns(kinds.rows),
    kind: rates.map(({ kind }) => kind.toString(36)).join(" "),
    origin: rates.map(({ origin }) => origin.toString(36)).join(" "),
    amount: rates.map(({ amount }) => amount).join(" "),
    origins: columns(origins.rows),
  };
}

/** Names of a list by their place in the file. @param {readonly string[]} ids */
function placed(ids) {
  /** @param {readonly string[]} names */
  const places = (names) =>
    names
      .map((name) => {
        const [, base = "", way = ""] = ways.exec(name) ?? [];
        const place = ids.indexOf(name) < 0 ? ids.indexOf(base) : ids.indexOf(name);
        return place < 0 ? `=${name}` : place.toString(36) + (ids[place] === name ? "" : way);
      })
      .join(" ");
  return (/** @type {any} */ { models, lacks, ...list }) => ({
    ...list,
    has: places(models),
    ...(lacks && { lacks: places(lacks) }),
  });
}

/**
 * Fields that hold what is shared come last, next to it. Objects stand alone, since each is filled in with its own rates.
 *
 * @param {readonly Record<string, any>[]} rows
 * @returns {import("./expand.js").Columns}
 */
export function columns(rows) {
  const met = new Set(rows.flatMap((row) => Object.keys(row)));
  const names = [
    ...[...met].filter((name) => !sharedKeys.includes(name)),
    ...sharedKeys.filter((name) => met.has(name)),
  ];
  return Object.fromEntries(
    names.map((name) => {
      const values = table();
      const place = (/** @type {any} */ value) =>
        typeof value === "object" ? values.rows.push(value) - 1 : values.index(value);
      const places = rows.map((row) => (name in row ? place(row[name]).toString(36) : ""));
      return [name, [values.rows, places.join(" ")]];
    }),
  );
}

/** Values of the shared fields that stand in two places or more. @param {readonly any[]} files */
function repeats(files) {
  /** @type {Map<string, number>} */
  const times = new Map();
  /** @param {any} value @param {string} [key] */
  const walk = (value, key = "") => {
    if (value === null || typeof value !== "object") return;
    if (sharedKeys.includes(key)) {
      const text = JSON.stringify(value);
      times.set(text, (times.get(text) ?? 0) + 1);
      return;
    }
    for (const [name, item] of Object.entries(value)) walk(item, Array.isArray(value) ? "" : name);
  };
  for (const file of files) walk(file);
  return new Set([...times].filter(([, count]) => count > 1).map(([text]) => text));
}

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
