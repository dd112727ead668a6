import { estimate, type Offer, type Question, trainingAt } from "@tunecast/estimator";
import { difference, isAtMost } from "@tunecast/estimator/text";
import { describe, expect, it } from "vitest";
import { type CostPoint, costCurve, doublingCost, growthSentence, limitSentence } from "../src/state/costCurve.ts";
import { cumulative } from "../src/state/cumulative.ts";
import { trainingRange } from "../src/view/trainingRange.ts";
import { answered } from "./calculatorAt.ts";

describe("what is drawn", () => {
  it("costs at the stated size what the offer says", async () => {
    const { calculator } = await answered();
    const [question, offer] = [calculator.question.value, calculator.choice.value.offer];
    if (question === null || offer === null) throw new Error("There is no offer to draw.");
    const points = costCurve(question, offer);
    expect(points.find(({ n }) => n === 8000)?.cost).toBe(offer.training.amount);
    expect(points[0]?.n).toBe(1000);
    expect(points.at(-1)?.n).toBe(Math.min(64_000, offer.limits.maxExamples ?? Infinity));
    for (const [at, { cost, low, high }] of points.entries()) {
      expect(isAtMost(points[at - 1]?.cost ?? "0", cost)).toBe(true);
      expect(isAtMost(low, cost)).toBe(true);
      expect(isAtMost(cost, high)).toBe(true);
    }
  });

  it("costs what the reader's own prices say, whatever else they name", async () => {
    const { calculator } = await answered("#v=1&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft");
    const contract = { currency: "USD", per: "1M tokens", source: "contract" };
    const rates = [
      { ...contract, provider: "openai", model: "gpt-4.1-mini-2025-04-14", kind: "training", amount: "1" },
      { ...contract, provider: "openai", model: "gpt-4o-mini-2024-07-18", kind: "training", amount: "2" },
      { ...contract, provider: "tinker", kind: "input", amount: "3" },
    ];
    const credits = [{ provider: "openai", amount: "5", currency: "USD", source: "grant" }];
    const discounts = [{ provider: "azure", percent: "10", source: "contract" }];
    calculator.ownPrices.readText(JSON.stringify({ rates, credits, discounts }), "p.json");
    await calculator.liveAnswer.inSlices(() => Promise.resolve());
    const [question, offer] = [calculator.question.value, calculator.choice.value.offer];
    if (question === null || offer === null) throw new Error("There is no offer to draw.");
    expect(offer.training.amount).toBe("14.88");
    expect(calculator.liveAnswer.answer.value?.offers.length).toBe(calculator.liveAnswer.canonical()?.offers.length);
    const at = costCurve(question, offer).find(({ n }) => n === 8000);
    expect(at?.cost).toBe("14.88");
    expect(isAtMost(at?.low ?? "", "14.88")).toBe(true);
  });

  it("crosses where the offer says that it breaks even", async () => {
    const { calculator } = await answered();
    const offer = calculator.choice.value.offer;
    if (offer === null) throw new Error("There is no offer to draw.");
    const spent = cumulative(offer);
    const first = spent?.points[0];
    const last = spent?.points.at(-1);
    if (!spent?.crossing || !first || !last) throw new Error("The lines do not cross.");
    const gap = (point: typeof first): number => Number(point.tuned) - Number(point.alternative);
    const crossing = (last.month * gap(first)) / (gap(first) - gap(last));
    expect(crossing).toBeCloseTo(spent.crossing.likely, 1);
    expect(isAtMost(trainingRange(offer).low, offer.training.amount)).toBe(true);
  });
});

/** The offer that the page shows, and the question it answers. */
async function shown(fragment: string): Promise<{ question: Question; offer: Offer }> {
  const { calculator } = await answered(fragment);
  const [question, offer] = [calculator.question.value, calculator.choice.value.offer];
  if (question === null || offer === null) throw new Error("There is no offer to draw.");
  return { question, offer };
}

