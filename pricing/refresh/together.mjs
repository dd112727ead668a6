// @ts-check
/**
 * The table of sizes on Together's price page, as the text of a rendered page or as HTML: `Up to 16B $0.48 $0.54 $1.20
 * $1.35` for supervised tuning and preferences, LoRA and whole weights each, dollars per 1M tokens. Its models with a
 * price of their own stand in rows of several names, which no program can part: they are left to a person.
 *
 * @source https://www.together.ai/pricing (a copy of February 2026)
 * @param {string} text
 * @returns {import("./read.mjs").Reading[]}
 */
export function readTogetherSizes(text) {
  const words = text
    .replaceAll(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/giu, " ")
    .replaceAll(/<[^>]*>|[|\s]/gu, " ")
    .replaceAll(/ +/gu, " ");
  const row = /(Up to 16B|17B-69B|70-100B) \$([\d.]+) \$([\d.]+) \$([\d.]+) \$([\d.]+)(?= |$)/gu;
  const methods = ["sft-lora", "sft-full", "dpo-lora", "dpo-full"];
  return [...words.matchAll(row)].flatMap(([quote, size = "", ...amounts]) =>
    methods.map((method, place) => ({
      name: size.replace(/^U/u, "u"),
      kind: "training",
      method,
      amount: String(Number(amounts[place])),
      quote,
    })),
  );
}
