import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, sum } from "../../src/money.ts";
import {
  apartText,
  billText,
  countText,
  isAtMost,
  moneyText,
  bandText,
  rangeText,
  rateText,
  shareOut,
  total,
} from "../../src/words/amount.ts";

describe("moneyText", () => {
  it.each([
    ["0", "USD", "$0.00"],
    ["0.9", "USD", "$0.90"],
    ["1", "USD", "$1.00"],
    ["1204.5", "USD", "$1,204.50"],
    ["1234567.895", "USD", "$1,234,567.90"],
    ["3.28", "EUR", "€3.28"],
    ["12", "CNY", "12.00 CNY"],
    ["0.5", "credits", "0.50 credits"],
    ["0.00421", "USD", "$0.0042"],
    ["0.0000015", "USD", "$0.0000015"],
    ["0.999", "USD", "$1.00"],
    ["0.0999", "USD", "$0.10"],
    ["-5", "USD", "-$5.00"],
    ["-0.001", "USD", "-$0.001"],
  ])("writes %s %s as %s", (amount, currency, text) => {
    expect(moneyText({ amount, currency })).toBe(text);
  });
});

describe("moneyText, rounded by the platform", () => {
  it("rounds as exact decimals do, half up, at any size", () => {
    const text = fc.tuple(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(text, ([units, places]) => {
        const value = decimal(String(units)).dividedBy(decimal(10).pow(places));
        const size = value.abs();
        const two = size.toSignificantDigits(2);
        const digits = size.isZero() || two.greaterThanOrEqualTo(1) ? 2 : Math.max(2, two.decimalPlaces());
        const shown = moneyText({ amount: value.toFixed(), currency: "USD" }).replaceAll(/[$,]/g, "");
        expect(decimal(shown).toFixed()).toBe(value.toDecimalPlaces(digits).toFixed().replace(/^-0$/, "0"));
      }),
    );
  });
});

describe("exact sums", () => {
  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 18 }))
    .map(([units, places]) =>
      decimal(String(units))
        .times(decimal(`1e-${places}`))
        .toFixed(),
    );

  it("are 0 for nothing, and the same in any order", () => {
    expect(total([])).toBe("0");
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        expect(total(amounts.toReversed())).toBe(total(amounts));
      }),
    );
  });
});

describe("rateText", () => {
  it.each([
    ["3", "USD", "$3.00"],
    ["0.125", "USD", "$0.125"],
    ["0.0000481", "USD", "$0.0000481"],
    ["1200.5", "CNY", "1,200.50 CNY"],
  ])("keeps every digit of %s %s: %s", (amount, currency, text) => {
    expect(rateText({ amount, currency })).toBe(text);
  });
});

describe("bandText", () => {
  it("is the range, and nothing where its ends read the same", () => {
    expect(bandText({ low: "0.9", high: "1.2" }, "USD")).toBe("$0.90–$1.20");
    expect(bandText({ low: "12.461568", high: "12.4616" }, "EUR")).toBe("");
    expect(bandText({ low: "0.9", high: null }, "USD")).toBe("from $0.90");
  });
});

describe("rangeText", () => {
  it.each([
    ["0.9", "0.90", "$0.90"],
    ["0.9", "1.2", "$0.90–$1.20"],
    ["1.001", "1.002", "$1.00"],
  ])("writes %s to %s as %s", (low, high, text) => {
    expect(rangeText({ low, high }, "USD")).toBe(text);
  });
});

describe("countText", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    ["14880000", "14,880,000"],
    ["2190.5", "2,190.5"],
  ])("sets the thousands of %s apart: %s", (count, text) => {
    expect(countText(count)).toBe(text);
  });
});

