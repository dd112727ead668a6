import { describe, expect, it } from "vitest";
import { defaultOffer, reconcile } from "../../src/answer.ts";
import { decide, estimate, purchasePlan, type ModelEntry, type Question, type StatusEntry } from "../../src/index.ts";
import { decisionReport } from "../../src/report.ts";
import { tuningJob } from "../../src/plan/tuningJob.ts";
import { book, model, rate } from "../book.ts";
import { openaiJob } from "./reconciled.ts";

const served = [rate("input", "0.3"), rate("output", "1.2"), rate("base_input", "0.15"), rate("base_output", "0.6")];
const page = { source: "https://example.com", seen: "2026-01-01", confidence: "primary" };
const off: StatusEntry = { kind: "inference_off", from: "2026-04-01", ...page };
const sold = (id: string, training: string, status: readonly StatusEntry[] = []) =>
  model({ id, status, rates: [rate("training", training), ...served] });
const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
const asked = (models: Parameters<typeof book>[0], provider = "acme"): Question => ({
  asOf: "2026-02-01",
  prices: book(models, { provider }),
  job,
});

it("lists a way that ends before the months are over below those that last, however cheap it is", () => {
  const traffic = { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 12 };
  const question = { ...asked([sold("ends", "1", [off]), sold("stays", "9000")]), traffic };
  const decision = decide({ question, offers: ["acme/ends:sft", "acme/stays:sft"] });
  if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
  const tuned = decision.value.ways.filter(({ kind }) => kind === "tuned");
  expect(tuned.map(({ id, clippedAt }) => [id, clippedAt])).toEqual([
    ["acme/stays:sft", null],
    ["acme/ends:sft", "2026-04-01"],
  ]);
  expect(Number(tuned[1]?.total.amount)).toBeLessThan(Number(tuned[0]?.total.amount));
});

it("decides on the cheapest that earlier customers can buy where none is open, and says the nearest names of one it lacks", () => {
  const closed: StatusEntry = { ...off, kind: "closed_to_new_customers", from: "2026-01-01" };
  const traffic = { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 12 };
  const question = { ...asked([sold("dear", "90", [closed]), sold("cheap", "1", [closed])]), traffic };
  const decision = decide({ question });
  expect(decision).toMatchObject({
    ok: true,
    value: { ways: expect.arrayContaining([expect.objectContaining({ id: "acme/cheap:sft" })]) as unknown },
  });
  expect(decision.ok && decision.value.ways.map(({ id }) => id)).not.toContain("acme/dear:sft");
  const unknown = (only?: Question["only"]) =>
    decide({ question: { ...question, ...(only && { only }) }, offers: ["acme/chea:sft"] });
  expect(unknown()).toMatchObject({
    problem: { kind: "unknown_offer", known: expect.arrayContaining(["acme/cheap:sft"]) as unknown },
  });
  // What the question filters out may be in the book for all that the answer knows.
  expect(unknown({ models: ["dear"] })).toMatchObject({ problem: { kind: "unknown_offer", known: [] } });
});

describe("a job held against several offers", () => {
  const answer = estimate(
    asked([model({ id: "gpt-4o" }), model({ id: "gpt-4.1", rates: [rate("training", "25")] })], "openai"),
  );
  const of = (choice?: string) =>
    reconcile(answer, openaiJob("gpt-4.1-2025-04-14", 3, 300_000), choice === undefined ? {} : { offer: choice });

  it("is held against the one that is named, and refused where that is of another model or of none", () => {
    expect(of("openai/gpt-4.1:sft")).toMatchObject({ ok: true, value: { offer: "openai/gpt-4.1:sft", within: true } });
    expect(of("openai/gpt-4o:sft")).toMatchObject({ ok: false, problem: { kind: "job_of_another_model" } });
    expect(of("openai/gpt-5:sft")).toMatchObject({
      ok: false,
      problem: { kind: "offer_not_there", got: "openai/gpt-5:sft", known: answer.offers.map(({ id }) => id) },
    });
  });
});

describe("the currency of a line of a bill", () => {
  // https://docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html
  const line = { lineItem: { UsageType: "USE1-Customization-Training", UnblendedCost: "1.25", UsageAmount: "10" } };
  const currencyOf = (more: object): unknown => {
    const read = tuningJob("aws-bedrock", [{ lineItem: { ...line.lineItem, ...more } }]);
    return read.ok ? read.value.money : read.problem.kind;
  };

  it("is that of its column, in capitals", () => {
    expect(currencyOf({ CurrencyCode: "eur" })).toEqual({ amount: "1.25", currency: "EUR", basis: "billed" });
    expect(currencyOf({ CurrencyCode: "USD" })).toMatchObject({ currency: "USD" });
  });
});

