import { describe, expect, it } from "vitest";
import { defaults } from "../src/inputs.ts";
import { choicesOf, readTyped, typedOf } from "../src/typed.ts";

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