describe("shareOut", () => {
  it.each([
    [
      ["0.333", "0.333", "0.334"],
      ["0.33", "0.33", "0.34"],
    ],
    [
      ["0.335", "0.335", "0.33"],
      ["0.34", "0.33", "0.33"],
    ],
    [
      ["1.005", "1.005"],
      ["1.01", "1.00"],
    ],
    [
      ["-0.005", "1.005"],
      ["0.00", "1.00"],
    ],
    [[], []],
  ])("rounds %j to %j", (amounts, shown) => {
    expect(shareOut(amounts)).toEqual(shown);
  });

  it("adds up to the rounded total and moves no amount by a whole unit", () => {
    const amount = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((n) => decimal(n).dividedBy(10_000).toFixed());
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 12 }), fc.integer({ min: 0, max: 6 }), (amounts, places) => {
        const shown = shareOut(amounts, places);
        const total = sum(amounts.map((one) => decimal(one)));
        expect(sum(shown.map((one) => decimal(one))).toFixed()).toBe(total.toDecimalPlaces(places).toFixed());
        for (const [index, one] of shown.entries())
          expect(
            decimal(one)
              .minus(amounts[index] ?? 0)
              .abs()
              .lessThan(decimal(`1e-${places}`)),
          ).toBe(true);
      }),
    );
  });
});

describe("billText", () => {
  it("shows the lines in the places of the total", () => {
    expect(billText(["0.0011", "0.00312"], { amount: "0.00422", currency: "USD" })).toEqual({
      lines: ["$0.0011", "$0.0031"],
      total: "$0.0042",
    });
  });

  it("adds up to the training as it is shown elsewhere, too", () => {
    const total = { amount: "261.491", currency: "USD" };
    expect(billText(["253.495", "7.996"], total).lines).toEqual(["$253.49", "$8.00"]);
    expect(billText(["253.495", "7.996"], total, "253.495").lines).toEqual(["$253.50", "$7.99"]);
    expect(billText(["200.253", "53.242", "7.996"], total, "253.495").lines).toEqual(["$200.26", "$53.24", "$7.99"]);
  });

  it("adds up to both sums at any amounts", () => {
    const amounts = (min: number): fc.Arbitrary<number[]> =>
      fc.array(fc.integer({ min, max: 1_000_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts(1000), amounts(0), (first, rest) => {
        const text = (mills: number): string => decimal(mills).dividedBy(1000).toFixed();
        const add = (mills: readonly number[]): string => text(mills.reduce((all, each) => all + each, 0));
        const all = [...first, ...rest];
        const shown = billText(all.map(text), { amount: add(all), currency: "USD" }, add(first));
        const number = (line: string): number => Number(line.replace(/[$,]/gu, ""));
        const sumOf = (lines: readonly string[]): number => lines.reduce((one, line) => one + number(line), 0);
        expect(sumOf(shown.lines)).toBeCloseTo(number(shown.total), 9);
        const once = number(moneyText({ amount: add(first), currency: "USD" }));
        expect(sumOf(shown.lines.slice(0, first.length))).toBeCloseTo(once, 9);
      }),
    );
  });
});

describe("isAtMost", () => {
  it.each([
    ["9.99", "10", true],
    ["10.0", "10", true],
    ["10.000000000000000000001", "10", false],
    ["-1", "0", true],
  ])("%s within %s: %s", (amount, limit, within) => {
    expect(isAtMost(amount, limit)).toBe(within);
  });
});

describe("apartText", () => {
  it.each([
    ["100.005", "80.61", "USD", "$19.40"],
    ["80.61", "100.005", "USD", "$19.40"],
    // Shown as 1,000 and 501: a yen has no hundredths.
    ["1000.4", "500.6", "JPY", "499 JPY"],
    ["2.0005", "1.0004", "KWD", "1.001 KWD"],
    // Shown as $5.55 and $0.56.
    ["5.554", "0.5555", "USD", "$4.99"],
    ["12.34", "0.0042", "USD", "$12.34"],
    // Both are shown as $1.00: the difference is told exactly.
    ["1.004", "1", "USD", "$0.004"],
    ["7", "7", "EUR", "€0.00"],
  ])("%s and %s %s are %s apart", (one, other, currency, text) => {
    expect(apartText(one, other, currency)).toBe(text);
  });
});
