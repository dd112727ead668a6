// @ts-check
import { readFileSync } from "node:fs";
import { parseSync } from "vite";

/**
 * One change that a test should notice.
 *
 * @typedef {{ readonly id: number, readonly file: string, readonly line: number, readonly column: number, readonly code: string, readonly from: string, readonly to: string }} Mutant
 *
 * @typedef {(start: number, end: number) => string} Render
 * @typedef {{ readonly start: number, readonly end: number, readonly texts: { readonly id: number, readonly text: (render: Render) => string }[] }} Edit
 * @typedef {(node: any, to: string, text: (render: Render) => string) => void} Add
 */

/** What each operator and method is changed to. @type {Readonly<Record<string, string>>} */
const swapped = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  times: "dividedBy",
  dividedBy: "times",
  plus: "minus",
  minus: "plus",
  ceil: "floor",
  floor: "ceil",
  min: "max",
  max: "min",
  some: "every",
  every: "some",
  smaller: "larger",
  larger: "smaller",
  lessThan: "lessThanOrEqualTo",
  lessThanOrEqualTo: "lessThan",
  greaterThan: "greaterThanOrEqualTo",
  greaterThanOrEqualTo: "greaterThan",
};

/**
 * The mutants of a source file, and its code with some of them in it: each is in force while `globalThis.isMutant` says so of its id.
 *
 * @param {string} file @param {string} source @param {number} first id of the first mutant
 * @returns {{ readonly code: (wanted: ReadonlySet<number>) => string, readonly mutants: readonly Mutant[] }}
 */
export function mutated(file, source, first) {
  /** @type {Mutant[]} */
  const mutants = [];
  /** @type {Map<string, Edit>} */
  const edits = new Map();
  visit(parseSync(file, source, { lang: "ts", sourceType: "module" }).program, (node, to, text) => {
    const { start, end } = node;
    const id = first + mutants.length;
    const line = source.slice(0, start).split("\n").length;
    const column = start - source.lastIndexOf("\n", start - 1);
    const code = source.split("\n")[line - 1]?.trim() ?? "";
    mutants.push({ id, file, line, column, code, from: source.slice(start, end).replaceAll(/\s+/g, " "), to });
    /** @type {Edit} */
    const edit = edits.get(`${start} ${end}`) ?? { start, end, texts: [] };
    edit.texts.push({ id, text: (render) => `globalThis.isMutant(${id}) ? (${text(render)}) : ` });
    edits.set(`${start} ${end}`, edit);
  });
  const sorted = [...edits.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  const code = (/** @type {ReadonlySet<number>} */ wanted) => {
    /** The source of a range with the mutants in it. @param {number} start @param {number} end @param {Edit} [within] @returns {string} */
    const rendered = (start, end, within) => {
      let [text, at] = ["", start];
      for (const edit of sorted) {
        if (edit === within || edit.start < at || edit.end > end) continue;
        const render = (/** @type {number} */ from, /** @type {number} */ to) => rendered(from, to, edit);
        const own = rendered(edit.start, edit.end, edit);
        const others = edit.texts.filter(({ id }) => wanted.has(id)).map((one) => one.text(render));
        text += source.slice(at, edit.start) + (others.length === 0 ? own : `(${others.join("")}${own})`);
        at = edit.end;
      }
      return text + source.slice(at, end);
    };
    return rendered(0, source.length);
  };
  return { code, mutants };
}

/** Nodes of optional chains. @type {WeakSet<object>} */
const chained = new WeakSet();

const types = ["typeAnnotation", "returnType", "typeParameters", "typeArguments"];

/** @param {any} node @param {Add} add */
function visit(node, add) {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, add);
    return;
  }
  if (typeof node?.type !== "string") return;
  const isType = node.type.startsWith("TS") && !/^TS(?:As|Satisfies|NonNull)/.test(node.type);
  if (isType || node.type === "ImportDeclaration") return;
  // Within `a?.b().c` nothing can be set apart: what is absent skips the rest of it.
  if (node.type === "ChainExpression") for (let at = node.expression; at; at = at.object ?? at.callee) chained.add(at);
  changes(node, add);
  for (const [name, part] of Object.entries(node)) {
    const isName = name === "key" && node.computed !== true;
    if (!isName && !types.includes(name) && part !== null && typeof part === "object") visit(part, add);
  }
}

/** @param {any} node @param {Add} add */
function changes(node, add) {
  const { type, operator, left, right, test, value } = node;
  const other = Object.hasOwn(swapped, operator ?? "") ? swapped[operator] : undefined;
  if ((type === "BinaryExpression" || type === "LogicalExpression") && other !== undefined)
    add(node, other, (render) => `(${render(left.start, left.end)}) ${other} (${render(right.start, right.end)})`);
  if (type === "LogicalExpression" && operator === "??")
    add(node, "what stands after ??", (render) => render(right.start, right.end));
  if (type === "ConditionalExpression" || type === "IfStatement")
    add(test, "its opposite", (render) => `!(${render(test.start, test.end)})`);
  if (type === "Literal" && typeof value === "boolean") add(node, String(!value), () => String(!value));
  if (type === "Literal" && typeof value === "number") add(node, String(value + 1), () => String(value + 1));
  if (type === "Literal" && typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value))
    add(node, `"${Number(value) + 1}"`, () => `"${Number(value) + 1}"`);
  if (type === "CallExpression" && !chained.has(node)) calls(node, add);
}

/** @param {any} node @param {Add} add */
function calls(node, add) {
  const { callee, arguments: given } = node;
  const at = callee.type === "MemberExpression" ? callee.property : callee;
  const name = String(at.name);
  const instead = Object.hasOwn(swapped, name) ? swapped[name] : undefined;
  if (instead !== undefined)
    add(node, instead, (render) => `${render(node.start, at.start)}${instead}${render(at.end, node.end)}`);
  if (callee.type === "MemberExpression" && ["filter", "toSorted", "sort"].includes(name) && given.length === 1)
    add(node, `without ${name}`, (render) => `[...${render(callee.object.start, callee.object.end)}]`);
}

/**
 * Why a change alters nothing that a test could notice: what stands in its `line`, and how `was → is` of the change begins.
 *
 * @typedef {{ readonly line: string, readonly change: string, readonly why: string }} Reason
 * @type {readonly Reason[]}
 */
export const reasons = JSON.parse(readFileSync(new URL("../test/mutationReasons.json", import.meta.url), "utf8"));

/** Whether a reason is of a change. @param {Reason} reason @param {Mutant} mutant */
export function isOf({ line, change }, mutant) {
  return mutant.code.includes(line) && `${mutant.from} → ${mutant.to}`.startsWith(change);
}
