import type { Answer, Offer, Traffic } from "@tunecast/estimator";
import { isAtLeast, isTrainingAtLeast } from "@tunecast/estimator/answer";
import { countText, moneyText } from "@tunecast/estimator/text";
import { wrapped } from "./table.ts";
import { isPartOnly, type Asked } from "../ask/readQuestion.ts";
import type { Joined } from "../cards/selfHosted.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { billOf } from "./bill.ts";
import { boughtWith, budgetSentence, budgetText, type Bought, type BudgetCase } from "./budget.ts";
import { counted } from "./counted.ts";
import { fitted, type Shape } from "./fitted.ts";
import { billedText, readText, stagesText, trafficText, typedText } from "./input.ts";
import { widthOf } from "./note.ts";
import { offerTable } from "./offerTable.ts";
import { refusalLine, refusalText } from "./refusals.ts";

/** So many offers are printed on a terminal where nobody says how many, if they fit; a file or a pipe gets all. */
const shownOnTerminal = 25;
/** So few offers are printed in full, line by line, even where nobody asked for it. */
const few = 2;

/** What of an answer is printed. */
export interface TableOptions {
  readonly showRefused?: boolean;
  readonly lines?: boolean;
  readonly top?: number;
  readonly budget?: string;
  /** The verdict on the bill; empty where no limit was given. */
  readonly line: string;
}

/** What a budget is held against. */
export function budgetCase({ answer, runs }: Joined, { question }: Asked, budget: string): BudgetCase {
  return { answer, question, budget, runs, atLeast: isPartOnly(question.job) };
}

/**
 * The answer in a sentence, what was read, the offers that can take it, those that cannot, and what the budget buys: on a
 * terminal as much of it as fits on the screen, unless more was asked for.
 */
export function tableText(joined: Joined, asked: Asked, options: TableOptions, screen: Screen): string {
  const { lines = false, showRefused = false, top } = options;
  const most = top ?? (screen.columns === undefined || lines ? undefined : shownOnTerminal);
  const { budget } = options;
  const held = budget === undefined ? null : budgetCase(joined, asked, budget);
  const bought = held === null ? null : { held, plan: boughtWith(held) };
  const make = (shape: Shape): string => text(joined, asked, { ...options, bought }, screen, shape);
  const isAskedFor = lines || showRefused || top !== undefined;
  return isAskedFor ? make({ top: most, brief: 0 }) : fitted(screen, most, 2, make);
}

function text(
  joined: Joined,
  { question, data, stageData }: Asked,
  options: TableOptions & { readonly bought: { readonly held: BudgetCase; readonly plan: Bought } | null },
  screen: Screen,
  { top, brief }: Shape,
): string {
  const { answer } = joined;
  const { offers, refused, asOf } = answer;
  const { job, traffic: use } = question;
  const { lines = false, showRefused = false, bought, line } = options;
  const style = styleOf(screen);
  const shown = offers.slice(0, top);
  const more = offers.length - shown.length;
  const first = line !== "" ? line : bought === null ? headline(answer, isPartOnly(job)) : budgetSentence(bought.held);
  const head = style.strong(wrapped(first, widthOf(screen)));
  const input = data === undefined ? ("examples" in job ? typedText(job) : "") : readText(data, screen);
  const inFull = lines || (offers.length <= few && brief < 2);
  const sections = [
    `${head}\n${input}${data === undefined ? "" : billedText(offers, screen)}${stagesText(job.stages ?? [], stageData, screen)}${use === undefined ? "" : trafficText(use, screen)}Prices and statuses in force on ${asOf}\n`,
    // What the budget buys names each offer and its training again.
    shown.length === 0 || (bought !== null && brief === 2) ? "" : offerTable(shown, more, isPartOnly(job), screen),
    ...(inFull ? shown.map((offer) => billOf(offer, screen)) : []),
    brief === 0 ? refusalText(refused, showRefused, screen) : refusalLine(refused, screen),
    bought === null ? "" : budgetText(bought.held, bought.plan, top, screen),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

/** The answer in one sentence: the offer that stands first and its price, which says nothing of quality. */
function headline({ offers, refused, input, problem }: Answer, partOnly: boolean): string {
  const [first] = offers;
  if (problem?.reason.kind === "no_examples") return "There is nothing to price.";
  if (first === undefined) return `None of ${counted(refused.length, "offer")} takes it.`;
  const count = offers.length === 1 ? "" : ` of ${countText(offers.length)} offers`;
  return `Cheapest${count}: ${first.id}, ${priceText(first, input.traffic, partOnly)}.`;
}

function priceText(offer: Offer, traffic: Traffic | undefined, partOnly: boolean): string {
  const { training, total, horizon } = offer;
  const least = (open: boolean): string => (open || partOnly ? "at least " : "");
  const once = `${least(isTrainingAtLeast(offer))}${moneyText(training)} to train once`;
  if (traffic === undefined || horizon.months === 0) return once;
  const months = counted(Math.round(horizon.months * 10) / 10, "month");
  return `${once}, ${least(isAtLeast(offer))}${moneyText(total)} with ${months} of use`;
}
