import { describe, expect, it } from "vitest";
import { isForgotten } from "../../packages/estimator/src/prices/machines.ts";
import { isCountingRule } from "../../packages/estimator/src/bill/tokenRatios.ts";
import { fileProblems } from "../../packages/estimator/src/bill/rules/fileProblems.ts";
import { pays, rateKinds } from "../../packages/estimator/src/prices/rateKinds.ts";
import type { ProviderFile } from "../../packages/estimator/src/index.ts";
import { implausible } from "../plausible.mjs";
import { cloudFiles, providerFiles } from "./priceFiles.ts";

const engine = { isCountingRule, pays, rateKinds, isForgotten };
const rate = {
  kind: "training",
  method: "sft-lora",
  amount: "0.31",
  currency: "USD",
  per: "1M tokens",
  from: "2026-11-20",
  fromKind: "copy",
  source: "https://acme.example.com/prices",
  seen: "2026-11-20",
  confidence: "primary",
};
const older = { ...rate, amount: "0.3", from: "2026-10-01", seen: "2026-10-01" };
const model = { id: "acme-8b", counting: "llama-3.1/llama3", parameters: "8", rates: [older, rate] };
const acme = {
  provider: "acme",
  name: "Acme",
  page: "https://acme.example.com/prices",
  checked: "2026-11-24",
  defaults: { offers: [{ method: "sft-lora", billing: [{ tag: "tokens_times_epochs" }] }] },
  models: [model],
};
type Model = Record<string, unknown>;
const withModel = (more: Model): object => ({ ...acme, models: [{ ...model, ...more }] });
const withRate = (more: Model): object => withModel({ rates: [older, { ...rate, ...more }] });
const without = (field: keyof typeof rate): object => {
  const { [field]: _gone, ...rest } = rate;
  return withModel({ rates: [older, rest] });
};

function report(content: object, path = "providers/acme.json"): string[] {
  return implausible([{ path, content: content as Record<string, unknown> }], "2026-11-24", engine);
}

/** The faults that a stranger's pull request may hold, each with the line of the file that names it. */
describe("a planted fault", () => {
  it.each<[string, object, RegExp]>([
    [
      "a number instead of text",
      withRate({ amount: 0.31 }),
      /models\.0\.rates\.1\.amount: must be text such as "0\.46", not 0\.31/u,
    ],
    ["a typing error in a key", withRate({ confidense: "primary" }), /no field of a rate is called "confidense"/u],
    ["an unknown kind", withRate({ kind: "tuning" }), /"tuning" is none of training/u],
    ["an unknown unit", withRate({ per: "token" }), /training is not paid per "token"/u],
    ["a minimum by the token", withRate({ kind: "minimum" }), /minimum is not paid per "1M tokens"/u],
    ["no address", withRate({ source: "my notes" }), /must be a public address/u],
    ["an address of this machine", withRate({ source: "http://localhost/prices" }), /must be a public address/u],
    ["a model twice", { ...acme, models: [model, model] }, /models\.1\.id: "acme-8b" stands twice/u],
    ["two prices on one day", withRate({ from: older.from }), /two prices for one thing from one day/u],
    [
      "a copy of a day to come",
      withRate({ seen: "2027-01-01" }),
      /2027-01-01 is after the day on which the file was checked/u,
    ],
    ["another provider's id", { ...acme, provider: "ori" }, /"ori" in the file of "acme"/u],
    ["no confidence", without("confidence"), /confidence: is missing/u],
    [
      "a thousand times the price",
      withRate({ amount: "310" }),
      /310 per 1M tokens is ten times or a tenth of 0\.3 per 1M tokens/u,
    ],
    [
      "a thousandth of it",
      withRate({ amount: "0.00031" }),
      /0\.00031 per 1M tokens is ten times or a tenth of 0\.3 per/u,
    ],
    ["a first day that has not come", withRate({ from: "2027-01-01" }), /2027-01-01 has not come/u],
    ["an unknown counting rule", withModel({ counting: "qwen9/none" }), /qwen9\/none is no counting rule/u],
  ])("%s is named with its place", (_what, content, said) => {
    const [first = ""] = report(content);
    expect(first).toMatch(said);
    expect(first).toMatch(/^pricing\/providers\/acme\.json \S+: /u);
  });

  it("a minimum that no rule reads is named", () => {
    const minimum = { ...rate, kind: "minimum", amount: "2", per: "job", method: undefined };
    const file = withModel({ rates: [rate, minimum] }) as unknown as ProviderFile;
    expect(fileProblems(file).map(({ problem }) => problem.kind)).toContain("unread_rate");
  });

  it("is none in the file without one, and a note silences nothing", () => {
    expect(report(acme)).toEqual([]);
    expect(report(withRate({ amount: "310", note: "Checked: the page says so." }))[0]).toMatch(/ten times/u);
  });

  it("a card that costs less than a smaller one of its cloud is named", () => {
    const card = (gpu: string, amount: string): object => ({
      ...rate,
      kind: undefined,
      method: undefined,
      per: undefined,
      id: gpu,
      gpu,
      gpus: 1,
      term: "on_demand",
      amount,
    });
    const cloud = {
      cloud: "acme",
      checked: "2026-11-24",
      rates: [card("h100-sxm-80", "6"), card("h200-sxm-141", "5")],
    };
    expect(report(JSON.parse(JSON.stringify(cloud)) as object, "gpus/acme.json")[0]).toContain(
      "costs less than a h100-sxm-80",
    );
    // What was last asked more than a year ago says nothing of today's order.
    const [first, second] = cloud.rates;
    const old = { ...cloud, rates: [{ ...first, from: "2024-09-26", seen: "2024-09-26" }, second] };
    expect(report(JSON.parse(JSON.stringify(old)) as object, "gpus/acme.json")).toEqual([]);
  });
});

