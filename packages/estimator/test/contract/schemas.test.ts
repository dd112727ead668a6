import { readFileSync } from "node:fs";
import { prices as current } from "@tunecast/pricing";
import { prices } from "@tunecast/pricing/history";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { answerText, estimate } from "../../src/index.ts";
import { linesOf, questionOf } from "../corpus/corpus.mjs";
import { profiles } from "../corpus/profiles.mjs";

const ajv = new Ajv({ strict: false });
const names = ["question", "answer", "profile", "price-book", "own-prices"] as const;
const validators = new Map(
  names.map((name) => {
    const text = readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), "utf8");
    return [name, ajv.compile(JSON.parse(text) as object)];
  }),
);
const problemsOf = (name: (typeof names)[number], value: unknown): unknown => {
  const validate = validators.get(name);
  return validate?.(value) === true ? [] : validate?.errors;
};
/** The book has a schema of its own: here it is left empty. */
const emptied = { ...prices, providers: [] };

describe("the published schemas", () => {
  it("take the price books as they are", () => {
    for (const book of [current, prices])
      expect(problemsOf("price-book", JSON.parse(JSON.stringify(book)))).toEqual([]);
  });

  it("take stored questions, their data, their own prices and the answers to them", () => {
    const asked = linesOf("questions.jsonl");
    expect(asked.length).toBeGreaterThan(1000);
    for (const [at, one] of asked.entries()) {
      const question = questionOf(one, prices);
      expect(problemsOf("question", { ...question, prices: emptied })).toEqual([]);
      expect(problemsOf("own-prices", question.ownPrices ?? {})).toEqual([]);
      if (at % 20 > 0) continue;
      expect(problemsOf("answer", JSON.parse(answerText(estimate(question))))).toEqual([]);
    }
    for (const profile of Object.values(profiles))
      expect(problemsOf("profile", JSON.parse(JSON.stringify(profile)))).toEqual([]);
  });

  it("refuse a misspelt field of a question, an amount that is a number, and an answer without offers", () => {
    const question = { asOf: "2026-11-24", prices: emptied, job: { examples: 1, tokensPerExample: 1 } };
    expect(problemsOf("question", question)).toEqual([]);
    expect(problemsOf("question", { ...question, trafic: {} })).not.toEqual([]);
    const exchange = [{ from: "USD", to: "EUR", rate: 0.9, date: "2026-11-24", source: "x" }];
    expect(problemsOf("own-prices", { exchange })).not.toEqual([]);
    expect(problemsOf("answer", { schemaVersion: 1, asOf: "2026-11-24" })).not.toEqual([]);
  });
});
