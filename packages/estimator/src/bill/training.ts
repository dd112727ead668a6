import type { Note } from "../contract/notes.ts";
import { amountText, decimal, zero } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { rateOn, ratesOfOtherUnits, type RateInForce } from "../prices/rates.ts";
import { line, linesCost, overlaid, perHour, spreadAmount, type BillLine } from "./line.ts";
import type { Charge, Charged, RuleInForce, TrainingCase } from "./rules/roles.ts";
import type { Stage, Stages } from "./stages.ts";
import { addSpread, nothing, type Spread } from "./spread.ts";

/** The training part of a bill. */
export interface TrainingBill {
  readonly lines: readonly BillLine[];
  /** Tokens of the whole job, as billed; nothing for services that bill hours or images. */
  readonly tokens: Spread;
  readonly cost: Spread;
  readonly assumptions: readonly Note[];
}

/** The bills of all stages, each at the same rates. */
export interface StagedBill extends TrainingBill {
  readonly perStage: readonly TrainingBill[];
}

/** The bill of all stages of the job. A day before any price has its billed tokens all the same: those of the first day with one. */
export function stagedBill(at: Omit<TrainingCase, keyof Stage>, stages: Stages): Result<StagedBill> {
  const bill = billOfStages(at, stages);
  if (bill.ok || bill.problem.kind !== "no_rate_yet") return bill;
  const then = billOfStages({ ...at, day: String(bill.problem["first"]) }, stages);
  return then.ok ? fail({ ...bill.problem, billedTokens: amountText(then.value.tokens.typical) }) : bill;
}

function billOfStages(at: Omit<TrainingCase, keyof Stage>, [first, ...further]: Stages): Result<StagedBill> {
  const { offer, rules, day, overlay } = at;
  const { job, counted, epochs } = first;
  const bill = trainingBill({ offer, rules, day, overlay, job, counted, epochs });
  if (!bill.ok) return bill;
  let all: StagedBill = { ...bill.value, perStage: [bill.value] };
  for (const [index, stage] of further.entries()) {
    const number = index + 2;
    const next = trainingBill({ ...at, ...stage });
    if (!next.ok) return fail({ ...next.problem, stage: number });
    all = { ...addedBill(all, next.value, `Stage ${number}: `), perStage: [...all.perStage, next.value] };
  }
  return ok(all);
}

function addedBill(a: TrainingBill, b: TrainingBill, label: string): TrainingBill {
  return {
    lines: [...a.lines, ...b.lines.map((item) => ({ ...item, label: `${label}${item.label}` }))],
    tokens: addSpread(a.tokens, b.tokens),
    cost: addSpread(a.cost, b.cost),
    assumptions: [...a.assumptions, ...b.assumptions],
  };
}

/** The training lines: quantity by the provider's rule × its rate, then what its other rules make of the amount. */
function trainingBill(training: TrainingCase): Result<TrainingBill> {
  const { rules, job } = training;
  const [counting] = rules.of("quantity");
  if (counting === undefined || counting.unit === "nothing")
    return ok({ lines: [], tokens: nothing, cost: nothing, assumptions: [] });
  const rate = trainingRate(training, counting);
  if (!rate.ok) return rate;
  // Prompts typed or counted say nothing about the hours of a reinforcement run: only a price of 0 needs none.
  if (counting.unit === "hour" && job.hours === undefined && isFree(rate.value))
    return ok({
      lines: [line("training", "Training, free by the hour", zero, "hour", rate.value)],
      tokens: nothing,
      cost: nothing,
      assumptions: overlaid(rate.value),
    });
  const quantity = counting.apply(training);
  if (!quantity.ok) return quantity;
  const { spread, label, assumptions } = quantity.value;
  const { unit } = counting;
  const drawing = drawn(training, rate.value);
  if (!drawing.ok) return drawing;
  const grading = gradingLines(training, rate.value);
  if (!grading.ok) return grading;
  const charged = charges(training, spreadAmount(spread, rate.value), rate.value);
  return ok({
    lines: [
      line("training", label, spread.typical, unit, rate.value),
      ...charged.lines,
      ...drawing.value.lines,
      ...grading.value.lines,
    ],
    tokens: unit === "token" ? spread : nothing,
    cost: addSpread(addSpread(charged.cost, drawing.value.cost), linesCost(grading.value.lines)),
    assumptions: [
      ...assumptions,
      ...charged.assumptions,
      ...drawing.value.assumptions,
      ...grading.value.assumptions,
      ...overlaid(rate.value),
      ...unused(training, unit),
      ...rules.of("unbilled").map(({ apply }) => apply()),
    ],
  });
}

/** The training rate: the method's own row, or what a rule makes of another's. */
function trainingRate(
  { offer, rules, day, overlay }: TrainingCase,
  { unit }: RuleInForce<"quantity">,
): Result<RateInForce> {
  const key = { kind: "training", unit } as const;
  const own = rateOn(offer, key, day, overlay);
  if (own.ok) return ok(perHour(own.value));
  const [instead] = rules.of("rate");
  return instead === undefined ? own : instead.apply((method) => rateOn(offer, { ...key, method }, day, overlay));
}

/** The cost as the offer's rules change it one after another, each with a line of its own. */
function charges(training: TrainingCase, cost: Spread, rate: RateInForce): Charge {
  let charged: Charge = { cost, lines: [], assumptions: [] };
  for (const { apply } of training.rules.of("amount")) {
    const next = apply(charged.cost, training, rate);
    charged = {
      cost: next.cost,
      lines: [...charged.lines, ...next.lines],
      assumptions: [...charged.assumptions, ...next.assumptions],
    };
  }
  return charged;
}

const noDrawing: Charge = { cost: nothing, lines: [], assumptions: [] };

/** What it costs that the model draws its own completions, in the currency of the training. */
function drawn(training: TrainingCase, { currency }: RateInForce): Result<Charge> {
  const [drawing] = training.rules.of("drawing");
  const drew = drawing === undefined ? ok(noDrawing) : drawing.apply(training);
  if (!drew.ok) return drew;
  const foreign = drew.value.lines.find(({ rate }) => rate.currency !== currency);
  return foreign === undefined ? drew : fail({ kind: "currency_without_rate", currency: foreign.rate.currency });
}

function isFree({ amount, disputed }: RateInForce): boolean {
  return decimal(amount).isZero() && disputed === undefined;
}

function gradingLines(training: TrainingCase, rate: RateInForce): Result<Charged> {
  const [grading] = training.rules.of("grading");
  return grading === undefined ? ok({ lines: [], assumptions: [] }) : grading.apply(training, rate);
}

function unused({ offer, overlay }: TrainingCase, unit: string): Note[] {
  return ratesOfOtherUnits(offer, "training", unit, overlay).map(({ per, source }) => ({
    kind: "overlay_unused",
    per,
    unit,
    from: source,
  }));
}
