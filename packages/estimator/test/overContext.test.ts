import { prices as listed } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { decide, estimate, type Decision, type Question } from "../src/index.ts";
import { decisionReport, estimateReport, legendOf, reportMarkdown, type Table } from "../src/report.ts";
import { ask, asOf, job, only, traffic } from "./ask.ts";
import { book, model } from "./book.ts";
import { fewShot, question } from "./plan/decided.ts";

const sentence = (requests: string, context: string): string =>
  `${requests} requests are longer than ${context} tokens: what happens to them is not stated; they are billed whole.`;

describe("requests that are longer than the model's own context", () => {
  const monthly = traffic.requestsPerMonth.toLocaleString("en");
  const of = (context: number | undefined, more: Partial<Question> = {}) =>
    only(ask({ prices: book([model({ context })]), traffic, ...more })).assumptions.filter(
      ({ kind }) => kind === "over_context",
    );

  it.each([
    // 900 tokens in and 100 out
    [999, [sentence(monthly, "999")]],
    [1000, []],
    [undefined, []],
  ])("are named with a context of %s", (context, said) => {
    expect(of(context).map((one) => one.sentence)).toEqual(said);
    expect(of(context, { traffic: undefined })).toEqual([]);
    expect(of(context, { traffic: { ...traffic, requestsPerMonth: 0 } })).toEqual([]);
  });

  it("say their facts, and whether they are those without tuning", () => {
    const facts = { count: traffic.requestsPerMonth, unit: "request", limit: 999, cut: false };
    expect(of(999)[0]?.facts).toEqual(facts);
    const alternative = { kind: "prompt", extraInputTokens: 500 } as const;
    expect(of(1499, { alternative })).toEqual([
      {
        kind: "over_context",
        facts: { ...facts, unit: "untuned request", limit: 1499 },
        sentence: sentence(`${monthly} untuned`, "1,499"),
      },
    ]);
    expect(of(1500, { alternative })).toEqual([]);
    expect(of(999, { alternative })[0]?.facts).toEqual(facts);
  });

  it("are marked in the table of offers", () => {
    const asked: Question = { asOf, prices: book([model({ context: 999 })]), job, traffic };
    const { blocks } = estimateReport(estimate(asked), { question: asked, by: "offer" });
    const table = blocks.find((block): block is Table => block.kind === "table" && block.id === "offers");
    expect(table?.rows[0]?.cells[2]).toBe("! $0.90");
    expect(legendOf(table!, table!.rows)).toEqual([
      "! some examples or requests are longer than the model takes: the bill says more.",
    ]);
  });
});

describe("ways whose requests are longer than the context of their model", () => {
  const ways = [fewShot, { kind: "prompt" as const }, { ...fewShot, id: "stated", model: { input: "1", output: "1" } }];
  function decided(context: number | undefined): Decision {
    const decision = decide({ question: { ...question, prices: book([model({ context })]) }, ways });
    if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
    return decision.value;
  }
  const said = (context: number | undefined): Record<string, readonly string[]> =>
    Object.fromEntries(
      decided(context).ways.map(({ id, assumptions }) => [id, assumptions.map((one) => one.sentence)]),
    );
  const { requestsPerMonth, inputTokens, outputTokens } = question.traffic as Record<
    "requestsPerMonth" | "inputTokens" | "outputTokens",
    number
  >;
  const [short, long] = [inputTokens + outputTokens, inputTokens + outputTokens + fewShot.extraInputTokens];
  const text = (count: number): string => count.toLocaleString("en");
  const ofContext = (context: number): string => sentence(text(requestsPerMonth), text(context));

  it("say so, each of its own prompt and answer, and of a stated price nothing", () => {
    const none = { few_shot: [], prompt: [], stated: [], "acme/small:sft": [] };
    expect(said(undefined)).toEqual(none);
    expect(said(long)).toEqual(none);
    expect(said(long - 1)).toEqual({ ...none, few_shot: [ofContext(long - 1)] });
    const all = [ofContext(short - 1)];
    expect(said(short - 1)).toEqual({ few_shot: all, prompt: all, stated: [], "acme/small:sft": all });
  });

  it("say so in the report, and beside the verdict of the page", () => {
    const asked = { question, ways };
    const report = decisionReport(decided(long - 1), { asked, steps: [] });
    expect(reportMarkdown(report)).toContain(`examples in the prompt: ${ofContext(long - 1)}`);
    expect(report.cautions).toContain(ofContext(long - 1));
    expect(decisionReport(decided(long), { asked, steps: [] }).cautions.join()).not.toContain("longer than");
  });
});

describe("the price book", () => {
  const contexts = new Map(
    listed.providers.flatMap(({ provider, models }) => models.map(({ id, context }) => [`${provider}/${id}`, context])),
  );

  it.each([
    // max_position_embeddings of the configuration of each
    ["fireworks/qwen3-8b", 40_960],
    ["tinker/qwen3-4b-instruct-2507", 262_144],
    ["together/qwen3-235b-a22b-instruct-2507", 262_144],
    ["openai/gpt-4.1-mini-2025-04-14", undefined],
  ])("knows what %s reads", (id, context) => {
    expect(contexts.has(id)).toBe(true);
    expect(contexts.get(id)).toBe(context);
  });

  it("has no open model that is trained on longer rows than it reads", () => {
    const wrong = listed.providers.flatMap(({ models }) =>
      models.filter(({ context = Infinity, limits }) => (limits?.contextTokens ?? 0) > context).map(({ id }) => id),
    );
    expect(wrong).toEqual([]);
  });
});
