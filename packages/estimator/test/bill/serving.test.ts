import { describe, expect, it } from "vitest";
import { fileProblems } from "../../src/bill/rules/fileProblems.ts";
import type { ModelEntry, Offer, Traffic } from "../../src/index.ts";
import { ask, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";

const month: Traffic = { ...traffic, months: 1 };

function served(
  serving: NonNullable<ModelEntry["serving"]>,
  rates: ModelEntry["rates"],
  more: Partial<ModelEntry> = {},
  use: Partial<Traffic> = {},
): Offer {
  const prices = book([model({ serving, rates: [rate("training", "3"), ...(rates ?? [])], ...more })]);
  return only(ask({ prices, traffic: { ...month, ...use } }));
}

const kinds = ({ assumptions }: Offer): string[] => assumptions.map(({ kind }) => kind);
const hourly = rate("hosting", "8", { per: "GPU-hour" });

describe("serving by the hour", () => {
  it("counts the cards that hold the weights, names them, and says so", () => {
    const offer = served([{ tag: "dedicated_gpu" }], [hourly], { parameters: "70.6" });
    const line = offer.lines.find(({ kind }) => kind === "hosting");
    expect(line).toMatchObject({ label: "Dedicated GPU, 2 cards", quantity: "1460", amount: "11680" });
    expect(offer.assumptions).toContainEqual(
      expect.objectContaining({ kind: "cards", facts: { cards: 2, parameters: "70.6" } }),
    );
  });

  it.each([
    ["8", undefined, 1],
    // 2.2 bytes a parameter: 36.36 billion fill a card of 80 GB, 36.4 do not.
    ["36.36", undefined, 1],
    ["36.4", undefined, 2],
    ["8", 16, 2],
  ])("holds %s billion parameters on cards of %s GB: %i", (parameters, gpuMemoryGB, cards) => {
    const tag = { tag: "dedicated_gpu", ...(gpuMemoryGB !== undefined && { gpuMemoryGB }) };
    const offer = served([tag], [hourly], { parameters });
    const line = offer.lines.find(({ kind }) => kind === "hosting");
    expect(line?.quantity).toBe(String(730 * cards));
    expect(line?.label).toBe(cards === 1 ? "Dedicated GPU" : `Dedicated GPU, ${cards} cards`);
    expect(kinds(offer).includes("cards")).toBe(cards > 1);
  });

  it.each([
    // parameters in billions, cards that hold them, requests a second of 1,000 tokens each, what the deployment surely carries
    ["8", 1, 10, 10_000],
    ["70.6", 2, 2, 2266],
    ["0.5", 1, 160, 160_000],
  ])("is at least its cards where traffic may need more: %s billion parameters", (parameters, cards, most, carried) => {
    const use = (perSecond: number): Offer =>
      served(
        [{ tag: "dedicated_gpu" }],
        [hourly],
        { parameters },
        {
          requestsPerMonth: perSecond * 730 * 3600,
          inputTokens: 900,
          outputTokens: 100,
        },
      );
    expect(use(most)).toMatchObject({ complete: true, monthly: { amount: String(730 * 8 * cards) } });
    const heavy = use(most + 1);
    expect(heavy).toMatchObject({ complete: false, monthly: null, range: { high: null } });
    expect(heavy.notCounted).toEqual(["Further deployments for this traffic"]);
    expect(heavy.assumptions).toContainEqual(
      expect.objectContaining({ facts: { what: "load", tokens: (most + 1) * 1000, most: carried } }),
    );
  });

  it("is at least one card where nobody states the size of the model", () => {
    const offer = served([{ tag: "dedicated_gpu" }], [hourly]);
    expect(offer.lines.find(({ kind }) => kind === "hosting")?.quantity).toBe("730");
    expect(offer).toMatchObject({ complete: false, monthly: null, range: { high: null } });
    expect(offer.notCounted).toEqual(["Further cards for a model of unknown size"]);
  });

  it("may not carry the traffic of a deployment of unknown size", () => {
    const hours = [rate("hosting", "2", { per: "hour" })];
    const use = (perSecond: number): Offer =>
      served(
        [{ tag: "hosting" }],
        hours,
        {},
        { requestsPerMonth: perSecond * 730 * 3600, inputTokens: 900, outputTokens: 100 },
      );
    expect(use(2).complete).toBe(true);
    expect(use(3).notCounted).toEqual(["Further deployments for this traffic"]);
  });

  it("carries any traffic where requests are billed by their tokens, and none where it is never up", () => {
    const perToken = [rate("input", "1"), rate("output", "2"), rate("hosting", "2", { per: "hour" })];
    const use = { requestsPerMonth: 1_000_000_000, inputTokens: 900, outputTokens: 100 };
    expect(served([{ tag: "per_token" }, { tag: "hosting" }], perToken, {}, use).complete).toBe(true);
    const hours = [rate("hosting", "2", { per: "hour" })];
    expect(
      served([{ tag: "hosting" }], hours, {}, { ...use, requestsPerMonth: 0, deployedHoursPerMonth: 0 }).complete,
    ).toBe(true);
  });

  it("says what one region costs where the rule knows it", () => {
    const offer = served([{ tag: "dedicated_gpu", regionFactor: 1.5 }], [hourly]);
    expect(offer.assumptions).toContainEqual(expect.objectContaining({ kind: "region", facts: { factor: 1.5 } }));
    expect(kinds(served([{ tag: "dedicated_gpu" }], [hourly]))).not.toContain("region");
  });

  it("ends with the deployment that nobody calls, and says after how many days", () => {
    const tag = { tag: "hosting", idleDeletedAfterHours: 360, source: "https://example.com/deleted" };
    const rates = [rate("hosting", "2", { per: "hour" })];
    const idle = served([tag], rates, {}, { requestsPerMonth: 0 });
    const called = served([tag], rates);
    expect([idle.monthly?.amount, called.monthly?.amount]).toEqual(["720", "1460"]);
    expect(idle.idle).toMatchObject({ days: 15, perDay: { amount: "48" }, perMonth: { amount: "720" } });
    const deleted = { source: "https://example.com/deleted", facts: { days: 15 } };
    expect(idle.assumptions).toContainEqual(expect.objectContaining({ kind: "idle_deleted", ...deleted }));
    expect(called.assumptions).toContainEqual(expect.objectContaining({ kind: "hosting_idle", ...deleted }));
    const kept = served([{ tag: "hosting" }], rates, {}, { requestsPerMonth: 0 });
    expect([kept.monthly?.amount, kept.idle?.days]).toEqual(["1460", undefined]);
    expect(kinds(kept).filter((kind) => kind.includes("idle"))).toEqual([]);
  });

  it("is billed for the hours that the deployment is up, and left out where its price is not known", () => {
    const rates = [rate("hosting", "2", { per: "hour" })];
    expect(served([{ tag: "hosting" }], rates, {}, { deployedHoursPerMonth: 100 }).monthly?.amount).toBe("200");
    const unknown = served([{ tag: "hosting", idleDeletedAfterHours: 360 }], []);
    expect([unknown.monthly, unknown.complete]).toEqual([null, false]);
    expect(unknown.notCounted).toEqual(["Hosting of the deployment"]);
    expect(kinds(unknown)).toContain("hosting_idle");
  });

  it("takes a provisioned unit at the price of its term", () => {
    const term = (service: string, amount: string) => rate("provisioned", amount, { per: "model-unit-hour", service });
    const offer = served([{ tag: "provisioned", service: "1-month" }], [term("6-month", "5"), term("1-month", "7")]);
    expect(offer.monthly?.amount).toBe("5110");
    expect(offer.lines.find(({ kind }) => kind === "provisioned")?.label).toBe(
      "Provisioned throughput, one model unit",
    );
  });

  it("keeps the checkpoint by the gigabyte where its size is stated, and says where it is not", () => {
    const rates = [rate("storage", "0.1", { per: "GB-month" })];
    const prices = book([model({ serving: [{ tag: "storage" }], rates: [rate("training", "3"), ...rates] })]);
    const asked = (checkpointGigabytes?: number): Offer => {
      const job = {
        examples: 1000,
        tokensPerExample: 100,
        ...(checkpointGigabytes !== undefined && { checkpointGigabytes }),
      };
      return only(ask({ prices, job, traffic: { ...month, months: 3 } }));
    };
    expect(asked(20).lines.find(({ kind }) => kind === "storage")).toMatchObject({ quantity: "60", amount: "6" });
    expect([asked().complete, asked().notCounted]).toEqual([false, ["Storage of the checkpoint"]]);
    expect(served([{ tag: "storage" }], []).notCounted).toEqual(["storage"]);
  });
});

describe("the places of what is wrong with a price file's rules", () => {
  const counting = { tag: "tokens_times_epochs" };
  const file = (models: readonly ModelEntry[], more: object = {}) => {
    const [made] = book(models, more).providers;
    return made === undefined ? [] : fileProblems(made).map(({ path, offers }) => [path, offers]);
  };
  const named = (id: string, more: Partial<ModelEntry> = {}): ModelEntry => model({ id, ...more });

  it("are those of the list in which a rule stands", () => {
    const bad = { tag: "band", low: 1 };
    const own = [
      { method: "sft", billing: [counting] },
      { method: "dpo", billing: [counting, bad] },
    ];
    expect(file([named("a"), named("b", { offers: own })])).toEqual([
      ["models.1.offers.1.billing.1.high", ["acme/b:dpo"]],
    ]);
    expect(file([named("a", { serving: [bad] })])).toEqual([["models.0.serving.0.high", ["acme/a:sft"]]]);
    const inherits = ({ offers: _offers, serving: _serving, ...rest }: ModelEntry): ModelEntry => rest;
    const defaults = { offers: own, serving: [{ tag: "per_token" }] };
    expect(file([inherits(named("a")), inherits(named("b"))], { defaults })).toEqual([
      ["defaults.offers.1.billing.1.high", ["acme/a:dpo", "acme/b:dpo"]],
    ]);
    expect(file([inherits(named("a"))], { defaults: { offers: [own[0]], serving: [bad] } })).toEqual([
      ["defaults.serving.0.high", ["acme/a:sft"]],
    ]);
  });

  it("are those of the rate that no rule reads", () => {
    const fee = rate("minimum", "2", { per: "job" });
    const tier = { id: "all", label: "all", over: "0", rates: [fee] };
    expect(file([named("a", { rates: [rate("training", "3"), fee] })])).toEqual([["models.0.rates.1", ["acme/a:sft"]]]);
    const tiers = [
      { ...tier, over: "0", upTo: "1", rates: [] },
      { ...tier, over: "1" },
    ];
    expect(file([named("a", { parameters: "8" })], { tiers })).toEqual([["tiers.1.rates.0", ["acme/a:sft"]]]);
    expect(file([named("a")], { rates: [fee] })).toEqual([["rates.0", ["acme/a:sft"]]]);
  });
});
