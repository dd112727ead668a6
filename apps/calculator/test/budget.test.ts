import { describe, expect, it } from "vitest";
import { bought } from "../src/state/budget.ts";
import { answered } from "./calculatorAt.ts";

describe("a budget", () => {
  const mini = "#v=1&examples=1000&tokens-per-example=100&epochs=3&offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft";
  const plan = async (
    asked: Parameters<typeof bought>[0],
  ): Promise<NonNullable<Awaited<ReturnType<typeof bought>>>> => {
    const found = await bought(
      asked,
      () => Promise.resolve(),
      () => false,
    );
    if (found === null) throw new Error("The plan was given up.");
    return found;
  };
  const boughtFor = async (budget: number): ReturnType<typeof plan> => {
    const { calculator, answer } = await answered(mini);
    const { offer } = calculator.choice.value;
    const question = calculator.question.value;
    if (offer === null || question === null) throw new Error("There is no offer.");
    return plan({ answer, offer, budget, question });
  };

  it("buys examples, epochs and doublings at the chosen offer", async () => {
    // The job costs $0.90 there, so $3.60 is four times its data.
    expect(await boughtFor(3.6)).toMatchObject({
      value: {
        sentence:
          "$3.60 pays for 4,000 examples × 3 epochs at GPT-4o mini (2024-07-18) on OpenAI: 2 doublings of your 1,000. " +
          "Or for your own examples in 12 epochs.",
      },
    });
    expect(await boughtFor(0.9)).toMatchObject({
      value: { sentence: expect.stringContaining("as many as your 1,000") },
    });
    expect(await boughtFor(0.45)).toMatchObject({
      value: { sentence: expect.stringContaining("500 examples × 3 epochs") },
    });
    expect(await boughtFor(0.45)).toMatchObject({
      value: { sentence: expect.stringContaining("1 doubling short of your 1,000") },
    });
  });

  it("buys no more epochs than the provider takes", async () => {
    expect(await boughtFor(200)).toMatchObject({
      value: { sentence: expect.stringMatching(/Or for your own examples in 50 epochs, the most it takes\.$/u) },
    });
  });

  it("names the ten offers with the most examples, most first, none of them without any", async () => {
    const plan = await boughtFor(200);
    if (!plan.ok) throw new Error("The budget was refused.");
    const examples = plan.value.most.map((row) => row.examples);
    expect(examples).toHaveLength(10);
    expect(examples).toEqual(examples.toSorted((a, b) => b - a));
    const none = await boughtFor(0);
    expect(none).toMatchObject({ value: { most: [], sentence: expect.stringContaining("does not pay for training") } });
  });

  it("is refused where it is no amount, and is in the currency of the offer", async () => {
    expect((await boughtFor(-1)).ok).toBe(false);
    const { calculator, answer } = await answered(mini);
    const question = calculator.question.value;
    const [offer, ...others] = answer.offers;
    if (offer === undefined || question === null) throw new Error("There is no offer.");
    const foreign = { ...offer, training: { ...offer.training, currency: "EUR" } };
    expect(
      await plan({ answer: { ...answer, offers: [foreign, ...others] }, offer: foreign, budget: 200, question }),
    ).toMatchObject({
      value: { sentence: expect.stringMatching(/^€200\.00 pays for/u), most: [{ id: foreign.id }] },
    });
  });

  it("stands in no other figure's way", async () => {
    const { calculator } = await answered(mini);
    calculator.form.type("budget", "lots");
    expect(calculator.question.value).not.toBeNull();
    expect(calculator.form.problemOf("budget")).toContain("not a number");
  });
});
