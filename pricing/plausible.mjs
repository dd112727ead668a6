// @ts-check
import { twice, wrongFields } from "./plausible/fields.mjs";
import { cardPrices, offCards } from "./plausible/cards.mjs";
import { unproved } from "./plausible/proofs.mjs";
import { contradicted } from "./plausible/states.mjs";
import { unlikely } from "./plausible/unlikely.mjs";

/** @typedef {import("./plausible/rates.mjs").Found} Found */

/**
 * What is wrong with the figures of the price files, or so unlikely that somebody has to look. Each entry is
 * `file path: what is wrong`.
 *
 * @param {readonly { path: string, content: Record<string, any> }[]} files
 * @param {string} today Newest day on which a file was checked.
 * @param {Engine} engine What the estimator knows.
 * @returns {string[]}
 */
export function implausible(files, today, engine) {
  const prices = cardPrices(files);
  return files.flatMap((file) => {
    const say = (/** @type {Found} */ { path, what }) => `pricing/${file.path} ${path.join(".")}: ${what}`;
    return [
      ...wrongFields(file.content, engine),
      ...twice(file.content, file.path),
      ...unlikely(file.content, today, engine),
      ...unproved(file.content),
      ...contradicted(file.content),
      ...offCards(file.content, prices, engine.gpus ?? new Set()),
    ].map(say);
  });
}

/** @typedef {{ isCountingRule: (counting: string) => boolean, pays: (per: string, kind: any) => boolean, rateKinds: readonly string[], isForgotten: (rate: any, day: string) => boolean, gpus?: ReadonlySet<string> }} Engine */
