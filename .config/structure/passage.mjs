// @ts-check
import { walkTree } from "./modules.mjs";

/** @typedef {import("./modules.mjs").Module} Module */
/** @typedef {import("./modules.mjs").Node} Node */
/** A function: where it stands, and its parts. @typedef {{ file: string, name: string, node: Node }} Place */

/**
 * The way of one value through the code: a stay for every file that it enters, in the order in which the calls are
 * written; calls within a file are one stay, and a function is gone through once for the same parameters. `tools` are
 * files or folders that any code may call (field checks, money) and that are no stays. Calls through tables of functions
 * are not followed.
 * @param {ReadonlyMap<string, Module>} modules @param {{ file: string, name: string, parameter: string }} start
 * @param {readonly string[]} tools
 * @returns {string[]} the files of the stays
 */
export function passageOf(modules, { file, name, parameter }, tools) {
  const functions = new Map([...modules.values()].map((module) => [module.path, functionsOf(module)]));
  /** @type {string[]} */
  const stays = [];
  const passed = new Set();
  /** @param {string} here */
  const stay = (here) => {
    if (stays.at(-1) !== here) stays.push(here);
  };
  /** @param {Place} place @param {ReadonlySet<string>} names */
  const enter = (place, names) => {
    const key = `${place.file}:${place.name}:${[...names].sort().join()}`;
    stay(place.file);
    if (passed.has(key)) return;
    passed.add(key);
    const carried = new Set(names);
    walkTree(place.node.body ?? place.node, (node) => {
      if (node.type === "VariableDeclarator" && node.init && carries(node.init, carried)) bound(node.id, carried);
      if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return;
      const target = resolved(place.file, node.callee.name);
      if (target === null || tools.some((tool) => target.file === tool || target.file.startsWith(`${tool}/`))) return;
      const taken = /** @type {Set<string>} */ (new Set());
      node.arguments.forEach((/** @type {Node} */ argument, /** @type {number} */ index) => {
        const parameterNode = target.node.params[index];
        if (parameterNode !== undefined && carries(argument, carried)) bound(parameterNode, taken);
      });
      if (taken.size === 0) return;
      enter(target, taken);
    });
  };
  /** @param {string} from @param {string} called @returns {Place | null} */
  const resolved = (from, called) => {
    const imported = modules.get(from)?.imports.get(called);
    const at = imported ?? { file: from, name: called };
    return functions.get(at.file)?.get(at.name) ?? null;
  };
  const start = functions.get(file)?.get(name);
  if (start === undefined) throw new Error(`No function ${name} in ${file}.`);
  enter(start, new Set([parameter]));
  return stays;
}

/** @param {Module} module @returns {Map<string, Place>} */
function functionsOf({ path, program }) {
  /** @type {Map<string, Place>} */
  const found = new Map();
  for (const statement of program["body"]) {
    const node = statement.declaration ?? statement;
    if (node.type === "FunctionDeclaration") found.set(node.id.name, { file: path, name: node.id.name, node });
    if (node.type === "VariableDeclaration")
      for (const { id, init } of node.declarations)
        if (init?.type === "ArrowFunctionExpression" && id.type === "Identifier")
          found.set(id.name, { file: path, name: id.name, node: init });
  }
  return found;
}

/** Whether the value, or a part of it, is handed on: itself, a member of it, or an object made of it. @param {Node} node @param {ReadonlySet<string>} names @returns {boolean} */
function carries(node, names) {
  switch (node.type) {
    case "Identifier":
      return names.has(node["name"]);
    case "MemberExpression":
      return carries(node["object"], names);
    case "ObjectExpression":
      return node["properties"].some((/** @type {Node} */ one) => carries(one["argument"] ?? one["value"], names));
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return carries(node["expression"], names);
    case "LogicalExpression":
      return carries(node["left"], names) || carries(node["right"], names);
    default:
      return false;
  }
}

/** Adds the names that a pattern binds. @param {Node} pattern @param {Set<string>} names */
function bound(pattern, names) {
  if (pattern.type === "Identifier") names.add(pattern["name"]);
  if (pattern.type === "AssignmentPattern") bound(pattern["left"], names);
  if (pattern.type === "ObjectPattern")
    for (const property of pattern["properties"]) bound(property.value ?? property.argument, names);
}
