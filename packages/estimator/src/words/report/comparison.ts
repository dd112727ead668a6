import { decimal } from "../../money.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import type { DecidedWay, Decision } from "../../plan/decision/answer.ts";
import { reading } from "../../plan/decision/figure.ts";
import type { Recommendation } from "../../plan/decision/recommendation.ts";
import { wayId } from "../../plan/decision/ways.ts";
import { billText, countText, difference, moneyText, spentAfter } from "../amount.ts";
import { shownDay } from "../day.ts";
import { wayNames } from "../plan/decision.ts";
import { horizonText } from "../time.ts";
import { todayText } from "./saidVerdict.ts";

/** The ways over the months asked: today's first, then the tuned one, then the others by what they cost. */
export interface Comparison {
  readonly title: string;
  readonly months: number;
  readonly rows: readonly WayRow[];
}

/** One way in figures that add up as shown, and as a line over time. */
export interface WayRow {
  readonly id: string;
  readonly tone: "today" | "tuned" | "";
  readonly name: string;
  readonly small: string;
  /** At the end of its line in a chart. */
  readonly short: string;
  /** `start` and `use` add up to it. */
  readonly total: string;
  readonly start: string;
  readonly use: string;
  readonly against: string;
  /** Money spent at the start and at the end, and the month in which the line ends. */
  readonly from: number;
  readonly to: number;
  readonly until: number;
  /** The day on which it stops answering within the months asked; else empty. */
  readonly stops: string;
}

/** Lays the ways of a decision side by side. The plain prompt is no like for like and stands in the headline alone. */
export function comparisonOf(found: Recommendation, decision: Decision, asked: DecisionQuestion): Comparison {
  const { months, currency, ways, today } = decision;
  const { tuned } = found;
  const rows = ways
    .filter((way) => (way.kind !== "prompt" || way.id === today) && !isDoubled(way, decision))
    .map((way) => rowOf(way, found, currency, asked))
    .toSorted((a, b) => rank(a) - rank(b) || a.to - b.to);
  const gap = decimal(difference(tuned.total.amount, spentBy(tuned, found.today)));
  const by =
    tuned.clippedAt === null
      ? `After ${horizonText(months)} tuning is`
      : `By ${shownDay(tuned.clippedAt)} tuning would be`;
  const apart = moneyText({ amount: gap.abs().toFixed(), currency });
  return { title: `${by} ${apart} ${gap.isNegative() ? "ahead" : "behind"}`, months, rows };
}

/** Without a cache on sale the cached way and the plain one are the same. */
function isDoubled(way: DecidedWay, { ways, today }: Decision): boolean {
  const first = ways.find(({ id }) => id === today);
  return way.id !== today && `${way.id}_cached` === today && first?.total.amount === way.total.amount;
}

function rank({ tone }: WayRow): number {
  return ["today", "tuned", ""].indexOf(tone);
}

/** What today's way costs in the months that another answers. */
function spentBy({ months }: DecidedWay, today: DecidedWay): string {
  return months === today.months ? today.total.amount : spentAfter(months, today.once.amount, today.monthly.amount);
}

function rowOf(way: DecidedWay, found: Recommendation, currency: string, asked: DecisionQuestion): WayRow {
  const { tuned, today } = found;
  const use = difference(way.total.amount, way.once.amount);
  const { lines, total } = billText([way.once.amount, use], { amount: way.total.amount, currency }, way.once.amount);
  const gap = decimal(difference(way.total.amount, spentBy(way, today)));
  const apart = moneyText({ amount: gap.abs().toFixed(), currency });
  const by = way.clippedAt === null ? "" : " by then";
  return {
    id: way.id,
    tone: way.id === today.id ? "today" : way.id === tuned.id ? "tuned" : "",
    ...namesOf(way, today, asked),
    total,
    start: lines[0] ?? "",
    use: lines[1] ?? "",
    against: way.id === today.id ? "today" : `${apart} ${gap.isNegative() ? "less" : "more"}${by}`,
    from: Number(way.once.amount),
    to: Number(way.total.amount),
    until: way.months,
    stops: way.clippedAt === null ? "" : shownDay(way.clippedAt),
  };
}

function namesOf(
  way: DecidedWay,
  today: DecidedWay,
  { ways = [] }: DecisionQuestion,
): Pick<WayRow, "name" | "small" | "short"> {
  const { kind, id, name, clippedAt } = way;
  const plain = plainName(kind);
  if (kind === "tuned") {
    const until = clippedAt === null ? "" : `, until ${shownDay(clippedAt)}`;
    return { name: "Tuned", small: `${name}${until}`, short: "Tuned" };
  }
  if (id === today.id) {
    const cached = todayText(way).includes("cached") ? ", cached" : "";
    return { name: `${plain}${cached}`, small: "", short: `Today${cached}` };
  }
  if (kind === "rag") {
    const looked = reading(ways.find((one) => wayId(one) === id)?.extraInputTokens ?? 0).typical;
    return { name: plain, small: `${countText(looked.toFixed())} tokens looked up`, short: plain };
  }
  if (kind === "few_shot" || kind === "longer_prompt")
    return { name: `${plain}, not cached`, small: "", short: "Not cached" };
  return { name: plain, small: name, short: plain };
}

/** `Longer prompt`: the name of a way at the head of a row. */
function plainName(kind: DecidedWay["kind"]): string {
  const name = wayNames[kind].replace(/^an? /, "");
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
