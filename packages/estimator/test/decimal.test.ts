import { readFileSync } from "node:fs";
import { Decimal as Whole } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal as Part } from "../decimal/decimal.js";
import { subset } from "../tools/decimal.mjs";

const settings = { precision: 64, toExpNeg: -9e15, toExpPos: 9e15 };
const [Kept, Library] = [Part.clone(settings), Whole.clone(settings)];

const digits = fc
  .tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }))
  .map(([sign, whole, places]) => `${sign}${whole}`.replace(new RegExp(`(\\d{1,${places + 1}})$`, "u"), "0.$1"))
  .map((text) => text.replace(/(\d)0\./u, "$1."));
const value = fc.oneof(digits, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.nat().map(String));

describe("the part of decimal.js that is shipped", () => {
  it("is what the tool makes of the pinned version", () => {
    expect(readFileSync(new URL("../decimal/decimal.js", import.meta.url), "utf8")).toBe(subset());
  });

  it("reckons as the whole does", () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 0, max: 12 }), (a, b, places) => {
        const [x, y] = [new Kept(a), new Library(a)];
        for (const method of ["plus", "minus", "times"] as const)
          expect(x[method](b).toFixed(), method).toBe(y[method](b).toFixed());
        expect(x.dividedBy(b).toFixed()).toBe(y.dividedBy(b).toFixed());
        for (const method of ["abs", "ceil", "floor", "negated", "toString", "toNumber", "decimalPlaces"] as const)
          expect(String(x[method]()), method).toBe(String(y[method]()));
        for (const method of ["isZero", "isNegative", "isPositive"] as const) expect(x[method]()).toBe(y[method]());
        for (const method of [
          "comparedTo",
          "equals",
          "greaterThan",
          "greaterThanOrEqualTo",
          "lessThan",
          "lessThanOrEqualTo",
        ] as const)
          expect(x[method](b), method).toBe(y[method](b));
        expect(x.toDecimalPlaces(places, Part.ROUND_HALF_UP).toFixed()).toBe(y.toDecimalPlaces(places, 4).toFixed());
        expect(x.toSignificantDigits(places + 1, 4).toFixed()).toBe(y.toSignificantDigits(places + 1, 4).toFixed());
        expect(x.toFixed(places, 4)).toBe(y.toFixed(places, 4));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it.each(["", " 1", "0x10", "Infinity", "NaN", "1,5", "--1"])("takes no number from %j", (text) => {
    expect(() => new Kept(text)).toThrow("Invalid argument");
  });
});
