import { notFields } from "../check/fields.ts";
import type { Answer, Offer } from "../contract/answer.ts";
import type { Question } from "../contract/question.ts";
import type { BestSpend, Curve, CurveReport, CurveScale, FitOptions, Interval80, Prediction } from "../curve/curve.ts";
import { checkDollars, type CostOf } from "../curve/worth/costs.ts";
import { fitCurve } from "../curve/fitCurve.ts";
import { reportedTarget } from "../curve/report.ts";
import type { CurveNote } from "../curve/notes.ts";
import type { Pilot } from "../curve/pilots/pilot.ts";
import { amountText, decimal, type Money } from "../money.ts";
import { estimate } from "../estimate/estimate.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";
import { whyNone } from "./decision/candidates.ts";
import { budgetPlan, labelsOf, type BudgetRow, type Labels } from "./budget.ts";
import { lessCredits, trainingAt, trainingCostAt } from "./trainingAt.ts";

/** What twice the data of the largest pilot costs, and for each point that it is expected to bring. */
export interface NextDoubling {
  readonly offer: string;
  readonly examples: number;
  /** Labels of those that are not owned, and the training on all of them; decimal string. */
  readonly cost: string;
  /** Points on average, by which money is weighed; null in `dollarsPerPoint` where none is expected. */
  readonly points: number;
  /** Points at the median, and in 8 of 10 cases; of a scale with an open end, in the unit of the value. */
  readonly gain: Interval80 & Pick<CurveScale, "share">;
  readonly dollarsPerPoint: string | null;
}

/** What to buy with a budget: labels and one training run, at each offer. */
export interface PurchaseQuestion {
  readonly answer: Answer;
  readonly question: Question;
  readonly budget: Money;
  /** What a label costs, and how many examples have one: those of the pilots too, where they are still at hand. */
  readonly labels: Labels;
  /** Pilot runs of one model; without them nothing is said of quality. */
  readonly pilots?: readonly Pilot[];
  /** How the pilots are read; `model` names the model that they were run on. */
  readonly curve?: FitOptions;
  readonly valuePerPoint?: string;
  readonly target?: number;
}

export interface PurchaseRow extends BudgetRow {
  readonly spent: {
    readonly training: string;
    readonly labels: string;
    readonly credits: string;
    /** Training and labels less credits: never more than the budget. */
    readonly total: string;
  };
  /** The measurement to expect there; null for every model but that of the pilots. */
  readonly expected: Prediction | null;
}

export interface PurchasePlan {
  readonly rows: readonly PurchaseRow[];
  /** Where buying stops paying at the cheapest offer of the pilots' model; null without pilots or the value of a point. */
  readonly stop: { readonly offer: string; readonly best: BestSpend } | null;
  readonly next: NextDoubling | null;
  readonly target: CurveReport["target"];
  readonly notes: readonly CurveNote[];
  /** Why it buys nothing anywhere: no offer passes the filters (`no_match`: filters), or it is below one run (`budget_below_run`: field, budget, least, offer); null where it buys something. */
  readonly problem: Problem | null;
}

/**
 * What a budget buys when the examples have to be bought as well: at each offer the largest training set whose labels and
 * training it pays for, and, for the model of the pilots alone, the quality to expect of it and the size at which one more
 * example is worth less than it costs.
 *
 * Problems: those of `budgetPlan` and `fitCurve`; `pilots_without_model` where nobody says which model the pilots are of,
 * `bad_dollars` and `bad_target`.
 */
export function purchasePlan(asked: PurchaseQuestion): Result<PurchasePlan> {
  const flaw = notFields(asked, "question") ?? notFields(asked.answer, "answer") ?? notFields(asked.labels, "labels");
  if (flaw !== null) return fail(flaw);
  const { answer, question, budget, labels, pilots, curve: options = {}, valuePerPoint, target } = asked;
  const dollars = checkDollars({ valuePerPoint });
  if (!dollars.ok) return dollars;
  if (target !== undefined && !Number.isFinite(target)) return fail({ kind: "bad_target", got: String(target) });
  if (pilots !== undefined && options.model === undefined) return fail({ kind: "pilots_without_model" });
  const bought = budgetPlan(answer, budget, question, { labels });
  if (!bought.ok) return bought;
  const fitted = pilots === undefined ? ok(null) : fitCurve(pilots, options);
  if (!fitted.ok) return fitted;
  const curve = fitted.value;
  const { model } = options;
  const named = model === undefined ? [] : estimate({ ...question, only: { models: [model] } }).offers;
  const own = new Set(named.map(({ id }) => id));
  const rows = bought.value.map((row) => {
    const offer = answer.offers.find(({ id }) => id === row.id);
    return rowOf(row, offer, asked, own.has(row.id) && row.examples > 0 ? curve : null);
  });
  // The offer that trains the pilots' model for the least; none where none bills in the currency of the budget.
  const cheapest = answer.offers.find(({ id, training }) => own.has(id) && training.currency === budget.currency);
  const costOf = cheapest === undefined ? null : costAt(cheapest, asked);
  const isPriced = curve !== null && cheapest !== undefined && costOf !== null;
  const isStop = isPriced && valuePerPoint !== undefined;
  return ok({
    rows,
    stop: isStop ? { offer: cheapest.id, best: curve.bestSpend(costOf, valuePerPoint) } : null,
    next: isPriced ? nextOf(curve, cheapest.id, costOf) : null,
    target: curve === null || target === undefined ? null : reportedTarget(curve.examplesFor(target)),
    notes: curve === null ? [] : curve.notes,
    problem: rows.some(({ examples, within }) => examples > 0 || within) ? null : belowRun(asked),
  });
}

function belowRun({ answer, budget: { amount, currency } }: PurchaseQuestion): Problem | null {
  const [cheapest] = answer.offers
    .filter(({ training }) => training.currency === currency)
    .sort((a, b) => decimal(a.training.amount).comparedTo(b.training.amount));
  if (cheapest === undefined) return answer.offers.length + answer.refused.length === 0 ? whyNone(answer) : null;
  const { id: offer, training } = cheapest;
  return { kind: "budget_below_run", field: "budget.amount", budget: amount, least: training.amount, currency, offer };
}

function rowOf(
  row: BudgetRow,
  offer: Offer | undefined,
  { question, labels }: PurchaseQuestion,
  curve: Curve | null,
): PurchaseRow {
  const { examples } = row;
  const sized = offer === undefined || examples === 0 ? null : trainingAt(question, offer)(examples);
  const training = decimal(sized?.amount ?? "0");
  const left = offer === undefined ? training : lessCredits(question, offer, training);
  const labelled = labelsOf(examples, labels);
  return {
    ...row,
    spent: {
      training: amountText(training),
      labels: amountText(labelled),
      credits: amountText(training.minus(left)),
      total: amountText(left.plus(labelled)),
    },
    expected: curve === null ? null : curve.predict(examples),
  };
}

function costAt(offer: Offer, { question, labels }: PurchaseQuestion): CostOf {
  const training = trainingCostAt(question, offer);
  return (n) => amountText(lessCredits(question, offer, decimal(training(n))).plus(labelsOf(n, labels)));
}

function nextOf(curve: Curve, offer: string, costOf: CostOf): NextDoubling {
  const examples = Math.round(2 * curve.rule.n);
  const cost = costOf(examples);
  const { gain: points, points: likely, dollarsPerPoint } = curve.nextDoubling(cost);
  return { offer, examples, cost, points, gain: { ...likely, share: curve.scale.share }, dollarsPerPoint };
}
