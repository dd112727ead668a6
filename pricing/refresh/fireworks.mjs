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

/**
 * The rates of its cost estimator, by the size of the model: `"managedRates": [{ "maxParams": 16000000000, "sft": 0.5,
 * "dpo": 1 }, …]`, dollars per 1M tokens of a LoRA; the last size has none above it.
 *
 * @source https://docs.fireworks.ai/fine-tuning/cost-estimator.md (quoted in a copy of 2026-10-08)
 * @param {string} text
 * @returns {import("./read.mjs").Reading[]}
 */
export function readFireworksRates(text) {
  const rates = /"managedRates": (\[[^\]]*\])/u.exec(text)?.[1];
  if (rates === undefined) return [];
  return [...rates.matchAll(/\{ "maxParams": (\d+|null), "sft": ([\d.]+), "dpo": ([\d.]+) \}/gu)].flatMap(
    ([quote, most = "null", sft = "", dpo = ""]) => {
      const name = most === "null" ? "above the rest" : `up to ${Number(most) / 1e9} billion`;
      return [
        { name, kind: "training", method: "sft-lora", amount: sft, quote },
        { name, kind: "training", method: "dpo-lora", amount: dpo, quote },
      ];
    },
  );
}
