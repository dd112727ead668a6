// @ts-check
/** @typedef {import("./rows.mjs").Row} Row */

/** The columns of the CSV; what is a list stands in the JSON alone. */
const columns = /** @type {const} */ ([
  "offer",
  "provider",
  "model",
  "method",
  "variant",
  "kind",
  "service",
  "term",
  "region",
  "gpu",
  "gpus",
  "context",
  "amount",
  "currency",
  "per",
  "from",
  "fromKind",
  "until",
  "seen",
  "undated",
  "confidence",
  "status",
  "source",
]);

/** @param {readonly Row[]} rows */
export function csvOf(rows) {
  const cell = (/** @type {string | number | boolean | null} */ value) => {
    const text = value === null ? "" : String(value);
    return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.join(","), ...rows.map((one) => columns.map((column) => cell(one[column])).join(","))].join("\n")}\n`;
}
