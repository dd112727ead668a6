// @ts-check
/**
 * A list of like objects, turned: one array per field, null where an object lacks it. Neighbours in a column resemble
 * each other more than neighbours in a row, so it packs better.
 *
 * @typedef {Record<string, readonly unknown[]>} Columns
 *
 * The price files as they are shipped; `encode.mjs` writes them.
 *
 * @typedef {object} Compact
 * @property {readonly unknown[]} files The files; `rates` holds the number of its rates, which follow in the columns.
 * @property {Columns} kinds What a rate is beside amount and origin: `{kind, method?, variant?, service?, currency, per}`.
 * @property {Columns} origins Where it comes from: `{from, fromKind, source, seen, seenKind?, confidence}`.
 * @property {string} kind Per rate, in the order of the files: its row of `kinds`, base 36.
 * @property {string} amount
 * @property {string} origin Its row of `origins`; nothing where it is the one before.
 * @property {readonly unknown[]} shared Values that stand in several places; their index in base 36 stands for them.
 */

/** Fields whose value may be an index of `shared`. */
export const sharedKeys = ["offers", "limits", "epochs", "serving", "status", "unknown"];

/**
 * The files whole, but for what `encode.mjs` leaves out.
 *
 * @param {Compact} compact
 * @returns {any[]}
 */
export function expand({ files, kinds, origins, kind, amount, origin, shared }) {
  const what = rows(kinds);
  const where = rows(origins);
  const [kindOf, amounts, originOf] = [kind, amount, origin].map((text) => text.split(" "));
  let next = 0;
  let last = {};
  const rate = () => {
    const place = originOf?.[next] ?? "";
    if (place !== "") last = where[parseInt(place, 36)] ?? {};
    const parts = { ...what[parseInt(kindOf?.[next] ?? "", 36)], amount: amounts?.[next], ...last };
    next += 1;
    return parts;
  };
  /** @param {unknown} value @param {string} [key] @returns {unknown} */
  const open = (value, key = "") => {
    if (key === "rates") return Array.from({ length: Number(value) }, rate);
    if (key === "models") return rows(/** @type {Columns} */ (value)).map((model) => open(model));
    if (sharedKeys.includes(key) && typeof value === "string") return shared[parseInt(value, 36)];
    if (Array.isArray(value)) return value.map((item) => open(item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, open(item, name)]));
  };
  return files.map((file) => open(file));
}

/** @param {Columns} columns @returns {object[]} */
function rows(columns) {
  const fields = Object.entries(columns);
  const length = Math.max(0, ...fields.map(([, column]) => column.length));
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(
      fields.flatMap(([name, column]) =>
        column[row] === null || column[row] === undefined ? [] : [[name, column[row]]],
      ),
    ),
  );
}
