// @ts-check
/**
 * A list of like objects, transposed: for each field its values, and the place of each object's among them in base 36,
 * nothing where it lacks the field.
 *
 * @typedef {Record<string, readonly [values: readonly any[], places: string]>} Columns
 *
 * The price files as they are shipped; `encode.mjs` writes them.
 *
 * @typedef {object} Compact
 * @property {readonly unknown[]} files The files; `rates` and `models` hold their number, they follow in the columns.
 * @property {Columns} models The models of all files.
 * @property {Columns} kinds What a rate is beside amount and origin: `{kind, method?, variant?, service?, currency, per}`.
 * @property {Columns} origins Where it comes from: `{from, fromKind, source, seen, seenKind?, confidence}`.
 * @property {string} kind Per rate, in the order of the files: its row of `kinds`, base 36.
 * @property {string} amount
 * @property {string} origin Its row of `origins`.
 * @property {readonly unknown[]} shared Values that stand in several places; their index in base 36 stands for them.
 */

/** Fields whose value may be an index of `shared`. */
export const sharedKeys = ["offers", "limits", "dataRules", "epochs", "serving", "status", "unknown"];

/**
 * The files whole, but for what `encode.mjs` leaves out, and frozen. They are made of the compact ones, which are used up.
 *
 * @param {Compact} compact
 * @returns {readonly any[]}
 */
export function expand({ files, models, kinds, origins, kind, amount, origin, shared }) {
  const [all, what, where] = [rows(models), at(listOf(kinds), kind), at(listOf(origins), origin)];
  const rates = amount.split(" ").map((own, rate) => Object.freeze({ ...what[rate], amount: own, ...where[rate] }));
  frozen(shared);
  /** Fills in an object or a list in its place, and freezes it. @param {any} value @returns {any} */
  const open = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) for (const item of value) open(item);
    else
      for (const key of Object.keys(value)) {
        const item = value[key];
        if (key === "rates") value[key] = Object.freeze(rates.splice(0, item));
        else if (key === "models") value[key] = Object.freeze(all.splice(0, item).map(open));
        else if (typeof item === "string" && sharedKeys.includes(key)) value[key] = shared[parseInt(item, 36)];
        else open(item);
      }
    return Object.freeze(value);
  };
  return Object.freeze(files.map((file) => listing(open(file))));
}

/**
 * A list whose entries are made once the first is read: who asks for prices needs no machines, and the other way round.
 *
 * @param {number} length @param {() => readonly any[]} make
 * @param {string} [check] the fingerprint that the build made of them
 * @returns {readonly any[]}
 */
export function lazily(length, make, check) {
  /** @type {readonly any[] | undefined} */
  let made;
  const list = Array.from({ length });
  for (const index of list.keys())
    Object.defineProperty(list, index, { get: () => (made ??= make())[index], enumerable: true });
  return sealed(list, check);
}

/**
 * One book of several: an estimate reads the prices of these alone.
 *
 * @param {readonly any[]} books
 */
export function bookOf(...books) {
  const check = books.map(({ check: own }) => own).join(" ");
  const providers = books.flatMap((book) => book.providers);
  const isSealed = books.every((book) => book.providers[seal] === book.check);
  return { ...books[0], check, providers: isSealed ? sealed(providers, check) : providers };
}

/** Under it a frozen list holds the fingerprint of its files: nobody can have changed them, so it need not be made again. */
const seal = Symbol.for("@tunecast/pricing check");

/** @param {any[]} providers @param {string | undefined} check */
function sealed(providers, check) {
  if (check !== undefined) Object.defineProperty(providers, seal, { value: check });
  return Object.freeze(providers);
}

/** @template T @param {T} value @returns {T} */
function frozen(value) {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}

/** A file whose lists of what is sold name models again, by place `3:sft`, or `=NAME`. @param {any} file */
function listing(file) {
  const names = (/** @type {string | undefined} */ text) =>
    text
      ?.split(" ")
      .filter(Boolean)
      .map((entry) => {
        const [place = "", ...way] = entry.split(/(?=:)/u);
        return place.startsWith("=") ? entry.slice(1) : [file.models[parseInt(place, 36)].id, ...way].join("");
      });
  const offered = file.offered?.map((/** @type {any} */ { has, lacks, ...list }) => ({
    ...list,
    models: names(has),
    ...(lacks !== undefined && { lacks: names(lacks) }),
  }));
  return offered === undefined ? file : Object.freeze({ ...file, offered: frozen(offered) });
}

/** What stands at each of the places. @param {readonly any[]} values @param {string} places */
function at(values, places) {
  return places.split(" ").map((place) => values[parseInt(place, 36)]);
}

/** @param {Columns} columns */
function rows(columns) {
  /** @type {Record<string, any>[]} */
  const made = [];
  for (const [name, [values, places]] of Object.entries(columns))
    at(values, places).forEach((value, row) => {
      made[row] ??= {};
      if (value !== undefined) made[row][name] = value;
    });
  return made;
}

/** Like objects of their columns, frozen. @param {Columns} columns */
export function listOf(columns) {
  return frozen(rows(columns));
}
