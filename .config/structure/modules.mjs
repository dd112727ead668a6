// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseSync } from "vite";

/** @typedef {{ type: string, [part: string]: any }} Node */
/** A source file: its syntax tree, and by local name what it imports: the file and the name there. @typedef {{ path: string, program: Node, imports: Map<string, { file: string, name: string }> }} Module */

/** All TypeScript modules of a folder, by path relative to it. @param {string} root @returns {Map<string, Module>} */
export function modulesOf(root) {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => /(?<!\.d)\.tsx?$/.test(path));
  return new Map(paths.sort().map((path) => [path, moduleOf(root, path)]));
}

/** @param {string} root @param {string} path @returns {Module} */
function moduleOf(root, path) {
  const { program } = parseSync(path, readFileSync(join(root, path), "utf8"));
  /** @type {Module["imports"]} */
  const imports = new Map();
  for (const node of program.body) {
    if (!("source" in node) || node.source === null || !node.source.value.startsWith(".")) continue;
    const file = relative(root, join(root, dirname(path), node.source.value));
    if (!existsSync(join(root, file))) continue;
    const specifiers = "specifiers" in node ? node.specifiers : [];
    for (const specifier of specifiers) {
      const imported = "imported" in specifier ? specifier.imported : "local" in specifier ? specifier.local : null;
      const name = imported !== null && "name" in imported ? imported.name : "*";
      imports.set(specifier.local && "name" in specifier.local ? specifier.local.name : name, { file, name });
    }
    if (specifiers.length === 0) imports.set(`* ${file}`, { file, name: "*" });
  }
  return { path, program, imports };
}

/** Calls `visit` with a node and all within it. @param {Node} node @param {(node: Node) => void} visit */
export function walkTree(node, visit) {
  visit(node);
  for (const part of Object.values(node))
    for (const child of Array.isArray(part) ? part : [part])
      if (typeof child?.type === "string") walkTree(child, visit);
}
