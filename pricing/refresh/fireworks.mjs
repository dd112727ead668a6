// @ts-check
/**
 * Fireworks' catalogue of what can be tuned: a data block in the page's text, one object a model, in which each way to
 * tune it is a field that is true or false.
 *
 * @source https://docs.fireworks.ai/fine-tuning/models.md (a copy of 2026-08-28)
 * @param {string} text
 * @returns {import("./lists.mjs").Listing[]}
 */
export function readFireworksModels(text) {
  const models = text
    .split(/\{\s*"model":/u)
    .slice(1)
    .flatMap((entry) => {
      const id = /"id": "([^"]+)"/u.exec(entry)?.[1];
      const is = (/** @type {string} */ field) => new RegExp(`"${field}": true`, "u").test(entry);
      return id === undefined ? [] : [{ name: `accounts/fireworks/models/${id}`, is }];
    });
  const lists = /** @type {const} */ ([
    [
      ["sft-lora", "dpo-lora"],
      ["managedSftLora", "managedDpoLora"],
    ],
    [["sft-full", "dpo-full"], ["supervisedFullParameterTunable"]],
    [["rft"], ["rftLoraManaged"]],
    [["sft-lora@serverless"], ["hasServerless"]],
  ]);
  return lists.flatMap(([of, fields]) => {
    const named = models.filter(({ is }) => fields.every(is)).map(({ name }) => name);
    return named.length > 0 ? [{ of, models: named }] : [];
  });
}
