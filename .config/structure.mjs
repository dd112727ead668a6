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
import { modulesOf } from "./structure/modules.mjs";
import { passageOf } from "./structure/passage.mjs";

const sourceOf = (/** @type {string} */ name) =>
  modulesOf(fileURLToPath(new URL(`../packages/${name}/src/`, import.meta.url)));

/** What the house should measure; a figure that misses its goal is printed beside it. */
export const goals = { source: 50_000, scripts: 8_000, estimate: 30, gpu: 45, files: 15 };

/** Folders and files of the estimator, the lowest first; what none of them names is the highest. */
const layers = [
  ["money.ts", "problem.ts", "check", "names"],
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
  return {
    upward: upwardOf(modules),
    walks: {
      estimate: passageOf(modules, { file: "estimate/estimate.ts", name: "estimate", parameter: "question" }),
      gpu: passageOf(sourceOf("gpu"), { file: "selfHost.ts", name: "selfHost", parameter: "question" }),
    },
  };
}

/** Imports from a lower layer to a higher one. A circle of files is an error of the linter. @param {ReturnType<typeof modulesOf>} modules */
function upwardOf(modules) {
  const floors = layers
    .flatMap((names, floor) => names.map((name) => ({ floor, name })))
    .toSorted((a, b) => b.name.length - a.name.length);
  const floorOf = (/** @type {string} */ path) =>
    floors.find(({ name }) => path === name || path.startsWith(`${name}/`))?.floor ?? layers.length;
  return [...modules.values()].flatMap(({ path, imports }) =>
    [...new Set([...imports.values()].map(({ file }) => file))]
      .filter((file) => floorOf(file) > floorOf(path) && !dirname(file).startsWith(dirname(path)))
      .map((file) => `${path} → ${file}`),
  );
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

/** @param {ReturnType<typeof structure>} house @param {ReturnType<typeof sizes>} measured */
function report({ upward, walks }, { lines, crowded }) {
  const listed = (/** @type {readonly string[]} */ all) => `${all.length}${all.map((one) => `\n  ${one}`).join("")}`;
  const beside = (/** @type {number} */ figure, /** @type {number} */ goal) =>
    `${figure.toLocaleString("en")} (goal ${goal.toLocaleString("en")})`;
  return [
    `lines of source: ${beside(lines.source, goals.source)}`,
    `lines of scripts: ${beside(lines.scripts, goals.scripts)}`,
    `lines of tests: ${lines.tests.toLocaleString("en")}`,
    `folders of more than ${goals.files} files: ${listed(crowded.map(([folder, files]) => `${folder} ${files}`))}`,
    `imports from a lower layer to a higher one: ${listed(upward)}`,
    `stays of the question through estimate(): ${beside(walks.estimate.length, goals.estimate)}`,
    `stays of the question through selfHost(): ${beside(walks.gpu.length, goals.gpu)}`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(report(structure(), sizes()));
