import { readFileSync } from "node:fs";
import * as v from "valibot";
import { prices } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { estimate, type ProviderFile } from "../../packages/estimator/src/index.ts";
import { providerFileSchema } from "../schema/priceFiles.ts";
import { encode } from "../compact/encode.mjs";
import { expand } from "../compact/expand.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const smallest = readFileSync(new URL("../providers/ori.json", import.meta.url), "utf8");

/** The rate that the README shows to whoever adds a price. */
const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? "") as Record<string, unknown>;

/** What else the README tells to write: a minimum with the rule that reads it, a price of hosting, a second sighting. */
const minimum = { ...example, kind: "minimum", method: undefined, amount: "2", per: "job" };
const hosting = { ...example, kind: "hosting", method: undefined, amount: "1.5", per: "hour" };
const seenTwice = { ...example, seen: "2026-12-10", alsoSeen: ["2026-11-24"] };

/** A new file as the README tells to make one: a copy of the smallest with its own id, and a rate appended. */
const file = {
  ...(JSON.parse(smallest) as ProviderFile),
  provider: "newcomer",
  models: [
    {
      id: "some-8b",
      counting: "llama-3.1/llama3",
      rates: [example, { ...example, amount: "0.5", from: "2026-12-01", seen: "2026-12-01" }],
    },
  ],
};

const served = {
  ...file,
  provider: "landlord",
  checked: "2026-12-10",
  defaults: {
    offers: [{ method: "sft-lora", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }],
    serving: [{ tag: "hosting" }],
  },
  models: [{ id: "some-8b", counting: "llama-3.1/llama3", rates: [seenTwice, minimum, hosting] }],
};

/** The parts of its bill for a month of use. */
function parts(examples: number, asOf: string): readonly unknown[] {
  const providers = expand(encode([served]));
  const { offers } = estimate({
    asOf,
    prices: { ...prices, providers },
    job: { examples, tokensPerExample: 1000, epochs: 1 },
    traffic: { requestsPerMonth: 1000, inputTokens: 500, outputTokens: 100, months: 1 },
  });
  return offers.flatMap(({ training, monthly, idle, total, lines }) => [
    training.amount,
    monthly?.amount,
    idle?.perDay.amount,
    total.amount,
    lines[0]?.rate.seen,
  ]);
}

function bill(asOf: string): string | undefined {
  const providers = expand(encode([file]));
  const answer = estimate({
    asOf,
    prices: { ...prices, providers: [...prices.providers, ...providers] },
    job: { examples: 1000, tokensPerExample: 1000, epochs: 1 },
  });
  return answer.offers.find(({ id }) => id === "newcomer/some-8b:sft-lora")?.total.amount;
}

describe("a provider added by the README alone", () => {
  it("is told in 800 words", () => {
    expect(readme.split(/\s+/u).filter((word) => word !== "").length).toBeLessThanOrEqual(800);
  });

  it("parses", () => {
    expect(v.is(providerFileSchema, file)).toBe(true);
  });

  it("is in the estimate, at the rate in force on the day", () => {
    expect([bill("2026-11-30"), bill("2026-12-01")]).toEqual(["0.46", "0.5"]);
  });

  it("is billed its minimum, its hosting by the hour, and is known from the first of its sightings", () => {
    expect(v.is(providerFileSchema, JSON.parse(JSON.stringify(served)))).toBe(true);
    // 100,000 tokens cost $0.046, under the minimum; a month of 730 hours at $1.50, used or not.
    expect(parts(100, "2026-11-30")).toEqual(["2", "1095", "36", "1097", "2026-11-24"]);
    expect(parts(10_000, "2026-12-15")).toEqual(["4.6", "1095", "36", "1099.6", "2026-12-10"]);
    expect(parts(100, "2026-11-23"), "before its first sighting it has no price").toEqual([]);
  });
});
