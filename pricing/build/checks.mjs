// @ts-check
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { implausible } from "../plausible.mjs";

const pricing = new URL("../", import.meta.url);

/** @typedef {import("./texts.mjs").PriceJson} PriceJson */
/** @typedef {Awaited<ReturnType<typeof compiledEngine>>} Engine */

/** The estimator knows the rules, and is compiled first. */
export function compileEstimator() {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "packages/estimator"], {
    cwd: fileURLToPath(new URL("../", pricing)),
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** What a book is checked and made with, of the compiled estimator. */
export async function compiledEngine() {
  const { isCountingRule } = await import("../../packages/estimator/dist/bill/tokenRatios.js");
  const { fileProblems } = await import("../../packages/estimator/dist/bill/rules/fileProblems.js");
  const { fingerprint } = await import("../../packages/estimator/dist/prices/fingerprint.js");
  const { isForgotten } = await import("../../packages/estimator/dist/prices/machines.js");
  const { modelOffers } = await import("../../packages/estimator/dist/prices/offers.js");
  const { pays, rateKinds } = await import("../../packages/estimator/dist/prices/rateKinds.js");
  const { offerStatusOn, shut } = await import("../../packages/estimator/dist/prices/status.js");
  const { explainEstimate } = await import("../../packages/estimator/dist/words/estimateProblems.js");
  const hardware = await readFile(new URL("hardware.json", pricing), "utf8").catch(() => '{"gpus":[]}');
  /** @type {ReadonlySet<string>} */
  const gpus = new Set(JSON.parse(hardware).gpus.map((/** @type {{ id: string }} */ { id }) => id));
  const rules = { isCountingRule, pays, rateKinds, isForgotten, gpus };
  return { ...rules, fileProblems, fingerprint, modelOffers, offerStatusOn, shut, explainEstimate };
}

/**
 * Throws with the file and the place of every figure that is wrong or unlikely, or else of every billing rule that cannot be
 * read, contradicts another or leaves a rate out.
 *
 * @param {readonly PriceJson[]} providers @param {readonly PriceJson[]} clouds @param {Engine} engine
 */
export function checkFiles(providers, clouds, engine) {
  const files = [...providers, ...clouds];
  const today = files.map(({ content }) => String(content["checked"])).reduce((a, b) => (a > b ? a : b), "");
  const figures = implausible(files, today, engine);
  if (figures.length > 0) throw new Error(`${figures.join("\n")}\nThe price book was not built.`);
  const rules = providers.flatMap(({ path: file, content }) =>
    engine.fileProblems(/** @type {any} */ (content)).map(({ path, problem, offers: [first, ...others] }) => {
      const refused = `${first}${others.length > 0 ? ` and ${others.length} more` : ""}`;
      return `pricing/${file} ${path}: ${engine.explainEstimate(problem)} Refused: ${refused}.`;
    }),
  );
  if (rules.length > 0) throw new Error(`The price book was not built:\n${rules.join("\n")}`);
}
