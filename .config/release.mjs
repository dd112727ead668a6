// @ts-check
/**
 * Publishes the packages in the order in which they need one another, with provenance where a workflow gives it:
 *
 *     npm run release -- --dry-run | --tag v0.1.0
 *
 * and writes beside them, into `dist/release`, their checksums, the bill of materials, the notes of the version and the
 * repository of the action. Refuses where versions differ, one package asks for another version of another, the tag says
 * something else, or the CHANGELOG has no entry.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
if (!read("packages/estimator/src/estimate/version.ts").includes(`"${version}"`))
  wrong.push("version.ts says another version");
const action = ".github/actions/cost";
for (const path of ["apps/cli/server.json", `${action}/package.json`])
  if (JSON.parse(read(path)).version !== version) wrong.push(`${path} says another version`);
if (!read(`${action}/action.yml`).includes(`default: ${version}\n`)) wrong.push("the action pins another version");
if (wrong.length > 0) {
  console.error(`Not released:\n- ${wrong.join("\n- ")}`);
  process.exit(1);
}

const place = fileURLToPath(new URL("dist/release/", root));
rmSync(place, { recursive: true, force: true });
mkdirSync(place, { recursive: true });
const provenance = process.env["GITHUB_ACTIONS"] === "true" ? ["--provenance"] : [];
const sums = folders.map((folder) => {
  const cwd = fileURLToPath(new URL(folder, root));
  const npm = (/** @type {string[]} */ ...args) =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const [{ filename }] = JSON.parse(npm("pack", "--json", "--silent", "--ignore-scripts", "--pack-destination", place));
  // What is published is the file whose sum is written down.
  npm(
    "publish",
    `${place}${filename}`,
    "--access",
    "public",
    "--ignore-scripts",
    ...provenance,
    ...(isTry ? ["--dry-run"] : []),
  );
  console.log(`ok   ${folder} ${version}${isTry ? " (dry run)" : ""}`);
  return `${createHash("sha256")
    .update(readFileSync(`${place}${filename}`))
    .digest("hex")}  ${filename}\n`;
});
writeFileSync(`${place}SHA256SUMS`, sums.join(""));
const sbom = ["sbom", "--omit=dev", "--sbom-format", "cyclonedx"];
writeFileSync(`${place}sbom.json`, execFileSync("npm", sbom, { cwd: fileURLToPath(root), maxBuffer: 1e9 }));
const [, notes = ""] =
  new RegExp(`^## ${version}[^\\n]*\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "m").exec(
    read("packages/estimator/CHANGELOG.md"),
  ) ?? [];
writeFileSync(`${place}notes.md`, notes.trim() + "\n");
cpSync(fileURLToPath(new URL("pricing/dist/history-v1.json.gz", root)), `${place}history-v1.json.gz`);
cpSync(fileURLToPath(new URL(action, root)), `${place}action`, { recursive: true });
cpSync(fileURLToPath(new URL("LICENSE", root)), `${place}action/LICENSE`);
console.log("ok   dist/release: SHA256SUMS, sbom.json, notes.md, history-v1.json.gz, action/");
