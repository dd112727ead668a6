// @ts-check
/** @typedef {import("./rows.mjs").Entry} Entry */

/** The columns of the CSV; what is a list stands in the JSON alone. */
const columns = (
  "offer provider model method variant kind service term region gpu gpus context amount currency per from fromKind until " +
  "seen age undated confidence status source"
).split(" ");

const ids = ["native", "huggingFace", "openRouter", "modelsDev", "liteLLM"];

/** @param {readonly Entry[]} rows @param {readonly Entry[]} offers */
export function csvOf(rows, offers) {
  const byOffer = new Map(offers.map((one) => [one["offer"], one["ids"]]));
  const cell = (/** @type {string | number | boolean | null | undefined} */ value) => {
    const text = String(value ?? "");
    return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((one) => [
    ...columns.map((column) => cell(one[column])),
    ...ids.map((id) => cell(byOffer.get(one["offer"])?.[id])),
  ]);
  return `${[[...columns, ...ids], ...lines].map((cells) => cells.join(",")).join("\n")}\n`;
}
