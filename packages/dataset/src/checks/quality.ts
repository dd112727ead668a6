import type { Example } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import type { Findings } from "./report.ts";
import { textHash } from "./hashes.ts";
import { Boilerplate, likeness, plainText, shingles, sketch, type Sketch } from "./sketch.ts";

/** Rows that are compared with others, and letters of each: enough to tell, and little to hold. */
const mostRows = 20_000;
const mostLetters = 1000;
/** Share of the letters in common of rows that nearly repeat one another, and of rows that are neighbours at all. */
const [repeats, neighbours] = [0.7, 0.2];
/** Letters of an answer that is a label, and labels that are told apart. */
const longestLabel = 32;
const mostLabels = 100;
/** Fewer rows say nothing of how they are spread. */
const fewestRows = 20;

/** Rows by the bands of their sketches: those with a band in common are compared. */
class Neighbours {
  readonly #rows: Sketch[] = [];
  readonly #buckets: Map<number, number[]> = new Map();

  get size(): number {
    return this.#rows.length;
  }

  add(own: Sketch): void {
    const row = this.#rows.push(own) - 1;
    own.bands.forEach((key, band) => {
      const bucket = this.#buckets.get(band * 2 ** 32 + key);
      if (bucket === undefined) this.#buckets.set(band * 2 ** 32 + key, [row]);
      else if (bucket.length < 12) bucket.push(row);
    });
  }

  *like(own: Sketch, share: number): Generator<number> {
    const met = new Set<number>();
    for (const [band, key] of own.bands.entries())
      for (const row of this.#buckets.get(band * 2 ** 32 + key) ?? []) {
        if (met.has(row)) continue;
        met.add(row);
        if (likeness(this.#rows[row] as Sketch, own) >= share) yield row;
      }
  }
}

/** What an example asks and what it answers, without the system's text that many share. */
function sidesOf({ messages, answer }: Example): readonly [asked: string, answered: string] {
  const said = (from: number, to: number): string =>
    messages
      .slice(from, to)
      .filter(({ role }) => role !== "system" && role !== "developer")
      .map(({ text, rest }) => [text, ...(rest ?? [])].join("\n"))
      .join("\n");
  return [said(0, answer), said(answer, messages.length)];
}

/** What is known to matter of a data set beyond its form, said as advice. Linear in time; holds no text. */
export class Quality {
  readonly #boilerplate = new Boilerplate();
  readonly #rows = new Neighbours();
  readonly #validation = new Neighbours();
  readonly #covered: Set<number> = new Set();
  /** Labels by the hash of what they answer. */
  readonly #answers: Map<string, string> = new Map();
  readonly #labels: Map<string, number> = new Map();
  /** Examples and their letters by length, in steps of a fifth. */
  readonly #lengths: Map<number, { rows: number; letters: number }> = new Map();
  #examples = 0;
  #labelled = 0;
  #near = 0;
  #contradictory = 0;

  validation(example: Example): void {
    if (this.#validation.size < mostRows) this.#validation.add(sketch(shingles(shortText(example)), 2));
  }

  /** The first rows, to learn what they all share. */
  prime(examples: readonly Example[]): void {
    for (const example of examples) this.#boilerplate.add(shingles(shortText(example)));
  }

  /** A row of the file. @param isRepeated word for word, which is told by itself */
  add(example: Example, row: Row, isRepeated: boolean): void {
    this.#examples += 1;
    const [asked, answered] = sidesOf(example);
    const length = asked.length + answered.length;
    const step = Math.round(Math.log(length + 1) * 5);
    const same = this.#lengths.get(step) ?? { rows: 0, letters: 0 };
    this.#lengths.set(step, { rows: same.rows + 1, letters: same.letters + length });
    this.#label(asked, answered, row);
    if (!isRepeated && this.#rows.size < mostRows) this.#compare(shingles(shortText(example)));
  }

  /** An answer of a few letters, or a label beside the text. */
  #label(asked: string, answered: string, row: Row): void {
    const beside = row["label"] ?? row["labels"];
    const isBeside = typeof beside === "string" || typeof beside === "number" || typeof beside === "boolean";
    const label = isBeside ? String(beside) : answered.trim();
    const input = isBeside ? `${asked}\n${answered}` : asked;
    if (label === "" || label.length > longestLabel) return;
    this.#labelled += 1;
    if (this.#labels.size < mostLabels || this.#labels.has(label))
      this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1);
    if (input.trim() === "") return;
    const key = textHash(input);
    const before = this.#answers.get(key);
    if (before === undefined) {
      if (this.#answers.size < mostRows) this.#answers.set(key, label);
    } else if (before !== label) this.#contradictory += 1;
  }

  #compare(all: Uint32Array): void {
    this.#boilerplate.add(all);
    const own = this.#boilerplate.without(all);
    const near = own.length === 0 ? null : sketch(own);
    if (near !== null) {
      if (!this.#rows.like(near, repeats).next().done) this.#near += 1;
      this.#rows.add(near);
    }
    if (this.#validation.size > 0)
      for (const row of this.#validation.like(sketch(all, 2), neighbours)) this.#covered.add(row);
  }

  report(findings: Findings): void {
    const of = this.#examples > mostRows ? `the first ${mostRows.toLocaleString("en")}` : String(this.#examples);
    const advise = (code: string, detail: string): void => findings.add("advice", code, null, detail);
    if (this.#near * 100 >= this.#rows.size && this.#near > 0) advise("near_duplicates", `${this.#near} of ${of}`);
    if (this.#contradictory > 0) advise("contradictory_labels", `${this.#contradictory} of ${of}`);
    const apart = this.#validation.size - this.#covered.size;
    if (apart > 0) advise("validation_not_covered", `${apart} of ${this.#validation.size}`);
    if (this.#examples < fewestRows) return;
    const [label, count] = [...this.#labels].sort(([, a], [, b]) => b - a)[0] ?? ["", 0];
    const isLabelled = this.#labelled === this.#examples && this.#labels.size > 1 && this.#labels.size < mostLabels;
    const share = count / this.#examples;
    if (isLabelled && share > 0.8) advise("label_imbalance", `${JSON.stringify(label)}: ${percent(share)}`);
    const longest = this.#longest();
    if (longest > 0.5) advise("length_imbalance", percent(longest));
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

function shortText(example: Example): string {
  return plainText(sidesOf(example).join("\n").slice(0, mostLetters));
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
