import { describe, expect, it } from "vitest";
import { decideInSteps } from "../../src/answer.ts";
import { decide } from "../../src/index.ts";
import { fewShot, question } from "./decided.ts";

describe("decide in steps", () => {
  it("leaves room before each way, before the draws and after them", () => {
    const asked = { question, ways: [fewShot, { kind: "prompt" }] } as const;
    const steps = decideInSteps(asked);
    let [breaths, next] = [0, steps.next()];
    for (; next.done !== true; next = steps.next()) breaths += 1;
    expect(next.value).toEqual(decide(asked));
    // Three ways, three steps before the draws, and what they tell of the inputs.
    expect(breaths).toBe(3 + 3 + 1);
  });
});