describe("the evidence of a rate", () => {
  const all = [...providerFiles, ...cloudFiles].flatMap(({ path, content }) => {
    const { rates = [], tiers = [], models = [] } = content as unknown as Partial<ProviderFile>;
    return [...rates, ...tiers.flatMap((tier) => tier.rates), ...models.flatMap((one) => one.rates ?? [])].map(
      (one) => ({ path, one }),
    );
  });
  const proofs = all.flatMap(({ path, one }) => (one.evidence ?? []).map((evidence) => ({ path, one, evidence })));

  it("holds the amount as printed, in the quote's own unit", () => {
    const wrong = proofs.filter(({ one, evidence: { quote, times = "1" } }) => {
      // A number of its own: not the 4 of "V4", the 11 of "2024-11-20" or the 1 of "1B". A comma parts thousands where
      // three digits follow it, and the cells of a row elsewhere.
      const printed = [
        ...quote.matchAll(
          /(?:(?<![\w.-])|(?<=\dx))(\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?:e-\d+)?|\.\d+)(?![\w-]|\.\d)/gu,
        ),
      ].map(([, text = ""]) => Number(text.replaceAll(",", "")));
      const wanted = Number(one.amount);
      // What costs nothing is printed as a word.
      if (wanted === 0 && quote.match(/\bfree (of charge|for)\b/u)) return false;
      return !printed.some((number) => Math.abs(number * Number(times) - wanted) <= 1e-9 * Math.max(1, wanted));
    });
    expect(wrong.map(({ path, one, evidence }) => `${path} ${one.amount}: ${evidence.quote}`)).toEqual([]);
  });

  it("is there for nine rates in ten, and for every rate seen since 25 November 2026", () => {
    const bare = all.filter(({ one }) => (one.evidence ?? []).length === 0);
    expect(1 - bare.length / all.length).toBeGreaterThan(0.9);
    expect(bare.filter(({ one }) => one.seen > "2026-11-24").map(({ path, one }) => `${path} ${one.amount}`)).toEqual(
      [],
    );
  });
});