describe("the cost of more data", () => {
  it.each([
    "#v=1&examples=10&tokens-per-example=50&epochs=3&offer=azure%2Fgpt-4o%3Asft%40regional",
    "#v=1&examples=7123&tokens-per-example=431.37&offer=azure%2Fgpt-4o%3Asft%40regional",
    "#v=1&examples=800&tokens-per-example=200000&offer=azure%2Fgpt-4o-mini%3Asft%40regional",
    "#v=1&examples=13&tokens-per-example=77.7&offer=together%2Fllama-3.1-8b-instruct%3Asft-lora",
    "#v=1&provider-epochs=1&examples=40&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft",
  ])("is at the stated size what the headline says, range and all: %s", async (fragment) => {
    const { question, offer } = await shown(fragment);
    expect(fragment).toContain(encodeURIComponent(offer.id));
    const stated = "examples" in question.job ? question.job.examples : 0;
    const at = costCurve(question, offer).find(({ n }) => n === stated);
    expect(at).toEqual({ n: stated, cost: offer.training.amount, ...trainingRange(offer) });
  });

  it("is at any other size what the library says there", async () => {
    const { question, offer } = await shown(
      "#v=1&examples=10&tokens-per-example=50&offer=azure%2Fgpt-4o%3Asft%40regional",
    );
    for (const { n, cost } of costCurve(question, offer)) {
      const job = { ...question.job, examples: n } as Question["job"];
      const { offers } = estimate({ ...question, job, only: { models: [offer.id] } });
      expect([n, cost]).toEqual([n, offers[0]?.training.amount]);
    }
    const twice = doublingCost(question, offer, [{ n: 20, value: 60, se: null }]);
    expect(twice).toBe(costCurve(question, offer).find(({ n }) => n === 40)?.cost);
  });

  it("is drawn at whole numbers of examples, and only where the provider takes the job", async () => {
    const { question, offer } = await shown(
      "#v=1&examples=12&tokens-per-example=50&offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft",
    );
    const sizes = costCurve(question, offer).map(({ n }) => n);
    expect(sizes.every(Number.isInteger)).toBe(true);
    expect(sizes[0]).toBe(offer.limits.minExamples);
    expect(sizes).toContain(12);
    expect(sizes.at(-1)).toBe(96);
    expect(limitSentence(costCurve(question, offer), offer.limits)).toBe(" The provider takes 10 at least.");
    expect(limitSentence(costCurve(question, offer), { maxExamples: 96 })).toBe(" The provider takes 96 at most.");
    expect(limitSentence(costCurve(question, offer), {})).toBe("");
  });

  it.each([
    [[10, "4"], [80, "4"], "Training costs the same from 10 to 80 examples."],
    [[1000, "1.86"], [64_000, "119"], "Each doubling of the examples about doubles the training bill."],
    [[10, "4"], [80, "9.2"], "The training bill grows 2.3 times from 10 to 80 examples, which is 8 times the data."],
    [[10, "0"], [80, "1"], "The training bill grows from 10 to 80 examples."],
  ] as const)("from %j to %j is said as it is", ([from, low], [to, high], sentence) => {
    const point = (n: number, cost: string): CostPoint => ({ n, cost, low: cost, high: cost });
    expect(growthSentence([point(from, low), point(to, high)])).toBe(sentence);
  });
});

describe("the months until it pays for itself", () => {
  const mini = "offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft";

  it.each(["months=1", "months=3", "months=12"])(
    "are drawn to the day on which the model stops and no further, whatever the horizon: %s",
    async (months) => {
      const { offer } = await shown(`#v=1&${months}&${mini}`);
      const { stops } = offer.breakEven ?? {};
      const spent = cumulative(offer);
      expect(stops?.day).toBe("2027-01-14");
      expect(spent?.stopsOn).toBe("2027-01-14");
      // 51 days of 24 hours, in months of 730.
      expect(spent?.until).toBeCloseTo((51 * 24) / 730, 4);
      expect(spent?.points.at(-1)?.month).toBe(spent?.until);
      expect(spent?.points.map(({ month }) => month).slice(0, -1)).toEqual([0, 1]);
    },
  );

  it("never show lines that cross where the text says that they do not", async () => {
    const { answer } = await answered("#v=1&months=1");
    const never = answer.offers.filter(({ breakEven }) => breakEven?.stops !== undefined && breakEven.months === null);
    expect(never.length).toBeGreaterThan(0);
    for (const offer of never) {
      const last = cumulative(offer)?.points.at(-1);
      expect(last && isAtMost(last.alternative, last.tuned)).toBe(true);
    }
  });

  it("are drawn over what is spent exactly, as its table and its reading say it", async () => {
    const { offer } = await shown(`#v=1&${mini}`);
    const { currency } = offer.training;
    const breakEven = { ...offer.breakEven, alternativeMonthly: { amount: "0.1", currency } };
    const spent = cumulative({ ...offer, breakEven, monthly: { amount: "0.01", currency } } as Offer);
    // In binary numbers three times 0.1 is 0.30000000000000004.
    expect(spent?.at(3).alternative).toBe("0.3");
    expect(difference(spent?.at(3).tuned ?? "", offer.training.amount)).toBe("0.03");
    expect(spent?.at(0).tuned).toBe(offer.training.amount);
  });

  it("run on where no end is known", async () => {
    const { answer } = await answered();
    const open = answer.offers.find(({ breakEven }) => breakEven !== null && breakEven.stops === undefined);
    expect(open && cumulative(open)).toMatchObject({ stopsOn: null });
    expect(open && cumulative(open)?.until).toBeGreaterThanOrEqual(6);
  });

  it("keep an end of the range at which the lines never cross as never", async () => {
    const { offer } = await shown(`#v=1&${mini}`);
    const breakEven = { ...offer.breakEven, months: "1", low: "0.9", high: null } as NonNullable<Offer["breakEven"]>;
    expect(cumulative({ ...offer, breakEven })?.crossing).toEqual({ low: 0.9, likely: 1, high: null });
  });
});

describe("the range of the training", () => {
  it("is the library's own at every offer: nothing else that the page asks for has a range", async () => {
    const { calculator, answer } = await answered();
    const question = calculator.question.value;
    if (question === null) throw new Error("There is no question.");
    for (const offer of answer.offers.filter((_, at) => at % 3 === 0)) {
      const own = trainingAt(question, offer)(8000);
      const { low, high } = trainingRange(offer);
      expect([offer.id, own?.amount]).toEqual([offer.id, offer.training.amount]);
      expect({ low, high }).toEqual(own?.range);
    }
  });
});
