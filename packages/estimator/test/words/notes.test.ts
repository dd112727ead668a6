import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, type Question } from "../../src/index.ts";
import { noteKinds } from "../../src/lists.ts";
import type { Note } from "../../src/contract/notes.ts";
import { spoken } from "../../src/words/notes.ts";

const job = { examples: 8000, tokensPerExample: 620, epochs: 3 };
const traffic = { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3, batchShare: 0.5 };
const questions: Question[] = [
  { asOf: "2026-11-24", prices, job, traffic },
  {
    asOf: "2027-06-01",
    prices,
    job: { ...job, hours: 4, evaluations: 2 },
    traffic: { ...traffic, requestsPerMonth: 0 },
  },
];

describe("spoken", () => {
  it("gives the facts beside the sentence that is made of them", () => {
    expect(spoken({ kind: "old_price", seen: "2026-01-01", asOf: "2026-11-24" })).toEqual({
      kind: "old_price",
      sentence: "The oldest price here was last seen on 2026-01-01, more than 90 days before 2026-11-24.",
      facts: { seen: "2026-01-01", asOf: "2026-11-24" },
    });
  });

  it("leaves out facts where there are none", () => {
    expect(spoken({ kind: "validation_free", source: "https://example.com" })).toEqual({
      kind: "validation_free",
      sentence: "Validation tokens are not billed here.",
      source: "https://example.com",
    });
  });

  it("does not compile for a kind without words, or with facts of another kind", () => {
    // @ts-expect-error no such kind
    const unknown: Note = { kind: "no_such_kind" };
    // @ts-expect-error `rows` is missing
    const bare: Note = { kind: "bad_rows" };
    expect([unknown.kind, bare.kind].map((kind) => noteKinds.includes(kind))).toEqual([false, true]);
  });
});

describe("noteKinds", () => {
  it("names every kind that the answers over the whole book hold, and their facts are JSON", () => {
    for (const question of questions) {
      const answer = estimate(question);
      const bills = [...answer.offers, ...answer.refused.flatMap(({ wouldBe }) => wouldBe ?? [])];
      const notes = [...answer.notices, ...bills.flatMap(({ assumptions }) => assumptions)];
      expect(notes.length).toBeGreaterThan(100);
      expect([...new Set(notes.map(({ kind }) => kind))].filter((kind) => !noteKinds.includes(kind))).toEqual([]);
      expect(JSON.parse(JSON.stringify(notes))).toEqual(notes);
    }
  });
});
