import { amountText, decimal, sum, type Amount } from "../../money.ts";
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

/** One value for each input. */
export type Values = (input: string) => number;

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

/** The sum of the terms of a period for one draw of the inputs. */
export function drawnSum(terms: readonly DrawnTerm[], period: Period, values: Values): number {
  let total = 0;
  for (const term of terms) {
    if (term.period !== period) continue;
    let product = term.constant;
    for (const name of term.names) product *= values(name);
    total += product;
  }
  return total;
}

/** The same sum at each of many draws; where no range is part of it, it is added up once. */
export function sumAt<Draw>(
  terms: readonly DrawnTerm[],
  period: Period,
  valuesAt: (draw: Draw) => Values,
): (draw: Draw) => number {
  if (isDrawn(terms, period)) return (draw) => drawnSum(terms, period, valuesAt(draw));
  let sum: number | null = null;
  return (draw) => (sum ??= drawnSum(terms, period, valuesAt(draw)));
}

/** Whether a range is part of a sum, so that it differs from draw to draw. */
export function isDrawn(terms: readonly DrawnTerm[], period?: Period): boolean {
  return terms.some((term) => term.varies && (period === undefined || term.period === period));
}

/** A term as the sampling multiplies it. */
export interface DrawnTerm {
  readonly period: Period;
  readonly constant: number;
  readonly names: readonly string[];
  /** One of its inputs has a range. */
  readonly varies: boolean;
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
      varies: names.some((name) => {
        const { low, high } = readingOf(inputs, name);
        return !low.equals(high);
      }),
    };
  });
}
