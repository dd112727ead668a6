// @ts-check
import { seriesOf } from "../compact/current.mjs";

/** @typedef {import("./rows.mjs").Row} Row */

/** Every change of an amount, the newest first, as Markdown. @param {readonly Row[]} rows */
export function changesOf(rows) {
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
      if (before.amount === one.amount && before.currency === one.currency) continue;
      const what = [one.kind, one.service, one.term, one.region].filter(Boolean).join(" ");
      const sure = one.fromKind === "stated" ? "" : ", or earlier";
      const machine = one.kind === "gpu" ? one.offer : one.provider;
      const line = `- ${one.from}${sure}: ${machine} ${what} ${before.amount} → ${one.amount} ${one.currency} per ${one.per}, ${one.source}`;
      byChange.set(line, [...(byChange.get(line) ?? []), one.offer]);
    }
  }
  const lines = [...byChange].map(([line, [first = "", ...others]]) =>
    others.length > 0 ? `${line} (${first} and ${others.length} more)` : `${line} (${first})`,
  );
  return `# Changes of prices\n\n${lines.toSorted().toReversed().join("\n")}\n`;
}
