import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { fileProblems } from "../../packages/estimator/src/bill/rules/fileProblems.ts";
import { bookOffers } from "../../packages/estimator/src/prices/offers.ts";
import type { ModelEntry, PriceBook, ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import type { Rate } from "../../packages/estimator/src/prices/rateEntry.ts";
import { pays } from "../../packages/estimator/src/prices/rateKinds.ts";
import { cloudFileSchema, providerFileSchema } from "../schema/priceFiles.ts";
import { cloudFiles, gpuIds, families, providerFiles, shapeIds } from "./priceFiles.ts";

const book: PriceBook = {
  schemaVersion: 1,
  version: "",
  sha256: "",
  providers: providerFiles.map(({ content }) => content),
  clouds: cloudFiles.map(({ content }) => content),
};

const ratesOf = ({ rates = [], tiers = [], models }: ProviderFile): Rate[] => [
  ...rates,
  ...tiers.flatMap((tier) => tier.rates),
  ...models.flatMap((model) => model.rates ?? []),
];

/** Price tables that others keep. */
const tables = /^(?:Portkey-AI|tgarg01|api-evangelist)\//u;

/** The path and the expectation of everything that is wrong with a file. */
function faults(schema: v.GenericSchema, content: unknown): string[] {
  const read = v.safeParse(schema, content);
  return read.success ? [] : read.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
}

describe.each(providerFiles)("$path", ({ path, content }) => {
  it("parses", () => {
    expect(faults(providerFileSchema, content)).toEqual([]);
  });

  it("is named after its provider and says which schema it follows", () => {
    expect(path).toBe(`providers/${content.provider}.json`);
    expect(content.$schema).toBe("../schema/provider.json");
  });

  it("was checked no earlier than the newest copy it quotes", () => {
    expect(ratesOf(content).filter(({ seen }) => seen > content.checked)).toEqual([]);
  });

  it("names only shapes that stand in pricing/models", () => {
    expect(
      content.models.map(({ shape }) => shape).filter((shape) => shape !== undefined && !shapeIds.has(shape)),
    ).toEqual([]);
  });

  it("gives every name to one model", () => {
    const names = content.models.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it("has size tiers that follow one another", () => {
    const tiers = content.tiers ?? [];
    expect(tiers.slice(1).map(({ over }) => over)).toEqual(tiers.slice(0, -1).map(({ upTo }) => upTo));
  });

  it("prices what it offers, or says where the price may stand", () => {
    const silent = content.models.filter(
      (model) => (model.rates ?? []).length === 0 && model.unknown === undefined && !inTier(content, model),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});

function inTier({ tiers = [] }: ProviderFile, { parameters }: ModelEntry): boolean {
  const size = Number(parameters);
  return tiers.some(({ over, upTo = "Infinity" }) => size > Number(over) && size <= Number(upTo));
}

describe.each(cloudFiles)("$path", ({ path, content }) => {
  it("parses", () => {
    expect(faults(cloudFileSchema, content)).toEqual([]);
  });

  it("is named after its cloud and says which schema it follows", () => {
    expect(path).toBe(`gpus/${content.cloud}.json`);
    expect(content.$schema).toBe("../schema/cloud.json");
  });

  it("names only GPUs that stand in pricing/hardware.json", () => {
    expect(content.rates.map(({ gpu }) => gpu).filter((gpu) => !gpuIds.has(gpu))).toEqual([]);
  });
});

describe("the price files together", () => {
  it("were seen on the day of each copy of theirs, and hold from the first on", () => {
    const own = providerFiles.flatMap(({ content }) => ratesOf(content));
    const machines = cloudFiles.flatMap(({ content }) => content.rates);
    const wrong = [...own, ...machines].filter(({ from, fromKind, seen, alsoSeen = [], confidence, evidence = [] }) =>
      evidence.some(({ copy, day }) => {
        // Somebody's table is no sighting of a price that was read at the provider's own page.
        if (day === null || (confidence === "primary" && tables.test(copy))) return false;
        return (day < from && fromKind !== "stated") || ![seen, ...alsoSeen].includes(day);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("quote of a machine words that name its card", () => {
    const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
    const wrong = cloudFiles.flatMap(({ content }) =>
      content.rates.filter(({ id, gpu, evidence = [] }) =>
        evidence.some(
          ({ quote }) =>
            ![gpu.split("-")[0], gpu.split("-")[1], id].some((name) => plain(quote).includes(plain(name ?? id))),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("hold at least 650 rates of providers in at least 25 files", () => {
    expect(providerFiles.flatMap(({ content }) => ratesOf(content)).length).toBeGreaterThanOrEqual(650);
    expect(providerFiles.length + cloudFiles.length).toBeGreaterThanOrEqual(25);
  });

  it("have billing rules that the engine reads whole", () => {
    expect(providerFiles.flatMap(({ content }) => fileProblems(content))).toEqual([]);
  });

  it("call nothing free but an import: what costs nothing has a dated rate of 0", () => {
    const free = bookOffers(book).filter(({ billing }) => billing.some(({ tag }) => tag === "free"));
    expect(new Set(free.map(({ method }) => method))).toEqual(new Set(["import"]));
  });

  it("price each kind by a unit that pays for it", () => {
    const rates = providerFiles.flatMap(({ content }) => ratesOf(content));
    expect(rates.filter(({ kind, per }) => !pays(per, kind))).toEqual([]);
  });

  it("give every offer an id of its own", () => {
    const ids = bookOffers(book).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        "openai/gpt-4o-mini-2024-07-18:sft",
        "azure/gpt-4.1-mini:sft@regional",
        "together/llama-3.1-8b-instruct:sft-lora",
      ]),
    );
  });
});

describe("the counting rule of an open model", () => {
  const services = providerFiles.flatMap(({ content }) => content.models);

  it.each(families.flatMap(({ models }) => models))("is that of the services that train $id", ({ id, counting }) => {
    const named = services.filter(({ shape }) => shape === id).map((model) => model.counting);
    expect(named.length === 0 || named.includes(counting), `${counting}, not one of ${named.join(", ")}`).toBe(true);
  });

  it.each([
    // Templates by model: facts of the model repositories' chat_template.
    ["llama-3-8b", "llama-3/llama3"],
    ["llama-3.1-8b", "llama-3.1/llama3"],
    ["llama-3.2-1b", "llama-3.1/llama3"],
    ["qwen2.5-7b", "qwen2.5/qwen2"],
    ["qwen3-8b", "qwen3/qwen2"],
    ["gemma-2-9b", "gemma-2/gemma2"],
    ["gemma-3-4b", "gemma-3/gemma3"],
    ["deepseek-v3", "deepseek-v3/deepseek-v3"],
    ["gpt-oss-20b", "harmony/o200k_base"],
    ["mistral-7b-v0.3", "mistral-v3/mistral-v3"],
    ["phi-4", "phi-4/cl100k_base"],
  ])("of %s is %s", (id, rule) => {
    expect(families.flatMap(({ models }) => models).find((model) => model.id === id)?.counting).toBe(rule);
  });
});
