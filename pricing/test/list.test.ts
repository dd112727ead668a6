import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate } from "../../packages/estimator/src/index.ts";
import { readOffers } from "../../packages/estimator/src/prices/offers.ts";
import { rateOn } from "../../packages/estimator/src/prices/rates.ts";

interface Row {
  readonly offer: string;
  readonly kind: "training";
  readonly per: string;
  readonly service?: string;
  readonly amount: string;
  readonly from: string;
  readonly until?: string;
  readonly seen: string;
  readonly age?: number;
  readonly evidence?: readonly { readonly copy: string; readonly quote: string }[];
}

interface List {
  readonly version: string;
  readonly offers: readonly {
    readonly offer: string;
    readonly ids: Readonly<Record<string, string>>;
    readonly counting: string;
    readonly epochs?: { readonly rule: string };
    readonly billing: readonly { readonly tag: string }[];
  }[];
  readonly prices: readonly Row[];
}

const path = (name: string): string => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), "utf8");
const list = JSON.parse(read("prices-v1.json")) as List;
const history = JSON.parse(gunzipSync(readFileSync(path("history-v1.json.gz"))).toString()) as List;

describe("the list that others import", () => {
  it("holds for each offer the training price that an estimate takes", () => {
    const training = list.prices.filter(({ kind, service }) => kind === "training" && service === undefined);
    const offers = new Map(readOffers(prices).map((offer) => [offer.id, offer]));
    const wrong = training.filter(({ offer: id, amount }) => {
      const offer = offers.get(id);
      const rate = offer === undefined ? undefined : rateOn(offer, { kind: "training" }, list.version);
      return rate?.ok !== true || rate.value.amount !== amount;
    });
    expect(wrong).toEqual([]);
    expect(training.length).toBeGreaterThan(150);
  });

  it.each([
    "openai/gpt-4.1-mini-2025-04-14:sft",
    "together/llama-3.1-8b-instruct:sft-lora",
    "fireworks/qwen3-8b:sft-lora",
  ])("is enough for the bill of %s, without Tunecast", (id) => {
    const job = { examples: 1000, tokensPerExample: 1500, epochs: 3 };
    const { offers, refused } = estimate({ asOf: list.version, prices, job, only: { models: [id] } });
    const offer = offers.find((one) => one.id === id) ?? refused.find((one) => one.id === id)?.wouldBe;
    const script = fileURLToPath(new URL("bill.mjs", import.meta.url));
    const told = ["prices-v1.json", "prices-v1.csv"].map((name) =>
      execFileSync(process.execPath, [script, path(name), id, "1500000", "3"], { encoding: "utf8" }),
    );
    const total = Number(offer?.total.amount).toFixed(4);
    expect(told.map((line) => line.trim())).toEqual([total, total]);
  });

  it("is the same in the CSV and the history", () => {
    expect(read("prices-v1.csv").trimEnd().split("\n")).toHaveLength(list.prices.length + 1);
    expect(history.prices.length).toBeGreaterThan(list.prices.length);
  });

  it("keeps to its own schema", () => {
    const validate = new Ajv2020().compile(JSON.parse(read("prices-v1.schema.json")) as object);
    for (const one of [list, history]) expect(validate(one) ? [] : validate.errors).toEqual([]);
  });

  it("carries what a bill needs beside the rate, the names of the model, and how old each price is", () => {
    const offers = new Map(list.offers.map((one) => [one.offer, one]));
    const training = list.prices.filter(({ kind }) => kind === "training");
    expect(training.filter(({ offer }) => !offers.has(offer))).toEqual([]);
    expect(offers.get("together/qwen3.5-9b:sft-lora")).toMatchObject({
      ids: { native: "Qwen/Qwen3.5-9B", huggingFace: "Qwen/Qwen3.5-9B" },
      epochs: { rule: "fixed", epochs: 1 },
      billing: expect.arrayContaining([expect.objectContaining({ tag: "minimum" })]),
    });
    expect(offers.get("azure/gpt-4.1-mini:sft@regional")?.billing.map(({ tag }) => tag)).toContain("round_tokens_up");
    expect(list.prices.filter(({ age }) => age === undefined || age < 0)).toEqual([]);
    const days = (Date.parse(list.version) - Date.parse(training[0]?.seen ?? "")) / 86_400_000;
    expect(training[0]?.age).toBe(days);
    expect(training.filter(({ evidence = [] }) => evidence.length > 0).length).toBeGreaterThan(150);
  });

  it("tells each change of a price, those of training and those of rented cards apart", () => {
    const parts = read("CHANGES.md")
      .split(/^## /mu)
      .slice(1)
      .map((part) => part.split("\n"));
    expect(parts.map(([title]) => title)).toEqual([
      "Training at a provider",
      "Rented GPUs",
      "Use and keeping of models",
    ]);
    console.log(parts.map((part) => `${part[0]}: ${part[2]}`).join("\n"));
    for (const part of parts) {
      const lines = part.filter((line) => line.startsWith("- "));
      expect(part[2]).toContain(`${lines.length} changes known.`);
      // A spot price follows a market: that it moved is no news.
      expect(lines.filter((line) => / spot |: vast\//u.test(line))).toEqual([]);
      expect(lines.filter((line) => line.includes(" gpu "))).toHaveLength(part[0] === "Rented GPUs" ? lines.length : 0);
    }
    expect(parts[0]?.filter((line) => line.includes("0.48 → 0.34")).join("\n")).toMatch(
      /^- 2026-09-11: .*together\/qwen3\.5-9b:sft-lora/mu,
    );
  });

  it.each(["2026-03-01", "2026-08-15", "2026-11-01"])("knows in its history what an estimate of %s takes", (day) => {
    const training = history.prices.filter(
      ({ kind, service, from, until }) =>
        kind === "training" && service === undefined && from <= day && (until === undefined || day < until),
    );
    const offers = readOffers(prices);
    const wrong = offers.filter((offer) => {
      const rate = rateOn(offer, { kind: "training" }, day);
      const told = training.filter((row) => row.offer === offer.id).map(({ amount }) => amount);
      return rate.ok ? told.length !== 1 || told[0] !== rate.value.amount : told.length > 0;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
