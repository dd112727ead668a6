import { untuned } from "@tunecast/pricing/untuned";
import { describe, expect, it } from "vitest";
import { decisionOf } from "../src/state/decision.ts";
import { moversOf } from "../src/state/movers.ts";
import { answered, atOnce } from "./calculatorAt.ts";

async function decided(fragment: string) {
  const { calculator } = await answered(fragment);
  const { offer } = calculator.choice.value;
  const question = calculator.question.value;
  if (offer === null || question === null) throw new Error("There is no offer.");
  const decision = await decisionOf({ inputs: calculator.form.inputs.value, question, offer, untuned }, atOnce);
  if (decision?.ok !== true) throw new Error("There is no decision.");
  return { calculator, offer, question, decision: decision.value };
}

describe("all ways side by side", () => {
  it("have the money of the answers at the top: the tuned offer's bill, and today's way against it", async () => {
    const { offer, decision } = await decided("#v=1");
    const [tuned, today] = [offer.id, "few_shot"].map((id) => decision.ways.find((way) => way.id === id));
    expect(Number(tuned?.once.amount)).toBeCloseTo(Number(offer.training.amount), 9);
    expect(Number(tuned?.monthly.amount)).toBeCloseTo(Number(offer.monthly?.amount), 9);
    expect(Number(today?.monthly.amount)).toBeCloseTo(Number(offer.breakEven?.alternativeMonthly.amount), 9);
    expect(tuned?.against?.months).toBeCloseTo(Number(offer.breakEven?.months), 3);
    expect(decision.ways.map(({ id }) => id).sort()).toEqual(
      [offer.id, "few_shot", "few_shot_cached", "prompt"].sort(),
    );
  });

  it("count labels and evaluation once somebody says what they cost, and name what nobody stated", async () => {
    const bare = await decided("#v=1");
    expect(bare.decision.leftOut).toContain("labels");
    const { offer, decision } = await decided("#v=1&examples-owned=5000&label-cost=0.5&eval-items=100&eval-cost=0.2");
    const tuned = decision.ways.find(({ id }) => id === offer.id);
    // 3,000 labels at 0.50, and 100 items scored for the tuned and the untuned model at 0.20.
    expect(Number(tuned?.once.amount)).toBeCloseTo(Number(offer.training.amount) + 1500 + 40, 6);
    expect(decision.leftOut).not.toContain("labels");
  });

  it("hold a larger model and retrieval against tuning, with scores as they were typed", async () => {
    const { offer, decision } = await decided(
      "#v=1&rag=700&rag-monthly=20&larger-model=anthropic%2Fclaude-haiku-4-5&scores=tuned%3A81%2Cfew_shot%3A74",
    );
    expect(decision.refused).toEqual([]);
    expect(decision.ways.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["rag", "larger_model"]));
    const score = (id: string): unknown => decision.ways.find((way) => way.id === id)?.quality?.score ?? null;
    expect([score(offer.id), score("few_shot"), score("rag")]).toEqual([81, 74, null]);
    expect(decision.ways.find(({ id }) => id === offer.id)?.against?.quality).toBe("better");
  });
});

describe("what moves the pay-back", () => {
  it("is named with the time at half and at twice of each input, the strongest first", async () => {
    const { offer, question } = await decided("#v=1");
    const movers = await moversOf(question, offer, atOnce);
    const now = Number(offer.breakEven?.months);
    const prompt = movers.find(({ name }) => name === "Extra tokens");
    expect(prompt?.twice).toBeLessThan(now);
    expect(prompt?.half ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
    const examples = movers.find(({ name }) => name === "Examples");
    expect((examples?.twice ?? 0) / now).toBeCloseTo(2, 1);
    const ratio = ({ half, twice }: { half: number | null; twice: number | null }): number =>
      half === null || twice === null ? Number.POSITIVE_INFINITY : Math.max(half, twice) / Math.min(half, twice);
    const ratios = movers.map(ratio);
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
  });

  it("is nothing where tuning does not pay", async () => {
    const { offer, question } = await decided("#v=1&prompt-tokens=0");
    expect(offer.breakEven?.months).toBeNull();
    expect(await moversOf(question, offer, atOnce)).toEqual([]);
  });
});
