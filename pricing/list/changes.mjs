// @ts-check
import { seriesOf } from "../compact/current.mjs";

/** @typedef {import("./rows.mjs").Row} Row */

/** What a change is of: a job at a provider, one's own run on rented cards, or what comes after training. */
const parts = /** @type {const} */ ([
  ["Training at a provider", (/** @type {string} */ kind) => kind === "training" || kind === "minimum"],
  ["Rented GPUs", (/** @type {string} */ kind) => kind === "gpu"],
  ["Use and keeping of models", (/** @type {string} */ kind) => !["training", "minimum", "gpu"].includes(kind)],
]);

/** Every change of a listed price by what it is of, the newest first, as Markdown. @param {readonly Row[]} rows */
export function changesOf(rows) {
  const texts = parts.map(([title, is]) => {
    const own = rows.filter(({ kind }) => is(kind));
    const lines = linesOf(own.filter((row) => !floats(row)));
    const moves = linesOf(own.filter(floats)).length;
    const market =
      moves === 0 ? "" : ` Spot and market prices moved ${moves} times beside them: \`history-v1.json.gz\`.`;
    return `## ${title}\n\n${lines.length} changes known.${market}\n\n${lines.join("\n")}\n`;
  });
  return `# Changes of prices\n\n${texts.join("\n")}`;
}

/** A price that follows a market from week to week is no news. @param {Row} row */
function floats({ term, provider }) {
  return term === "spot" || provider === "vast";
}

/** A line for each change, the newest first. @param {readonly Row[]} rows @returns {string[]} */
function linesOf(rows) {
  /** @type {Map<string, Row[]>} */
  const bySeries = new Map();
  for (const one of rows) {
    const name = `${one.offer}|${seriesOf(/** @type {any} */ (one))}`;
    bySeries.set(name, [...(bySeries.get(name) ?? []), one]);
  }
  /** @type {Map<string, string[]>} A tier's change stands once, with the first of its offers. */
  const byChange = new Map();
  for (const list of bySeries.values()) {
    const dated = list.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    for (const [index, one] of dated.slice(1).entries()) {
      const before = /** @type {Row} */ (dated[index]);
      if (before["amount"] === one["amount"] && before["currency"] === one["currency"]) continue;
      // Where another source still has the price before, nobody knows that it changed.
      if (one["disputed"] !== null && Number(one["disputed"]["amount"]) === Number(before["amount"])) continue;
      const what = [one.kind, one["service"], one.term, one["region"]].filter(Boolean).join(" ");
      const sure = one["fromKind"] === "stated" ? "" : ", or earlier";
      const machine = one.kind === "gpu" ? one.offer : one.provider;
      const line = `- ${one.from}${sure}: ${machine} ${what} ${before["amount"]} → ${one["amount"]} ${one["currency"]} per ${one["per"]}, ${one["source"]}`;
      byChange.set(line, [...(byChange.get(line) ?? []), one.offer]);
    }
  }
  const lines = [...byChange].map(([line, [first = "", ...others]]) =>
    others.length > 0 ? `${line} (${first} and ${others.length} more)` : `${line} (${first})`,
  );
  return lines.toSorted().toReversed();
}
