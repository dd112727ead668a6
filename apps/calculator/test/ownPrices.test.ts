import { readOwnPrices } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { commandText } from "../src/question/commands.ts";
import { lackingOf } from "../src/state/own/ownEntries.ts";
import { OwnPricesForm } from "../src/state/own/ownPrices.ts";
import { answered, atOnce, calculatorAt } from "./calculatorAt.ts";

const exchange = [{ from: "EUR", to: "USD", rate: "1.1", date: "2026-11-24", source: "bank" }];
const form = (): OwnPricesForm => new OwnPricesForm(() => prices);

describe("own prices", () => {
  it("are in force once all that they need is typed, and write the file that the command reads", () => {
    const own = form();
    own.add("discounts", { provider: "openai" });
    const [entry] = own.entries.value;
    own.type(entry?.id ?? 0, "percent", "12");
    expect(own.applied.value).toBeNull();
    expect(own.entries.value.map(lackingOf)).toEqual([["source"]]);
    own.type(entry?.id ?? 0, "source", "contract");
    const discounts = [{ provider: "openai", percent: "12", source: "contract" }];
    expect(own.applied.value?.prices).toEqual({ discounts });
    expect(readOwnPrices(JSON.parse(own.json.value), prices)).toEqual({ ok: true, value: { discounts } });
    own.remove(entry?.id ?? 0);
    expect(own.applied.value).toBeNull();
    expect(own.json.value).toBe("");
  });

  it("are read as people type them: a decimal comma, a currency in small letters", () => {
    const own = form();
    const rate = { provider: "openai", kind: "training", per: "1M tokens", source: "contract" };
    own.add("rates", { ...rate, amount: "2,40", currency: "eur" });
    expect(own.refused.value).toBeNull();
    expect(own.applied.value?.prices.rates).toEqual([{ ...rate, amount: "2.4", currency: "EUR" }]);
  });

  it("that are wrong leave in force what was, and say where", () => {
    const own = form();
    own.readText(JSON.stringify({ exchange }), "rates.json");
    expect(own.applied.value?.prices).toEqual({ exchange });
    own.type(own.entries.value[0]?.id ?? 0, "rate", "much");
    expect(own.refused.value).toMatch(/exchange\.0\.rate/u);
    expect(own.applied.value?.prices).toEqual({ exchange });
    own.type(own.entries.value[0]?.id ?? 0, "rate", "1.2");
    expect(own.refused.value).toBeNull();
    expect(own.applied.value?.prices.exchange?.[0]?.rate).toBe("1.2");
  });

  it("of a bad file are refused whole, with the path of what is wrong", async () => {
    const own = form();
    own.readText(JSON.stringify({ exchange }), "rates.json");
    const typo = { provider: "opena", percent: "10", source: "contract" };
    await own.readFile(new File([JSON.stringify({ discounts: [typo] })], "typo.json"));
    expect(own.refused.value).toMatch(/^typo\.json: .*discounts\.0\.provider.*openai/u);
    expect(own.refused.value?.match(/Nothing of it was applied/gu)).toHaveLength(1);
    await own.readFile(new File(["{"], "broken.json"));
    expect(own.refused.value).toMatch(/This is not JSON/u);
    expect(own.applied.value?.prices).toEqual({ exchange });
    expect(own.entries.value).toHaveLength(1);
  });

  it("turn every figure into the currency of an exchange rate", async () => {
    const { calculator } = await answered();
    calculator.ownPrices.add("exchange", { from: "USD", to: "EUR", rate: "0.5", date: "2026-11-24", source: "bank" });
    const dollars = calculator.choice.value.offer;
    await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
    const { offer } = calculator.choice.value;
    expect(offer?.id).toBe(dollars?.id);
    expect(offer?.training).toEqual({ amount: "28.1232", currency: "EUR" });
    expect(calculator.table.listed.value[0]?.total.currency).toBe("EUR");
    expect(calculator.title.value).toContain("€");
  });

  it("have no age, and are named as your own", async () => {
    const { calculator } = await answered("#v=1&offer=aws-bedrock%2Fnova-micro%3Asft");
    const rate = { provider: "aws-bedrock", kind: "training", per: "1M tokens", source: "contract" };
    calculator.ownPrices.add("rates", { ...rate, amount: "0.9", currency: "USD" });
    await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
    const [start, month] = calculator.figures;
    expect(start).toMatchObject({ value: "$13.39", age: { text: "your own price", isOld: false } });
    expect(month?.age?.text).toMatch(/^price \d+ months old$/u);
  });

  it("are in no link, and those of an older link are said not to be read", async () => {
    const { calculator } = await answered();
    calculator.ownPrices.add("discounts", { provider: "openai", percent: "12", source: "contract" });
    expect(calculator.pinned.value).not.toContain("contract");
    expect(calculator.unsaid).toContain("your own prices");
    const older = calculatorAt(`#v=1&own=${encodeURIComponent('{"discounts":[]}')}`);
    expect(older.form.notes.value).toEqual([expect.stringMatching(/own prices.*not read/u)]);
  });

  it("are named on the command line", () => {
    const question = { asOf: "2026-11-24", prices, job: { examples: 1, tokensPerExample: 1, epochs: 1 } };
    expect(commandText(question, { training: [], validation: null }, "our rates.json")).toMatch(
      /--own-prices 'our rates\.json'$/u,
    );
    expect(commandText(question, { training: [], validation: null })).not.toContain("own-prices");
  });
});
