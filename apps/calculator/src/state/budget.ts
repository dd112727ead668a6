import {
  type Answer,
  budgetPlan,
  type BudgetRow,
  type Labels,
  type Money,
  type Offer,
  type Question,
  type Result,
} from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { moneyText } from "@tunecast/estimator/text";
import type { YieldToMain } from "./yieldToMain.ts";
import { examplesOf } from "./costCurve.ts";
import { numberText } from "../question/numberText.ts";
import { plainDecimal } from "../question/question.ts";

/** What a budget buys. */
export interface Bought {
  /** At the offer that the page is about. */
  readonly sentence: string;
  /** The offers that train the most examples for it, most first. */
  readonly most: readonly BudgetRow[];
}

/** The job whose data are stretched or shortened to the budget. */
export interface BudgetQuestion {
  readonly answer: Answer;
  readonly offer: Offer;
  /** In the currency of the training at `offer`. */
  readonly budget: number;
  /** What `answer` answers. */
  readonly question: Question;
  /** Where more examples have to be labelled: what one costs, and how many are at hand. */
  readonly labels?: Labels | undefined;
}

const rowsShown = 10;
/** Offers whose budget is worked out in one slice. */
const offersAtOnce = 2;

/**
 * What a budget for training buys, at the chosen offer and at those that give the most examples for it; worked out
 * in slices. Null once `isStale`.
 */
export async function bought(
  { answer, offer, budget, question, labels }: BudgetQuestion,
  yieldToMain: YieldToMain,
  isStale: () => boolean,
): Promise<Result<Bought> | null> {
  const money = { amount: plainDecimal(budget), currency: offer.training.currency };
  const plan = await planInSlices({ answer, money, question, labels }, yieldToMain, isStale);
  if (plan?.ok !== true) return plan;
  const own = plan.value.find(({ id }) => id === offer.id);
  return ok({
    sentence: sentenceOf(own, { offer, budget: moneyText(money), examples: examplesOf(question) }),
    most: plan.value.filter((row) => row.examples > 0).slice(0, rowsShown),
  });
}

interface Plan {
  readonly answer: Answer;
  readonly money: Money;
  readonly question: Question;
  readonly labels: Labels | undefined;
}

async function planInSlices(
  { answer, money, question, labels }: Plan,
  yieldToMain: YieldToMain,
  isStale: () => boolean,
): Promise<Result<BudgetRow[]> | null> {
  const rows: BudgetRow[] = [];
  const comparable = answer.offers.filter(({ training }) => training.currency === money.currency);
  for (let at = 0; at < comparable.length; at += offersAtOnce) {
    await yieldToMain();
    if (isStale()) return null;
    const plan = budgetPlan(
      { ...answer, offers: comparable.slice(at, at + offersAtOnce) },
      money,
      question,
      labels === undefined ? {} : { labels },
    );
    if (!plan.ok) return plan;
    rows.push(...plan.value);
  }
  // Where no offer has this currency the whole plan says so.
  if (rows.length === 0) return budgetPlan(answer, money, question, labels === undefined ? {} : { labels });
  return ok(rows.sort((a, b) => b.examples - a.examples || (a.id < b.id ? -1 : 1)));
}

function sentenceOf(
  row: BudgetRow | undefined,
  { offer, budget, examples }: { readonly offer: Offer; readonly budget: string; readonly examples: number },
): string {
  const { epochs, training } = offer;
  const at = `${offer.modelName} on ${offer.providerName}`;
  if (row === undefined) return "";
  if (row.examples === 0)
    return row.within
      ? `${budget} covers training at ${at}, whose price does not grow with the data.`
      : `${budget} does not pay for training at ${at}: this job costs ${moneyText(training)} there.`;
  const most = (capped: boolean): string => (capped ? ", the most it takes" : "");
  return (
    `${budget} pays for ${counted(row.examples, "example")} × ${counted(epochs, "epoch")} at ${at}` +
    `${most(row.examplesCapped)}: ${doublingsText(row.doublings)} your ${numberText(examples)}.` +
    (row.epochs > 0 ? ` Or for your own examples in ${counted(row.epochs, "epoch")}${most(row.epochsCapped)}.` : "")
  );
}

function doublingsText(doublings: number): string {
  if (doublings === 0) return "as many as";
  const size = counted(Math.abs(doublings), "doubling");
  return doublings > 0 ? `${size} of` : `${size} short of`;
}

/** `1 epoch`, `2.5 doublings`. */
function counted(count: number, what: string): string {
  return `${numberText(count)} ${what}${count === 1 ? "" : "s"}`;
}
