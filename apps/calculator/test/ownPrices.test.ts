import { describe, expect, it } from "vitest";
import { commandText } from "../src/commands.ts";
import { ownPricesText, readPrices } from "../src/ownPrices.ts";
import { prices } from "@tunecast/pricing/history";

const none = { applied: null, refused: null };
const file = (text: string): File => new File([text], "rates.json");
const exchange = [{ from: "EUR", to: "USD", rate: "1.1", date: "2026-11-24", source: "bank" }];

describe("own prices", () => {
  it("are taken whole, and named", async () => {
    const { applied, refused } = await readPrices(file(JSON.stringify({ exchange })), none, prices);
    expect(refused).toBeNull();
    expect(applied).toEqual({ name: "rates.json", prices: { exchange } });
    expect(ownPricesText({ exchange })).toBe("1 exchange rate");
    expect(ownPricesText({ exchange: [...exchange, ...exchange], rates: [] })).toBe("2 exchange rates");
    expect(ownPricesText({})).toBe("nothing");
  });

  it("are refused with the path of what is wrong, and what was in force stays", async () => {
    const before = await readPrices(file(JSON.stringify({ exchange })), none, prices);
    const bad = await readPrices(
      file(JSON.stringify({ exchange: [{ ...exchange[0], rate: "much" }] })),
      before,
      prices,
    );
    expect(bad.refused).toMatch(/^rates\.json: .*exchange\.0\.rate/u);
    expect(bad.applied).toEqual(before.applied);
    const typo = { provider: "opena", percent: "10", source: "contract" };
    const strange = await readPrices(file(JSON.stringify({ discounts: [typo] })), none, prices);
    expect(strange.refused).toMatch(/discounts\.0\.provider.*openai/u);
    expect((await readPrices(file("{"), none, prices)).refused).toContain("not JSON");
  });

  it("are named on the command line", () => {
    const question = { asOf: "2026-11-24", prices, job: { examples: 1, tokensPerExample: 1, epochs: 1 } };
    expect(commandText(question, null, "our rates.json")).toMatch(/--own-prices 'our rates\.json'$/u);
    expect(commandText(question, null)).not.toContain("own-prices");
  });
});