it("says which part of a purchase cannot be read", () => {
  expect(purchasePlan(5 as never)).toMatchObject({ ok: false, problem: { field: "question" } });
  expect(purchasePlan({ answer: "none" } as never)).toMatchObject({ ok: false, problem: { field: "answer" } });
});

it("says of a stated offer that is refused why it is", () => {
  const traffic = { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 12 };
  const short = model({ id: "short", limits: { minExamples: 2000 }, rates: [rate("training", "1"), ...served] });
  const question = { ...asked([sold("stays", "9"), short]), traffic };
  const of = (id: string) => decide({ question, offers: [id] });
  expect(of("acme/short:sft")).toMatchObject({ problem: { kind: "too_few_examples", least: 2000 } });
  expect(of("acme/none:sft")).toMatchObject({ problem: { kind: "unknown_offer", got: "acme/none:sft" } });
});

describe("the offer that is taken where none is named", () => {
  const closed: StatusEntry = { ...off, kind: "closed_to_new_customers", from: "2026-01-01" };
  const traffic = { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 12 };
  const bare = (id: string, training: string, status: readonly StatusEntry[] = []) =>
    model({ id, status, rates: [rate("training", training), ...served.slice(0, 2)] });

  it.each([
    ["comparable before cheap", [bare("cheap", "1"), sold("dear", "90")], "dear"],
    ["open before comparable", [bare("open", "90"), sold("closed", "1", [closed])], "open"],
    [
      "comparable before cheap where none is open",
      [bare("cheap", "1", [closed]), sold("dear", "90", [closed])],
      "dear",
    ],
    [
      "one that earlier customers buy before one that ends",
      [bare("closed", "9", [closed]), sold("ends", "1", [off])],
      "closed",
    ],
    ["one that ends where there is no other", [sold("ends", "1", [off])], "ends"],
  ])("is %s", (_, models, id) => {
    const question = { ...asked(models), traffic };
    expect(defaultOffer(estimate(question), question)?.id).toBe(`acme/${id}:sft`);
  });

  it("says that another costs less, where that one takes the examples whole", () => {
    const cheaperBeside = (more: Partial<ModelEntry>): string | undefined => {
      const bare = model({ id: "bare", rates: [rate("training", "9"), ...served.slice(0, 2)], ...more });
      const decision = decide({ question: { ...asked([bare, sold("whole", "90")]), traffic } });
      if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
      return decision.value.chosen.cheaper?.id;
    };
    expect(cheaperBeside({})).toBe("acme/bare:sft");
    expect(cheaperBeside({ limits: { contextTokens: 10, overContext: "cut" } })).toBeUndefined();
  });

  const larger = { kind: "larger_model", model: { input: "2", output: "8", source: "list" } } as const;
  it.each([
    ["one for earlier customers", [sold("closed", "90", [closed])], "closed", true],
    ["one that ends", [sold("ends", "90", [off])], "ends", true],
    ["one that ends, open before closed", [sold("both", "1", [closed, off]), sold("ends", "90", [off])], "ends", true],
    ["one that ends and costs no more till then", [sold("ends", "1", [off])], "ends", false],
    ["the open one if a larger model is compared", [sold("closed", "90", [closed])], "bare", false],
  ])("is, where the open one is not sold untuned, %s", (_, models, id, isDearer) => {
    const question = { ...asked([bare("bare", "9"), ...models]), traffic };
    const asking = { question, ...(id === "bare" && { ways: [larger] }) };
    const decision = decide(asking);
    if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
    const { ways: decided, chosen } = decision.value;
    expect(decided.filter(({ kind }) => kind === "tuned").map((way) => way.id)).toEqual([`acme/${id}:sft`]);
    // The reason is the missing comparison, whoever may buy it.
    const { further } = decisionReport(decision.value, { asked: asking, steps: [] }).verdict;
    const why = "It is the cheapest offer whose model is also sold untuned.";
    expect(further.includes(why)).toBe(id !== "bare");
    expect([chosen.cheaper?.id, chosen.cheaper?.closed]).toEqual(
      isDearer ? ["acme/bare:sft", false] : [undefined, undefined],
    );
  });
});
