import { prices } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { estimate } from "../../src/index.ts";
import { moneyText } from "../../src/text.ts";

const job = { examples: 1000, tokensPerExample: 100 };
const nasty = `<b>\u202E\u0000\n${"x".repeat(100_000)}`;

describe("sentences", () => {
  it("of a problem are printable on one line, whatever was typed", () => {
    for (const only of [{ models: [nasty] }, { providers: [nasty] }]) {
      const { problem } = estimate({ asOf: "2026-11-24", prices, job, only });
      expect(problem?.sentence).toContain("<b>\\u202e\\u0000 xxx");
      expect(problem?.sentence).not.toMatch(/[\p{Cc}\u202E]/u);
      expect(problem?.sentence.length).toBeLessThan(1000);
    }
  });

  it("of an assumption are printable on one line, whatever stands in the user's own prices", () => {
    const rate = {
      provider: "openai",
      kind: "training",
      amount: "1",
      currency: "USD",
      per: "1M tokens",
      source: nasty,
    };
    const only = { models: ["openai/gpt-4.1-mini-2025-04-14:sft"] };
    const { offers } = estimate({ asOf: "2026-11-24", prices, job, only, ownPrices: { rates: [rate] } });
    const { sentence = "" } = offers[0]?.assumptions.find(({ kind }) => kind === "overlay") ?? {};
    expect(sentence).toContain("<b>\\u202e\\u0000 xxx");
    expect(sentence).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(sentence.length).toBeLessThan(1000);
  });
});

describe("amounts", () => {
  it.each([
    ["1234.5", "USD", "$1,234.50"],
    ["1234.5", "JPY", "1,235 JPY"],
    ["0.4242", "JPY", "0.42 JPY"],
    ["1234.5", "KWD", "1,234.500 KWD"],
    ["1234.5", "CNY", "1,234.50 CNY"],
  ])("%s %s is %s by the digits of the currency", (amount, currency, text) => {
    expect(moneyText({ amount, currency })).toBe(text);
  });

  it.each([
    ["de-DE", "1.234,50 €"],
    ["en-IE", "€1,234.50"],
    ["fr-FR", "1 234,50 €"],
  ])("are written as readers of %s write them, where asked for", (locale, text) => {
    expect(moneyText({ amount: "1234.5", currency: "EUR" }, locale).replaceAll(/\s/gu, " ")).toBe(text);
  });

  it("keep their digits in a locale too, beyond what a number holds", () => {
    expect(moneyText({ amount: "12345678901234567.89", currency: "USD" }, "en-US")).toBe("$12,345,678,901,234,567.89");
  });
});
