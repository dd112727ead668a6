// @ts-check
/**
 * The structure of the repository in figures, measured from the code:
 *
 *     npm run structure
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { bookOffers, fileRulesOf } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { arrowsOf, circlesOf, upwardOf } from "./structure/folders.mjs";
import { limitDifferences } from "./structure/limits.mjs";
import { modulesOf } from "./structure/modules.mjs";
import { passageOf } from "./structure/passage.mjs";

const core = new URL("../packages/estimator/", import.meta.url);
const sourceOf = (/** @type {string} */ name) =>
  modulesOf(fileURLToPath(new URL(`../packages/${name}/src/`, import.meta.url)));

/** What the house should measure; a figure that misses its goal is printed beside it. */
const goals = { source: 50_000, scripts: 8_000, estimate: 30, gpu: 45, files: 15 };

const layers = [
  ["units.ts", "money.ts", "decimalText.ts", "problem.ts", "order.ts", "version.ts", "check", "names"],
  ["curve"],
  ["prices"],
  // A question names a price book and own prices: the promises stand on the shape of the price files.
  ["contract"],
  ["words"],
  ["bill"],
  ["estimate"],
  ["plan"],
  ["words/plan", "words/report"],
  ["rows"],
];

export function structure() {
  const modules = sourceOf("estimator");
  const gpu = sourceOf("gpu");
  const arrows = arrowsOf(modules);
  return {
    circles: circlesOf(arrows),
    fileCircles: [modules, gpu, sourceOf("dataset")].flatMap((one) => circlesOf(filesOf(one))),
    upward: upwardOf(arrows, layers),
    exported: exportedValues(modules),
    walks: {
      estimate: passageOf(modules, { file: "estimate/estimate.ts", name: "estimate", parameter: "question" }),
      gpu: passageOf(gpu, { file: "selfHost.ts", name: "selfHost", parameter: "question" }),
    },
  };
}

const written =
  /\.(?:ts|tsx|mjs|js|css|html|py|json|jsonl|csv|tsv|txt|md|yml|yaml|toml|svg|png|wasm|parquet|arrow|feather|gz|zst|tgz|tar|zip|sh)$/;
const named = /(?:^|\/)(?:LICENSE(?:[\w.-]*)?|NOTICE|\.\w+|run)$|^package-lock\.json$/;
const top = new Set(
  ".ci .config .gitattributes .github .gitignore .npmrc .oxfmtrc.json .oxlintrc.json .pre-commit-hooks.yaml LICENSE README.md action.yml apps package-lock.json package.json packages pricing tsconfig.json".split(
    " ",
  ),
);

/** Tracked files that nobody meant to keep: what a tool left behind, or a new name at the top. */
export function strayFiles() {
  return tracked().filter((path) => !top.has(path.split("/")[0] ?? "") || !(written.test(path) || named.test(path)));
}

function tracked() {
  return execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    encoding: "utf8",
  })
    .split("\n")
    .filter((path) => path !== "" && existsSync(new URL(`../${path}`, import.meta.url)));
}

/** Which file imports which. @param {ReturnType<typeof modulesOf>} modules */
function filesOf(modules) {
  return new Map(
    [...modules].map(([path, { imports }]) => [path, new Map([...imports.values()].map(({ file }) => [file, [file]]))]),
  );
}

/** Lines that people wrote, by kind, and folders of source with more files than a reader takes in. */
export function sizes() {
  const lines = { source: 0, scripts: 0, tests: 0 };
  /** @type {Map<string, number>} */
  const folders = new Map();
  for (const path of tracked()) {
    if (!/\.(?:ts|tsx|mjs|js|css)$/.test(path) || /\/(?:tables|fixtures)\/|vocabulary-/.test(path)) continue;
    const isSource = /\/(?:src|wasm)\//.test(path);
    const kind = isSource ? "source" : /\/test\/|^apps\/guide\/examples/.test(path) ? "tests" : "scripts";
    lines[kind] += readFileSync(new URL(`../${path}`, import.meta.url), "utf8").split("\n").length - 1;
    if (isSource) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
  }
  return { lines, crowded: [...folders].filter(([, files]) => files > goals.files) };
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

/** @param {ReturnType<typeof structure>} house @param {ReturnType<typeof sizes>} measured @param {readonly string[]} differences */
function report({ circles, fileCircles, upward, exported, walks }, { lines, crowded }, differences) {
  const listed = (/** @type {readonly (readonly string[] | string)[]} */ all) =>
    `${all.length}${all.map((one) => `\n  ${String(one)}`).join("")}`;
  const beside = (/** @type {number} */ figure, /** @type {number} */ goal) =>
    `${figure.toLocaleString("en")} (goal ${goal.toLocaleString("en")})`;
  return [
    `lines of source: ${beside(lines.source, goals.source)}`,
    `lines of scripts: ${beside(lines.scripts, goals.scripts)}`,
    `lines of tests: ${lines.tests.toLocaleString("en")}`,
    `folders of more than ${goals.files} files: ${listed(crowded.map(([folder, files]) => `${folder} ${files}`))}`,
    `circles of folders: ${listed(circles)}`,
    `circles of files: ${listed(fileCircles)}`,
    `imports from a lower layer to a higher one: ${listed(upward)}`,
    `differences between the price book and the checks: ${listed(differences)}`,
    `values exported, by entry: ${Object.entries(exported)
      .map(([entry, count]) => `${entry} ${count}`)
      .join(", ")}`,
    `stays of the question through estimate(): ${beside(walks.estimate.length, goals.estimate)}`,
    `stays of the question through selfHost(): ${beside(walks.gpu.length, goals.gpu)}`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { providerRules } = await import(new URL("../packages/dataset/dist/checks/providers.js", import.meta.url).href);
  process.stdout.write(report(structure(), sizes(), bookAgainstChecks(providerRules).differences));
}
