import { describe, expect, it } from "vitest";
import { decide, estimate, type CardRun, type DecisionQuestion } from "../../src/index.ts";
import { metrics } from "../../src/lists.ts";
import { decisionReport, explainDecision } from "../../src/report.ts";
import { book, model, rate } from "../book.ts";
import { decided, fewShot, question, tuned, way } from "./decided.ts";

describe("decide: other ways", () => {
  it("prices chains, retrieval and another model", () => {
    const decision = decided({
      ways: [
        { kind: "chain", calls: 3 },
        {
          kind: "rag",
          extraInputTokens: 1000,
          embedding: { perMillion: "0.02", documentTokens: 5e6, queryTokens: 30 },
          monthly: "25",
        },
        { kind: "larger_model", model: { input: 2.5, output: 10 } },
        { kind: "scratch", model: { input: 0, output: 0 }, once: "1000000", monthly: "5000" },
      ],
    });
    expect(way(decision, "chain").monthly.amount).toBe("1.8");
    expect(way(decision, "rag").once.amount).toBe("0.1");
    // 10,000 × (1,200 × 0.15 + 50 × 0.6 + 30 × 0.02) / 1e6 + 25
    expect(way(decision, "rag").monthly.amount).toBe("27.106");
    expect(way(decision, "larger_model").monthly.amount).toBe("10");
    expect(way(decision, "scratch").total.amount).toBe("1060000");
    expect(decision.today).toBe("chain");
    expect(decision.ways.map(({ total }) => Number(total.amount))).toEqual(
      decision.ways.map(({ total }) => Number(total.amount)).toSorted((a, b) => a - b),
    );
  });

  it.each([
    // base_input of the regions; that of the tuned one, or of another where it has none; a month of 22 million tokens in
    [{ regional: "2.75", global: "2.5" }, "global", "55"],
    [{ regional: "2.75", global: "2.5" }, "regional", "60.5"],
    [{ global: "2.5" }, "global", "55"],
    [{ regional: "2.75" }, "global", "60.5"],
  ])("price the untuned model of %j beside the one tuned in the region %s", (inputs, variant, monthly) => {
    const regions = ["regional", "global"];
    const rates = Object.entries(inputs).map(([region, amount]) => rate("base_input", amount, { variant: region }));
    const sold = [rate("training", "3"), rate("input", "1"), rate("output", "0"), rate("base_output", "0")];
    const offers = [{ method: "sft", variants: regions, billing: [{ tag: "tokens_times_epochs" }] }];
    const prices = book([model({ offers, rates: [...sold, ...rates] })]);
    const decision = decided({ question: { ...question, prices }, offers: [`acme/small:sft@${variant}`] });
    expect(way(decision, "few_shot").monthly.amount).toBe(monthly);
  });

  it("compares qualities of one metric only, and knows when it does not know", () => {
    const score = (low: number, high: number, metric = "accuracy") =>
      ({ score: (low + high) / 2, low, high, metric, known: "measured" }) as const;
    const id = "acme/small:sft";
    const against = (quality: DecisionQuestion["quality"]) =>
      tuned(decided({ quality: quality ?? {} })).against.quality;
    expect(against({})).toBe("unknown");
    expect(against({ [id]: score(0.8, 0.85), few_shot: score(0.7, 0.75) })).toBe("better");
    expect(against({ [id]: score(0.6, 0.65), few_shot: score(0.7, 0.75) })).toBe("worse");
    expect(against({ [id]: score(0.7, 0.78), few_shot: score(0.75, 0.8) })).toBe("close");
    // Ranges that touch may be of equals.
    expect(against({ [id]: score(0.75, 0.8), few_shot: score(0.7, 0.75) })).toBe("close");
    expect(against({ [id]: score(0.65, 0.7), few_shot: score(0.7, 0.75) })).toBe("close");
    expect(against({ [id]: score(0.7, 0.78), few_shot: score(0.75, 0.8, "f1") })).toBe("not_comparable");
    for (const metric of ["error", "loss"])
      expect(against({ [id]: score(0.1, 0.15, metric), few_shot: score(0.2, 0.25, metric) })).toBe("better");
    const wer = (value: number) => ({ ...score(value, value, "wer"), lowerIsBetter: true });
    expect(against({ [id]: wer(0.3), few_shot: wer(0.2) })).toBe("worse");
  });

  it.each([
    [[80, 8000, "accuracy"], { kind: "score_beyond_bound", metric: "accuracy", score: 8000, lower: 0, upper: 100 }],
    [[-0.5, 0.5, "f1"], { kind: "score_beyond_bound", metric: "f1", score: -0.5, lower: 0, upper: 1 }],
    [[0.5, 3, "perplexity"], { kind: "score_beyond_bound", metric: "perplexity", score: 0.5, lower: 1 }],
    [[0.81, 74, "accuracy"], { kind: "mixed_scores", metric: "accuracy", least: 0.81, greatest: 74 }],
    [[0.3, 0.2, "wer"], { kind: "unknown_direction", metric: "wer", known: metrics }],
  ] as const)("refuses scores that say nothing: %j", ([one, other, metric], problem) => {
    const scored = (score: number) => ({ score, metric, known: "measured" }) as const;
    const found = decide({ question, ways: [fewShot], quality: { few_shot: scored(one), prompt: scored(other) } });
    expect(found).toEqual({ ok: false, problem });
    expect(found.ok ? "" : explainDecision(found.problem)).toContain(metric);
  });

  it("compares nothing where the model of a way is misspelt, and names the near ones", () => {
    const found = decide({ question, ways: [fewShot, { kind: "larger_model", model: "acme/smal" }] });
    const problem = { kind: "unknown_model", field: "ways.1.model", model: "acme/smal", known: ["acme/small"] };
    expect(found).toEqual({ ok: false, problem });
  });
});

