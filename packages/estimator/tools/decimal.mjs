// @ts-check
/**
 * Writes `decimal/decimal.js`: what Tunecast uses of decimal.js, a third of its size. No bundler can leave the rest of
 * that library out, since its methods hang on one prototype.
 *
 *     node packages/estimator/tools/decimal.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/** Methods of a number; those that they call themselves come with them. */
const methods = [
  "abs",
  "ceil",
  "comparedTo",
  "decimalPlaces",
  "dividedBy",
  "equals",
  "floor",
  "greaterThan",
  "greaterThanOrEqualTo",
  "isNegative",
  "isPositive",
  "isZero",
  "lessThan",
  "lessThanOrEqualTo",
  "minus",
  "negated",
  "plus",
  "times",
  "toDecimalPlaces",
  "toFixed",
  "toNumber",
  "toSignificantDigits",
  "toString",
];
/** Fields of the constructor beside its rounding modes. */
const statics = new Set(["prototype", "config", "set", "clone", "isDecimal"]);

/** Objects whose properties are no methods of a number. */
const notNumbers = new Set(["Math", "Decimal", "Ctor", "Number"]);

/** @typedef {{ type: string, start: number, end: number, [part: string]: any }} Node */
/** What is kept or left out as a whole: the names by which it is used, and its place in the source. @typedef {{ names: readonly string[], node: Node, start: number, end: number }} Part */

const folder = dirname(createRequire(import.meta.url).resolve("decimal.js/package.json"));
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
/** @param {string} file */
const read = (file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n");
const licence = read("LICENCE.md").trim();

/** Text that is no plain number (hexadecimal, Infinity) is refused: what reads it is as long as the rest. */
const source = read("decimal.mjs").replace(
  "return isDecimal.test(v) ? parseDecimal(x, v) : parseOther(x, v);",
  "if (isDecimal.test(v)) return parseDecimal(x, v);",
);
const { program, comments } = parseSync("decimal.mjs", source);

/** Calls `visit` with a node and all within it, except what is cut. @param {Node} node @param {ReadonlySet<Node>} cut @param {(node: Node, parent: Node | null) => void} visit @param {Node | null} [parent] */
function walk(node, cut, visit, parent = null) {
  if (cut.has(node)) return;
  visit(node, parent);
  for (const part of Object.values(node))
    for (const child of Array.isArray(part) ? part : [part])
      if (typeof child?.type === "string") walk(child, cut, visit, node);
}

/** Left sides of `P.plus = P.add = …`, of `Decimal.abs = …`, of `PI = …`; a method bears a dot. @param {Node} node @returns {string[]} */
function assigned({ type, left, right }) {
  if (type !== "AssignmentExpression") return [];
  const { object, property, computed, name } = left;
  const own =
    object === undefined ? name : computed ? "[computed]" : `${object.name === "P" ? "." : ""}${property.name}`;
  return [own, ...assigned(right)];
}

/** @param {Node} node @param {readonly string[]} names @returns {Part} */
function part(node, names) {
  return { names, node, start: node.start, end: node.end };
}

/** Statements and declarators of the file's top floor, and the fields that `clone` gives to a constructor. @returns {Part[]} */
function partsOf() {
  /** @type {Part[]} */
  const parts = [];
  for (const node of program.body) {
    if (node.type === "FunctionDeclaration") parts.push(part(node, [node.id?.name ?? ""]));
    if (node.type === "VariableDeclaration")
      for (const one of node.declarations) parts.push(part(one, ["name" in one.id ? one.id.name : ""]));
    if (node.type === "ExpressionStatement") parts.push(part(node, assigned(node.expression)));
  }
  walk(program, new Set(), (node) => {
    const owner = node.type === "ExpressionStatement" ? node["expression"].left?.object : undefined;
    if (owner?.name === "Decimal") parts.push(part(node, [`static ${node["expression"].left.property.name}`]));
  });
  return parts;
}

/** What a part uses, in the names that parts bear. @param {Node} node @param {ReadonlySet<Node>} cut @returns {Set<string>} */
function usedBy(node, cut) {
  const used = new Set();
  walk(node, cut, ({ type, name, object, property, computed }, parent) => {
    if (type === "MemberExpression" && !computed && !notNumbers.has(object.name)) used.add(`.${property.name}`);
    const isProperty = parent?.type === "MemberExpression" && parent["property"].name === name && !parent["computed"];
    if (type === "Identifier" && !isProperty) used.add(name);
  });
  return used;
}

/** @param {readonly Part[]} parts */
function keptOf(parts) {
  const fields = parts.filter(({ names }) => names[0]?.startsWith("static "));
  const kept = new Set(
    fields.filter(({ names }) => /ROUND|EUCLID/.test(names[0] ?? "") || statics.has(names[0]?.slice(7) ?? "")),
  );
  const cut = new Set(fields.filter((field) => !kept.has(field)).map(({ node }) => node));
  // `Decimal.max = max`: nothing else calls these functions, though others have variables of their names.
  const theirs = new Set([...cut].map((node) => node["expression"].right.name));
  const wanted = new Set(["P", "clone", "DEFAULTS", ...methods.map((name) => `.${name}`)]);
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const one of parts) {
      if (cut.has(one.node) || one.names.some((name) => theirs.has(name))) continue;
      if (one.names.some((name) => wanted.has(name))) kept.add(one);
    }
    for (const { node } of kept) for (const name of usedBy(node, cut)) wanted.add(name);
  }
  return kept;
}

/** The source without the parts that are not kept, without comments and blank lines. @param {readonly Part[]} parts @param {ReadonlySet<Part>} kept */
function remains(parts, kept) {
  const gone = [...parts.filter((one) => !kept.has(one)), ...comments].sort((a, b) => a.start - b.start);
  let text = "";
  let at = 0;
  for (const { start, end } of gone) {
    if (start < at) continue;
    text += source.slice(at, start);
    at = end;
    // A declarator takes its comma along.
    at += /^\s*,/u.exec(source.slice(at))?.[0].length ?? 0;
  }
  return text + source.slice(at);
}

/** The text of `decimal/decimal.js`. @returns {string} */
export function subset() {
  const parts = partsOf();
  const text = remains(parts, keptOf(parts))
    .replace(/\s*\n(?:[ \t]*\n)*/gu, "\n")
    .trim();
  const terms = licence.replace(/^/gmu, "// ").replace(/ +$/gmu, "");
  const head = `// Generated by tools/decimal.mjs from decimal.js ${version}: the methods that Tunecast uses. Its licence:`;
  return `${head}\n//\n${terms}\n\n${text}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(fileURLToPath(new URL("../decimal/decimal.js", import.meta.url)), subset());
