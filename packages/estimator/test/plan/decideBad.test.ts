import { describe, expect, it } from "vitest";
import { decide, type DecisionQuestion } from "../../src/index.ts";
import { book, model } from "../book.ts";
import { fewShot, passed, question } from "./decided.ts";

describe("decide: what cannot be answered", () => {
  it.each([
    [{ question: { ...question, traffic: { ...question.traffic!, requestsPerMonth: 0 } } }, "no_traffic"],
    [{ project: { labelCost: { low: "2", high: "1" } } }, "contradictory_range"],
    [{ project: { labelCost: "-1" } }, "wrong_kind"],
    [{ project: { failedRuns: 1.5 } }, "out_of_range"],
    [{ today: "rag" }, "unknown_way"],
    [{ offers: ["acme/large:sft"] }, "unknown_offer"],
    [{ ways: [{ kind: "magic" }] }, "wrong_kind"],
    [{ ways: [fewShot, { kind: "prompt" }, { ...fewShot, extraInputTokens: 5 }] }, "same_way"],
    [{ ways: [{ kind: "prompt" }, { kind: "rag", id: "prompt", extraInputTokens: 5 }] }, "same_way"],
  ] as [Partial<DecisionQuestion>, string][])("case %#: a problem by its kind", (more, kind) => {
    const found = decide({ question, ways: [fewShot], ...more });
    expect(found).toMatchObject({ ok: false, problem: { kind } });
  });
});

describe("decide: an offer that is named twice", () => {
  it("stands once in the answer", () => {
    const once = decide({ question, ways: [fewShot], offers: ["acme/small:sft"] });
    expect(once.ok).toBe(true);
    expect(decide({ question, ways: [fewShot], offers: ["acme/small:sft", "acme/small:sft"] })).toEqual(once);
  });
});

describe("decide: no offer is left", () => {
  const refusing = (...limits: readonly object[]) => {
    const models = limits.map((own, at) => model({ id: `m${at}`, limits: own }));
    const found = decide({ question: { ...question, prices: book(models) }, ways: [fewShot] });
    return found.ok ? null : found.problem;
  };
  const [tooMany, tooFew] = [{ maxExamples: 1 }, { minExamples: 1_000_000 }];

  it("gives the reason that all share, and none where they differ", () => {
    expect(refusing(tooMany)).toMatchObject({ kind: "too_many_examples", most: 1 });
    expect(refusing(tooMany, { maxExamples: 2 })).toMatchObject({ kind: "too_many_examples", most: 1 });
    expect(refusing(tooMany, tooFew)).toEqual({ kind: "no_offer" });
    expect(refusing()).toEqual({ kind: "no_offer" });
  });
});

describe("decide: bad input", () => {
  const { traffic } = question;
  const offerLess = { lines: 5 };
  it.each([
    [
      { question: { ...question, traffic: { ...traffic, requestsPerMonth: 0 } } },
      "no_traffic",
      "question.traffic.requestsPerMonth",
    ],
    [{ question: { ...question, traffic: undefined } }, "no_traffic", "question.traffic.requestsPerMonth"],
    [{ project: { labelCost: "-0.1" } }, "wrong_kind", "project.labelCost"],
    [{ project: { labelCost: { low: "2", high: "1" } } }, "contradictory_range", "project.labelCost"],
    [
      { question: { ...question, traffic: { ...traffic, requestsPerMonth: { low: 5, typical: 9, high: 7 } } } },
      "contradictory_range",
      "traffic.requestsPerMonth",
    ],
    [{ ways: [{ kind: "luck" }] }, "wrong_kind", "ways.0.kind"],
    [{ ways: [{ kind: "prompt", model: { input: "-1", output: "2" } }] }, "wrong_kind", "ways.0.model.input"],
    // A request is not as long as that.
    [{ ways: [{ kind: "rag", extraInputTokens: 1e99 }] }, "out_of_range", "ways.0.extraInputTokens"],
    [{ ways: [{ kind: "rag", calls: { low: 1, high: 1e13 } }] }, "out_of_range", "ways.0.calls"],
    [{ today: "rag" }, "unknown_way", "today"],
    // A model that is misspelt is no way less: another comparison would be answered.
    [{ ways: [fewShot, { kind: "rag", model: "nobody/none" }] }, "unknown_model", "ways.1.model"],
    [{ project: { failedRuns: 2 } }, "out_of_range", "project.failedRuns"],
    // No run would ever end well.
    [{ project: { failedRuns: 1 } }, "out_of_range", "project.failedRuns"],
    [{ seed: -1 }, "out_of_range", "seed"],
    [passed({ low: 4, typical: 3, high: 6 }), "contradictory_range", "job.epochs"],
    [passed({ low: 0, high: 6 }), "out_of_range", "job.epochs.low"],
    [passed({ low: 1, high: 2.5 }), "not_whole", "job.epochs.high"],
    [{ priceFactor: { low: 1.1, high: 1.2 } }, "contradictory_range", "priceFactor"],
    [{ repeats: 5 }, "unknown_field", "repeats"],
    [{ quality: null }, "wrong_kind", "quality"],
    [{ offers: ["acme/none:sft"] }, "unknown_offer", "offers"],
    [{ onCards: [{ kind: "own_gpus", offer: offerLess }] }, "wrong_kind", "onCards.0.offer"],
    [{ dataStays: "yes" }, "wrong_kind", "dataStays"],
    [
      { quality: { few_shot: { score: "good", metric: "accuracy", known: "measured" } } },
      "not_number",
      "quality.few_shot.score",
    ],
  ])("%j is a problem of its kind at its field", (more, kind, field) => {
    const found = decide({ question, ways: [fewShot], ...more } as never);
    const problem: Readonly<Record<string, unknown>> = found.ok ? {} : found.problem;
    expect(problem["kind"]).toBe(kind);
    expect(problem["path"] ?? problem["field"]).toBe(field);
  });
});
