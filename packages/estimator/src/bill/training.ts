import type { Note } from "../contract/notes.ts";
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

/** The bill of all stages of the job, in the order given. */
export function stagedBill(at: Omit<TrainingCase, keyof Stage>, [first, ...further]: Stages): Result<StagedBill> {
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
  const { offer, rules, job } = training;
  // Prompts and answers typed or counted for supervised tuning say nothing about a reinforcement run.
  if (offer.method.startsWith("rft") && job.hours === undefined) return fail({ kind: "not_stated", what: "hours" });
  const [counting] = rules.of("quantity");
  if (counting === undefined || counting.unit === "nothing")
    return ok({ lines: [], tokens: nothing, cost: nothing, assumptions: [] });
  const rate = trainingRate(training, counting);
  if (!rate.ok) return rate;
  const quantity = counting.apply(training);
  if (!quantity.ok) return quantity;
  const { spread, label, assumptions } = quantity.value;
  const { unit } = counting;
  const grading = gradingLines(training, rate.value);
  if (!grading.ok) return grading;
  const charged = charges(training, spreadAmount(spread, rate.value), rate.value);
  return ok({
    lines: [line("training", label, spread.typical, unit, rate.value), ...charged.lines, ...grading.value.lines],
    tokens: unit === "token" ? spread : nothing,
    cost: addSpread(charged.cost, linesCost(grading.value.lines)),
    assumptions: [
      ...assumptions,
      ...charged.assumptions,
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
