import type { Example } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import { textHash } from "./hashes.ts";
import type { Findings } from "./report.ts";

/** Inputs that are remembered, letters of an answer that is a label, and labels that are told apart: at most. */
const [mostRows, longestLabel, mostLabels] = [20_000, 32, 100];
const fewestRows = 20;

/** What the labels of a data set say against it, as advice. Linear in time; holds no text. */
export class Quality {
  readonly #answers: Map<string, string> = new Map();
  readonly #labels: Map<string, number> = new Map();
  #examples = 0;
  #labelled = 0;
  #contradictory = 0;

  add({ messages, answer }: Example, row: Row): void {
    this.#examples += 1;
    const beside = row["label"] ?? row["labels"];
    const isBeside = typeof beside === "string" || typeof beside === "number" || typeof beside === "boolean";
    const said = (from: number, to: number): string =>
      messages
        .slice(from, to)
        .filter(({ role }) => role !== "system" && role !== "developer")
        .map(({ text, rest }) => [text, ...(rest ?? [])].join("\n"))
        .join("\n");
    const label = isBeside ? String(beside) : said(answer, messages.length).trim();
    if (label === "" || label.length > longestLabel) return;
    this.#labelled += 1;
    if (this.#labels.size < mostLabels || this.#labels.has(label))
      this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1);
    const input = said(0, isBeside ? messages.length : answer);
    if (input.trim() === "") return;
    const key = textHash(input);
    const before = this.#answers.get(key);
    if (before === undefined) {
      if (this.#answers.size < mostRows) this.#answers.set(key, label);
    } else if (before !== label) this.#contradictory += 1;
  }

  report(findings: Findings): void {
    const of = this.#examples > mostRows ? `the first ${mostRows.toLocaleString("en")}` : String(this.#examples);
    if (this.#contradictory > 0)
      findings.add("advice", "contradictory_labels", null, `${this.#contradictory} of ${of}`);
    const [label, count] = [...this.#labels].sort(([, a], [, b]) => b - a)[0] ?? ["", 0];
    const isLabelled = this.#labelled === this.#examples && this.#labels.size > 1 && this.#labels.size < mostLabels;
    const share = Math.floor((100 * count) / this.#examples);
    if (this.#examples >= fewestRows && isLabelled && share > 80)
      findings.add("advice", "label_imbalance", null, `${JSON.stringify(label)}: ${share} %`);
  }
}
