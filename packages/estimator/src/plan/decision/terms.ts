import { exactly, type Spread } from "../../bill/spread.ts";
import type { PriceSeen } from "../../contract/priceAge.ts";
import type { Figure } from "../../contract/fields/kind.ts";
import { amountText, decimal, sum, type Amount } from "../../money.ts";
import { once } from "../../prices/once.ts";

/** Months that are looked ahead, a hundred years: a pay-back that comes later has no day. */
export const farthest = 1200;

/** One figure at every draw; a plain number where it is the same at all of them. */
export type Column = number | Float64Array;

export type Columns = ReadonlyMap<string, Column>;

/** Columns joined draw by draw; a plain number where all are. */
export function joined(a: Column, b: Column, c: Column, of: (a: number, b: number, c: number) => number): Column {
  if (typeof a === "number" && typeof b === "number" && typeof c === "number") return of(a, b, c);
  const [[x, dx], [y, dy], [z, dz]] = [stepped(a), stepped(b), stepped(c)];
  const values = new Float64Array(Math.max(x.length, y.length, z.length));
  for (let draw = 0; draw < values.length; draw += 1) values[draw] = of(x[dx * draw]!, y[dy * draw]!, z[dz * draw]!);
  return values;
}

/** The values of a column, and how far the next draw is: a number is the same at all of them. */
function stepped(column: Column): readonly [values: Float64Array, step: 0 | 1] {
  return typeof column === "number" ? [Float64Array.of(column), 0] : [column, 1];
}

/** a + b × c draw by draw, in a loop of its own: `joined` calls a function at each draw, which takes ten times as long. */
export function plusTimes(a: Column, b: Column, c: Column): Column {
  if (typeof a === "number" && typeof b === "number" && typeof c === "number") return a + b * c;
  const [[x, dx], [y, dy], [z, dz]] = [stepped(a), stepped(b), stepped(c)];
  const values = new Float64Array(Math.max(x.length, y.length, z.length));
  for (let draw = 0; draw < values.length; draw += 1) values[draw] = x[dx * draw]! + y[dy * draw]! * z[dz * draw]!;
  return values;
}

export function minus(one: Column, other: Column): Column {
  return plusTimes(one, other, -1);
}

/** Reads a checked figure; the middle of a range stands where nobody says what is likeliest. */
export function reading(figure: Figure): Spread {
  if (typeof figure !== "object") return exactly(decimal(figure));
  const [low, high] = [decimal(figure.low), decimal(figure.high)];
  const typical = figure.typical === undefined ? low.plus(high).dividedBy(2) : decimal(figure.typical);
  return { low, typical, high };
}

export type Inputs = ReadonlyMap<string, Spread>;

/** Adds inputs under the name of what they belong to, and gives each its full name. */
export function adderTo(inputs: Map<string, Spread>, owner: string): (name: string, value: Figure | Spread) => string {
  return (name, value) => {
    const isRead = typeof value === "object" && typeof value.low === "object";
    inputs.set(`${owner}.${name}`, isRead ? (value as Spread) : reading(value as Figure));
    return `${owner}.${name}`;
  };
}

export const requestsInput = "traffic.requestsPerMonth";

/** The factor that all listed prices may come to change by. */
export const priceFactor = "prices.factor";

export type Period = "once" | "month";

/** What a term of a bill stands for; `words/plan/decision.ts` names each. */
export type TermKind =
  | "training"
  | "tuning_rounds"
  | "failed_runs"
  | "labels"
  | "teacher"
  | "evaluation"
  | "platform"
  | "platform_monthly"
  | "retraining"
  | "monitoring"
  | "input"
  | "extra_prompt"
  | "cached_prompt"
  | "output"
  | "embedding"
  | "indexing"
  | "store"
  | "deployment"
  | "stated";

