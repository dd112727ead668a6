import { describe, expect, it } from "vitest";
import type { ModelEntry, Only } from "../../src/index.ts";
import { bookOffers, countingRules } from "../../src/prices.ts";
import { chosenOffers } from "../../src/estimate/filter.ts";
import { book, model } from "../book.ts";

const models: readonly Partial<ModelEntry>[] = [
  {
    id: "qwen2.5-7b",
    aliases: ["Qwen/Qwen2.5-7B"],
    parameters: "7.6",
    licence: "Apache-2.0",
    counting: "qwen2.5/qwen2",
  },
  { id: "llama-3.1-8b", parameters: "8.03", licence: "Llama 3.1", limits: { contextTokens: 8192 } },
  { id: "secret", limits: { contextTokens: 4096 } },
];
const prices = book(models.map((more) => model(more)));
const chosen = (only: Only) => {
  const found = chosenOffers({ prices, only, asOf: "2026-02-01" });
  return found.ok ? found.value.offers.map(({ model: { id } }) => id) : found.problem;
};

describe("where an offer trains", () => {
  const said = (places: readonly string[], more: object = {}) => ({
    places,
    source: "https://example.com/regions",
    seen: "2026-01-01",
    confidence: "primary",
    ...more,
  });
  const placesOf = (...residency: ReturnType<typeof said>[]) =>
    bookOffers(book([model()], { residency })).map((offer) => offer.residency);

  it("is in the Union where one of several places is", () => {
    expect(placesOf(said(["US", "SE"]))).toEqual([["US", "SE", "EU"]]);
    expect(placesOf(said(["US", "SG"]))).toEqual([["US", "SG"]]);
  });

  it("is what is said of its own variant and of its models alone", () => {
    expect(placesOf(said(["US"]), said(["DE"], { variant: "regional" }))).toEqual([["US"]]);
    expect(placesOf(said(["US"], { among: "large" }), said(["JP"], { among: "sm" }))).toEqual([["JP"]]);
  });
});

describe("chosenOffers", () => {
  it.each<[Only, string[]]>([
    [{}, ["qwen2.5-7b", "llama-3.1-8b", "secret"]],
    [{ models: ["Qwen/Qwen2.5-7B"] }, ["qwen2.5-7b"]],
    [{ models: ["Qwen/Qwen2.5-7B-bf16"] }, ["qwen2.5-7b"]],
    [{ models: ["acme/secret:sft", "llama-3.1-8b"] }, ["llama-3.1-8b", "secret"]],
    [{ minContext: 1 }, ["llama-3.1-8b", "secret"]],
    [{ minContext: 4096 }, ["llama-3.1-8b", "secret"]],
    [{ minContext: 4097 }, ["llama-3.1-8b"]],
    [{ maxParameters: 8.03 }, ["qwen2.5-7b", "llama-3.1-8b"]],
    [{ maxParameters: 8 }, ["qwen2.5-7b"]],
    [{ licences: ["Apache-2.0", "Llama 3.1"] }, ["qwen2.5-7b", "llama-3.1-8b"]],
    [{ licences: ["Apache-2.0"], maxParameters: 1 }, []],
    [{ providers: [] }, []],
    [{ models: [] }, []],
    [{ status: ["listed"] }, ["qwen2.5-7b", "llama-3.1-8b", "secret"]],
    [{ status: ["open"] }, []],
  ])("of %j: %j", (only, ids) => {
    expect(chosen(only)).toEqual(ids);
  });

  it.each<[Only, object]>([
    [{ models: ["secret", "qwen2.5-7"] }, { kind: "unknown_model", path: "only.models.1", known: ["qwen2.5-7b"] }],
    [{ models: ["Qwen/Qwen3-7B"] }, { kind: "unknown_model", path: "only.models.0", model: "Qwen/Qwen3-7B" }],
    [{ providers: ["acme", "amce"] }, { kind: "unknown_provider", path: "only.providers.1", known: ["acme"] }],
    [{ methods: ["stf"] }, { kind: "unknown_method", path: "only.methods.0", method: "stf", known: ["sft"] }],
    [{ licences: ["proprietary"] }, { kind: "unknown_licence", known: ["Apache-2.0", "Llama 3.1"] }],
    [{ variants: ["global"] }, { kind: "unknown_variant", path: "only.variants.0", known: [] }],
  ])("of %j is a problem with the nearest names", (only, problem) => {
    expect(chosen(only)).toMatchObject(problem);
  });
});

