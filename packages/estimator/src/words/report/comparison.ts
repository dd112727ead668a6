import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { amountText, decimal } from "../../money.ts";
import { recommendation, type DecidedWay, type Decision, type Recommendation } from "../../plan/decision/answer.ts";
import { spentAfter } from "../../plan/decision/overHorizon.ts";
import { wayId } from "../../plan/decision/rates.ts";
import { reading } from "../../plan/decision/terms.ts";
import { apartText, billText, countText } from "../amount.ts";
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
  const { months, ways, today } = decision;
  const found = recommendation(decision);
  if (found === null) return null;
  // Without a cache on sale the cached way and the plain one are the same.
  const isDoubled = ({ id, total }: DecidedWay): boolean =>
    `${id}_cached` === today && total.amount === found.today.total.amount;
  const rows = ways
    .filter((way) => (way.kind !== "prompt" || way.id === today) && !isDoubled(way))
    .map((way) => rowOf(way, found, decision, asked))
    .toSorted((a, b) => tones.indexOf(a.tone) - tones.indexOf(b.tone) || a.to - b.to);
  const { apart, isAhead } = gapTo(found.tuned, found, decision, asked);
  const by =
    found.tuned.clippedAt === null
      ? `After ${horizonText(months)} tuning is`
      : `By ${shownDay(found.tuned.clippedAt)} tuning would be`;
  return { title: `${by} ${apart} ${isAhead ? "ahead" : "behind"}`, months, rows };
}

const tones = ["today", "tuned", ""];

/** How far a way is from today's over its own months, as a reader subtracts the totals that are shown. */
function gapTo(
  { months, total }: DecidedWay,
  { today }: Recommendation,
  { currency }: Decision,
  { question: { traffic } }: DecisionQuestion,
): { apart: string; isAhead: boolean } {
  const spent = amountText(spentAfter(months, today, traffic?.growthPerMonth));
  const apart = apartText(total.amount, spent, currency);
  return { apart, isAhead: decimal(total.amount).lessThan(spent) };
}

function rowOf(way: DecidedWay, found: Recommendation, decision: Decision, asked: DecisionQuestion): WayRow {
  const { tuned, today } = found;
  const { id, once, clippedAt } = way;
  const use = decimal(way.total.amount).minus(once.amount).toFixed();
  const { lines, total } = billText([once.amount, use], { ...way.total, currency: decision.currency }, once.amount);
  const { apart, isAhead } = gapTo(way, found, decision, asked);
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
