// @ts-check
/** Lists whose items stand on a line each. */
const lines = new Set(["rates", "status", "unknown", "offers", "offered", "residency"]);
/** Values that fit on one line. */
const inline = new Set("aliases billing serving variants conflicts limits dataRules epochs formats".split(" "));

/** A price file as text: a line for each rate, so that a new price is one added line. @param {unknown} file */
export function priceFileText(file) {
  return `${block(file, "")}\n`;
}

/** @param {unknown} value @param {string} indent @param {string} [key] @returns {string} */
function block(value, indent, key = "") {
  if (inline.has(key) || value === null || typeof value !== "object") return line(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${lines.has(key) ? line(item) : block(item, inner)}`);
    return items.length > 0 ? `[\n${items.join(",\n")}\n${indent}]` : "[]";
  }
  const fields = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${block(item, inner, name)}`,
  );
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

/** @param {unknown} value @returns {string} */
export function line(value) {
  if (Array.isArray(value)) return `[${value.map(line).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${line(item)}`);
  return fields.length > 0 ? `{ ${fields.join(", ")} }` : "{}";
}
