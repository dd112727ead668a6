import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/index.ts";
import { pilotsProblemSentence } from "../../src/pilots.ts";
import type { OfferProblems } from "../../src/contract/problems.ts";
import type { ProblemWords } from "../../src/words/estimateProblems.ts";

const source = new URL("../../src/", import.meta.url);
const made = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => [...readFileSync(new URL(name, source), "utf8").matchAll(/fail\(\s*\{\s*kind: "(\w+)"/g)])
  .flatMap(([, kind]) => kind ?? []);

/** A kind without words lists its facts under its own name. */
function hasWords(kind: string): boolean {
  if (pilotsProblemSentence({ kind }) !== undefined) return true;
  const bare = `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll("_", " ")}.`;
  try {
    return explain({ kind }) !== bare;
  } catch {
    // Its words want the facts that are not here.
    return true;
  }
}

describe("every kind of problem that the estimator makes", () => {
  it("is found in the source", () => {
    expect(new Set(made).size).toBeGreaterThan(40);
  });

  it("has a sentence of its own", () => {
    expect([...new Set(made)].filter((kind) => !hasWords(kind))).toEqual([]);
  });

  it("does not compile without words, or with facts that it does not have", () => {
    // @ts-expect-error all other kinds of an offer are missing
    const few: ProblemWords<OfferProblems> = { retired: ({ from }) => from };
    const strange: Pick<ProblemWords<OfferProblems>, "retired"> = {
      // @ts-expect-error it has no such fact
      retired: ({ since }) => String(since),
    };
    expect([few.retired({ from: "today" }), strange.retired({ from: "today" })]).toEqual(["today", "undefined"]);
  });
});
