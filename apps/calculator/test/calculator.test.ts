import { effect, untracked } from "@preact/signals";
import { type Offer } from "@tunecast/estimator";
import { describe, expect, it } from "vitest";
import { answered, atOnce, calculatorAt, wholeAnswer } from "./calculatorAt.ts";

const timing = { yieldToMain: atOnce, afterPaint: atOnce };

describe("the calculator", () => {
  it("answers what the library answers, in slices", async () => {
    const { calculator, answer } = await answered();
    const whole = wholeAnswer(calculator);
    const byId = (offers: readonly Offer[]): readonly Offer[] => offers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(answer.offers)).toEqual(byId(whole.offers));
    expect(answer.refused.map(({ id }) => id).sort()).toEqual(whole.refused.map(({ id }) => id));
    expect({ ...answer, offers: [], refused: [], notices: [] }).toEqual({
      ...whole,
      offers: [],
      refused: [],
      notices: [],
    });
  });

  it("gives up a question when another is asked", async () => {
    const calculator = calculatorAt();
    let later: Promise<void> | null = null;
    const yieldToMain = async (): Promise<void> => {
      if (later !== null) return;
      calculator.form.type("examples", "5");
      later = new Promise(() => undefined);
      void calculator.follow({ yieldToMain: () => later ?? Promise.resolve(), afterPaint: atOnce });
    };
    await calculator.follow({ yieldToMain, afterPaint: atOnce });
    expect(calculator.liveAnswer.answer.value).toBeNull();
    expect(calculator.liveAnswer.isBehind.value).toBe(true);
  });

  it("says that its figures are those of an earlier question until the new ones are there", async () => {
    const { calculator } = await answered();
    expect(calculator.liveAnswer.isBehind.value).toBe(false);
    calculator.form.type("examples", "5");
    expect(calculator.liveAnswer.isBehind.value).toBe(true);
    await calculator.follow(timing);
    expect(calculator.liveAnswer.isBehind.value).toBe(false);
  });

  it("draws chart and table once the figures are painted, and is behind until then", async () => {
    const { calculator } = await answered();
    const { liveAnswer } = calculator;
    expect(liveAnswer.drawn.value).toBe(liveAnswer.headline.value);
    const seen: boolean[] = [];
    const afterPaint = (): Promise<void> => {
      seen.push(liveAnswer.drawn.value === liveAnswer.headline.value, liveAnswer.isHeadlineBehind.value);
      return Promise.resolve();
    };
    calculator.form.type("requests", "5000");
    await calculator.follow({ ...timing, afterPaint });
    expect(seen.slice(0, 4)).toStrictEqual([false, true, true, false]);
    expect(liveAnswer.drawn.value?.question.traffic?.requestsPerMonth).toBe(5000);
  });

  it("is asked once for a question, and comes to rest", async () => {
    const { calculator } = await answered();
    let asked = 0;
    let running: Promise<void> = Promise.resolve();
    effect(() => {
      void calculator.asked.value;
      asked += 1;
      running = untracked(() => calculator.follow(timing));
    });
    await running;
    // Whoever asked in an effect and was answered is not to ask again.
    await running;
    expect(asked).toBe(1);
    calculator.form.type("requests", "5000");
    await running;
    expect(asked).toBe(2);
    // What says the same is no other question.
    calculator.form.type("requests", "5,000");
    expect(asked).toBe(2);
  });

  it("says why another offer is shown, until the next number is typed", async () => {
    const { calculator } = await answered();
    const before = calculator.liveAnswer.headline.value?.offer;
    calculator.form.type("examples", "2");
    await calculator.follow(timing);
    const { offer } = calculator.choice.value;
    expect(offer?.id).not.toBe(before?.id);
    const refusal = calculator.liveAnswer.answer.value?.refused.find(({ id }) => id === before?.id);
    expect(refusal?.sentence).toContain("takes at least");
    expect(calculator.changed.value).toMatch(/ is shown now: .* is left out\. /u);
    expect(calculator.changed.value).toContain(refusal?.sentence);
    // Still said while the same number is typed on, and not of a number that is typed afterwards.
    calculator.form.type("requests", "200000");
    await calculator.follow(timing);
    expect(calculator.changed.value).not.toBe("");
    calculator.form.settled.value += 1;
    calculator.form.type("requests", "210000");
    await calculator.follow(timing);
    expect(calculator.changed.value).toBe("");
  });

  it("says nothing of an offer that a guess at a file had put there", async () => {
    const { calculator } = await answered();
    const before = calculator.choice.value.offer?.id;
    calculator.form.file.rough.value = { examples: 2, tokensPerExample: 620 };
    await calculator.follow(timing);
    expect(calculator.choice.value.offer?.id).not.toBe(before);
    expect(calculator.changed.value).toBe("");
    calculator.form.file.rough.value = null;
    await calculator.follow(timing);
    expect(calculator.choice.value.offer?.id).toBe(before);
    expect(calculator.changed.value).toBe("");
  });

  it("carries an answer in its link only where the words of the verdict are those of the page", async () => {
    const few = (await answered("#v=1&examples=30&requests=3000000")).calculator;
    expect(few.report.value?.verdict).toMatchObject({ head: "Collect examples first", said: { verdict: "tune" } });
    expect(few.pinned.value).not.toContain("said=");
    const { calculator } = await answered("#v=1&examples=300&requests=3000000");
    expect(calculator.report.value?.verdict).toMatchObject({ head: "Tune", said: { verdict: "tune" } });
    expect(calculator.pinned.value).toContain("said=tune");
  });

  it("carries neither answer nor offer of an earlier question in its link", async () => {
    const { calculator } = await answered();
    expect(calculator.pinned.value).toMatch(/&offer=.*&said=/u);
    calculator.form.type("requests", "3000000");
    expect(calculator.pinned.value).toContain("&requests=3000000");
    expect(calculator.pinned.value).not.toMatch(/&offer=|&said=/u);
    calculator.form.choose({ offer: "together/llama-3.1-8b:sft-lora" });
    expect(calculator.pinned.value).toContain("&offer=together");
  });

  it("says nothing of another offer once none is shown", async () => {
    const { calculator } = await answered();
    calculator.form.type("examples", "2");
    await calculator.follow(timing);
    calculator.form.choose({ day: "1999-01-01" });
    await calculator.follow(timing);
    expect(calculator.changed.value).toBe("");
  });

  it("has no question while a number is missing or cannot be read", () => {
    const calculator = calculatorAt();
    calculator.form.type("examples", "");
    expect(calculator.question.value).toBeNull();
    expect(calculator.form.problemOf("examples")).toMatch(/how many examples/u);
    calculator.form.type("examples", "12x");
    expect(calculator.form.problemOf("examples")).toMatch(/Type a number/u);
    calculator.form.type("examples", "12k");
    expect(calculator.form.problemOf("examples")).toBeNull();
    expect(calculator.question.value?.job).toMatchObject({ examples: 12_000 });
  });

  it("asks which of two numbers a point before three digits means, and leaves the text as it was typed", () => {
    const calculator = calculatorAt();
    calculator.form.type("examples", "8.000");
    expect(calculator.question.value).toBeNull();
    expect(calculator.form.problemOf("examples")).toMatch(/8 or 8,000/u);
    calculator.form.tidy("examples");
    expect(calculator.form.typed.value.examples).toBe("8.000");
    calculator.form.type("tokensPerExample", "431.375");
    expect(calculator.form.problemOf("tokensPerExample")).toBeNull();
    calculator.form.type("budget", "1.200");
    expect(calculator.form.problemOf("budget")).toMatch(/1.2 or 1,200/u);
    calculator.typePilot(0, "n", "1.000");
    calculator.typePilot(0, "value", "61");
    expect(calculator.form.pilots.complete.value).toEqual([]);
    expect(calculator.form.pilots.problem.value).toMatch(/^Run 1, 1.000 examples: This can be 1 or 1,000/u);
  });

  it.each([
    ["examples", "1.5", "Examples must be a whole number of at least 1, not 1.5."],
    ["tokensPerExample", "0", "Tokens per example must be more than 0, not 0."],
    ["requests", "2.5", "Requests per month must be a whole number of at least 0, not 2.5."],
    ["cachedTokens", "8k", "Cached input tokens must be at most 900, not 8,000."],
    ["saved", "1e13", "Extra input tokens must be at most 1,000,000,000,000, not 10,000,000,000,000."],
  ] as const)("says at the field itself what the library has against %s of %s", async (field, text, sentence) => {
    const { calculator } = await answered();
    calculator.form.type(field, text);
    await calculator.follow(timing);
    expect(calculator.form.problemOf(field)).toBe(sentence);
    expect(calculator.form.problemOf("outputTokens")).toBeNull();
    calculator.form.type(field, "700");
    await calculator.follow(timing);
    expect(calculator.form.problemOf(field)).toBeNull();
  });

  it("compares with a cached prompt of a mean that is no whole number", async () => {
    const { calculator } = await answered("#v=1&cached-input-tokens=1.5");
    expect(calculator.form.inputs.value.cachedTokens).toBe(1.5);
    expect(calculator.report.value?.verdict.head).toBe("Tune");
  });

  it.each([
    [{ n: "abc" }, "Run 3 does not count: “abc” is no number."],
    [{ value: "78.7%" }, "Run 3 does not count: “78.7%” is no number."],
    [{ se: "about 1" }, "Run 3 does not count: “about 1” is no number."],
    [{ n: "" }, "Run 3 does not count: type both its examples and its score."],
    [{ value: " " }, "Run 3 does not count: type both its examples and its score."],
  ])("says which run does not count: %j", (typed, sentence) => {
    const { pilots } = calculatorAt("#v=1&pilots=250%3A61.5%2C500%3A66.2%2C1000%3A69.4%3A1").form;
    expect([pilots.problem.value, pilots.complete.value.length]).toEqual([null, 3]);
    for (const [column, text] of Object.entries(typed)) pilots.type(2, column as keyof typeof typed, text);
    expect([pilots.problem.value, pilots.complete.value.length]).toEqual([sentence, 2]);
  });

  it("asks for nothing that the provider's own epochs or no traffic make needless", () => {
    const calculator = calculatorAt("#v=1&epochs=&requests=&months=&provider-epochs=1");
    expect(calculator.form.fieldProblems.value).toEqual([]);
    expect(calculator.question.value).toMatchObject({ job: { epochs: "provider" } });
    expect(calculator.question.value).not.toHaveProperty("traffic");
  });

  it("asks which of two numbers is meant where the figures stand, as beside the field", () => {
    const { form, message } = calculatorAt();
    form.type("requests", "1.000");
    expect(form.problemOf("requests")).toBe("This can be 1 or 1,000. Type one of the two.");
    expect(message.value).toContain("This can be 1 or 1,000. Type one of the two.");
  });

  it("is busy while an answer is on its way, and not where there is none to come", async () => {
    const { calculator } = await answered();
    const { form } = calculator;
    const isBusy = async (requests: string): Promise<readonly boolean[]> => {
      form.type("requests", requests);
      const before = form.isBehind.value;
      await calculator.follow(timing);
      return [before, form.isBehind.value];
    };
    expect(await isBusy("5000")).toEqual([true, false]);
    expect(await isBusy("2t")).toEqual([true, false]);
    expect(calculator.message.value).toContain("at most");
    expect(await isBusy("many")).toEqual([false, false]);
    expect(await isBusy("6000")).toEqual([true, false]);
    form.chooseDay("2019-01-01");
    await calculator.follow(timing);
    expect(calculator.message.value).not.toBe("");
    expect(form.isBehind.value).toBe(false);
  });

  it("writes a problem of the estimate where the figures stand", async () => {
    const { calculator } = await answered("#v=1&examples=2.5");
    expect(calculator.choice.value.offer).toBeNull();
    expect(calculator.message.value).toMatch(/whole number/u);
  });

  it("takes three of the reader's examples as the prompt that tuning saves, unless told", () => {
    expect(calculatorAt().question.value?.alternative).toEqual({ kind: "few_shot", extraInputTokens: 1860 });
    const told = calculatorAt("#v=1&prompt-tokens=400&instead=rag&instead-cost=0.1").question.value?.alternative;
    expect(told).toEqual({ kind: "rag", extraInputTokens: 400, monthlyCost: "0.1" });
  });

  it("gives the pilots to the model at the top and to no other", async () => {
    const { calculator } = await answered();
    calculator.typePilot(0, "n", "500");
    calculator.typePilot(0, "value", "61");
    const model = calculator.choice.value.offer?.model;
    expect(calculator.form.choices.value.pilotModel).toBe(model);
    calculator.form.choose({ offer: calculator.table.listed.value.find((offer) => offer.model !== model)?.id ?? null });
    calculator.typePilot(1, "n", "1000");
    expect(calculator.form.choices.value.pilotModel).toBe(model);
    await calculator.form.pilots.fit.load();
    await calculator.follow(timing);
    calculator.typePilot(1, "value", "66");
    expect(calculator.quality.value).toMatchObject({
      ok: true,
      value: { steps: [{ price: null }, { price: null }], tested: [500, 1000] },
    });
  });

  it("says which way it took where the runs fall and no metric was chosen, and what is odd about a target", async () => {
    const { calculator } = await answered();
    await calculator.form.pilots.fit.load();
    const notes = (): string => {
      const quality = calculator.quality.value;
      return quality?.ok === true ? quality.value.notes.join(" ") : "";
    };
    for (const [row, [n, value]] of [
      ["500", "2.1"],
      ["1000", "1.9"],
    ].entries()) {
      calculator.typePilot(row, "n", n ?? "");
      calculator.typePilot(row, "value", value ?? "");
    }
    expect(notes()).toContain("higher values are taken to be");
    calculator.form.choose({ metric: "loss" });
    calculator.form.type("target", "3");
    expect(notes()).not.toContain("higher values are taken to be");
    expect(notes()).toContain("already past the target 3");
  });
});
