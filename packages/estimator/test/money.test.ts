import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDecimalText } from "../src/check/decimalText.ts";
import { amountText, apportioned, ceilTo, decimal, larger, roundTo, smaller, sum } from "../src/money.ts";

const digits = fc
  .tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }))
  .map(([sign, whole, places]) => {
    const text = whole.toString().padStart(places + 1, "0");
    return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
  });

/** A decimal text as a whole number of 10^-20, to reckon beside the library with. */
function scaled(text: string): bigint {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const value = BigInt(whole + fraction.padEnd(20, "0"));
  return text.startsWith("-") ? -value : value;
}

describe("money", () => {
  it("adds without an error in any digit", () => {
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 8 }), (texts) => {
        const total = amountText(sum(texts.map((text) => decimal(text))));
        expect(isDecimalText(total)).toBe(true);
        expect(scaled(total)).toBe(texts.reduce((all, text) => all + scaled(text), 0n));
      }),
      { seed: 7 },
    );
  });

  it("multiplies a count by a rate without an error in any digit", () => {
    fc.assert(
      fc.property(digits, fc.maxSafeNat(), (rate, count) => {
        const product = decimal(rate).times(count);
        expect(scaled(amountText(product))).toBe(scaled(rate) * BigInt(count));
      }),
      { seed: 7 },
    );
  });

  it("keeps its precision whatever others set on the library", () => {
    const { precision } = Decimal;
    Decimal.set({ precision: 5 });
    try {
      expect(amountText(decimal("123456789.123456789").times("1.1"))).toBe("135802468.0358024679");
    } finally {
      Decimal.set({ precision });
    }
  });

  it.each([
    ["0.005", 2, "0.01"],
    ["-0.005", 2, "-0.01"],
    ["1.2349", 3, "1.235"],
  ] as const)("rounds %s to %d places: %s", (value, places, rounded) => {
    expect(amountText(roundTo(decimal(value), places))).toBe(rounded);
  });

  it.each([
    ["999900", "1000", "1000000"],
    ["1000000", "1000", "1000000"],
    ["0.101", "0.01", "0.11"],
    ["0", "0.01", "0"],
  ] as const)("rounds %s up to a multiple of %s: %s", (value, step, rounded) => {
    expect(amountText(ceilTo(decimal(value), step))).toBe(rounded);
  });

  it.each(["1e21", "0.0000001", "100000000000000000000000"])("writes %s without an exponent", (text) => {
    expect(isDecimalText(amountText(decimal(text)))).toBe(true);
  });

  it.each(["", " 1", "0x10", "Infinity", "NaN", "1,5", "--1", "1e3", "+1"])("takes no amount from %j", (text) => {
    expect(isDecimalText(text)).toBe(false);
  });
});

describe("apportioned", () => {
  const shared = (exact: readonly string[], places: number, wanted: string) =>
    apportioned(exact.map(decimal), places, decimal(wanted)).map(amountText);

  it("adds up to what is wanted, the units left over going to the largest remainders", () => {
    expect(shared(["33.333", "33.333", "33.334"], 2, "100")).toEqual(["33.33", "33.33", "33.34"]);
    expect(shared(["0.005", "0.009", "0.006"], 2, "0.02")).toEqual(["0", "0.01", "0.01"]);
    // What is left of an amount counts, not how large it is.
    expect(shared(["5.1", "0.6", "0.3"], 0, "6")).toEqual(["5", "1", "0"]);
    expect(shared(["5.009", "0.001"], 2, "5.01")).toEqual(["5.01", "0"]);
  });

  it("gives to the earlier one where remainders are equal", () => {
    expect(shared(["0.5", "0.5", "0.5", "0.5"], 0, "2")).toEqual(["1", "1", "0", "0"]);
    expect(shared(["1.5", "0.5"], 0, "2")).toEqual(["2", "0"]);
  });

  it("rounds none up whose remainder is smaller than that of one that is rounded down", () => {
    const cents = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 4 }), (thousandths, places) => {
        const exact = thousandths.map((one) => decimal(one).dividedBy(1000));
        const wanted = roundTo(sum(exact), places);
        const parts = apportioned(exact, places, wanted);
        expect(amountText(sum(parts))).toBe(amountText(wanted));
        const remainders = exact.map((one) => one.minus(one.toDecimalPlaces(places, Decimal.ROUND_DOWN)).toNumber());
        const isUp = parts.map((part, at) => part.greaterThan(exact[at] ?? part));
        const up = remainders.filter((_, at) => isUp[at]);
        const down = remainders.filter((_, at) => !isUp[at]);
        expect(Math.min(Infinity, ...up)).toBeGreaterThanOrEqual(Math.max(0, ...down));
      }),
    );
  });

  it("leaves whole units as they are", () => {
    expect(shared(["2", "3"], 0, "5")).toEqual(["2", "3"]);
    expect(shared([], 2, "0")).toEqual([]);
  });
});

describe("a unit of money", () => {
  it("is rounded half away from zero, to whole ones too", () => {
    expect(
      [roundTo(decimal("2.5"), 0), roundTo(decimal("-2.5"), 0), roundTo(decimal("2.49"), 0)].map(amountText),
    ).toEqual(["3", "-3", "2"]);
  });

  it("is no smaller below zero where it is rounded up, and has no negative nothing", () => {
    expect(amountText(ceilTo(decimal("-0.005"), "0.01"))).toBe("0");
    expect(amountText(ceilTo(decimal("-0.015"), "0.01"))).toBe("-0.01");
    expect(amountText(decimal("-0"))).toBe("0");
    expect(amountText(sum([]))).toBe("0");
  });
});

describe("smaller and larger", () => {
  it("pick one of two", () => {
    expect([smaller(decimal(1), decimal(2)), larger(decimal(1), decimal(2))].map(amountText)).toEqual(["1", "2"]);
    expect([smaller(decimal(2), decimal(1)), larger(decimal(2), decimal(1))].map(amountText)).toEqual(["1", "2"]);
  });
});
