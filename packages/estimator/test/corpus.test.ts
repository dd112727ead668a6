import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, type PriceBook } from "../src/index.ts";
import { changesOf, linesOf, questionOf, storedOf } from "./corpus/corpus.mjs";

const questions = linesOf("questions.jsonl");
const answers = linesOf("answers.jsonl");

function changesWith(book: PriceBook, chosen: (asked: any, at: number) => boolean): readonly string[] {
  return questions.flatMap((asked, at) =>
    chosen(asked, at) ? changesOf(asked, answers[at], storedOf(estimate(questionOf(asked, book)))) : [],
  );
}

/** A change that is meant: `npm run corpus`, look at the difference, and write its reason into CHANGELOG.md. */
describe("the stored questions and answers", () => {
  it("are more than a thousand, of every provider, and each question has its answer", () => {
    expect(questions.length).toBeGreaterThanOrEqual(1000);
    expect(answers).toHaveLength(questions.length);
    const asked = new Set(questions.map(({ only }) => String(only?.models?.[0]).split("/")[0]));
    for (const { provider } of prices.providers) expect(asked).toContain(provider);
  });

  const parts = 8;
  const size = Math.ceil(questions.length / parts);
  it.each(Array.from({ length: parts }, (_, part) => part * size))("are answered as they were, from %d on", (from) => {
    expect(changesWith(prices, (_asked, at) => at >= from && at < from + size)).toEqual([]);
  });

  it("name the offer and the day where a rate is changed", () => {
    const changed: PriceBook = JSON.parse(JSON.stringify(prices));
    const openai = changed.providers.find(({ provider }) => provider === "openai");
    const rates = openai?.models.find(({ id }) => id === "gpt-4.1-2025-04-14")?.rates ?? [];
    for (const rate of rates.filter(({ kind }) => kind === "training")) Object.assign(rate, { amount: "26" });
    const said = changesWith(changed, ({ only }) => String(only?.models).startsWith("openai/gpt-4"));
    expect(said.length).toBeGreaterThan(0);
    for (const sentence of said) expect(sentence).toMatch(/^openai\/gpt-4\.1-2025-04-14:[\w-]+ on \d{4}-\d\d-\d\d: /);
    expect(said.some((sentence) => sentence.includes("training"))).toBe(true);
  });
});
