import { describe, expect, it } from "vitest";
import { estimate, type Decision } from "../../src/index.ts";
import { book, model } from "../book.ts";
import { decided, passed, question, tuned, used, way } from "./decided.ts";

describe("decide: ranges", () => {
  const uncertain = {
    ...used({
      requestsPerMonth: { low: 6000, typical: 10_000, high: 18_000 },
      inputTokens: { low: 150, typical: 200, high: 300 },
      outputTokens: { low: 40, typical: 50, high: 80 },
    }),
    project: { labelCost: { low: "0.01", typical: "0.02", high: "0.05" } },
  };

  it("says the same for the same seed, and echoes it", () => {
    expect(decided({ ...uncertain, seed: 5 })).toEqual(decided({ ...uncertain, seed: 5 }));
    expect(decided({ ...uncertain, seed: 5 })).toMatchObject({ seed: 5, draws: 2000 });
  });

  it("holds the truth in 80 of 100 cases, where truth is drawn as stated", () => {
    const decision = decided(uncertain);
    const { low, high } = tuned(decision).total;
    let state = 12_345;
    const uniform = (): number => {
      state = (1_103_515_245 * state + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const peak = (a: number, b: number, c: number): number => {
      const u = uniform();
      return u < (b - a) / (c - a) ? a + Math.sqrt(u * (c - a) * (b - a)) : c - Math.sqrt((1 - u) * (c - a) * (c - b));
    };
    const cases = 4000;
    let held = 0;
    for (let one = 0; one < cases; one += 1) {
      const requests = peak(6000, 10_000, 18_000);
      const month = (requests * (peak(150, 200, 300) * 0.3 + peak(40, 50, 80) * 1.2)) / 1e6;
      const truth = 0.9 + 1000 * peak(0.01, 0.02, 0.05) + 12 * month;
      if (truth >= Number(low) && truth <= Number(high)) held += 1;
    }
    expect(held / cases).toBeGreaterThan(0.77);
    expect(held / cases).toBeLessThan(0.83);
  });

  it("names the input that decides, where that is known by construction", () => {
    const wide = decided({
      project: { labelCost: { low: "0.1", high: "5" } },
      ...used({ inputTokens: { low: 199, high: 201 } }),
    });
    expect(wide.influences[0]).toMatchObject({ input: "project.labelCost" });
    expect(wide.influences[0]?.share).toBeGreaterThan(0.99);
    const sum = wide.influences.reduce((all, { share }) => all + share, 0);
    expect(sum).toBeCloseTo(1, 9);
  });

  it("gives each of two inputs its share of the variance", () => {
    // Both add up: 1,000 × label cost, and 1,000 × 1 × the teacher's input tokens; the same width in dollars.
    const decision = decided({
      project: {
        labelCost: { low: "1", high: "2" },
        platformFee: { low: "0", high: "2000" },
      },
    });
    const shares = Object.fromEntries(decision.influences.map(({ input, share }) => [input, share]));
    expect(shares["project.platformFee"]).toBeCloseTo(0.8, 1);
    expect(shares["project.labelCost"]).toBeCloseTo(0.2, 1);
  });
});

describe("decide: passes and prices that are not certain", () => {
  // Typed tokens make the training up to 13 % dearer, whatever else is not certain.
  const lineOf = (decision: Decision, id: string, kind: string) =>
    way(decision, id).lines.find((line) => line.kind === kind);

  it("range the training by its own bills, with every run that hangs on it", () => {
    const project = { tuningRounds: 3, retrainEveryMonths: 6 };
    const decision = decided({ ...passed({ low: 1, typical: 3, high: 6 }), project });
    const { id } = tuned(decision);
    expect(lineOf(decision, id, "training")).toMatchObject({ amount: "0.9", low: "0.3", high: "2.034" });
    expect(lineOf(decision, id, "tuning_rounds")).toMatchObject({ amount: "1.8", low: "0.6", high: "4.068" });
    expect(lineOf(decision, id, "retraining")).toMatchObject({ amount: "0.15", low: "0.05", high: "0.339" });
    expect(decision.influences.map(({ input }) => input)).toEqual([`epochs.${id}`, `training.${id}`]);
  });

  it("keep the bill where the provider takes no so many passes, and where the training is free", () => {
    const most = { ...question, prices: book([model({ limits: { maxEpochs: 4 } })]) };
    const cut = decided({ question: { ...most, job: { ...most.job, epochs: { low: 1, typical: 3, high: 6 } } } });
    expect(lineOf(cut, tuned(cut).id, "training")).toMatchObject({ amount: "0.9", low: "0.3", high: "1.017" });
    const rates = (model().rates ?? []).map((one) => (one.kind === "training" ? { ...one, amount: "0" } : one));
    const free = { ...question, prices: book([model({ rates })]) };
    const nothing = decided({ question: { ...free, job: { ...free.job, epochs: { low: 1, typical: 3, high: 6 } } } });
    expect(tuned(nothing).once).toMatchObject({ amount: "0", low: "0", high: "0" });
  });

  it("range every listed price alike, and nothing that is stated", () => {
    const decision = decided({ priceFactor: { low: 0.8, high: 1.2 }, project: { labelCost: "0.5" } });
    const { id } = tuned(decision);
    expect(lineOf(decision, id, "training")).toMatchObject({ amount: "0.9", low: "0.72", high: "1.2204" });
    expect(lineOf(decision, "few_shot", "extra_prompt")).toMatchObject({ amount: "3", low: "2.4", high: "3.6" });
    const labels = lineOf(decision, id, "labels");
    expect([labels?.low, labels?.high]).toEqual([labels?.amount, labels?.amount]);
    expect(decision.influences[0]?.input).toBe("prices.factor");
  });

  it("change no line where they are certain", () => {
    const lines = ({ ways }: Decision) => ways.map((one) => [one.id, one.lines, one.total.amount]);
    expect(lines(decided({ ...passed(3), priceFactor: 1 }))).toEqual(lines(decided()));
  });

  it("range a run on cards by its passes, since its hours grow no faster", () => {
    const [bill] = estimate(question).offers;
    if (bill === undefined) throw new Error("No offer.");
    const offer = { ...bill, id: "own/cards" };
    const onCards = [{ kind: "own_gpus", offer }] as const;
    const decision = decided({ onCards, ...passed({ low: 2, typical: 3, high: 6 }) });
    expect(lineOf(decision, "own/cards", "training")).toMatchObject({ amount: "0.9", low: "0.6", high: "2.034" });
  });
});
