import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { decimal } from "../../money.ts";
import { recommendation, type DecidedWay, type Decision, type Recommendation } from "../../plan/decision/answer.ts";
import { wayId } from "../../plan/decision/rates.ts";
import { reading } from "../../plan/decision/terms.ts";
import { apartText, billText, countText, spentAfter } from "../amount.ts";
import { wayNames } from "../plan/decision.ts";
import { horizonText, shownDay } from "../time.ts";
import { isCached } from "./verdict.ts";

/** The ways over the months asked: today's first, then the tuned one, then the others by what they cost. */
export interface Comparison {
  readonly title: string;
  readonly months: number;
  readonly rows: readonly WayRow[];
}

type Texts = "id" | "name" | "small" | "short" | "total" | "start" | "use" | "against" | "stops";

/** A way as its row: `start` and `use` add up to `total`; the line of a chart runs from the money spent at the start to that of the end. */
export interface WayRow extends Readonly<Record<Texts, string>>, Readonly<Record<"from" | "to" | "until", number>> {
  readonly tone: "today" | "tuned" | "";
}

/** Lays the ways of a decision side by side; null where nothing is recommended. The plain prompt is no like for like and stands in the headline alone. */
export function comparisonOf(decision: Decision, asked: DecisionQuestion): Comparison | null {
  const { months, currency, ways, today } = decision;
  const found = recommendation(decision);
  if (found === null) return null;
  const rows = ways
    .filter((way) => (way.kind !== "prompt" || way.id === today) && !isDoubled(way, found))
    .map((way) => rowOf(way, found, currency, asked))
    .toSorted((a, b) => rank(a) - rank(b) || a.to - b.to);
  const { apart, isAhead } = gapTo(found.tuned, found.today, currency);
  const by =
    found.tuned.clippedAt === null
      ? `After ${horizonText(months)} tuning is`
      : `By ${shownDay(found.tuned.clippedAt)} tuning would be`;
  return { title: `${by} ${apart} ${isAhead ? "ahead" : "behind"}`, months, rows };
}

/** Without a cache on sale the cached way and the plain one are the same. */
function isDoubled({ id, total }: DecidedWay, { today }: Recommendation): boolean {
  return `${id}_cached` === today.id && today.total.amount === total.amount;
}

function rank({ tone }: WayRow): number {
  return ["today", "tuned", ""].indexOf(tone);
}

/** How far a way is from today's over its own months, as a reader subtracts the totals that are shown. */
function gapTo(
  { months, total }: DecidedWay,
  today: DecidedWay,
  currency: string,
): { apart: string; isAhead: boolean } {
  const spent =
    months === today.months ? today.total.amount : spentAfter(months, today.once.amount, today.monthly.amount);
  const apart = apartText(total.amount, spent, currency);
  return { apart, isAhead: decimal(total.amount).lessThan(spent) };
}

function rowOf(way: DecidedWay, { tuned, today }: Recommendation, currency: string, asked: DecisionQuestion): WayRow {
  const { id, once, clippedAt } = way;
  const use = decimal(way.total.amount).minus(once.amount).toFixed();
  const { lines, total } = billText([once.amount, use], { amount: way.total.amount, currency }, once.amount);
  const { apart, isAhead } = gapTo(way, today, currency);
  const by = clippedAt === null ? "" : " by then";
  return {
    id,
    tone: id === today.id ? "today" : id === tuned.id ? "tuned" : "",
    ...namesOf(way, today, asked),
    total,
    start: lines[0] ?? "",
    use: lines[1] ?? "",
    against: id === today.id ? "today" : `${apart} ${isAhead ? "less" : "more"}${by}`,
    from: Number(once.amount),
    to: Number(way.total.amount),
    until: way.months,
    stops: clippedAt === null ? "" : shownDay(clippedAt),
  };
}

function namesOf(
  way: DecidedWay,
  today: DecidedWay,
  { ways = [] }: DecisionQuestion,
): Pick<WayRow, "name" | "small" | "short"> {
  const { kind, id, name, clippedAt } = way;
  // `Longer prompt`: the name of a way at the head of a row.
  const bare = wayNames[kind].replace(/^an? /, "");
  const plain = bare.slice(0, 1).toUpperCase() + bare.slice(1);
  if (kind === "tuned") {
    const until = clippedAt === null ? "" : `, until ${shownDay(clippedAt)}`;
    return { name: "Tuned", small: `${name}${until}`, short: "Tuned" };
  }
  if (id === today.id) {
    const cached = isCached(way) ? ", cached" : "";
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
