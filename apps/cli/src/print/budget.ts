import {
  budgetPlan,
  countText,
  isAtMost,
  moneyText,
  textTable,
  wrapped,
  type Answer,
  type Column,
} from "@tunecast/estimator";
import { styleOf } from "../style.ts";
import type { Screen } from "../surroundings.ts";
import { hiddenNote, widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "train once", align: "right", rank: 2 },
  { title: "within", align: "left", rank: 0 },
  { title: "examples it buys", align: "right", rank: 0 },
  { title: "doublings", align: "right", rank: 1 },
  { title: "or epochs", align: "right", rank: 1 },
];

/** Budgets are in US dollars, as nearly all prices are; a pinned exchange rate brings the others in. */
const currency = "USD";

/** True where the cheapest offer in dollars stays within the budget, over the whole horizon of the question. */
export function withinBudget({ offers }: Answer, budget: string): boolean {
  return offers.some(({ total }) => total.currency === currency && isAtMost(total.amount, budget));
}

const limitMark = " max";
const limitLegend = "max: the budget would pay for more than the provider takes in one job.";

function cappedText(count: number, capped: boolean): string {
  return countText(count) + (capped ? limitMark : "");
}

function foreignText(offers: number): string {
  const left = offers === 1 ? "1 offer bills" : `${countText(offers)} offers bill`;
  return `${left} in another currency, which a budget in US dollars does not compare with: pin an exchange rate in --price-book.`;
}

/** What a budget buys at every offer, and the verdict. */
export function budgetText(
  answer: Answer,
  budget: string,
  examples: number,
  top: number | undefined,
  screen: Screen,
): string {
  const style = styleOf(screen);
  const plan = budgetPlan(answer, { amount: budget, currency }, examples);
  if (!plan.ok) return "";
  const rows = plan.value
    .slice(0, top)
    .map(({ id, within, training, examples: bought, examplesCapped, doublings, epochs, epochsCapped }) => [
      id,
      moneyText(training),
      within ? "yes" : "no",
      cappedText(bought, examplesCapped),
      doublings.toFixed(1),
      cappedText(epochs, epochsCapped),
    ]);
  const { heading, rows: lines, hidden } = textTable(columns, rows, screen.columns);
  const said = moneyText({ amount: budget, currency });
  const verdict = withinBudget(answer, budget)
    ? style.good(`Within ${said}: at least one offer costs no more over the whole horizon.`)
    : style.bad(`Over ${said}: no offer costs as little over the whole horizon.`);
  const capped = rows.some((row) => row.some((cell) => cell.endsWith(limitMark)));
  const foreign = answer.offers.length - plan.value.length;
  const legend = [...(capped ? [limitLegend] : []), ...(foreign > 0 ? [foreignText(foreign)] : [])];
  const quiet = (text: string): string => style.quiet(wrapped(text, widthOf(screen)));
  const more = plan.value.length - rows.length;
  const rest = more > 0 ? [`… and ${countText(more)} more`] : [];
  const table =
    rows.length === 0 ? [] : [style.strong(heading), ...lines, ...rest, ...hiddenNote(hidden, screen, "json")];
  return [style.strong(`What ${said} of training buys`), ...table, ...legend.map(quiet), verdict, ""].join("\n");
}
