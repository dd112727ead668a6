// @ts-check
/**
 * What the house looks like in figures, measured from the code of this moment; the test of the structure holds them:
 *
 *     npm run structure
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bookOffers, fileRulesOf } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { arrowsOf, circlesOf, upwardOf } from "./structure/folders.mjs";
import { limitDifferences } from "./structure/limits.mjs";
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
  const gpuModules = modulesOf(fileURLToPath(new URL("../packages/gpu/src/", import.meta.url)));
  const arrows = arrowsOf(modules);
  return {
    circles: circlesOf(arrows),
    upward: upwardOf(arrows, layers),
    exported: exportedValues(modules),
    gpuWalk: passageOf(gpuModules, { file: "selfHost.ts", name: "selfHost", parameter: "question" }, tools),
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

/** Offers whose file rules in the price book and in the checks are not the same. @param {import("./structure/limits.mjs").Held} rulesOf of `@tunecast/dataset` */
export function bookAgainstChecks(rulesOf) {
  return limitDifferences(bookOffers(prices), fileRulesOf, rulesOf);
}

/** The figures as the README of the estimator has them. @param {ReturnType<typeof structure>} house @param {readonly string[]} differences */
export function report({ circles, upward, exported, gpuWalk }, differences) {
  const rooms = new Set(gpuWalk).size;
  return [
    `circles of folders: ${circles.length}${circles.map((one) => `\n  ${one.join(", ")}`).join("")}`,
    `arrows upward: ${upward.length}${upward.map((one) => `\n  ${one}`).join("")}`,
    `differences between the price book and the checks: ${differences.length}${differences.map((one) => `\n  ${one}`).join("")}`,
    "values exported, by entry:",
    ...Object.entries(exported).map(([entry, count]) => `  ${entry.padEnd(12)} ${count}`),
    `way of the GPU question: ${gpuWalk.length} stays in ${rooms} files, ${gpuWalk.length - rooms} returns`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { providerRules } = await import(new URL("../packages/dataset/dist/checks/providers.js", import.meta.url).href);
  process.stdout.write(report(structure(), bookAgainstChecks(providerRules).differences));
}
