// @ts-check
// How many public configs are read by the program that they were written for:
//   npm run bench:configs
// Each of `publicConfigs.json` is a file of a repository at a commit, fetched once into a cache (CONFIGS_CACHE, else
// node_modules/.cache/tunecast-configs). Prints what is not read whole; exits with 1 below 24 of 30.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { problemSentence, readTrainerConfig } from "../dist/trainers.js";

/** @typedef {{ program: string, repo: string, commit: string, path: string }} PublicConfig */

const cache =
  process.env["CONFIGS_CACHE"] ??
  fileURLToPath(new URL("../../../node_modules/.cache/tunecast-configs", import.meta.url));

/** Undefined where it cannot be had. @param {PublicConfig} config */
async function textOf({ repo, commit, path }) {
  const file = join(cache, `${repo.replace("/", "+")}@${commit.slice(0, 8)}`, path);
  if (existsSync(file)) return readFileSync(file, "utf8");
  const answer = await fetch(`https://raw.githubusercontent.com/${repo}/${commit}/${path}`).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  const text = await answer.text();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return text;
}

/** @type {PublicConfig[]} */
const list = JSON.parse(readFileSync(new URL("publicConfigs.json", import.meta.url), "utf8"));
const counts = { had: 0, own: 0, other: 0, refused: 0, unknown: 0 };
for (const config of list) {
  const text = await textOf(config);
  const where = `${config.program.padEnd(14)} ${config.repo} ${config.path}`;
  if (text === undefined) {
    console.log(`  not fetched  ${where}`);
    continue;
  }
  counts.had += 1;
  const read = readTrainerConfig([{ name: config.path, text }]);
  const outcome = !read.ok ? "refused" : read.value.trainer === config.program ? "own" : "other";
  counts[outcome] += 1;
  if (!read.ok) console.log(`  refused      ${where}: ${problemSentence(read.problem)}`);
  else if (outcome === "other") console.log(`  as ${read.value.trainer}  ${where}`);
  else if (read.value.unknown.length > 0) {
    counts.unknown += 1;
    console.log(`  unknown key  ${where}: ${read.value.unknown.map(({ entry }) => entry.key).join(", ")}`);
  }
}
const { had, own, other, refused, unknown } = counts;
console.log(
  `${had} of ${list.length} public configs had; ${own} read by their own program (${unknown} with a key that is not known), ${other} by another, ${refused} refused`,
);
process.exitCode = had === list.length && other === 0 && own >= 0.8 * list.length ? 0 : 1;
