import { describe, expect, it } from "vitest";
import { estimate, type Question } from "../../src/index.ts";
import { pilotTraining, trainingCostAt } from "../../src/answer.ts";
import { pilotDesign } from "../../src/pilots.ts";
import { book, model, rate } from "../book.ts";

// A million tokens for $0.1: three runs of a million are $0.3, and $0.30000000000000004 in binary numbers.
const prices = book([
  model({ rates: [rate("training", "0.1")] }),
  model({ id: "large", rates: [rate("training", "30")] }),
]);
const asked = { asOf: "2026-02-01", prices, tokensPerExample: 1000, epochs: 1 };

describe("pilotTraining", () => {
  it("is the training of the cheapest offer named, exactly", () => {
    const costOf = pilotTraining({ ...asked, offer: "acme/small:sft" });
    if (!costOf.ok) throw new Error(costOf.problem.kind);
    expect([1000, 3000, 7].map(costOf.value.costOf)).toEqual(["0.1", "0.3", "0.0007"]);
    expect(() => costOf.value.costOf(Infinity)).toThrow(RangeError);
    // Half an example is one, and so is none: a run has at least one.
    expect([0, 0.2, 1.4].map(costOf.value.costOf)).toEqual(["0.0001", "0.0001", "0.0001"]);
    expect(pilotDesign(4000, costOf.value.costOf).map(({ n, cost }) => [n, cost])).toEqual([
      [1000, "0.1"],
      [2000, "0.2"],
      [4000, "0.4"],
    ]);
  });

  it("prices sizes within the limits of an offer that takes no more, and says where no bill is", () => {
    const few = book([model({ limits: { maxExamples: 20_000 } })]);
    const costOf = pilotTraining({ ...asked, prices: few, offer: "acme/small:sft" });
    expect(costOf.ok && costOf.value.costOf(1600)).toBe("4.8");
    expect(pilotTraining({ ...asked, offer: "acme/small:sft", most: 8e15 })).toMatchObject({
      ok: false,
      problem: { path: "job.examples" },
    });
  });

  it("says why the only offer of a model has no bill", () => {
    const page = { source: "https://example.com", seen: "2026-01-01", confidence: "primary" } as const;
    const gone = book([model({ status: [{ kind: "inference_off", from: "2026-01-15", ...page }] })]);
    const found = pilotTraining({ ...asked, prices: gone, model: "small" });
    expect(found).toMatchObject({ ok: false, problem: { kind: "retired", from: "2026-01-15" } });
  });

  it("is the amount of trainingAt at an offer that is answered", () => {
    const question: Question = { asOf: asked.asOf, prices, job: { examples: 10, tokensPerExample: 1000, epochs: 1 } };
    const [offer] = estimate(question).offers;
    if (offer === undefined) throw new Error("no offer");
    expect(trainingCostAt(question, offer)(3000)).toBe("0.3");
    expect(() => trainingCostAt(question, { ...offer, id: "acme/none:sft" })(3000)).toThrow(RangeError);
  });

  it("takes an offer of the pilots' model, whatever its provider calls it", () => {
    const named = book([model({ id: "llama-3.1-8b-instruct" }), model({ id: "large" })]);
    const of = (id: string) => pilotTraining({ ...asked, prices: named, model: "llama-3.1-8b:mine", offer: id });
    expect(of("acme/llama-3.1-8b-instruct:sft")).toMatchObject({ ok: true });
    expect(of("acme/large:sft")).toMatchObject({ ok: false, problem: { kind: "other_model" } });
  });

  it("refuses an offer of another model than that of the pilots", () => {
    expect(pilotTraining({ ...asked, model: "large", offer: "acme/small:sft" })).toMatchObject({
      ok: false,
      problem: { kind: "other_model" },
    });
  });
});
