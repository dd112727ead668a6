// @ts-check
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { implausible } from "../plausible.mjs";

const pricing = new URL("../", import.meta.url);

/** @typedef {import("./texts.mjs").PriceJson} PriceJson */

/** The estimator knows the rules, and is compiled first. */
export function compileEstimator() {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "packages/estimator"], {
    cwd: fileURLToPath(new URL("../", pricing)),
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/**
 * Throws with the file and the place of every billing rule that cannot be read, contradicts another or leaves a rate
 * out. The estimator, which knows the rules, is compiled first.
 *
 * @param {readonly PriceJson[]} providers
 */
export async function checkRules(providers) {
  const { fileProblems } = await import("../../packages/estimator/dist/bill/rules/fileProblems.js");
  const { explainEstimate } = await import("../../packages/estimator/dist/words/estimateProblems.js");
  const report = providers.flatMap(({ path: file, content }) =>
    fileProblems(/** @type {any} */ (content)).map(
      ({ path, problem, offers: [first, ...others] }) =>
        `pricing/${file} ${path}: ${explainEstimate(problem)} Refused: ${first}${others.length > 0 ? ` and ${others.length} more` : ""}.`,
    ),
  );
  if (report.length > 0) throw new Error(`The price book was not built:\n${report.join("\n")}`);
}

/** Throws with the file and the line of every figure that is wrong or unlikely. @param {readonly PriceJson[]} files */
export async function checkFigures(files) {
  const read = await Promise.all(
    files.map(async (file) => ({ ...file, text: await readFile(new URL(file.path, pricing), "utf8") })),
  );
  const today = files.map(({ content }) => String(content["checked"])).reduce((a, b) => (a > b ? a : b), "");
  const report = implausible(read, today, await compiledEngine());
  if (report.length > 0) throw new Error(`${report.join("\n")}\nThe price book was not built.`);
}

/** What an answer tells a changed price by; the estimator, which works it out again, has been compiled. @param {any} providers */
export async function checkOf(providers) {
  const { fingerprint } = await import("../../packages/estimator/dist/prices/fingerprint.js");
  return fingerprint(providers);
}

/** What the rules ask of the compiled estimator. @returns {Promise<import("../plausible.mjs").Engine>} */
export async function compiledEngine() {
  const from = (/** @type {string} */ path) => import(`../../packages/estimator/dist/${path}`);
  const { isCountingRule } = await from("bill/tokenRatios.js");
  const { pays, rateKinds } = await from("prices/rateKinds.js");
  const { isForgotten } = await from("prices/machines.js");
  const hardware = await readFile(new URL("hardware.json", pricing), "utf8").catch(() => '{"gpus":[]}');
  const gpus = new Set(JSON.parse(hardware).gpus.map((/** @type {{ id: string }} */ { id }) => id));
  return { isCountingRule, pays, rateKinds, isForgotten, gpus };
}
