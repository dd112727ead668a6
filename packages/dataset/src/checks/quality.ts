import { spokenText, type Example } from "../formats/example.ts";
import { countText, type Row } from "../formats/row.ts";
import { hashOf } from "./hashes.ts";
import type { Findings } from "./report.ts";
import { Boilerplate, Neighbours, compared, plainText, shingles, sketch, type Sketch } from "./sketch.ts";

/** Inputs that are remembered, letters of an answer that is a label, and labels that are told apart: at most. */
const mostRows = 20_000;
const longestLabel = 32;
const mostLabels = 100;
const fewestRows = 20;
const mostLetters = 1000;
/** Share of the shingles in common of rows that nearly repeat one another, and of rows that are neighbours at all. */
const repeats = 0.7;
const neighbours = 0.2;
const coverBand = 2;

export const mostValidation = 5000;

const sidesOf = ({ messages, answer }: Example): readonly [asked: string, answered: string] => [
  spokenText(messages.slice(0, answer)),
  spokenText(messages.slice(answer)),
];

const hashesOf = (sides: readonly string[]): Uint32Array => shingles(plainText(sides.join("\n").slice(0, mostLetters)));

export const coverSketch = (example: Example): Sketch => sketch(hashesOf(sidesOf(example)), coverBand);

/** What is known to matter of a data set beyond its form, as advice. Linear in time; holds no text. */
export class Quality {
  readonly #boilerplate = new Boilerplate();
  readonly #rows = new Neighbours();
  readonly #validation = new Neighbours();
  readonly #covered: Set<number> = new Set();
  readonly #answers: Map<number, string> = new Map();
  readonly #labels: Map<string, number> = new Map();
  readonly #lengths: Map<number, { rows: number; letters: number }> = new Map();
  #primed = 0;
  #examples = 0;
  #labelled = 0;
  #near = 0;
  #contradictory = 0;

  constructor(validation: readonly Sketch[]) {
    for (const one of validation) this.#validation.add(one);
  }

  /** The first examples, to learn what they all share; they are added after that. */
  prime(examples: readonly Example[]): void {
    for (const example of examples) this.#boilerplate.add(hashesOf(sidesOf(example)));
    this.#primed = examples.length;
  }

  add(example: Example, row: Row, isRepeated: boolean): void {
    this.#examples += 1;
    const sides = sidesOf(example);
    const length = sides.join("").length;
    const step = Math.round(Math.log(length + 1) * 5);
    const { rows, letters } = this.#lengths.get(step) ?? { rows: 0, letters: 0 };
    this.#lengths.set(step, { rows: rows + 1, letters: letters + length });
    this.#label(sides, row);
    if (this.#examples <= mostRows && !isRepeated) this.#compare(hashesOf(sides));
  }

  #label([asked, answered]: readonly [string, string], row: Row): void {
    const beside = row["label"] ?? row["labels"];
    const isBeside = typeof beside === "string" || typeof beside === "number" || typeof beside === "boolean";
    const label = isBeside ? String(beside) : answered.trim();
    if (label === "" || label.length > longestLabel) return;
    this.#labelled += 1;
    if (this.#labels.size < mostLabels || this.#labels.has(label))
      this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1);
    const input = isBeside ? `${asked}\n${answered}` : asked;
    if (input.trim() === "") return;
    const key = hashOf([input]);
    const before = this.#answers.get(key) ?? label;
    if (before !== label) this.#contradictory += 1;
    else if (this.#answers.size < mostRows) this.#answers.set(key, label);
  }

  #compare(all: Uint32Array): void {
    if (this.#examples > this.#primed) this.#boilerplate.add(all);
    const own = this.#boilerplate.without(all);
    if (own.length > 0) {
      const near = sketch(own);
      if (this.#rows.like(near, repeats).next().done === false) this.#near += 1;
      this.#rows.add(near, compared);
    }
    if (this.#covered.size < this.#validation.size)
      this.#validation.find(sketch(all, coverBand), neighbours, this.#covered);
  }

  report(findings: Findings): void {
    const isPart = this.#examples > mostRows;
    const of = isPart ? `the first ${countText(mostRows)}` : countText(this.#examples);
    const advise = (code: string, detail: string, words?: string): void =>
      findings.add("advice", code, null, detail, words);
    if (this.#near > 0 && this.#near * 100 >= this.#rows.size)
      advise("near_duplicates", `${countText(this.#near)} of ${of}`);
    if (this.#contradictory > 0) advise("contradictory_labels", `${countText(this.#contradictory)} of ${of}`);
    const { size } = this.#validation;
    const apart = size - this.#covered.size;
    const rows = size < mostValidation ? countText(size) : `the first ${countText(size)}`;
    const words = isPart ? "validation_not_covered_by_first" : undefined;
    if (apart > 0 && this.#examples > 0) advise("validation_not_covered", `${countText(apart)} of ${rows}`, words);
    if (this.#examples < fewestRows) return;
    const [label, count] = [...this.#labels].sort(([, a], [, b]) => b - a)[0] ?? ["", 0];
    const isLabelled = this.#labelled === this.#examples && this.#labels.size > 1 && this.#labels.size < mostLabels;
    const share = Math.floor((100 * count) / this.#examples);
    if (isLabelled && share > 80) advise("label_imbalance", `${JSON.stringify(label)}: ${share} %`);
    const longest = Math.floor(100 * this.#longest());
    if (longest > 50) advise("length_imbalance", `${longest} %`);
  }

  /** The share of all letters that the longest twentieth of the examples holds. */
  #longest(): number {
    let [rows, letters, all] = [Math.ceil(this.#examples / 20), 0, 0];
    for (const [, step] of [...this.#lengths].sort(([a], [b]) => b - a)) {
      const taken = Math.min(rows, step.rows);
      letters += (step.letters * taken) / step.rows;
      rows -= taken;
      all += step.letters;
    }
    return all === 0 ? 0 : letters / all;
  }
}
