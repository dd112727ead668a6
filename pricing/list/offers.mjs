// @ts-check
import { releaseName } from "../compact/encode.mjs";

/** @typedef {import("./rows.mjs").Entry} Entry */

/**
 * What holds for each offer beside its prices: the names of its model, here and elsewhere, its rules, and its epochs.
 *
 * @param {readonly Entry[]} providers
 * @param {readonly Entry[]} releases of `releases.json`
 * @param {(provider: any, model: any) => any[]} modelOffers
 * @returns {Entry[]}
 */
export function offersOf(providers, releases, modelOffers) {
  const byName = new Map(
    releases.flatMap((release) => release["names"].map((/** @type {string} */ name) => [name, release])),
  );
  return providers.flatMap((file) =>
    file["models"].flatMap((/** @type {Entry} */ model) => {
      const ids = idsOf(file["provider"], model, byName.get(releaseName(model["id"])));
      const { released = null, counting, parameters = null } = model;
      return modelOffers(file, model).map(({ id, epochs, billing, serving }) => ({
        offer: id,
        ids,
        released,
        counting,
        parameters,
        epochs,
        billing,
        serving,
      }));
    }),
  );
}

/** The names of a model: the provider's own whole, then those of other lists. @param {string} provider @param {Entry} model @param {Entry} [release] @returns {Record<string, string>} */
export function idsOf(provider, { id, aliases = [] }, release = {}) {
  // The id of a price file is the provider's own, shortened where that is a path.
  const native = aliases.find((/** @type {string} */ name) => name.includes("/") || name.includes(":")) ?? id;
  const { huggingFace, openRouter, modelsDev, liteLLM, at } = release;
  const all = { native, huggingFace, openRouter, modelsDev, liteLLM, ...at?.[provider] };
  return Object.fromEntries(Object.entries(all).filter(([, name]) => name !== undefined));
}
