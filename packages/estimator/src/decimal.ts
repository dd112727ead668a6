/** Powers of ten, as they are needed. */
const tens: bigint[] = [1n];

function ten(power: number): bigint {
  for (let at = tens.length; at <= power; at += 1) tens.push((tens[at - 1] ?? 1n) * 10n);
  return tens[power] ?? 1n;
}

/** What rates are divided by: there the point moves, and no digit changes. */
const moved: ReadonlyMap<bigint, number> = new Map(Array.from({ length: 16 }, (_, power) => [ten(power), power]));

/** Digits of a result: a product of a rate and a count has fewer, and a quotient without an end stops there. */
const digits = 64;
const most = ten(digits);

const written = /^(?<sign>[-+]?)(?<whole>\d*)\.?(?<part>\d*)(?:e(?<power>[-+]?\d{1,4}))?$/iu;

/** What a number can be made of. */
type Numeric = Decimal | string | number;

/**
 * An exact decimal number: so many units of a tenth, a hundredth, … Sums, differences and products have every digit up to
 * 64; what has more is rounded there. All rounding is half away from zero.
 */
export class Decimal {
  readonly units: bigint;
  /** Digits after the point that a unit stands for; 0 or more. */
  readonly places: number;

  constructor(units: bigint, places: number) {
    this.units = places < 0 ? units * ten(-places) : units;
    this.places = Math.max(0, places);
  }

  /** Reads `12`, `-0.5`, `1e-7` and finite numbers; throws a `TypeError` for anything else. */
  static of(value: Numeric): Decimal {
    if (value instanceof Decimal) return value;
    if (typeof value === "number" && Number.isSafeInteger(value)) return new Decimal(BigInt(value), 0);
    const { sign, whole = "", part = "", power = "0" } = written.exec(String(value))?.groups ?? {};
    if (sign === undefined || whole + part === "") throw new TypeError(`No decimal number: ${String(value)}`);
    const units = BigInt(whole + part);
    return new Decimal(sign === "-" ? -units : units, part.length - Number(power));
  }

  plus(other: Numeric): Decimal {
    const { units, places } = Decimal.of(other);
    if (places === this.places) return limited(this.units + units, places);
    return places < this.places
      ? limited(this.units + units * ten(this.places - places), this.places)
      : limited(this.units * ten(places - this.places) + units, places);
  }

  minus(other: Numeric): Decimal {
    return this.plus(Decimal.of(other).negated());
  }

  times(other: Numeric): Decimal {
    const { units, places } = Decimal.of(other);
    return limited(this.units * units, this.places + places);
  }

  /** Throws a `RangeError` for a division by zero. */
  dividedBy(other: Numeric): Decimal {
    const { units, places } = Decimal.of(other);
    const by = moved.get(units);
    if (by !== undefined) return limited(this.units, this.places - places + by);
    // One digit more than is kept decides how the last one is rounded.
    const more = Math.max(0, digits + 2 + lengthOf(units) - lengthOf(this.units));
    return limited((this.units * ten(more)) / units, this.places + more - places).stripped();
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.places);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  /** To the next whole number below. */
  floor(): Decimal {
    const whole = this.units / ten(this.places);
    return new Decimal(this.units < 0n && whole * ten(this.places) !== this.units ? whole - 1n : whole, 0);
  }

  /** To the next whole number above. */
  ceil(): Decimal {
    return this.negated().floor().negated();
  }

  round(): Decimal {
    return this.toDecimalPlaces(0);
  }

  /** At most so many digits after the point. */
  toDecimalPlaces(places: number): Decimal {
    return places >= this.places ? this : new Decimal(cut(this.units, this.places - places), places);
  }

  /** At most so many digits, zeros before the first one left out. */
  toSignificantDigits(count: number): Decimal {
    const more = lengthOf(this.units) - count;
    return more <= 0 ? this : new Decimal(cut(this.units, more), this.places - more);
  }

  /** Digits after the point, zeros at the end left out. */
  decimalPlaces(): number {
    return this.stripped().places;
  }

  /** A limit that does not stand may be Infinity. */
  comparedTo(other: Numeric): number {
    if (other === Number.POSITIVE_INFINITY) return -1;
    const { units } = this.minus(other);
    return units < 0n ? -1 : units > 0n ? 1 : 0;
  }

  equals(other: Numeric): boolean {
    return this.comparedTo(other) === 0;
  }

  lessThan(other: Numeric): boolean {
    return this.comparedTo(other) < 0;
  }

  lessThanOrEqualTo(other: Numeric): boolean {
    return this.comparedTo(other) <= 0;
  }

  greaterThan(other: Numeric): boolean {
    return this.comparedTo(other) > 0;
  }

  greaterThanOrEqualTo(other: Numeric): boolean {
    return this.comparedTo(other) >= 0;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  isNegative(): boolean {
    return this.units < 0n;
  }

  isPositive(): boolean {
    return this.units > 0n;
  }

  isInteger(): boolean {
    return this.units % ten(this.places) === 0n;
  }

  toNumber(): number {
    return this.places === 0 ? Number(this.units) : Number(this.toFixed());
  }

  /** Plain digits, never an exponent: as many after the point as are asked for, or as there are. */
  toFixed(places?: number): string {
    if (places === undefined) return plain(this.stripped());
    const { units, places: given } = this.toDecimalPlaces(places);
    return plain(new Decimal(units * ten(places - given), places));
  }

  toString(): string {
    return this.toFixed();
  }

  /** Without zeros at the end of what stands after the point. */
  private stripped(): Decimal {
    let { units, places } = this;
    for (const step of [16, 4, 1])
      for (; places >= step && units % ten(step) === 0n; places -= step) units /= ten(step);
    return places === this.places ? this : new Decimal(units, places);
  }
}

/** A number of at most 64 digits. */
function limited(units: bigint, places: number): Decimal {
  if (units < most && units > -most) return new Decimal(units, places);
  const more = lengthOf(units) - digits;
  return new Decimal(cut(units, more), places - more);
}

function lengthOf(units: bigint): number {
  return String(units < 0n ? -units : units).length;
}

/** Without its last digits, rounded half away from zero. */
function cut(units: bigint, count: number): bigint {
  const unit = ten(count);
  const half = unit / 2n;
  return (units < 0n ? units - half : units + half) / unit;
}

function plain({ units, places }: Decimal): string {
  const text = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const sign = units < 0n ? "-" : "";
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}
