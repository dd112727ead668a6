import { jsonText } from "../shapes/reading/content.ts";
import type { Row } from "../formats/row.ts";
import type { Findings } from "./report.ts";

const chatFields = new Set(["messages", "tools", "parallel_tool_calls"]);
/** Fields followed at most: a file with more than these keys its rows by something else. */
const mostFields = 256;

/** Fields for the grader over all rows: in how many, and whether they ever differ. */
export class GraderFields {
  readonly #fields: Map<string, { rows: number; first: string; differs: boolean }> = new Map();
  #rows = 0;

  add(row: Row): void {
    this.#rows += 1;
    for (const field in row) {
      if (chatFields.has(field)) continue;
      const known = this.#fields.get(field);
      const text = jsonText(row[field]).slice(0, 1000);
      if (known === undefined) {
        if (this.#fields.size < mostFields) this.#fields.set(field, { rows: 1, first: text, differs: false });
        continue;
      }
      known.rows += 1;
      known.differs ||= known.first !== text;
    }
  }

  report(findings: Findings): void {
    if (this.#rows < 2) return;
    for (const [field, { rows, differs }] of this.#fields) {
      if (rows < this.#rows)
        findings.add("warning", "inconsistent_grader_fields", null, `${field}: ${rows} of ${this.#rows} rows`);
      else if (!differs) findings.add("warning", "constant_grader_field", null, field);
    }
  }
}
