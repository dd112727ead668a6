import { budgetPlan, explain, type Answer, type BudgetRow, type Problem, type Question } from "@tunecast/estimator";
import { billCurrency, isAtLeast } from "@tunecast/estimator/answer";
import { selfHostedBill, type SelfHostedRuns } from "@tunecast/gpu";
import { countText, isAtMost, moneyText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { counted } from "./counted.ts";
import { hiddenNote, widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "train once", align: "right", rank: 2 },
  { title: "within", align: "left", rank: 0 },
  { title: "examples it buys", align: "right", rank: 0 },
  { title: "doublings", align: "right", rank: 1 },
  { title: "or epochs", align: "right", rank: 1 },
];

type Verdict = "within" | "open" | "over";

/**
 * `within` where an offer in the currency of the bill costs no more than the budget over the whole horizon of the question; `open` where
 * only offers do whose totals leave something out. @param atLeast true where data are missing from every total
 */
export function budgetVerdict(answer: Answer, budget: string, atLeast: boolean): Verdict {
  const { offers } = answer;
  const currency = billCurrency(answer);
  const cheap = offers.filter(({ total }) => total.currency === currency && isAtMost(total.amount, budget));
  return !atLeast && cheap.some((offer) => !isAtLeast(offer)) ? "within" : cheap.length > 0 ? "open" : "over";
}

const limitMark = " max";
const limitLegend = "max: the budget would pay for more than the provider takes in one job.";

function cappedText(count: number, capped: boolean): string {
  return countText(count) + (capped ? limitMark : "");
}

function foreignText(offers: number, currency: string): string {
  return `${counted(offers, "offer")} ${offers === 1 ? "bills" : "bill"} in another currency, which a budget in ${currency} does not compare with: pin an exchange rate in --own-prices.`;
}

/** What a budget is held against. */
export interface BudgetCase {
  readonly answer: Answer;
  readonly question: Question;
  readonly budget: string;
  /** Runs on rented GPUs among the offers. */
  readonly runs: SelfHostedRuns | undefined;
  /** True where data are missing, so that every total is "at least". */
  readonly atLeast: boolean;
}

/** The field `budget` of the JSON answer, there only where one was asked for. */
interface BudgetAnswer {
  readonly amount: string;
  readonly currency: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** What it buys of training at every offer in its currency, most examples first. */
  readonly offers: readonly BudgetRow[];
  /** Why no offer can be worked out. */
  readonly problem?: { readonly reason: Problem; readonly sentence: string };
}

/** What a budget buys at every offer, and the verdict, as data. */
export function budgetAnswer({ answer, question, budget, runs, atLeast }: BudgetCase): BudgetAnswer {
  const currency = billCurrency(answer);
  const plan = boughtWith({ answer, question, budget, runs, atLeast });
  const verdict = budgetVerdict(answer, budget, atLeast);
  const sentence = verdicts[verdict](moneyText({ amount: budget, currency }));
  const said = { amount: budget, currency, verdict, sentence };
  return plan.ok
    ? { ...said, offers: plan.value }
    : { ...said, offers: [], problem: { reason: plan.problem, sentence: explain(plan.problem) } };
}

/** What a budget buys at every offer; worked out once, however often it is printed. */
export type Bought = ReturnType<typeof budgetPlan>;

export function boughtWith({ answer, question, budget, runs }: BudgetCase): Bought {
  return budgetPlan(
    answer,
    { amount: budget, currency: billCurrency(answer) },
    question,
    runs === undefined ? {} : { selfHosted: selfHostedBill(runs) },
  );
}

/** Whether some offer stays within the budget, in a sentence. */
export function budgetSentence({ answer, budget, atLeast }: BudgetCase): string {
  return verdicts[budgetVerdict(answer, budget, atLeast)](
    moneyText({ amount: budget, currency: billCurrency(answer) }),
  );
}

/** What a budget buys at every offer. @param top so many rows are shown; all where undefined */
export function budgetText(
  { answer, budget }: BudgetCase,
  plan: Bought,
  top: number | undefined,
  screen: Screen,
): string {
  const style = styleOf(screen);
  const currency = billCurrency(answer);
  const body = plan.ok
    ? tableLines(plan.value, answer.offers.length - plan.value.length, currency, top, screen)
    : [style.quiet(wrapped(explain(plan.problem), widthOf(screen)))];
  return [style.strong(`What ${moneyText({ amount: budget, currency })} of training buys`), ...body, ""].join("\n");
}

const verdicts: Readonly<Record<Verdict, (said: string) => string>> = {
  within: (said: string) => `Within ${said}: at least one offer costs no more over the whole horizon.`,
  open: (said: string) =>
    `Not known to be within ${said}: the offers that cost no more leave something out: prices not found, data not here.`,
  over: (said: string) => `Over ${said}: no offer costs as little over the whole horizon.`,
};

function tableLines(
  plan: readonly BudgetRow[],
  foreign: number,
  currency: string,
  top: number | undefined,
  screen: Screen,
): string[] {
  const style = styleOf(screen);
  const rows = plan
    .slice(0, top)
    .map(({ id, within, training, examples, examplesCapped, doublings, epochs, epochsCapped }) => [
      id,
      moneyText(training),
      within ? "yes" : "no",
      cappedText(examples, examplesCapped),
      doublings.toFixed(1),
      cappedText(epochs, epochsCapped),
    ]);
  const { heading, rows: lines, hidden } = textTable(columns, rows, screen.columns);
  const capped = rows.some((row) => row.some((cell) => cell.endsWith(limitMark)));
  const legend = [...(capped ? [limitLegend] : []), ...(foreign > 0 ? [foreignText(foreign, currency)] : [])];
  const quiet = (text: string): string => style.quiet(wrapped(text, widthOf(screen)));
  const more = plan.length - rows.length;
  const rest = more > 0 ? [`… and ${countText(more)} more`] : [];
  const table =
    rows.length === 0 ? [] : [style.strong(heading), ...lines, ...rest, ...hiddenNote(hidden, screen, "json")];
  return [...table, ...legend.map(quiet)];
}
