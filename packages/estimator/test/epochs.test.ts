import { describe, expect, it } from "vitest";
import { estimate, type Assumption } from "../src/index.ts";
import { book, model } from "./book.ts";

/** What is said of epochs where every offer takes its own provider's number. */
function said(more: Parameters<typeof model>[0], epochs: number | "provider"): readonly Assumption[] {
  const job = { examples: 1000, tokensPerExample: 100, epochs };
  const { offers } = estimate({ asOf: "2026-02-01", prices: book([model(more)]), job });
  return offers.flatMap(({ assumptions }) => assumptions.filter(({ kind }) => kind === "epochs_assumed"));
}

describe("the provider's own epochs", () => {
  it("are said to be unknown where nobody knows them and three are billed", () => {
    expect(said({}, "provider")).toEqual([
      { kind: "epochs_assumed", sentence: "This provider's own number of epochs is not known: 3 are billed." },
    ]);
  });

  it("need no word where they are known, or where a number was given", () => {
    expect(said({ epochs: { rule: "fixed", epochs: 4 } }, "provider")).toEqual([]);
    expect(said({}, 3)).toEqual([]);
  });
});
