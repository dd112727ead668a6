import { amountText } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { perHour, rateOn, ratesOfOtherUnits, type RateInForce } from "../prices/rates.ts";
import { spreadAmount, unitPrice, type BillLine } from "./line.ts";
import type { Charge, RuleInForce, TrainingCase } from "./rules/roles.ts";
import type { Stage, Stages } from "./stages.ts";
import { addSpread, nothing, type Spread } from "./spread.ts";

export interface TrainingBill extends Charge {
  /** Tokens of the whole job, as billed; nothing for services that bill hours or images. */
  readonly tokens: Spread;
}

interface StagedBill extends TrainingBill {
  readonly perStage: readonly TrainingBill[];
}

/** The bill of all stages of the job. A day before any price has its billed tokens all the same: those of the first day with one. */
export function stagedBill(at: Omit<TrainingCase, keyof Stage>, stages: Stages): Result<StagedBill> {
  const bill = billOfStages(at, stages);
  if (bill.ok || bill.problem.kind !== "no_rate_yet") return bill;
  const then = billOfStages({ ...at, day: String(bill.problem["first"]) }, stages);
  return then.ok ? fail({ ...bill.problem, billedTokens: amountText(then.value.tokens.typical) }) : bill;
}

function billOfStages(at: Omit<TrainingCase, keyof Stage>, stages: Stages): Result<StagedBill> {
  const bills: TrainingBill[] = [];
  for (const [index, stage] of stages.entries()) {
    const bill = trainingBill({ ...at, ...stage });
    if (!bill.ok) return index === 0 ? bill : fail({ ...bill.problem, stage: index + 1 });
    bills.push(bill.value);
  }
  const labelled = (one: BillLine, index: number): BillLine =>
    index === 0 ? one : { ...one, label: `Stage ${index + 1}: ${one.label}` };
  return ok({
    lines: bills.flatMap(({ lines }, index) => lines.map((one) => labelled(one, index))),
    tokens: bills.map(({ tokens }) => tokens).reduce(addSpread),
    cost: bills.map(({ cost }) => cost).reduce(addSpread),
    assumptions: bills.flatMap(({ assumptions }) => assumptions),
    perStage: bills,
  });
}

/** The training lines: quantity by the provider's rule × its rate, then what its other rules make of the amount. */
function trainingBill(training: TrainingCase): Result<TrainingBill> {
  const { rules, job } = training;
  const [counting] = rules.of("quantity");
  if (counting === undefined || counting.unit === "nothing")
    return ok({ lines: [], tokens: nothing, cost: nothing, assumptions: [] });
  const rate = trainingRate(training, counting);
  if (!rate.ok) return rate;
  const { unit } = counting;
  const unused = ratesOfOtherUnits(training.offer, "training", unit, training.overlay);
  // Prompts typed or counted say nothing about the hours of a reinforcement run: only a price of 0 needs none.
  const isFree = unit === "hour" && job.hours === undefined && unitPrice(rate.value).isZero();
  const quantity =
    isFree && rate.value.disputed === undefined
      ? ok({ spread: nothing, label: "Training, free by the hour", assumptions: [] })
      : counting.apply(training);
  if (!quantity.ok) return quantity;
  const { spread, label, assumptions } = quantity.value;
  const cost = spreadAmount(spread, rate.value);
  const parts = [charged(training, cost, rate.value)];
  for (const { apply } of [...rules.of("drawing"), ...rules.of("grading")]) {
    const beside = apply(training);
    if (!beside.ok) return beside;
    const foreign = beside.value.lines.find((one) => one.rate.currency !== rate.value.currency);
    if (foreign !== undefined) return fail({ kind: "currency_without_rate", currency: foreign.rate.currency });
    parts.push(beside.value);
  }
  const own = { kind: "training", label, quantity: spread.typical, unit, rate: rate.value, amount: cost.typical };
  return ok({
    lines: [own, ...parts.flatMap(({ lines }) => lines)],
    tokens: unit === "token" ? spread : nothing,
    cost: parts.map(({ cost }) => cost).reduce(addSpread),
    assumptions: [
      ...assumptions,
      ...parts.flatMap((one) => one.assumptions),
      ...unused.map(({ per, source: from }) => ({ kind: "overlay_unused", per, unit, from }) as const),
      ...rules.of("unbilled").map(({ apply }) => apply()),
    ],
  });
}

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
function charged(training: TrainingCase, cost: Spread, rate: RateInForce): Charge {
  return training.rules.of("amount").reduce<Charge>(
    (all, { apply }) => {
      const { cost: changed, lines, assumptions } = apply(all.cost, training, rate);
      return { cost: changed, lines: [...all.lines, ...lines], assumptions: [...all.assumptions, ...assumptions] };
    },
    { cost, lines: [], assumptions: [] },
  );
}
