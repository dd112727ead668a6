import { amountText, decimal, sum, type Amount } from "../../money.ts";
import { joined, type Column, type Columns } from "./column.ts";
import { certain, type Reading } from "./figure.ts";

/** What is paid once, and what is paid every month. */
export type Period = "once" | "month";

/** What a term of a bill stands for; `words/decision.ts` names each. */
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

/**
 * One term of a bill: the product of its factors. A factor is an input by its name, whose range and likeliest value
 * stand in `Inputs`, or a constant. So the line that is shown, its range, and every draw of the sampling come from one
 * statement.
 */
export interface Term {
  readonly kind: TermKind;
  readonly period: Period;
  readonly factors: readonly (string | Amount)[];
  readonly from: PriceSource;
}

/** The factor that all listed prices may come to change by. */
export const priceFactor = "prices.factor";

/** Terms whose prices are listed, times what these may become; what a person stated stays. */
export function atListedPrices(terms: readonly Term[]): Term[] {
  return terms.map((term) =>
    term.from.kind === "stated" ? term : { ...term, factors: [...term.factors, priceFactor] },
  );
}

/** Everything that is not certain, by name: `traffic.requestsPerMonth`, `project.labels.costPerExample`. */
export type Inputs = ReadonlyMap<string, Reading>;

/** A line of a bill: what it costs, and between which amounts. Decimal strings in the currency of the decision. */
export interface DecisionLine {
  readonly kind: TermKind;
  readonly period: Period;
  readonly amount: string;
  readonly low: string;
  readonly high: string;
  readonly from: PriceSource;
}

/** The range of a term: a constant below 0 (what a cache saves) turns low and high round. */
function rangeOf({ factors }: Term, inputs: Inputs): Reading {
  const constant = factors.reduce<Amount>((all, factor) => (typeof factor === "string" ? all : all.times(factor)), one);
  const readings = factors.flatMap((factor) => (typeof factor === "string" ? [readingOf(inputs, factor)] : []));
  const end = (part: keyof Reading): Amount => readings.reduce((all, read) => all.times(read[part]), constant);
  const turned = constant.isNegative();
  return { low: end(turned ? "high" : "low"), typical: end("typical"), high: end(turned ? "low" : "high") };
}

const one = decimal(1);

function readingOf(inputs: Inputs, name: string): Reading {
  return inputs.get(name) ?? certain(one);
}

/** The lines of a bill, those that come to nothing left out. */
export function linesOf(terms: readonly Term[], inputs: Inputs): DecisionLine[] {
  return terms.flatMap((term) => {
    const { low, typical, high } = rangeOf(term, inputs);
    if (high.isZero() && low.isZero()) return [];
    const { kind, period, from } = term;
    return [{ kind, period, amount: amountText(typical), low: amountText(low), high: amountText(high), from }];
  });
}

/** The likeliest sum of the terms of a period; exact. */
export function typicalOf(terms: readonly Term[], inputs: Inputs, period: Period): Amount {
  return sum(terms.filter((term) => term.period === period).map((term) => rangeOf(term, inputs).typical));
}

/** The sum of the terms of a period at every draw: each product and the sum in the order of the terms. */
export function drawnSum(terms: readonly DrawnTerm[], period: Period, columns: Columns): Column {
  const own = terms
    .filter((term) => term.period === period)
    .map(({ constant, names }) => productOf(constant, names, columns));
  const drawn = own.find((column) => typeof column !== "number");
  if (drawn === undefined) return own.reduce<number>((sum, value) => sum + Number(value), 0);
  const sums = new Float64Array(drawn.length);
  for (const column of own)
    for (let draw = 0; draw < sums.length; draw += 1)
      sums[draw] = (sums[draw] ?? 0) + (typeof column === "number" ? column : (column[draw] ?? 0));
  return sums;
}

function productOf(constant: number, names: readonly string[], columns: Columns): Column {
  let product: Column = constant;
  for (const name of names) {
    const factor: Column = columns.get(name) ?? 1;
    product =
      typeof product === "number" && typeof factor === "number"
        ? product * factor
        : joined(product, factor, 0, (a, b) => a * b);
  }
  return product;
}

/** A term as the sampling multiplies it. */
export interface DrawnTerm {
  readonly period: Period;
  readonly constant: number;
  readonly names: readonly string[];
}

/** Terms made ready for many draws. */
export function drawnTerms(terms: readonly Term[], inputs: Inputs): DrawnTerm[] {
  return terms.map(({ period, factors }) => {
    const names = factors.filter((factor): factor is string => typeof factor === "string" && inputs.has(factor));
    return {
      period,
      constant: factors
        .reduce<Amount>((all, factor) => (typeof factor === "string" ? all : all.times(factor)), one)
        .toNumber(),
      names,
    };
  });
}
