import { describe, expect, it } from "vitest";
import { billingRules, rolesOf } from "../../src/bill/rules/table.ts";
import type { Rule } from "../../src/bill/rules/rule.ts";
import { estimate, type ModelEntry, type Offer, type Profile, type ProviderFile, type Rate } from "../../src/index.ts";
import { asOf, ask, job } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";
import { exampled, exampleOf } from "./ruleExamples.ts";
import { ruleTable } from "./ruleTable.ts";

/** 1,000 conversations of 100 tokens, 40 of them in two answers; or as many pairs. */
const data = (format: string): Profile =>
  profileOf(
    {
      "openai/o200k_base": countsOf([[100, 1000]], {
        trainable: [[40, 1000]],
        prompt: [[60, 1000]],
        recounted: [[150, 1000]],
        records: [
          [50, 1000],
          [100, 1000],
        ],
      }),
    },
    { modelTurns: 2000, format },
  );

/** What the example of a rule is asked. */
function offered({ tag, role }: Rule): Offer {
  const example = exampleOf(tag);
  const { with: parameters = {}, rates: more = {}, method = "sft", parameters: billions } = example;
  const named = { tag, ...parameters };
  const serves = rolesOf.serving.includes(role) && role !== "unbilled";
  const counted = role === "quantity" ? [] : [{ tag: "tokens_times_epochs" }];
  const rates: Rate[] = Object.entries({ training: ["3"] as const, ...more }).map(([kind, [amount, per]]) =>
    rate(kind, amount, { ...(per !== undefined && { per }) }),
  );
  const one: Partial<ModelEntry> = {
    ...(billions !== undefined && { parameters: billions }),
    offers: [{ method, billing: serves ? counted : [...counted, named] }],
    serving: serves ? [named] : [],
    // A method that is priced as a multiple has no row of its own.
    rates: rates.map((entry) => (role === "rate" ? { ...entry, method: String(parameters["of"]) } : entry)),
  };
  const requests = { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 100, months: 1, ...example.traffic };
  const { offers, refused } = estimate({
    asOf,
    prices: book([model(one)]),
    job: { profile: data(method === "dpo" ? "dpo" : method.startsWith("rft") ? "rft" : "chat-sft"), ...example.job },
    ...(serves && { traffic: requests }),
  });
  const offer = offers[0] ?? refused[0]?.wouldBe;
  if (offer === undefined) throw new Error(`${tag}: ${JSON.stringify(refused)}`);
  return offer;
}

describe("the example of each billing rule", () => {
  it.each(billingRules)("$tag", (rule) => {
    const offer = offered(rule);
    const serves = rolesOf.serving.includes(rule.role) && rule.role !== "unbilled";
    const { becomes, range } = exampleOf(rule.tag);
    expect(serves ? offer.monthly?.amount : offer.total.amount).toBe(becomes);
    expect(range === undefined ? undefined : [offer.range.low, offer.range.high]).toEqual(range);
  });

  it("stands in the table that the price files' README links to (else run the tests of this file with -u)", async () => {
    expect(billingRules.map(({ tag }) => tag).toSorted()).toEqual(exampled.toSorted());
    await expect(ruleTable()).toMatchFileSnapshot("../../../../pricing/RULES.md");
  });
});

const counting = { tag: "tokens_times_epochs" };

/** What is made of an offer with a slip in it. */
function refusal(more: Partial<ModelEntry>, file: Partial<ProviderFile> = {}): unknown {
  const { offers, refused } = ask({ prices: book([model(more)], file) });
  expect(offers).toEqual([]);
  return refused[0]?.reason;
}

const billed = (...billing: ModelEntry["serving"] & object): Partial<ModelEntry> => ({
  offers: [{ method: "sft", billing }],
});

