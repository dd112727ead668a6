/** Significant digits of a result: every product of a rate and a count is exact. */
const precision = 64;
const limit = 10n ** BigInt(precision);

/** What becomes of the digits that are cut off. */
type Rounding = "half_up" | "floor" | "ceil";

type Value = string | number | Amount;

/**
 * An exact decimal number: whole digits, and how many of them stand behind the point. Results keep 64 significant digits,
 * rounded half up (away from 0). Its own lines, since a bundle pays 13 kB for decimal.js; a test holds each operation
 * against that library.
 */
export class Amount {
  private readonly digits: bigint;
  private readonly places: number;

  private constructor(digits: bigint, places: number) {
    this.digits = digits;
    this.places = places;
  }

  /** Reads a decimal number, with an exponent or without; `Infinity` is more than any number. @throws TypeError where it is none */
  static of(value: Value): Amount {
    if (value instanceof Amount) return value;
    if (value === Infinity) return new Amount(10n ** 400n, 0);
    const [, sign = "", whole = "", fraction = "", power = "0"] =
      /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,4}))?$/iu.exec(String(value).trim()) ?? [];
    if (whole + fraction === "") throw new TypeError(`No decimal number: ${String(value)}`);
    const digits = BigInt(whole + fraction);
    return Amount.rounded(sign === "-" ? -digits : digits, fraction.length - Number(power));
  }

  /** Digits and places as a number of at most 64 significant digits. */
  private static rounded(digits: bigint, places: number): Amount {
    if (places < 0) return Amount.rounded(digits * 10n ** BigInt(-places), 0);
    const exact = new Amount(digits, places);
    return digits < limit && digits > -limit ? exact : exact.toSignificantDigits(precision);
  }

  plus(value: Value): Amount {
    const [one, other, places] = this.beside(value);
    return Amount.rounded(one + other, places);
  }

  minus(value: Value): Amount {
    return this.plus(Amount.of(value).negated());
  }

  times(value: Value): Amount {
    const other = Amount.of(value);
    return Amount.rounded(this.digits * other.digits, this.places + other.places);
  }

  /** @throws RangeError for a division by 0 */
  dividedBy(value: Value): Amount {
    const other = Amount.of(value);
    // Two digits more than are kept: the first of them says how the last one is rounded.
    const more = Math.max(0, precision + 2 + other.length() - this.length());
    const quotient = (this.digits * 10n ** BigInt(more)) / other.digits;
    const places = this.places + more - other.places;
    const zeros = Math.min(/0*$/u.exec(quotient.toString())?.[0].length ?? 0, Math.max(0, places));
    return Amount.rounded(quotient / 10n ** BigInt(zeros), places - zeros);
  }

  /** @param power a whole number, 0 or more */
  pow(power: number): Amount {
    return Amount.rounded(this.digits ** BigInt(power), this.places * power);
  }

  negated(): Amount {
    return new Amount(-this.digits, this.places);
  }

  abs(): Amount {
    return this.isNegative() ? this.negated() : this;
  }

  floor(): Amount {
    return this.cut(0, "floor");
  }

  ceil(): Amount {
    return this.cut(0, "ceil");
  }

  toDecimalPlaces(places: number): Amount {
    return this.cut(places, "half_up");
  }

  toSignificantDigits(figures: number): Amount {
    return this.cut(this.places - this.length() + figures, "half_up");
  }

  /** Digits behind the point, without zeros at their end. */
  decimalPlaces(): number {
    return this.toFixed().split(".")[1]?.length ?? 0;
  }

  comparedTo(value: Value): number {
    const [one, other] = this.beside(value);
    return Number(one > other) - Number(one < other);
  }

  equals(value: Value): boolean {
    return this.comparedTo(value) === 0;
  }

  lessThan(value: Value): boolean {
    return this.comparedTo(value) < 0;
  }

  lessThanOrEqualTo(value: Value): boolean {
    return this.comparedTo(value) <= 0;
  }

  greaterThan(value: Value): boolean {
    return this.comparedTo(value) > 0;
  }

  greaterThanOrEqualTo(value: Value): boolean {
    return this.comparedTo(value) >= 0;
  }

  isZero(): boolean {
    return this.digits === 0n;
  }

  isNegative(): boolean {
    return this.digits < 0n;
  }

  toNumber(): number {
    return Number(this.toFixed());
  }

  /** Plain digits, never an exponent: all of them, or rounded half up to so many places and filled with zeros. */
  toFixed(places?: number): string {
    if (places !== undefined) {
      const cut = this.cut(places, "half_up").abs().toFixed();
      const [whole = "", fraction = ""] = cut.split(".");
      return `${this.isNegative() ? "-" : ""}${whole}${places > 0 ? `.${fraction.padEnd(places, "0")}` : ""}`;
    }
    const text = this.abs()
      .digits.toString()
      .padStart(this.places + 1, "0");
    const whole = text.slice(0, text.length - this.places);
    const fraction = text.slice(whole.length).replace(/0+$/u, "");
    return `${this.isNegative() ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
  }

  toString(): string {
    return this.toFixed();
  }

  /** Both numbers as digits of the same places. */
  private beside(value: Value): readonly [bigint, bigint, number] {
    const other = Amount.of(value);
    const places = Math.max(this.places, other.places);
    const scaled = (one: Amount): bigint =>
      one.places === places ? one.digits : one.digits * 10n ** BigInt(places - one.places);
    return [scaled(this), scaled(other), places];
  }

  private length(): number {
    return this.isZero() ? 0 : this.abs().digits.toString().length;
  }

  private cut(places: number, rounding: Rounding): Amount {
    const dropped = this.places - places;
    if (dropped <= 0) return this;
    const unit = 10n ** BigInt(dropped);
    const toward0 = this.digits / unit;
    const rest = this.digits % unit;
    const away = rest < 0n ? -1n : 1n;
    const isAway =
      rounding === "half_up" ? rest * away * 2n >= unit : rest !== 0n && (rounding === "ceil") === rest > 0n;
    const kept = isAway ? toward0 + away : toward0;
    return places < 0 ? new Amount(kept * 10n ** BigInt(-places), 0) : new Amount(kept, places);
  }
}
