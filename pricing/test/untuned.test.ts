import { readdirSync, readFileSync } from "node:fs";
import { untuned } from "@tunecast/pricing/untuned";
import { describe, expect, it } from "vitest";
import { ratesOf, withCopy } from "../refresh/untuned.mjs";

const folder = new URL("../untuned/", import.meta.url);
const files = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as (typeof untuned)[number],
);
const copy = { source: "https://example.com/prices.yml", day: "2026-08-21" };

describe.each(files.map((file) => [file.provider, file] as const))("untuned models of %s", (_, { models, checked }) => {
  it("have prices in and out, each a plain amount with address and day", () => {
    for (const { id, rates = [] } of models) {
      const kinds = new Set(rates.map(({ kind }) => kind));
      expect(kinds.has("base_input") && kinds.has("base_output"), id).toBe(true);
      for (const { amount, source, seen, from, fromKind } of rates) {
        expect(amount).toMatch(/^\d+(\.\d+)?$/);
        expect(Number(amount)).toBeGreaterThan(0);
        expect(source).toMatch(/^https:\/\//);
        expect(seen <= checked && (fromKind === "stated" || from === seen), id).toBe(true);
      }
    }
  });

  it("cost no less to write than to read, and no more from a cache", () => {
    for (const { id, rates = [] } of models) {
      const last = (kind: string) => Number(rates.findLast((rate) => rate.kind === kind)?.amount ?? Number.NaN);
      expect(last("base_output"), id).toBeGreaterThanOrEqual(last("base_input"));
      expect(last("base_cached_input") > last("base_input"), id).toBe(false);
    }
  });
});

describe("the built module", () => {
  it("holds the very files", () => {
    expect(untuned).toEqual(files);
  });
});

describe("a copy of the prices", () => {
  const prices = (input: number, output: number) => ({ input_mtok: input, output_mtok: output });

  it("gives the rate in force and the one that is stated for later", () => {
    const dated = [
      { prices: prices(2, 10) },
      { constraint: { start_date: "2026-05-01" }, prices: prices(3, 15) },
      { constraint: { start_date: "2026-10-01" }, prices: prices(4, 20) },
    ];
    const rates = ratesOf({ id: "m", prices: dated }, copy);
    expect(rates.map(({ amount, from, fromKind }) => [amount, from, fromKind])).toEqual([
      ["3", "2026-05-01", "stated"],
      ["15", "2026-05-01", "stated"],
      ["4", "2026-10-01", "stated"],
      ["20", "2026-10-01", "stated"],
    ]);
  });

  it("takes the price of the first tokens where it rises with their number, and none that depends on the hour", () => {
    const tiered = { input_mtok: { base: 1, tiers: [{ start: 200_000, price: 2 }] }, output_mtok: 5 };
    expect(ratesOf({ id: "m", prices: tiered }, copy).map(({ amount }) => amount)).toEqual(["1", "5"]);
    const nightly = [{ constraint: { start_time: "16:30" }, prices: prices(1, 2) }, { prices: prices(2, 4) }];
    expect(ratesOf({ id: "m", prices: nightly }, copy).map(({ amount }) => amount)).toEqual(["2", "4"]);
  });

  it("is appended: a known rate stays as it was, a new amount is a new entry", () => {
    const file = { provider: "acme", models: [] };
    const first = withCopy(file, [{ id: "m", name: "M", prices: prices(1, 2) }], copy);
    const later = { ...copy, day: "2026-10-01" };
    const second = withCopy(first, [{ id: "m", name: "M", prices: prices(1, 3) }], later);
    expect(second.models[0].rates.slice(0, 2)).toEqual(first.models[0].rates);
    expect(second.models[0].rates.slice(2)).toMatchObject([{ kind: "base_output", amount: "3", from: "2026-10-01" }]);
    expect(withCopy(second, [{ id: "m", name: "M", prices: prices(1, 3) }], later).models).toEqual(second.models);
  });
});
