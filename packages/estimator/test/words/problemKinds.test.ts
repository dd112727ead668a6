import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/index.ts";
import { pilotsProblemSentence } from "../../src/pilots.ts";

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
});
