import { Decimal as Peer } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "../src/decimal.ts";

/** decimal.js with the same digits: what it says is what is to be said. */
const Other = Peer.clone({ precision: 64, rounding: Peer.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });

const texts = fc
  .tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }))
  .map(([sign, whole, places]) => {
    const text = whole.toString().padStart(places + 1, "0");
    return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
  });

/** A zero has no sign here. */
const unsigned = (value: string | number): string => String(value).replace(/^-(?=0(?:\.0*)?$)/u, "");

type Number64 = Pick<
  Decimal,
  | "plus"
  | "minus"
  | "times"
  | "dividedBy"
  | "toFixed"
  | "toNumber"
  | "comparedTo"
  | "isZero"
  | "isInteger"
  | "decimalPlaces"
>;

describe("an exact decimal number", () => {
  it("is that of decimal.js after any operation, to its last digit", () => {
    fc.assert(
      fc.property(fc.tuple(texts, texts, texts), fc.integer({ min: 0, max: 9 }), ([a, b, c], places) => {
        const said = (of: (text: string) => Decimal | Peer): string[] => {
          const [x, y, z] = [of(a), of(b), of(c)] as unknown as [Decimal, Decimal, Decimal];
          const results = [x.plus(y), x.minus(y), x.times(y), x.times(y).times(z)];
          const quotient = y.isZero() ? x : x.dividedBy(y);
          results.push(quotient, quotient.times(z).minus(y), quotient.ceil(), quotient.floor(), quotient.round());
          results.push(
            quotient.toDecimalPlaces(places),
            quotient.toSignificantDigits(places + 1),
            x.negated(),
            x.abs(),
          );
          const numbers: Number64[] = results;
          return [
            ...numbers.map((one) => unsigned(one.toFixed())),
            ...numbers.map((one) => unsigned(one.toFixed(places))),
            ...numbers.map((one) => unsigned(one.toNumber())),
            ...numbers.map((one) => `${one.comparedTo(z)} ${one.isInteger()} ${one.decimalPlaces()}`),
          ];
        };
        expect(said((text) => Decimal.of(text))).toEqual(said((text) => new Other(text)));
      }),
      { seed: 11, numRuns: 1500 },
    );
  });

  it.each([0, -0, 0.1, -3.25, 1e-7, 1e21, 123_456.789, 5e-324, Number.MAX_VALUE, 2 ** 53, -(2 ** 70)])(
    "is read from %d as decimal.js reads it",
    (value) => {
      expect(Decimal.of(value).toFixed()).toBe(unsigned(new Other(value).toFixed()));
    },
  );

  it.each(["", "-", ".", "1.2.3", "NaN", "1,5", "0x10", " 1"])("is not read from %j", (text) => {
    expect(() => Decimal.of(text)).toThrow(TypeError);
  });

  it("is below a limit that does not stand, and never divided by nothing", () => {
    expect(Decimal.of("1e60").greaterThan(Infinity)).toBe(false);
    expect(() => Decimal.of(1).dividedBy(0)).toThrow(RangeError);
  });
});
