import { jsonText } from "../shapes/reading/content.ts";
import { has, type Row } from "../formats/row.ts";
import type { Findings } from "./report.ts";

const chatFields = new Set(["messages", "tools", "parallel_tool_calls"]);
/** Fields followed at most: a file with more than these keys its rows by something else. */
const mostFields = 256;

const keptLines = 10;

interface Field {
  rows: number;
  readonly first: string;
  differs: boolean;
  readonly lacking: number[];
}

/** Fields for the grader over all rows: in how many, and whether they ever differ. */
export class GraderFields {
  readonly #fields: Map<string, Field> = new Map();
  /** Lines of the first rows, which lack the fields that come later. */
  readonly #first: number[] = [];
  #rows = 0;

  add(row: Row, line: number): void {
    this.#rows += 1;
    for (const [name, field] of this.#fields)
      if (field.lacking.length < keptLines && !has(row, name)) field.lacking.push(line);
    for (const field in row) {
      if (chatFields.has(field)) continue;
      const known = this.#fields.get(field);
      const text = jsonText(row[field]).slice(0, 1000);
      if (known === undefined) {
        const lacking = [...this.#first];
        if (this.#fields.size < mostFields) this.#fields.set(field, { rows: 1, first: text, differs: false, lacking });
        continue;
      }
      known.rows += 1;
      known.differs ||= known.first !== text;
    }
    if (this.#first.length < keptLines) this.#first.push(line);
  }

  report(findings: Findings): void {
    if (this.#rows < 2) return;
    for (const [field, { rows, differs, lacking }] of this.#fields) {
      // Few rows without a field are named; where most lack it, there is no telling which are wrong.
      const places = rows * 2 > this.#rows ? lacking : [null];
      if (rows < this.#rows)
        for (const line of places)
          findings.add("warning", "inconsistent_grader_fields", line, `${field}: ${rows} of ${this.#rows} rows`);
      else if (!differs) findings.add("warning", "constant_grader_field", null, field);
    }
  }
}
