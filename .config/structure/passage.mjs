// @ts-check
/** @typedef {import("./modules.mjs").Module} Module */
/** @typedef {import("./modules.mjs").Node} Node */
/** A function: where it stands, and its parts. @typedef {{ file: string, name: string, node: Node }} Place */

/**
 * The way of one parameter through the code, from function to function: a stay for each file it enters, in the order in
 * which the calls are written. A function is entered once; calls within a file are one stay. An object with the parameter and
 * the result of a call that takes it are the parameter still, a field that a declaration takes out of it is not. `ok` and
 * `fail` wrap it and are no stay. Calls through tables of functions and methods are not followed.
 * @param {ReadonlyMap<string, Module>} modules @param {{ file: string, name: string, parameter: string }} start
 * @returns {string[]} the files of the stays
 */
export function passageOf(modules, { file, name, parameter }) {
  const functions = new Map([...modules.values()].map((module) => [module.path, functionsOf(module)]));
  /** @type {string[]} */
  const stays = [];
  /** @type {Set<Place>} */
  const passed = new Set();
  /** @param {Place} place @param {ReadonlySet<string>} names */
  const enter = (place, names) => {
    if (passed.has(place)) return;
    passed.add(place);
    if (stays.at(-1) !== place.file) stays.push(place.file);
    const carried = new Set(names);
    /** Calls that took the parameter. @type {Set<Node>} */
    const results = new Set();
    inOrder(place.node.body ?? place.node, (node) => {
      if (follow(place.file, node, carried, results)) results.add(node);
    });
  };
  /** @param {string} from @param {Node} node @param {Set<string>} carried @param {ReadonlySet<Node>} results */
  const follow = (from, node, carried, results) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init)
      if (carries(node.init, carried, results)) carried.add(node.id["name"]);
    if (node.type === "ForOfStatement" && carries(node["right"], carried, results))
      bound(node["left"].declarations?.[0]?.id ?? node["left"], carried);
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return false;
    const { name: called } = node.callee;
    if (called === "ok" || called === "fail")
      return node.arguments.some((/** @type {Node} */ argument) => carries(argument, carried, results));
    const target = resolved(from, called);
    if (target === null) return false;
    const taken = /** @type {Set<string>} */ (new Set());
    node.arguments.forEach((/** @type {Node} */ argument, /** @type {number} */ index) => {
      const parameterNode = target.node.params[index];
      if (parameterNode !== undefined && carries(argument, carried, results)) bound(parameterNode, taken);
    });
    if (taken.size > 0) enter(target, taken);
    return taken.size > 0;
  };
  /** @param {string} from @param {string} called @returns {Place | null} */
  const resolved = (from, called) => {
    const imported = modules.get(from)?.imports.get(called);
    const at = imported ?? { file: from, name: called };
    return functions.get(at.file)?.get(at.name) ?? null;
  };
  const first = functions.get(file)?.get(name);
  if (first === undefined) throw new Error(`No function ${name} in ${file}.`);
  enter(first, new Set([parameter]));
  return stays;
}

/** Visits as the code runs: what a call or a declaration is made of comes before it. @param {Node} node @param {(node: Node) => void} visit */
function inOrder(node, visit) {
  const isLater = ["VariableDeclarator", "CallExpression"].includes(node.type);
  if (!isLater) visit(node);
  for (const child of childrenOf(node)) inOrder(child, visit);
  if (isLater) visit(node);
}

/** @param {Node} node @returns {Node[]} */
function childrenOf(node) {
  return Object.values(node).flatMap((part) =>
    (Array.isArray(part) ? part : [part]).filter((child) => typeof child?.type === "string"),
  );
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

/** Whether an expression is the value, a part of it, or an object with it. @param {Node} node @param {ReadonlySet<string>} names @param {ReadonlySet<Node>} results @returns {boolean} */
function carries(node, names, results) {
  if (results.has(node)) return true;
  switch (node.type) {
    case "Identifier":
      return names.has(node["name"]);
    case "CallExpression":
    case "ArrowFunctionExpression":
    case "BinaryExpression":
    case "UnaryExpression":
    case "TemplateLiteral":
      return false;
    case "MemberExpression":
      return carries(node["object"], names, results);
    case "ConditionalExpression":
      return carries(node["consequent"], names, results) || carries(node["alternate"], names, results);
    default:
      return childrenOf(node).some((child) => carries(child, names, results));
  }
}

/** Adds the names that a pattern binds. @param {Node} pattern @param {Set<string>} names */
function bound(pattern, names) {
  if (pattern.type === "Identifier") names.add(pattern["name"]);
  if (pattern.type === "AssignmentPattern") bound(pattern["left"], names);
  if (pattern.type === "RestElement") bound(pattern["argument"], names);
  if (pattern.type === "ArrayPattern") for (const element of pattern["elements"]) if (element) bound(element, names);
  if (pattern.type === "ObjectPattern")
    for (const property of pattern["properties"]) bound(property.value ?? property.argument, names);
}
