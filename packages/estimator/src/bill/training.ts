import type { LineItem } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { fail, ok, type Result } from "../problem.ts";
import { rateOn, ratesOfOtherUnits, timesRate, type RateInForce } from "../prices/rates.ts";
import type { Job } from "../contract/question.ts";
import { gradingLines, minimumCharge, roundedUp } from "./charges.ts";
import { line, linesCost, overlaid, perHour, spreadAmount } from "./line.ts";
import { trainingQuantity, trainingUnit, type TrainingCase } from "./quantity.ts";
import type { Rules } from "./rules.ts";
import type { Stage, Stages } from "./stages.ts";
import { addSpread, nothing, type Spread } from "./spread.ts";

/** The training part of a bill. */
export interface TrainingBill {
  readonly lines: readonly LineItem[];
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
  const bill = trainingBill({ ...at, ...first });
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

/** The training lines: quantity by the provider's rule × its rate, then its minimum and its rounding. */
function trainingBill(training: TrainingCase): Result<TrainingBill> {
  const { offer, rules, job } = training;
  // Prompts and answers typed or counted for supervised tuning say nothing about a reinforcement run.
  if (offer.method.startsWith("rft") && job.hours === undefined) return fail({ kind: "not_stated", what: "hours" });
  if (offer.method === "import") return ok({ lines: [], tokens: nothing, cost: nothing, assumptions: [] });
  const rate = trainingRate(training);
  if (!rate.ok) return rate;
  const quantity = trainingQuantity(training);
  if (!quantity.ok) return quantity;
  const { spread, unit, label, assumptions } = quantity.value;
  const lines = [line("training", label, spread.typical, unit, rate.value)];
  const grading = gradingLines(training, rate.value);
  if (!grading.ok) return grading;
  const charged = minimumCharge(spreadAmount(spread, rate.value), training);
  const rounded = roundedUp(charged.cost, rules, rate.value);
  return ok({
    lines: [...lines, ...charged.lines, ...rounded.lines, ...grading.value],
    tokens: unit === "token" ? spread : nothing,
    cost: addSpread(rounded.cost, linesCost(grading.value)),
    assumptions: [
      ...assumptions,
      ...charged.assumptions,
      ...hourAssumptions(rules, job),
      ...overlaid(rate.value),
      ...unused(training),
    ],
  });
}

/** The training rate: the method's own row, or another method's × a published factor. */
function trainingRate({ offer, rules, day, overlay }: TrainingCase): Result<RateInForce> {
  const key = { kind: "training", unit: trainingUnit(rules) } as const;
  const own = rateOn(offer, key, day, overlay);
  const multiple = rules.get("multiply");
  if (own.ok) return ok(perHour(own.value));
  if (multiple === undefined) return own;
  const other = rateOn(offer, { ...key, method: String(multiple["of"]) }, day, overlay);
  if (!other.ok) return other;
  return ok(timesRate(other.value, String(multiple["factor"])));
}

function unused({ offer, rules, overlay }: TrainingCase): Note[] {
  const unit = trainingUnit(rules);
  return ratesOfOtherUnits(offer, "training", unit, overlay).map(({ per, source }) => ({
    kind: "overlay_unused",
    per,
    unit,
    from: source,
  }));
}

function hourAssumptions(rules: Rules, job: Job): Note[] {
  const notes: Note[] = [];
  const pauseAt = rules.get("hours")?.["pauseAt"];
  if (pauseAt !== undefined) notes.push({ kind: "pause", dollars: String(pauseAt) });
  if (rules.has("grader_tokens") && job.graderInputTokens === undefined)
    notes.push({ kind: "not_counted", what: "grader_tokens", part: "training" });
  return notes;
}