describe("a slip in the billing rules of a price file is a refusal, not money", () => {
  it.each<[string, Partial<ModelEntry>, object]>([
    [
      "a misspelt parameter that may be left out",
      { serving: [{ tag: "hosting", idleDeletedAfter: 360 }] },
      { kind: "rule_parameter", rule: "hosting", parameter: "idleDeletedAfter", path: "serving.0.idleDeletedAfter" },
    ],
    [
      "a misspelt parameter",
      billed(counting, { tag: "band", lo: 0.7, high: 1.3 }),
      { kind: "rule_parameter", rule: "band", parameter: "lo", known: ["low", "high"], path: "billing.1.lo" },
    ],
    [
      "a number as text",
      billed(counting, { tag: "round_tokens_up", to: "1000" }),
      { kind: "rule_parameter", parameter: "to", expected: "a whole number of at least 1", path: "billing.1.to" },
    ],
    [
      "a share as text",
      billed(counting, { tag: "band", low: "0.7", high: 1.3 }),
      { kind: "rule_parameter", parameter: "low", expected: "a number from 0 to 1", got: '"0.7"' },
    ],
    [
      "a missing parameter",
      billed(counting, { tag: "round_amount_up" }),
      { kind: "rule_parameter", parameter: "to", got: "nothing", path: "billing.1.to" },
    ],
    [
      "a share above 1",
      billed(counting, { tag: "band", low: 1.7, high: 1.3 }),
      { parameter: "low", expected: "a number from 0 to 1" },
    ],
    [
      "a flag as text",
      billed(counting, { tag: "validation_times_epochs", disputed: "true" }),
      { parameter: "disputed", expected: "true or false" },
    ],
    [
      "a step of nothing",
      billed(counting, { tag: "round_amount_up", to: "0.00" }),
      { parameter: "to", expected: 'a decimal above 0 as text, such as "0.01"' },
    ],
    [
      "a kind of rate that there is not",
      billed(counting, { tag: "not_billed", rate: "fee", why: "It is not." }),
      { parameter: "rate", got: '"fee"' },
    ],
    ["an empty reason", billed(counting, { tag: "not_billed", rate: "minimum", why: "" }), { parameter: "why" }],
    [
      "a variant that no offer has",
      { serving: [{ tag: "per_token" }, { tag: "hosting", variant: "regionl" }] },
      { kind: "rule_parameter", parameter: "variant", expected: "no variant", path: "serving.1.variant" },
    ],
    ["no quantity rule", billed({ tag: "validation_free" }), { kind: "no_quantity_rule", path: "billing" }],
    ["no rule", billed(), { kind: "no_quantity_rule" }],
    [
      "two quantity rules",
      billed(counting, { tag: "steps", tokensPerStep: 10 }),
      { kind: "rules_contradict", rules: ["tokens_times_epochs", "steps"], path: "billing.1" },
    ],
    [
      "two rules for the validation set",
      billed(counting, { tag: "validation_once" }, { tag: "validation_free" }),
      { kind: "rules_contradict", rules: ["validation_once", "validation_free"], path: "billing.2" },
    ],
    ["a rule twice", billed(counting, { tag: "minimum" }, { tag: "minimum" }), { kind: "rules_contradict" }],
    [
      "two charges at one rate",
      { serving: [{ tag: "hosting" }, { tag: "dedicated_gpu" }] },
      { kind: "rules_contradict", rules: ["hosting", "dedicated_gpu"] },
    ],
    [
      "a change of tokens where hours are counted",
      billed({ tag: "hours" }, { tag: "round_tokens_up", to: 1000 }),
      { kind: "rules_contradict", rules: ["hours", "round_tokens_up"] },
    ],
    [
      "a rule of serving among those of training",
      billed(counting, { tag: "per_token" }),
      { kind: "rule_misplaced", rule: "per_token", path: "billing.1" },
    ],
    ["a rule named like a property of every object", billed({ tag: "constructor" }), { kind: "unknown_rule" }],
    [
      "a minimum that no rule reads",
      { rates: [rate("training", "3"), rate("minimum", "2", { per: "job" })] },
      { kind: "unread_rate", rate: "minimum", path: "rates.0.1" },
    ],
  ])("%s", (_slip, more, reason) => {
    expect(refusal(more)).toMatchObject(reason);
  });

  it("takes the least and the most that a parameter can be", () => {
    const { offers } = ask({ prices: book([model(billed(counting, { tag: "band", low: 0, high: 1 }))]) });
    expect(offers[0]?.range.low).toBe("0");
    expect(refusal(billed(counting, { tag: "band", low: 0, high: 0.99 }))).toMatchObject({ parameter: "high" });
  });

  it("says so in words", () => {
    const sentence = (more: Partial<ModelEntry>): string | undefined =>
      ask({ prices: book([model(more)]) }).refused[0]?.sentence;
    expect(sentence(billed(counting, { tag: "band", lo: 0.7, high: 1.3 }))).toBe(
      'Its billing rule band has no parameter "lo"; did you mean low?',
    );
    expect(sentence(billed(counting, { tag: "round_tokens_up", to: "1000" }))).toBe(
      'Its billing rule round_tokens_up cannot be read: to must be a whole number of at least 1, not "1000".',
    );
    expect(sentence(billed(counting, { tag: "validation_once" }, { tag: "validation_free" }))).toBe(
      "Its billing rules validation_once and validation_free contradict each other.",
    );
    expect(sentence(billed())).toBe("No billing rule says what the training rate is multiplied by.");
    expect(sentence({ rates: [rate("training", "3"), rate("minimum", "2", { per: "job" })] })).toBe(
      "The price list has a rate for minimum that none of its billing rules reads: the bill would lack it.",
    );
  });

  it("a rate of the provider or of a size tier that no rule reads is one too; rates of 0 and of a service are not", () => {
    const minimum = rate("minimum", "2", { per: "job" });
    expect(refusal({}, { rates: [minimum] })).toMatchObject({ kind: "unread_rate", path: "rates.2.0" });
    const tiers = [{ id: "all", label: "all", over: "0", rates: [rate("training", "3"), minimum] }];
    expect(refusal({ parameters: "8" }, { tiers })).toMatchObject({ kind: "unread_rate", path: "rates.1.1" });
    const harmless = [
      rate("minimum", "0", { per: "job" }),
      rate("hosting", "9", { per: "hour", service: "reserved" }),
      rate("minimum", "2", { per: "job", method: "dpo" }),
      rate("minimum", "2", { per: "job", variant: "other" }),
    ];
    expect(ask({ prices: book([model()], { rates: harmless }) }).offers).toHaveLength(1);
    expect(ask({ job, prices: book([model({ serving: [] })]) }).offers).toHaveLength(1);
  });
});
