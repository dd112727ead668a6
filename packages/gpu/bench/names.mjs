// @ts-check
/**
 * How many of the models that people write into their trainers' configs are found by name:
 *
 *     npm run bench:names -- ../axolotl/examples ../LLaMA-Factory/examples ../torchtune/recipes/configs
 *
 * Prints for each folder the share of ids resolved, of those that read text alone, and each that was not with its reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hardware, openModels, uncounted } from "@tunecast/pricing";
import { explain } from "../../estimator/dist/index.js";
import { resolveModel } from "../../estimator/dist/prices.js";

/** Lines that name a model: axolotl, LLaMA-Factory and TRL, torchtune's download line. */
const lines = [
  /^base_model:\s*["']?([^\s"'#]+)/m,
  /^model_name_or_path:\s*["']?([^\s"'#]+)/m,
  /^model:\s*["']?([^\s"'#]+\/[^\s"'#]+)/m,
  /tune download (\S+)/,
];

/** @param {string} folder @returns {string[]} */
function configsOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.ya?ml$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
}

/** @param {string} folder */
function score(folder) {
  /** @type {Map<string, number>} */
  const files = new Map();
  for (const path of configsOf(folder)) {
    const text = readFileSync(path, "utf8");
    const name = lines.map((line) => line.exec(text)?.[1]).find((found) => found !== undefined);
    if (name !== undefined) files.set(name, (files.get(name) ?? 0) + 1);
  }
  const read = [...files].map(([name, count]) => ({ name, count, found: resolveModel(openModels, name, uncounted) }));
  const ofText = read.filter(({ found }) => found.ok || found.problem.kind !== "model_reads_more");
  const good = ofText.filter(({ found }) => found.ok);
  const share = (/** @type {number} */ part, /** @type {number} */ all) =>
    all === 0 ? "no ids" : `${((100 * part) / all).toFixed(1)} %`;
  console.log(
    `\n${folder}: ${good.length} of ${ofText.length} ids of text models (${share(good.length, ofText.length)}); ${read.length - ofText.length} read images or sound`,
  );
  for (const by of /** @type {const} */ (["name", "rule", "base", "path"]))
    console.log(`  by ${by}: ${good.filter(({ found }) => found.ok && found.value.by === by).length}`);
  for (const { name, found } of read)
    if (!found.ok) console.log(`  ${name}: ${found.problem.kind}. ${explain(found.problem)}`);
  return { ids: ofText.length, good: good.length };
}

const folders = process.argv.slice(2).filter((word) => word !== "--");
if (folders.length === 0) {
  console.log("Name folders with configs of trainers: npm run bench:names -- DIR…");
} else {
  const all = folders.map(score);
  const [good, ids] = [all.reduce((sum, one) => sum + one.good, 0), all.reduce((sum, one) => sum + one.ids, 0)];
  console.log(
    `\nIn all ${good} of ${ids} (${((100 * good) / ids).toFixed(1)} %); ${openModels.length} models and ${hardware.length} cards in the list`,
  );
}
