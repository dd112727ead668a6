import { describe, expect, it } from "vitest";
import { providerEpochs } from "../src/bill/stages.ts";
import { estimate, type Assumption } from "../src/index.ts";
import { book, model } from "./book.ts";

/** What is said of epochs where every offer takes its own provider's number. */
function said(more: Parameters<typeof model>[0], epochs: number | "provider"): readonly Assumption[] {
  const job = { examples: 1000, tokensPerExample: 100, epochs };
  const { offers } = estimate({ asOf: "2026-02-01", prices: book([model(more)]), job });
  return offers.flatMap(({ assumptions }) => assumptions.filter(({ kind }) => kind === "epochs_assumed"));
}

/** As the notebook has it, which aims at 3 epochs, 1 to 25, and 100 to 25,000 passes of an example. */
function ofTheNotebook(examples: number): number {
  if (examples * 3 < 100) return Math.min(25, Math.floor(100 / examples));
  if (examples * 3 > 25_000) return Math.max(1, Math.floor(25_000 / examples));
  return 3;
}

describe("the provider's own epochs", () => {
  it("are OpenAI's by its notebook, for any number of examples", () => {
    const counts = Array.from({ length: 60_000 }, (_, at) => at + 1);
    const own = (examples: number) => providerEpochs({ rule: "openai_auto" }, examples);
    expect(counts.filter((examples) => own(examples) !== ofTheNotebook(examples))).toEqual([]);
    expect([1, 4, 5, 33, 34, 8333, 8334, 12_501, 60_000].map(own)).toEqual([25, 25, 20, 3, 3, 3, 2, 1, 1]);
    expect(own(0)).toBe(3);
  });

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
