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
  it("parses", () => {
    expect(v.is(providerFileSchema, file)).toBe(true);
  });

  it("is in the estimate, at the rate in force on the day", () => {
    expect([bill("2026-11-30"), bill("2026-12-01")]).toEqual(["0.46", "0.5"]);
  });
});
