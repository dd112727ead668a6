import type { Figure } from "../../contract/fields/kind.ts";
import { amountText, decimal, sum, type Amount } from "../../money.ts";

/** One figure at every draw; a plain number where it is the same at all of them. */
export type Column = number | Float64Array;

export type Columns = ReadonlyMap<string, Column>;

/** Three columns joined draw by draw; a plain number where all three are. */
export function joined(a: Column, b: Column, c: Column, of: (a: number, b: number, c: number) => number): Column {
  if (typeof a === "number" && typeof b === "number" && typeof c === "number") return of(a, b, c);
  const values = new Float64Array(Math.max(...[a, b, c].map((one) => (typeof one === "number" ? 0 : one.length))));
  for (let draw = 0; draw < values.length; draw += 1)
    values[draw] = of(valueOf(a, draw), valueOf(b, draw), valueOf(c, draw));
  return values;
}

function valueOf(column: Column, draw: number): number {
  return typeof column === "number" ? column : (column[draw] ?? Number.NaN);
}

export function minus(one: Column, other: Column): Column {
  return joined(one, other, 0, (a, b) => a - b);
}

export function sortedValues(column: Column): Float64Array {
  return typeof column === "number" ? Float64Array.of(column) : column.toSorted();
}

/** A figure as it is reckoned with: low ≤ typical ≤ high. */
export type Reading = Readonly<Record<"low" | "typical" | "high", Amount>>;

/** Reads a checked figure; the middle of a range stands where nobody says what is likeliest. */
export function reading(figure: Figure): Reading {
  if (typeof figure !== "object") return certain(decimal(figure));
  const [low, high] = [decimal(figure.low), decimal(figure.high)];
  const typical = figure.typical === undefined ? low.plus(high).dividedBy(2) : decimal(figure.typical);
  return { low, typical, high };
}

export function certain(value: Amount): Reading {
  return { low: value, typical: value, high: value };
}

/** Everything that is not certain, by name: `traffic.requestsPerMonth`, `project.labelCost`. */
export type Inputs = ReadonlyMap<string, Reading>;

function isReading(value: Figure | Reading): value is Reading {
  return typeof value === "object" && typeof value.low === "object";
}

/** Adds inputs under the name of what they belong to, and gives each its full name. */
export function adderTo(
  inputs: Map<string, Reading>,
  owner: string,
): (name: string, value: Figure | Reading) => string {
  return (name, value) => {
    inputs.set(`${owner}.${name}`, isReading(value) ? value : reading(value));
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
export interface PriceSource {
  readonly kind: "rate" | "offer" | "stated";
  /** Who is paid, as credits name it; absent where nobody of the book is. */
  readonly provider?: string;
  readonly source?: string;
  readonly seen?: string;
  readonly confidence?: string;
}

export const stated: PriceSource = { kind: "stated" };

/**
 * One term of a bill: the product of its factors. A factor is an input by its name, whose range and likeliest value
 * stand in `Inputs`, or a constant. So the line that is shown, its range, and every draw come from one statement.
 */
export interface Term {
  readonly kind: TermKind;
  readonly period: Period;
  readonly factors: readonly (string | Amount)[];
  readonly from: PriceSource;
}

export function term(kind: TermKind, period: Period, from: PriceSource, ...factors: Term["factors"]): Term {
  return { kind, period, factors, from };
}

/** Terms whose prices are listed, times what these may become; what a person stated stays. */
export function atListedPrices(terms: readonly Term[]): Term[] {
  return terms.map((one) => (one.from.kind === "stated" ? one : { ...one, factors: [...one.factors, priceFactor] }));
}

/** A line of a bill: what it costs, and between which amounts. Decimal strings in the currency of the decision. */
export interface DecisionLine {
  readonly kind: TermKind;
  readonly period: Period;
  readonly amount: string;
  readonly low: string;
  readonly high: string;
  readonly from: PriceSource;
}

const one = decimal(1);

function constantOf({ factors }: Term): Amount {
  return factors.reduce<Amount>((all, factor) => (typeof factor === "string" ? all : all.times(factor)), one);
}

/** The range of a term: a constant below 0 (what a cache saves) turns low and high round. */
function rangeOf(own: Term, inputs: Inputs): Reading {
  const constant = constantOf(own);
  const end = (part: keyof Reading): Amount =>
    own.factors.reduce<Amount>(
      (all, factor) => (typeof factor === "string" ? all.times(inputs.get(factor)?.[part] ?? one) : all),
      constant,
    );
  const [low, high] = constant.isNegative() ? [end("high"), end("low")] : [end("low"), end("high")];
  return { low, typical: end("typical"), high };
}

/** The lines of a bill, those that come to nothing left out. */
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
    (one) => one.period === period && (byRequests === undefined || one.factors.includes(requestsInput) === byRequests),
  );
  return sum(own.map((one) => rangeOf(one, inputs).typical));
}

export interface DrawnTerm {
  readonly period: Period;
  readonly constant: number;
  readonly names: readonly string[];
}

export function drawnTerms(terms: readonly Term[], inputs: Inputs): DrawnTerm[] {
  return terms.map((own) => ({
    period: own.period,
    constant: constantOf(own).toNumber(),
    names: own.factors.filter((factor): factor is string => typeof factor === "string" && inputs.has(factor)),
  }));
}

/** The sum of the terms of a period at every draw: each product and the sum in the order of the terms. */
export function drawnSum(terms: readonly DrawnTerm[], period: Period, columns: Columns): Column {
  return terms
    .filter((one) => one.period === period)
    .map(({ constant, names }) =>
      names.reduce<Column>((all, name) => joined(all, columns.get(name) ?? 1, 0, (a, b) => a * b), constant),
    )
    .reduce<Column>((all, column) => joined(all, column, 0, (a, b) => a + b), 0);
}
