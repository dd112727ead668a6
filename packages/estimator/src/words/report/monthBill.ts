import { daysBetween } from "../../check/day.ts";
import type { Offer } from "../../contract/answer.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { likelyTraffic } from "../../contract/fields/traffic.ts";
import { priceAges } from "../../contract/priceAge.ts";
import { decimal, sum, type Amount } from "../../money.ts";
import type { DecidedWay } from "../../plan/decision/answer.ts";
import { reading } from "../../plan/decision/figure.ts";
import type { Recommendation } from "../../plan/decision/recommendation.ts";
import { wayId } from "../../plan/decision/ways.ts";
import { billText, countText, moneyText, rateText } from "../amount.ts";
import { termNames } from "../plan/decision.ts";
import { ageText } from "../time.ts";
import { gapOf } from "./saidVerdict.ts";

/** The bills of a month, today's and the tuned one, in the same lines: as shown they add up to both totals. */
export interface MonthBill {
  readonly rows: readonly MonthLine[];
  readonly total: Pick<MonthLine, "today" | "tuned">;
  readonly difference: { readonly label: string; readonly amount: string };
  /** How old the rates of both are. */
  readonly ages: string;
  /** True where one of them is old enough to be marked. */
  readonly isOld: boolean;
}

/** One line of both bills: `none` where one of them has no such line. */
export interface MonthLine {
  readonly name: string;
  readonly rate: string;
  readonly today: string;
  readonly tuned: string;
}

type Kind = DecidedWay["lines"][number]["kind"];
type Pair = readonly [today: Amount | null, tuned: Amount | null];
type Line = readonly [name: string, rate: string, amounts: Pair];

/** What is paid each month whatever the traffic. */
const fixedKinds = ["deployment", "store", "platform_monthly", "monitoring", "retraining"] as const;

/** Lays both bills of a month side by side, with a rate on every line. */
export function monthBill(found: Recommendation, asked: DecisionQuestion, offer: Offer): MonthBill {
  const { today, tuned } = found;
  const { currency } = offer.training;
  const money = (amount: string): string => moneyText({ amount, currency });
  const lines = linesOf(found, asked, currency);
  const shown = (side: 0 | 1, { monthly }: DecidedWay): string[] => {
    const own = lines.flatMap(([, , amounts]) => amounts[side]?.toFixed() ?? []);
    const texts = billText(own, { amount: monthly.amount, currency }).lines;
    return lines.map(([, , amounts]) => (amounts[side] === null ? "none" : (texts.shift() ?? "")));
  };
  const [left, right] = [shown(0, today), shown(1, tuned)];
  const isMore = decimal(tuned.monthly.amount).greaterThan(today.monthly.amount);
  const [theirs, own] = [
    oldest(
      today.lines.map(({ from }) => from.seen),
      asked.question.asOf,
    ),
    oldest(
      offer.lines.map(({ rate }) => rate.seen),
      asked.question.asOf,
    ),
  ];
  return {
    rows: lines.map(([name, rate], index) => ({ name, rate, today: left[index] ?? "", tuned: right[index] ?? "" })),
    total: { today: money(today.monthly.amount), tuned: money(tuned.monthly.amount) },
    difference: {
      label: isMore ? "More by tuning" : "Saved by tuning",
      amount: money(gapOf(today.monthly.amount, tuned.monthly.amount)),
    },
    ages: `Today's rates were seen ${ageText(theirs)} ago, the tuned ones ${ageText(own)} ago.`,
    isOld: Math.max(theirs, own) > priceAges.marked,
  };
}

function linesOf({ today, tuned }: Recommendation, asked: DecisionQuestion, currency: string): Line[] {
  const { traffic } = asked.question;
  const use = traffic === undefined ? null : likelyTraffic(traffic);
  const requests = use?.requestsPerMonth ?? 0;
  const added = asked.ways?.find((way) => wayId(way) === today.id)?.extraInputTokens ?? 0;
  const sumOf = ({ lines }: DecidedWay, ...kinds: readonly Kind[]): Amount | null => {
    const own = lines.filter(({ kind, period }) => period === "month" && kinds.includes(kind));
    return own.length === 0 ? null : sum(own.map(({ amount }) => decimal(amount)));
  };
  const metered = (name: string, tokens: Amount, amounts: Pair): Line => {
    const all = tokens.times(requests);
    const rates = amounts.flatMap((amount) =>
      amount === null || all.isZero() ? [] : perMillion(amount, all, currency),
    );
    return [name, `${countText(all.toFixed(0))} tokens at ${[...new Set(rates)].join(" and ")} per 1M`, amounts];
  };
  const extra = sumOf(today, "extra_prompt", "cached_prompt");
  const cached = sumOf(today, "cached_prompt") === null ? "" : ", cached";
  return [
    metered("Prompt", decimal(use?.inputTokens ?? 0), [sumOf(today, "input"), sumOf(tuned, "input", "cached_prompt")]),
    ...(extra === null ? [] : [metered(`${termNames.extra_prompt}${cached}`, reading(added).typical, [extra, null])]),
    metered("Answer", decimal(use?.outputTokens ?? 0), [sumOf(today, "output"), sumOf(tuned, "output")]),
    ...fixedKinds.flatMap((kind): Line[] => {
      const amounts = [sumOf(today, kind), sumOf(tuned, kind)] as const;
      return amounts.every((amount) => amount === null) ? [] : [[termNames[kind], "for the month", amounts]];
    }),
  ];
}

function perMillion(amount: Amount, tokens: Amount, currency: string): string {
  const rate = amount.dividedBy(tokens).times(1_000_000).toSignificantDigits(6).toFixed();
  return rateText({ amount: rate, currency });
}

function oldest(days: readonly (string | undefined)[], asOf: string): number {
  return Math.max(0, ...days.flatMap((day) => (day === undefined ? [] : [daysBetween(day, asOf)])));
}
