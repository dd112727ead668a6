// @ts-check
/**
 * What the house looks like in figures, measured from the code of this moment; the test of the structure holds them:
 *
 *     npm run structure
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { arrowsOf, circlesOf, upwardOf } from "./structure/folders.mjs";
import { modulesOf } from "./structure/modules.mjs";
import { passageOf } from "./structure/passage.mjs";

const core = new URL("../packages/estimator/", import.meta.url);

/** Folders of the estimator from the ground up: what stands lower knows nothing of what stands above it. */
const layers = [
  ["units.ts", "money.ts", "problem.ts", "order.ts", "version.ts", "check", "names"],
  ["prices"],
  // A question names a price book and own prices: the promises stand on the shape of the price files.
  ["contract"],
  ["curve"],
  ["words"],
  ["bill"],
  ["gpu"],
  ["estimate"],
  ["plan"],
  ["words/plan"],
  ["rows"],
];

/** What any code may call on the way of a value. */
const tools = ["check", "names", "problem.ts", "money.ts", "units.ts"];

/** @returns {{ circles: string[][], upward: string[], exported: Record<string, number>, gpuWalk: string[] }} */
export function structure() {
  const modules = modulesOf(fileURLToPath(new URL("src/", core)));
  const arrows = arrowsOf(modules);
  return {
    circles: circlesOf(arrows),
    upward: upwardOf(arrows, layers),
    exported: exportedValues(modules),
    gpuWalk: passageOf(modules, { file: "gpu/answer.ts", name: "selfHost", parameter: "question" }, tools),
  };
}

/** How many values each entry of the package gives away; types are not counted. @param {ReturnType<typeof modulesOf>} modules */
function exportedValues(modules) {
  const { exports } = JSON.parse(readFileSync(new URL("package.json", core), "utf8"));
  const entries = Object.entries(exports).flatMap(([name, conditions]) => {
    const source = conditions["@tunecast/source"];
    return source === undefined ? [] : [/** @type {const} */ ([name, source.replace("./src/", "")])];
  });
  return Object.fromEntries(entries.map(([name, path]) => [name, valuesOf(modules.get(path)?.program["body"] ?? [])]));
}

/** @param {readonly import("./structure/modules.mjs").Node[]} body @returns {number} */
function valuesOf(body) {
  return body.reduce((sum, node) => {
    if (node.type !== "ExportNamedDeclaration" || node["exportKind"] === "type") return sum;
    const { declaration, specifiers } = /** @type {any} */ (node);
    if (declaration !== null) return sum + (declaration.type.startsWith("TS") ? 0 : 1);
    return sum + specifiers.filter((/** @type {any} */ one) => one.exportKind !== "type").length;
  }, 0);
}

/** The figures as the README of the estimator has them. @param {ReturnType<typeof structure>} house */
export function report({ circles, upward, exported, gpuWalk }) {
  const rooms = new Set(gpuWalk).size;
  return [
    `circles of folders: ${circles.length}${circles.map((one) => `\n  ${one.join(", ")}`).join("")}`,
    `arrows upward: ${upward.length}${upward.map((one) => `\n  ${one}`).join("")}`,
    "values exported, by entry:",
    ...Object.entries(exported).map(([entry, count]) => `  ${entry.padEnd(12)} ${count}`),
    `way of the GPU question: ${gpuWalk.length} stays in ${rooms} files, ${gpuWalk.length - rooms} returns`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(report(structure()));
