import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainDecimal } from "../../src/contract/fields/plainDecimal.ts";
import { decimal } from "../../src/money.ts";

describe("plainDecimal", () => {
  it.each([
    ["8,000", "8000"],
    ["240k", "240000"],
    ["1.5M", "1500000"],
    ["1.2500k", "1250"],
    ["0.00125k", "1.25"],
    ["-.5b", "-500000000"],
    ["007k", "7000"],
    ["0.0t", "0"],
    ["2e3k", "2000000"],
    ["1.50", "1.50"],
  ])("reads %s as %s", (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  it("moves the point as the arithmetic of decimals does", () => {
    const digits = fc.stringMatching(/^\d{1,12}$/u);
    fc.assert(
      fc.property(digits, fc.option(digits), fc.integer({ min: 1, max: 40 }), (whole, fraction, power) => {
        const number = fraction === null ? whole : `${whole}.${fraction}`;
        expect(plainDecimal(`${number}e${power}`)).toBe(decimal(`${number}e${power}`).toFixed());
      }),
    );
  });
});