/** Where the price of a term comes from: a rate of the book, the bill of an offer, or what the person stated. */
export interface PriceSource extends Partial<PriceSeen> {
  readonly kind: "rate" | "offer" | "stated";
  /** Who is paid, as credits name it; absent where nobody of the book is. */
  readonly provider?: string;
}

export const stated: PriceSource = { kind: "stated" };

/** One term of a bill: a constant times inputs. The line that is shown, its range, and every draw come from it. */
export interface Term {
  readonly kind: TermKind;
  readonly period: Period;
  readonly from: PriceSource;
  readonly constant: Amount;
  readonly times: number;
  readonly names: readonly string[];
}

export function term(
  kind: TermKind,
  period: Period,
  from: PriceSource,
  ...factors: readonly (string | Amount)[]
): Term {
  const constant = factors.reduce<Amount>((all, one) => (typeof one === "string" ? all : all.times(one)), unit);
  const names = factors.filter((one) => typeof one === "string");
  return { kind, period, from, constant, times: constant.toNumber(), names };
}

const unit = decimal(1);

export function atListedPrices(terms: readonly Term[]): Term[] {
  return terms.map((one) => (one.from.kind === "stated" ? one : { ...one, names: [...one.names, priceFactor] }));
}

/** The likeliest amount, and the range that holds it in 80 of 100 draws. */
export interface Band {
  readonly amount: string;
  readonly low: string;
  readonly high: string;
}

/** A line of a bill: what it costs, and between which amounts. Decimal strings in the currency of the decision. */
export type DecisionLine = Band & Pick<Term, "kind" | "period" | "from">;

function valueAt({ constant, names }: Term, inputs: Inputs, part: keyof Spread): Amount {
  return names.reduce((all, name) => all.times(inputs.get(name)?.[part] ?? unit), constant);
}

/** The range of a term: a constant below 0 (what a cache saves) turns low and high round. */
function rangeOf(one: Term, inputs: Inputs): Spread {
  const [least, most] = one.constant.isNegative() ? (["high", "low"] as const) : (["low", "high"] as const);
  const [low, high] = [valueAt(one, inputs, least), valueAt(one, inputs, most)];
  return { low, typical: valueAt(one, inputs, "typical"), high };
}

export function linesOf(terms: readonly Term[], inputs: Inputs): DecisionLine[] {
  return terms.flatMap((own) => {
    const { low, typical, high } = rangeOf(own, inputs);
    if (high.isZero() && low.isZero()) return [];
    const { kind, period, from } = own;
    return [{ kind, period, amount: amountText(typical), low: amountText(low), high: amountText(high), from }];
  });
}

/** The likeliest sum of the terms of a period; exact. @param byRequests only those that requests make, or only the others */
export function typicalOf(terms: readonly Term[], inputs: Inputs, period: Period, byRequests?: boolean): Amount {
  const own = terms.filter(
    (one) => one.period === period && (byRequests === undefined || one.names.includes(requestsInput) === byRequests),
  );
  return sum(own.map((one) => valueAt(one, inputs, "typical")));
}

/** What terms come to at some values of the inputs: at once, in a month, and in a month without any request. */
export type SumsOf = (terms: readonly Term[]) => Readonly<Record<"once" | "month" | "fixed", Column>>;

/** Sums of terms, each made once: a decision asks several times for those of a way. */
export function sumsAt(columns: Columns): SumsOf {
  const unasked = new Map(columns).set(requestsInput, 0);
  return once((terms) => ({
    once: drawnSum(terms, "once", columns),
    month: drawnSum(terms, "month", columns),
    fixed: drawnSum(terms, "month", unasked),
  }));
}

/** The sum of the terms of a period at every draw: each product and the sum in the order of the terms. */
function drawnSum(terms: readonly Term[], period: Period, columns: Columns): Column {
  return terms
    .filter((one) => one.period === period)
    .map(({ times, names }) => names.reduce((all: Column, name) => plusTimes(0, all, columns.get(name) ?? 1), times))
    .reduce<Column>((all, one) => plusTimes(all, one, 1), 0);
}
