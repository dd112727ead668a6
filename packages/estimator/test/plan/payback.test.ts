import { describe, expect, it } from "vitest";
import { paybackMonths, thresholdRequests } from "../../src/plan/decision/against.ts";
import { decimal } from "../../src/money.ts";

describe("paybackMonths", () => {
  it.each([
    // once, saved by requests, fixed, growth, months
    [0, 5, 5, 0, 0],
    [0, 5, 5, 0.1, 0],
    [-1, 0, 0, 0, 0],
    [0, 5, 5.01, 0, null],
    [10, 5, 5, 0, null],
    [10, 7, 5, 0, 5],
    [10, 5, 0, 0, 2],
  ])("of %d once, %d saved, %d fixed and growth %d is %d", (once, savedByRequests, fixed, growth, months) => {
    expect(paybackMonths({ once, savedByRequests, fixed, growth })).toBe(months);
  });
});

describe("thresholdRequests", () => {
  it.each([
    ["0", "0", 0],
    ["0", "-0.01", null],
    ["5", "0", null],
    ["5", "0.3", 17],
    ["-5", "0.3", 0],
  ])("of %s fixed and %s saved a request is %d", (fixed, saved, requests) => {
    expect(thresholdRequests(decimal(fixed), decimal(saved))).toBe(requests);
  });
});