describe("a model that several providers sell", () => {
  const [acme] = book([model({ id: "llama-3.1-8b" }), model({ id: "qwen2.5-7b" })]).providers;
  const [other] = book([model({ id: "llama-3.1-8b" })], { provider: "other", name: "Other" }).providers;
  const both = { ...prices, providers: [acme, other].filter((one) => one !== undefined) };
  const idsOf = (word: string) => {
    const found = chosenOffers({ prices: both, only: { models: [word] }, asOf: "2026-02-01" });
    return found.ok ? found.value.offers.map(({ id }) => id) : found.problem;
  };

  it("is that of one where the word begins with its name, and of all by its repository", () => {
    expect(idsOf("other/llama-3.1-8b")).toEqual(["other/llama-3.1-8b:sft"]);
    expect(idsOf("meta-llama/Llama-3.1-8B")).toEqual(["acme/llama-3.1-8b:sft", "other/llama-3.1-8b:sft"]);
  });

  it("is that of others where the host that the word begins with does not have it, and that is said", () => {
    const elsewhere = (...models: string[]) => {
      const found = chosenOffers({ prices: both, only: { models }, asOf: "2026-02-01" });
      return found.ok ? found.value.elsewhere : found.problem;
    };
    expect(idsOf("other/qwen2.5-7b")).toEqual(["acme/qwen2.5-7b:sft"]);
    const model = "other/qwen2.5-7b";
    expect(elsewhere("other/llama-3.1-8b", model)).toEqual([{ model, provider: "Other" }]);
    expect(elsewhere("Qwen/qwen2.5-7b", "other/llama-3.1-8b")).toEqual([]);
    expect(idsOf("other/qwen9")).toMatchObject({ kind: "unknown_model", model: "other/qwen9" });
  });
});

describe("words of a person", () => {
  const offers = ["sft", "sft-lora", "dpo", "dpo-full"].map((method) => ({
    method,
    billing: [{ tag: "tokens_times_epochs" }],
  }));
  const tuned = book([model({ offers })], { provider: "acme-cloud", name: "Acme Cloud" });
  const methodsOf = (only: Only) => {
    const found = chosenOffers({ prices: tuned, only, asOf: "2026-02-01" });
    return found.ok ? found.value.offers.map(({ method }) => method) : found.problem;
  };

  it("name a method of a family, or all that the family has", () => {
    expect(methodsOf({ methods: ["sft-lora"] })).toEqual(["sft-lora"]);
    expect(methodsOf({ methods: ["dpo"] })).toEqual(["dpo", "dpo-full"]);
    expect(methodsOf({ methods: ["DPO-Full", "SFT"] })).toEqual(["sft", "sft-lora", "dpo-full"]);
    expect(methodsOf({ methods: ["lora"] })).toMatchObject({ kind: "unknown_method", known: ["sft-lora"] });
  });

  it("name a provider as it calls itself", () => {
    for (const word of ["Acme Cloud", "ACME-Cloud", "acme_cloud"])
      expect(methodsOf({ providers: [word] })).toHaveLength(4);
    expect(methodsOf({ providers: ["Acme"] })).toMatchObject({ kind: "unknown_provider", known: ["acme-cloud"] });
  });

  it("name a status in any case", () => {
    expect(methodsOf({ status: ["Listed"] })).toHaveLength(4);
    expect(methodsOf({ status: ["closed_to_new_customers"] })).toEqual([]);
  });
});

describe("countingRules", () => {
  it("are those of the chosen offers, each once and sorted", () => {
    expect(countingRules(prices, {}, "2026-02-01")).toEqual(["openai/o200k_base", "qwen2.5/qwen2"]);
    expect(countingRules(prices, { maxParameters: 8 }, "2026-02-01")).toEqual(["qwen2.5/qwen2"]);
    expect(countingRules(prices, { providers: ["nobody"] }, "2026-02-01")).toEqual([]);
  });
});