describe("decide: runs on cards", () => {
  const [offer] = estimate(question).offers;
  if (offer === undefined) throw new Error("No offer.");
  const own: CardRun = {
    kind: "own_gpus",
    offer: {
      ...offer,
      id: "self-hosted/llama:lora@h100",
      modelName: "Llama",
      variant: "h100",
      training: { amount: "2", currency: "USD" },
      trainingRange: { low: "1", high: "4" },
      monthly: { amount: "1.1", currency: "USD" },
      // Twelve months of 1.1.
      range: { low: "14.2", high: "17.2", currency: "USD" },
    },
  };

  it("are paid once for the training, and by the month whatever the traffic", () => {
    const decision = decided({ onCards: [own, { ...own, kind: "scratch", offer: { ...own.offer, id: "scratch" } }] });
    expect(way(decision, own.offer.id)).toMatchObject({
      kind: "own_gpus",
      name: "Llama on h100",
      once: { amount: "2" },
      monthly: { amount: "1.1", low: "1.1", high: "1.1" },
      total: { amount: "15.2" },
      perThousandRequests: "0",
    });
    // 2 / (3.6 − 1.1)
    expect(way(decision, own.offer.id).against).toMatchObject({ verdict: "pays", months: 0.8 });
    expect(way(decision, "scratch").kind).toBe("scratch");
  });

  it("are served for a month between the ends of their range, as far as it has one", () => {
    const served = (low: string, high: string | null): ReturnType<typeof way> => {
      const offer = { ...own.offer, range: { low, high, currency: "USD" } };
      return way(decided({ onCards: [{ ...own, offer }] }), offer.id);
    };
    // 1 + 12 × 0.5 and 4 + 12 × 3 with the training, whose ends are 1 and 4.
    const line = served("7", "40").lines.find(({ kind }) => kind === "deployment");
    expect(line).toMatchObject({ amount: "1.1", low: "0.5", high: "3" });
    const { monthly } = served("7", "40");
    expect(Number(monthly.low)).toBeGreaterThan(0.5);
    expect(Number(monthly.high)).toBeGreaterThan(1.5);
    expect(served("7", null).monthly).toMatchObject({ amount: "1.1", high: "1.1" });
  });

  it("bear labels and rounds; a model from scratch learns from no labelled example", () => {
    const project = { labelCost: "0.1", tuningRounds: 3 };
    const runs: CardRun[] = [own, { kind: "scratch", offer: { ...own.offer, id: "scratch" } }];
    const decision = decided({ project, onCards: runs });
    // 2 + 2 × 2 + 100 × 0.1 labels
    expect(way(decision, own.offer.id).once.amount).toBe(
      String(6 + 0.1 * ("examples" in question.job ? question.job.examples : 0)),
    );
    expect(way(decision, "scratch").once.amount).toBe("2");
  });

  it("are all there is where data may not leave; what would send them away is refused with that reason", () => {
    const decision = decided({ dataStays: true, onCards: [own] });
    expect(decision.ways.map(({ kind }) => kind)).toEqual(["own_gpus"]);
    expect(decision.refused).toEqual([{ id: "few_shot", reason: { kind: "data_may_not_leave" } }]);
    expect(decide({ question, ways: [fewShot], dataStays: true })).toMatchObject({
      ok: false,
      problem: { kind: "nothing_stays", field: "onCards" },
    });
  });

  it("hold the tuned run against today's where none is trained at a provider", () => {
    const scratch: CardRun = { kind: "scratch", offer: { ...own.offer, id: "scratch" } };
    const decision = decided({ dataStays: true, onCards: [scratch, own] });
    const { today, influences } = decision;
    expect(today).toBe("scratch");
    const { headline } = decisionReport(decision, { asked: { question } });
    expect(headline).toBe(
      "Tune. A month costs the same, and in all it costs no more. With Llama on h100, if it answers as well as today's way.",
    );
    expect(influences.map(({ input }) => input).toSorted()).toEqual(["training.scratch", `training.${own.offer.id}`]);
  });

  it("without a known month of use are refused alone", () => {
    const decision = decided({ onCards: [{ ...own, offer: { ...own.offer, monthly: null } }] });
    expect(decision.refused).toEqual([{ id: own.offer.id, reason: { kind: "month_unknown", offer: own.offer.id } }]);
  });
});
