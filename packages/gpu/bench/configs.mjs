// @ts-check
/**
 * How many of the configs that trainers bring as examples are read:
 *
 *     npm run bench:configs -- ../axolotl/examples ../LLaMA-Factory/examples ../torchtune/recipes/configs
 *     npm run bench:configs
 *
 * Without folders it reads the public configs that `publicConfigs.json` names, each a file of a repository at a commit: they are
 * fetched once into a cache (CONFIGS_CACHE, else node_modules/.cache/tunecast-configs), and each is held against the program that
 * it was written for.
 *
 * Prints per trainer how many are read whole, read with a key that is not known, refused as trainings that are not counted
 * or by their model, and what is no training run at all; then a table of all that are not read whole.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { explain } from "@tunecast/estimator";
import { selfHost } from "@tunecast/gpu";
import { resolveModel } from "@tunecast/estimator/prices";
import { hardware, openModels, uncounted } from "@tunecast/pricing";
import {
  deepspeedPath,
  problemSentence,
  readTrainerConfig,
  writeTrainerConfig,
  writtenRun,
  writtenTrainers,
} from "../dist/trainers.js";

const book = { models: openModels, hardware, uncounted };
/** Problems of a model that is not counted, or of a training that is not. */
const notCounted = new Set(["model_reads_more", "uncounted_model", "unknown_model", "objective_not_counted"]);
const noRun = new Set(["no_training_run", "no_trainer", "beside_alone"]);

/** @param {string} folder */
function score(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.ya?ml$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  const outcomes = paths.map((path) => ({ path: relative(folder, path), ...outcomeOf(path, folder) }));
  const count = (/** @type {string} */ kind) => outcomes.filter((one) => one.kind === kind).length;
  const again = (/** @type {string} */ kind) => outcomes.filter((one) => one.again === kind).length;
  const runs = outcomes.length - count("no run");
  const understood = count("read") + count("not counted");
  console.log(
    `\n${folder}: ${outcomes.length} files, ${count("no run")} of them no training run; of ${runs} runs ${count("read")} read and estimated, ${count("not counted")} read and not counted (model or objective), ${count("partly")} with a key that is not known, ${count("refused")} refused: ${((100 * understood) / runs).toFixed(1)} % without an unknown`,
  );
  console.log(
    `Written again for their own trainer and read: ${again("same")} with the same estimate, ${again("other")} with another, ${again("unwritten")} with a setting that it has no key for`,
  );
  for (const { path, kind, why } of outcomes) if (kind !== "read") console.log(`  ${kind.padEnd(11)} ${path}: ${why}`);
  return { runs, understood };
}

/** @param {string} path @param {string} root @returns {{ kind: string, why: string, again?: string | undefined }} */
function outcomeOf(path, root) {
  const file = { name: path, text: readFileSync(path, "utf8") };
  const beside = deepspeedPath(file);
  const found = [dirname(path), root, dirname(root)]
    .map((folder) => join(folder, beside ?? ""))
    .find((one) => beside !== undefined && existsSync(one));
  const read = readTrainerConfig([
    file,
    ...(found === undefined ? [] : [{ name: found, text: readFileSync(found, "utf8") }]),
  ]);
  if (!read.ok) {
    const { kind } = read.problem;
    const outcome = noRun.has(kind) ? "no run" : notCounted.has(kind) ? "not counted" : "refused";
    return { kind: outcome, why: problemSentence(read.problem) };
  }
  const { question, unknown } = read.value;
  if (unknown.length > 0)
    return {
      kind: "partly",
      why: unknown.map(({ entry, near }) => `${entry.key}${near === undefined ? "" : ` (${near}?)`}`).join(", "),
    };
  const model = resolveModel(openModels, nameOf(question), uncounted);
  if (!model.ok) return { kind: "not counted", why: explain(model.problem) };
  const answer = selfHost({ ...question, data: read.value.data ?? { examples: 1000, tokensPerExample: 300 } }, book);
  if (!answer.ok) return { kind: "refused", why: explain(answer.problem) };
  const { totalGiB } = answer.value.memory;
  return Number.isFinite(totalGiB) && totalGiB > 0
    ? { kind: "read", why: "", again: againOf(read.value, question) }
    : { kind: "refused", why: `memory ${totalGiB}` };
}

/** @param {import("@tunecast/gpu").SelfHostQuestion} question */
function nameOf({ model }) {
  return typeof model === "string" ? model : model.id;
}

/**
 * Whether a run that is written and read again is estimated the same.
 *
 * @param {import("../dist/trainers.js").TrainerRun} run
 * @param {import("@tunecast/gpu").SelfHostQuestion} asked
 */
function againOf(run, asked) {
  const id = writtenTrainers.find((one) => run.trainer.startsWith(one));
  const ask = (/** @type {import("@tunecast/gpu").SelfHostQuestion} */ question) =>
    selfHost({ ...question, gpu: "h100-sxm-80", data: { examples: 1000, tokensPerExample: 300 } }, book);
  const before = ask(asked);
  if (id === undefined || !before.ok) return undefined;
  const written = writeTrainerConfig(id, writtenRun(before.value, { ...asked, model: nameOf(asked) }, run));
  if (!written.ok) return "unwritten";
  const read = readTrainerConfig([{ name: "run.yaml", text: written.value.text }]);
  const after = read.ok ? ask(read.value.question) : read;
  /** @param {import("@tunecast/gpu").SelfHostAnswer} answer */
  const figures = ({ memory, hours, gpus, verdict }) => JSON.stringify({ memory, hours, gpus, verdict });
  return after.ok && figures(after.value) === figures(before.value) ? "same" : "other";
}

/** @typedef {{ program: string, repo: string, commit: string, path: string }} PublicConfig */

const cache =
  process.env["CONFIGS_CACHE"] ??
  fileURLToPath(new URL("../../../node_modules/.cache/tunecast-configs", import.meta.url));

/** The text of a public config, fetched once; undefined where it cannot be had. @param {PublicConfig} config */
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

/** How many of the public configs their own program's table reads. */
async function scorePublic() {
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
}

const folders = process.argv.slice(2).filter((word) => word !== "--");
if (folders.length === 0) await scorePublic();
else {
  const all = folders.map(score);
  const [runs, understood] = [
    all.reduce((sum, one) => sum + one.runs, 0),
    all.reduce((sum, one) => sum + one.understood, 0),
  ];
  console.log(
    `\nIn all ${understood} of ${runs} runs without an unknown (${((100 * understood) / runs).toFixed(1)} %)`,
  );
}
