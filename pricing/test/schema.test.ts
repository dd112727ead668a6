import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { cloudFileSchema, providerFileSchema } from "../schema/priceFiles.ts";
import { definitions } from "../schema/rules.ts";
import { hardwareFileSchema, modelFileSchema, uncountedFileSchema } from "../schema/openModels.ts";
import { jsonSchemaText } from "../schema/generate.mjs";

const rate = {
  kind: "training",
  amount: "0.46",
  currency: "USD",
  per: "1M tokens",
  from: "2026-11-24",
  fromKind: "copy",
  source: "https://docs.ori.co/fine-tuning/billing",
  seen: "2026-11-24",
  confidence: "primary",
};
const file = {
  provider: "ori",
  name: "Ori",
  page: "https://docs.ori.co/fine-tuning/billing",
  checked: "2026-11-24",
  models: [{ id: "up-to-10b", counting: "estimate/any", rates: [rate] }],
};

const withRates = (...rates: readonly object[]): object => ({ ...file, models: [{ ...file.models[0], rates }] });

const billed = (tag: object): object => ({
  ...file,
  models: [{ ...file.models[0], offers: [{ method: "sft", billing: [tag] }] }],
});

describe("JSON Schema", () => {
  it.each([
    ["provider.json", "Prices of one provider", providerFileSchema, definitions],
    ["cloud.json", "GPU prices of one cloud", cloudFileSchema, {}],
    ["model.json", "Shapes of one family of open models", modelFileSchema, {}],
    ["hardware.json", "GPUs", hardwareFileSchema, {}],
    ["uncounted.json", "Open models that are known and not counted", uncountedFileSchema, {}],
  ] as const)(
    "schema/%s is what the code says (else run the tests of this file with -u)",
    async (name, title, schema, parts) => {
      await expect(jsonSchemaText(title, schema, parts)).toMatchFileSnapshot(`../schema/${name}`);
    },
  );
});

describe("a provider file", () => {
  it("parses in its smallest form", () => {
    expect(v.is(providerFileSchema, file)).toBe(true);
  });

  it("may hold a price of 0 and a price from a stated day before its copy", () => {
    expect(v.is(providerFileSchema, withRates({ ...rate, amount: "0" }))).toBe(true);
    expect(v.is(providerFileSchema, withRates({ ...rate, from: "2026-07-17", fromKind: "stated" }))).toBe(true);
  });

  it.each([
    ["a negative price", withRates({ ...rate, amount: "-1" }), "models.0.rates.0.amount"],
    ["exponent notation", withRates({ ...rate, amount: "1e-3" }), "models.0.rates.0.amount"],
    ["a price that is a number", withRates({ ...rate, amount: 0.46 }), "models.0.rates.0.amount"],
    ["a day that does not exist", withRates({ ...rate, seen: "2026-02-30" }), "models.0.rates.0.seen"],
    ["an unknown kind of rate", withRates({ ...rate, kind: "tuning" }), "models.0.rates.0.kind"],
    ["an unknown unit", withRates({ ...rate, per: "token" }), "models.0.rates.0.per"],
    ["a misspelt field", withRates({ ...rate, confidense: "primary" }), "models.0.rates.0.confidense"],
    ["a rate without a source", withRates({ ...rate, source: undefined }), "models.0.rates.0.source"],
    [
      "a source with a quotation mark",
      withRates({ ...rate, source: "https://example.com/pricing'" }),
      "models.0.rates.0.source",
    ],
    ["a source that is not an address", withRates({ ...rate, source: "my notes" }), "models.0.rates.0.source"],
    ["a source on this machine", withRates({ ...rate, source: "http://localhost/prices" }), "models.0.rates.0.source"],
    ["two rates for one thing from one day", withRates(rate, { ...rate, amount: "0.48" }), "models.0.rates"],
    ["a seen rate from before its copy", withRates({ ...rate, from: "2026-01-01" }), "models.0.rates"],
    ["a model twice", { ...file, models: [...file.models, ...file.models] }, "models"],
    ["no models", { ...file, models: [] }, "models"],
    ["an unknown rule", billed({ tag: "per_moon_phase" }), "models.0.offers.0.billing.0.tag"],
    ["a rule of serving in billing", billed({ tag: "per_token" }), "models.0.offers.0.billing.0.tag"],
    ["a misspelt parameter", billed({ tag: "band", low: 1, hi: 1 }), "models.0.offers.0.billing.0.hi"],
    ["a missing parameter", billed({ tag: "round_amount_up" }), "models.0.offers.0.billing.0.to"],
    ["a number as text", billed({ tag: "round_tokens_up", to: "1000" }), "models.0.offers.0.billing.0.to"],
    ["a share above 1", billed({ tag: "band", low: 2, high: 2 }), "models.0.offers.0.billing.0.low"],
  ])("is refused with %s", (_what, content, path) => {
    const read = v.safeParse(providerFileSchema, content);
    expect(read.success ? [] : read.issues.map((issue) => v.getDotPath(issue))).toContain(path);
  });
});
