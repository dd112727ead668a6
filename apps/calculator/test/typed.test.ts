import { describe, expect, it } from "vitest";
import { defaults } from "../src/question/inputs.ts";
import { choicesOf, readTyped, typedOf } from "../src/question/inputs.ts";
import { calculatorAt } from "./calculatorAt.ts";

describe("the inputs", () => {
  it("are each typed as a number, typed in the rows of the pilots, or chosen: none is lost and none is both", () => {
    const inputs = {
      ...defaults,
      day: "2026-11-24",
      scores: { tuned: 0.8 },
      pilots: [{ n: 500, value: 60, se: null }],
    };
    const [choices, typed] = [choicesOf(inputs), typedOf(inputs)];
    expect(Object.keys(choices).filter((field) => field in typed || field === "pilots")).toEqual([]);
    expect({ ...choices, ...readTyped(typed), pilots: inputs.pilots }).toEqual(inputs);
  });
});

describe("a field that is in no figure", () => {
  it.each([
    ["&failed-runs=150", true],
    ["&failed-runs=15", false],
    ["&eval-cost=1", true],
    ["&eval-items=100", false],
    ["&eval-items=100&eval-cost=1", false],
  ])("is told of, also where the fields are folded: %s", (fragment, told) => {
    expect(calculatorAt(`#v=1${fragment}`).form.isIncomplete).toBe(told);
  });
});

describe("a typed amount", () => {
  it.each([
    ["0.0000004", "0.0000004"],
    ["0.1234567", "0.1234567"],
    ["1e-7", "0.0000001"],
    ["1234567.5", "1234567.5"],
    ["0", "0"],
  ])("of %s is asked about to its last digit: %s", (typed, asked) => {
    const { alternative } = calculatorAt(`#v=1&instead-cost=${typed}`).question.value ?? {};
    expect(alternative?.monthlyCost).toBe(asked);
    // A field that is left shows what is asked about, too.
    const { form, question } = calculatorAt();
    form.type("insteadCost", asked);
    form.tidy("insteadCost");
    expect(question.value?.alternative?.monthlyCost).toBe(asked);
  });
});
