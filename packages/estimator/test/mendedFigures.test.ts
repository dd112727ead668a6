import { clouds, prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, noteOf, type Job } from "../src/index.ts";
import { bookOffers } from "../src/prices.ts";

const job: Job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
const traffic = { requestsPerMonth: 1000, inputTokens: 1000, outputTokens: 100, months: 1 };
const asked = (asOf: string, model: string, more: Job = job): ReturnType<typeof estimate> =>
  estimate({ asOf, prices, job: more, traffic, only: { models: [model] } });
const reason = (asOf: string, model: string): string | undefined => asked(asOf, model).refused[0]?.reason.kind;

/** Figures and rules that an audit found wrong, and how they are now. */
describe("what was wrong once", () => {
  it("Bedrock: the base of nova-2-lite is the American one, and the tuned model costs the same", () => {
    const rates = (bookOffers(prices).find(({ id }) => id === "aws-bedrock/nova-2-lite:sft")?.rates ?? []).flat();
    const of = (kind: string): string[] => [
      ...new Set(rates.filter((rate) => rate.kind === kind && !rate.service).map(({ amount }) => amount)),
    ];
    expect([of("base_input"), of("base_output")]).toEqual([["0.3"], ["2.5"]]);
    expect([of("input"), of("output")]).toEqual([["0.3"], ["2.5"]]);
  });

  it("OpenAI: a placeholder is no price of a tuned gpt-4", () => {
    const [offer] = bookOffers(prices).filter(({ id }) => id.startsWith("openai/gpt-4-0613"));
    expect(offer).toBeDefined();
    expect((offer?.rates ?? []).flat().filter(({ kind }) => kind === "input" || kind === "output")).toEqual([]);
  });

  it("Vertex: Gemini 2.5 was closed to new customers on 16 September 2026 and shut on 16 October", () => {
    const model = "google-vertex/gemini-2.5-flash:sft";
    const [before, after] = ["2026-09-15", "2026-09-16"].map((day) => asked(day, model).offers[0]);
    expect([before, after].map((offer) => offer?.id)).toEqual([model, model]);
    expect([before, after].map((offer) => offer && noteOf(offer, "existing_customers")?.kind)).toEqual([
      undefined,
      "existing_customers",
    ]);
    expect([reason("2026-10-15", model), reason("2026-10-16", model)]).toEqual([undefined, "retired"]);
  });

  it("Mistral: of the 3B classifier, billed in euros, it is said why the minimum in dollars is not billed", () => {
    const model = "mistral/ministral-3b-classifier:classifier";
    const [offer] = asked("2026-03-01", model, { ...job, examples: 10, steps: 10 }).offers;
    expect(offer?.training).toEqual({ amount: "0.33", currency: "EUR" });
    expect(offer?.assumptions.map(({ sentence }) => sentence).join(" ")).toContain(
      "a rate for minimum that is not billed",
    );
  });

  it("Azure: what a job of gpt-35-turbo counted more for each example is in the range, not in the bill", () => {
    const [offer] = asked("2025-02-28", "azure/gpt-35-turbo:sft@regional", {
      examples: 2100,
      tokensPerExample: 2229 / 21,
      epochs: 4,
    }).offers;
    // A hundred of the jobs that counted 9,084 tokens where the rule says 8,916.
    expect(offer?.billedTokens).toBe("892000");
    expect(Number(offer?.trainingRange.high)).toBeGreaterThanOrEqual((908_400 * 8) / 1e6);
  });

  it("Fireworks: every model with a size has the price of its tier", () => {
    const models = prices.providers.find(({ provider }) => provider === "fireworks")?.models ?? [];
    const sized = new Set(models.filter(({ parameters }) => parameters !== undefined).map(({ id }) => id));
    const { refused } = estimate({ asOf: "2026-11-24", prices, job });
    const unpriced = refused.filter(({ id, reason: { kind } }) => {
      const [, model = "", method = "", variant] = /^fireworks\/(.+):(\w+-\w+)(@.+)?$/u.exec(id) ?? [];
      return kind === "price_unknown" && variant === undefined && /^(?:sft|dpo)-/u.test(method) && sized.has(model);
    });
    expect(unpriced.map(({ id }) => id)).toEqual([]);
    expect(sized.size).toBeGreaterThan(40);
  });

  it.each(["llama-3.1-8b", "llama-3.3-70b-instruct", "qwen3-32b", "qwen3-30b-a3b", "kimi-k2-thinking", "kimi-k2.5"])(
    "Tinker: %s was on sale until the list dropped it",
    (model) => {
      expect(reason("2026-11-25", `tinker/${model}:sft-lora`)).toMatch(/^(?:not_offered|retired)$/u);
    },
  );

  it("Together: the days of its lists say what was sold then", () => {
    expect(reason("2026-11-25", "together/qwen3-8b:sft-lora")).toBe("not_offered");
    expect(asked("2026-07-01", "together/qwen3-8b:sft-lora").offers).toHaveLength(1);
  });

  it("a first day is that of the first copy: machines of AWS are known since before 2026", () => {
    const aws = clouds.find(({ cloud }) => cloud === "aws");
    const first = (id: string): string | undefined =>
      aws?.rates
        .filter((rate) => rate.id === id)
        .map(({ from }) => from)
        .sort()[0];
    expect(first("p5.48xlarge") ?? "none").toMatch(/^202[2-5]/u);
    expect(first("p4d.24xlarge") ?? "none").toMatch(/^202[2-5]/u);
  });
});
