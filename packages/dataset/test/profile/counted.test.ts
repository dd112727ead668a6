import { describe, expect, it } from "vitest";
import { jsonLines } from "../data.ts";
import { countedOf, overheads } from "./counted.ts";

/** A row, and what is counted of it by each overhead over a vocabulary of letters. */
interface Case {
  readonly row: unknown;
  readonly merges?: true;
  readonly by: Readonly<Record<string, unknown>>;
}

const cases = jsonLines(new URL("fixtures/counted.jsonl", import.meta.url)) as readonly Case[];

describe("a row, counted by what each template adds", () => {
  it.each(cases)("$row", async ({ row, merges, by }) => {
    for (const overhead of overheads)
      expect([overhead, ...(await countedOf(row, overhead, merges))]).toEqual([
        overhead,
        ...(by[overhead] as readonly unknown[]),
      ]);
  });
});
