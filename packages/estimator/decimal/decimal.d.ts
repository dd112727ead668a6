/** What a number is made from: text of digits, a number, another such number. */
export type DecimalValue = string | number | Decimal;

/** The methods of decimal.js that tools/decimal.mjs keeps, with its documentation: https://mikemcl.github.io/decimal.js/ */
export interface Decimal {
  abs(): Decimal;
  ceil(): Decimal;
  comparedTo(other: DecimalValue): number;
  decimalPlaces(): number;
  dividedBy(other: DecimalValue): Decimal;
  equals(other: DecimalValue): boolean;
  floor(): Decimal;
  greaterThan(other: DecimalValue): boolean;
  greaterThanOrEqualTo(other: DecimalValue): boolean;
  isNegative(): boolean;
  isPositive(): boolean;
  isZero(): boolean;
  lessThan(other: DecimalValue): boolean;
  lessThanOrEqualTo(other: DecimalValue): boolean;
  minus(other: DecimalValue): Decimal;
  negated(): Decimal;
  plus(other: DecimalValue): Decimal;
  times(other: DecimalValue): Decimal;
  toDecimalPlaces(places: number, rounding?: number): Decimal;
  toFixed(places?: number, rounding?: number): string;
  toNumber(): number;
  toSignificantDigits(digits: number, rounding?: number): Decimal;
  toString(): string;
}

interface DecimalConstructor {
  /** Throws on anything but a plain number, also as text with an exponent. */
  new (value: DecimalValue): Decimal;
  clone(settings: { precision: number; toExpNeg: number; toExpPos: number }): DecimalConstructor;
  readonly ROUND_HALF_UP: number;
}

export declare const Decimal: DecimalConstructor;
