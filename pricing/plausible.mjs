// @ts-check
import { readFileSync } from "node:fs";
import { twice, wrongFields } from "./plausible/fields.mjs";
import { cardPrices, offCards } from "./plausible/cards.mjs";
import { placesIn } from "./plausible/places.mjs";
import { unproved } from "./plausible/proofs.mjs";
import { contradicted } from "./plausible/states.mjs";
import { unlikely } from "./plausible/unlikely.mjs";

/** @typedef {import("./plausible/rates.mjs").Found} Found */

/** A finding without its line, which moves. @param {{ path: string, content: Record<string, any> }} file @param {Found} found */
function nameOf({ path: file, content }, { path, what }) {
  const steps = path.map((_, at) =>
    path.slice(0, at + 1).reduce((/** @type {any} */ inner, step) => inner?.[step], content),
  );
  const names = steps.flatMap((step) => [step?.id, step?.kind]).filter((name) => typeof name === "string");
  return `${[file, ...names].join(" ")}: ${what}`;
}

/** As `nameOf` has them. @type {ReadonlySet<string>} */
export const openFindings = new Set(JSON.parse(readFileSync(new URL("plausible/open.json", import.meta.url), "utf8")));

/**
 * What is wrong with the figures of the price files, or so unlikely that somebody has to look. Findings that nobody
 * has settled yet stand in `plausible/open.json`; they are left out here and printed by the build. Each entry is `file:line path: what is wrong`, first useful word first.
 *
 * @param {readonly { path: string, content: Record<string, any>, text: string }[]} files
 * @param {string} today Newest day on which a file was checked.
 * @param {Engine} engine What the estimator knows.
 * @param {ReadonlySet<string>} [open] Findings not to name: those that are known to be open.
 * @returns {string[]}
 */
export function implausible(files, today, engine, open = openFindings) {
  const prices = cardPrices(files);
  return files.flatMap((file) => {
    const at = placesIn(file.text);
    const say = (/** @type {Found} */ { path, what }) => `pricing/${file.path}:${at(path)} ${path.join(".")}: ${what}`;
    return [
      ...wrongFields(file.content, engine),
      ...twice(file.content, file.path),
      ...unlikely(file.content, today, engine),
      ...unproved(file.content),
      ...contradicted(file.content),
      ...offCards(file.content, prices, engine.gpus ?? new Set()),
    ].flatMap((one) => (open.has(nameOf(file, one)) ? [] : [say(one)]));
  });
}

/** @typedef {{ isCountingRule: (counting: string) => boolean, pays: (per: string, kind: any) => boolean, rateKinds: readonly string[], isForgotten: (rate: any, day: string) => boolean, gpus?: ReadonlySet<string> }} Engine */
