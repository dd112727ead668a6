// @ts-check
/**
 * Publishes the packages in the order in which they need one another, with provenance where a workflow gives it:
 *
 *     npm run release -- --dry-run | --tag v0.1.0
 *
 * Refuses where their versions differ, one of them asks for another version of another, the tag says something else, or the
 * CHANGELOG has no entry.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const folders = [
  "packages/estimator",
  "pricing",
  "packages/vocabulary-llama3",
  "packages/dataset",
  "packages/gpu",
  "apps/cli",
];
const isTry = process.argv.includes("--dry-run");
const tag = process.argv[process.argv.indexOf("--tag") + 1];
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, root), "utf8");
const manifests = folders.map((folder) => JSON.parse(read(`${folder}/package.json`)));
const [{ version }] = manifests;
const own = new Set(manifests.map(({ name }) => name));

const wrong = manifests.flatMap((manifest) => [
  ...(manifest.version === version ? [] : [`${manifest.name} is ${manifest.version}, and the first is ${version}`]),
  ...["repository", "homepage", "bugs", "license", "engines"]
    .filter((field) => manifest[field] === undefined)
    .map((field) => `${manifest.name} has no ${field}`),
  ...(manifest.publishConfig?.access === "public" ? [] : [`${manifest.name} is not published to all`]),
  ...Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies })
    .filter(([name, wanted]) => (own.has(name) ? wanted !== version : !/^\d+\.\d+\.\d+$/.test(String(wanted))))
    .map(([name, wanted]) => `${manifest.name} asks for ${name} ${wanted}`),
]);
if (!isTry && tag !== `v${version}`) wrong.push(`the tag is ${tag}, and the version ${version}`);
if (!read("packages/estimator/CHANGELOG.md").includes(`## ${version}`)) wrong.push(`the CHANGELOG has no ${version}`);
if (!read("packages/estimator/src/version.ts").includes(`"${version}"`)) wrong.push("version.ts says another version");
if (wrong.length > 0) {
  console.error(`Not released:\n- ${wrong.join("\n- ")}`);
  process.exit(1);
}

const provenance = process.env["GITHUB_ACTIONS"] === "true" ? ["--provenance"] : [];
for (const folder of folders) {
  const args = ["publish", "--access", "public", "--ignore-scripts", ...provenance, ...(isTry ? ["--dry-run"] : [])];
  execFileSync("npm", args, { cwd: fileURLToPath(new URL(folder, root)), stdio: ["ignore", "ignore", "inherit"] });
  console.log(`ok   ${folder} ${version}${isTry ? " (dry run)" : ""}`);
}
