import type { Assumption, LineItem } from "../answer.ts";
import { amountText, ceilTo, decimal, larger, roundTo, zero, type Amount } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { BookOffer } from "../prices/offers.ts";
import type { Overlay } from "../prices/overlay.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import type { Job } from "../question.ts";
import { countedBy, type Counted, type Part } from "./counted.ts";
import { differenceLine, line, lineAmount } from "./line.ts";
import { numberOf, type Rules } from "./rules.ts";
import { addSpread, exactly, mapSpread, nothing, ordered, type Spread } from "./spread.ts";

/** What the training bill of one offer is made from. */
export interface TrainingCase {
  readonly offer: BookOffer;
  readonly rules: Rules;
  readonly job: Job;
  readonly counted: Counted;
  readonly epochs: number;
  readonly day: string;
  readonly overlay: Overlay;
}

/** The training part of a bill. */
export interface TrainingBill {
  readonly lines: readonly LineItem[];
  /** Tokens of the whole job, as billed; nothing for services that bill hours or images. */
  readonly tokens: Spread;
  readonly cost: Spread;
  readonly assumptions: readonly Assumption[];
}

interface Quantity {
  readonly spread: Spread;
  readonly unit: string;
  readonly label: string;
  readonly assumptions: readonly Assumption[];
}

/** The training lines: quantity by the provider's rule × its rate, then its minimum and its rounding. */
export function trainingBill(training: TrainingCase): Result<TrainingBill> {
  const { rules, job } = training;
  if (rules.has("free")) return ok({ lines: [], tokens: nothing, cost: nothing, assumptions: [freeAssumption] });
  const rate = trainingRate(training);
  if (!rate.ok) return rate;
  const quantity = trainingQuantity(training);
  if (!quantity.ok) return quantity;
  const { spread, unit, label, assumptions } = quantity.value;
  const lines = [line("training", label, spread.typical, unit, rate.value)];
  const grading = gradingLines(training, rate.value);
  if (!grading.ok) return grading;
  const charged = minimumCharge(mapSpread(spread, (value) => lineAmount(value, rate.value)), training);
  const rounded = roundedUp(charged.cost, rules, rate.value);
  const graded = grading.value.reduce((sum, { amount }) => sum.plus(amount), zero);
  return ok({
    lines: [...lines, ...charged.lines, ...rounded.lines, ...grading.value],
    tokens: unit === "token" ? spread : nothing,
    cost: mapSpread(rounded.cost, (value) => value.plus(graded)),
    assumptions: [...assumptions, ...charged.assumptions, ...hourAssumptions(rules, job), ...overlaid(rate.value)],
  });
}

const freeAssumption: Assumption = { kind: "free_training", sentence: "The provider does not charge for this step." };

/** The training rate: the method's own row, or another method's × a published factor. */
function trainingRate({ offer, rules, day, overlay }: TrainingCase): Result<RateInForce> {
  const own = rateOn(offer, { kind: "training" }, day, overlay);
  const multiple = rules.get("multiply");
  if (own.ok || multiple === undefined) return own;
  const other = rateOn(offer, { kind: "training", method: String(multiple["of"]) }, day, overlay);
  if (!other.ok) return other;
  const amount = decimal(other.value.amount).times(String(multiple["factor"]));
  return ok({ ...other.value, amount: amountText(amount) });
}

function trainingQuantity(training: TrainingCase): Result<Quantity> {
  const { rules, job, epochs } = training;
  if (rules.has("hours")) return hourQuantity(training);
  if (rules.has("images")) {
    if (job.imagesSeen === undefined) return fail({ kind: "not_stated", what: "images" });
    return ok(known(decimal(job.imagesSeen), "image", "Training images seen"));
  }
  const steps = rules.get("steps");
  if (steps !== undefined && job.steps !== undefined)
    return ok(known(decimal(job.steps).times(numberOf(steps, "tokensPerStep", 131_072)), "token", `Training, ${job.steps} steps`));
  return tokenQuantity(training, epochs);
}

function hourQuantity({ rules, job }: TrainingCase): Result<Quantity> {
  if (job.hours === undefined) return fail({ kind: "not_stated", what: "hours" });
  const rule = rules.get("hours");
  const hours = decimal(job.hours);
  return ok(known(rule?.["decimals"] === undefined ? hours : roundTo(hours, numberOf(rule, "decimals", 2)), "hour", "Training hours"));
}

function known(value: Amount, unit: string, label: string): Quantity {
  return { spread: exactly(value), unit, label, assumptions: [] };
}

/** Tokens of all passes, the validation set and what the provider mixes in; rounded by its own rule. */
function tokenQuantity(training: TrainingCase, epochs: number): Result<Quantity> {
  const { rules, job, counted, offer } = training;
  const pass = onePass(training);
  if (!pass.ok) return pass;
  const mixed = rules.has("mixed_in_tokens") ? decimal(job.mixedInTokens ?? 0) : zero;
  const turns = rules.has("thinking_turns") && job.thinkingTurns !== undefined ? decimal(job.thinkingTurns).dividedBy(2) : decimal(1);
  const trained = mapSpread(pass.value, (tokens) => tokens.times(turns).plus(mixed).times(epochs));
  const validation = validationTokens(training, epochs);
  const step = rules.get("round_tokens_up");
  const whole = (value: Amount): Amount => ceilTo(value, step === undefined ? "1" : String(numberOf(step, "to", 1)));
  const spread = mapSpread(addSpread(trained, validation.spread), whole);
  return ok({
    spread: ordered(spread),
    unit: "token",
    label: `Training, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    assumptions: [...counted.assumptions, ...lengthAssumptions(counted, offer), ...preferenceAssumptions(training), ...validation.assumptions],
  });
}

function onePass({ rules, job, counted, offer }: TrainingCase): Result<Spread> {
  const { limits } = offer;
  if (rules.has("unpacked_rows") && job.packing === false) {
    const rowTokens = job.maxSequenceTokens ?? limits.contextTokens;
    return rowTokens === undefined
      ? fail({ kind: "not_stated", what: "max_sequence_tokens" })
      : ok(exactly(decimal(rowTokens).times(counted.examples)));
  }
  const recount = rules.get("recounted_turns_times_epochs");
  const part: Part = recount ? "recounted" : rules.has("trainable_tokens_times_epochs") ? "trainable" : "tokens";
  const pass = counted.pass(part, limits);
  const records = decimal(counted.modelTurns).times(recount ? numberOf(recount, "tokensPerRecord", 0) : 0);
  const twice = rules.has("prompt_twice") && offer.method.startsWith("dpo") ? counted.pass("prompt", limits) : nothing;
  return ok(mapSpread(addSpread(pass, "profile" in job ? twice : nothing), (tokens) => tokens.plus(records)));
}

interface Extra {
  readonly spread: Spread;
  readonly assumptions: readonly Assumption[];
}

/** The validation set, as often as the provider bills it. A disputed rule: low without, high with. */
function validationTokens({ rules, job, offer }: TrainingCase, epochs: number): Extra {
  if (job.validation === undefined) return { spread: nothing, assumptions: [] };
  const set = countedBy(offer.model.counting, job.validation);
  const recount = rules.get("recounted_turns_times_epochs");
  const records = decimal(set.modelTurns).times(recount ? numberOf(recount, "tokensPerRecord", 0) : 0);
  const once = mapSpread(set.pass(recount ? "recounted" : "tokens", offer.limits), (tokens) => tokens.plus(records));
  const times = (n: number): Spread => mapSpread(once, (tokens) => tokens.times(n));
  if (rules.has("validation_once")) return { spread: times(1), assumptions: [] };
  if (rules.has("validation_times_evaluations")) return { spread: times(job.evaluations ?? 0), assumptions: [] };
  const perEpoch = rules.get("validation_times_epochs");
  if (perEpoch === undefined) return { spread: nothing, assumptions: [{ kind: "validation_free", sentence: "Validation tokens are not billed here." }] };
  if (perEpoch["disputed"] !== true) return { spread: times(epochs), assumptions: [] };
  const sentence = "Sources disagree on whether validation tokens are billed: the total holds them, the low end of the range leaves them out.";
  return { spread: { ...times(epochs), low: zero }, assumptions: [{ kind: "validation_disputed", sentence }] };
}

function lengthAssumptions(counted: Counted, offer: BookOffer): Assumption[] {
  const { contextTokens, overContext } = offer.limits;
  const examples = counted.tooLong(offer.limits);
  if (examples === 0 || contextTokens === undefined) return [];
  const fate = overContext === "cut" ? "their end, the answer, is cut" : overContext === "drop" ? "they are dropped" : "what happens to them is not stated; they are billed whole";
  return [{ kind: "over_context", sentence: `${examples} ${examples === 1 ? "example is" : "examples are"} longer than ${contextTokens} tokens: ${fate}.` }];
}

function preferenceAssumptions({ rules, offer, job }: TrainingCase): Assumption[] {
  if (!offer.method.startsWith("dpo")) return [];
  if (rules.has("prompt_twice")) {
    return "profile" in job ? [] : [{ kind: "pair_tokens", sentence: "Tokens per example stand for a whole pair; this provider bills the prompt with each of the two answers." }];
  }
  return [{ kind: "pair_tokens", sentence: "A pair is billed as its prompt and both answers, once each; no source says how this provider counts a pair." }];
}

interface Charge {
  readonly cost: Spread;
  readonly lines: readonly LineItem[];
  readonly assumptions: readonly Assumption[];
}

/** At least the minimum. A disputed one is left out of the total and of the low end, and stands in the high end. */
function minimumCharge(cost: Spread, { rules, offer, day, overlay }: TrainingCase): Charge {
  const rule = rules.get("minimum");
  const rate = rateOn(offer, { kind: "minimum" }, day, overlay);
  if (rule === undefined || !rate.ok) return { cost, lines: [], assumptions: [] };
  const least = (value: Amount): Amount => larger(value, decimal(rate.value.amount));
  const named = `${rate.value.amount} ${rate.value.currency}`;
  if (rule["disputed"] === true) {
    if (cost.high.greaterThanOrEqualTo(rate.value.amount)) return { cost, lines: [], assumptions: [] };
    const sentence = `Sources disagree on a minimum of ${named} per job: the high end of the range holds it.`;
    return { cost: { ...cost, high: least(cost.high) }, lines: [], assumptions: [{ kind: "minimum_disputed", sentence }] };
  }
  const rest = least(cost.typical).minus(cost.typical);
  const lines = rest.isZero() ? [] : [differenceLine("minimum", `Up to the minimum of ${named} per job`, rest, rate.value)];
  return { cost: mapSpread(cost, least), lines, assumptions: [] };
}

/** The invoice rounded up, as a line of its own so that quantity × rate stays exact. */
function roundedUp(cost: Spread, rules: Rules, rate: RateInForce): Omit<Charge, "assumptions"> {
  const rule = rules.get("round_amount_up");
  if (rule === undefined) return { cost, lines: [] };
  const step = String(rule["to"]);
  const rest = ceilTo(cost.typical, step).minus(cost.typical);
  const lines = rest.isZero() ? [] : [differenceLine("rounding", `Rounded up to ${step} ${rate.currency}`, rest, rate)];
  return { cost: mapSpread(cost, (value) => ceilTo(value, step)), lines };
}

/** Tokens that a model grader reads and writes, at the provider's own rates. */
function gradingLines({ rules, job, offer, day, overlay }: TrainingCase, training: RateInForce): Result<LineItem[]> {
  if (!rules.has("grader_tokens")) return ok([]);
  const lines: LineItem[] = [];
  for (const [kind, tokens, label] of [
    ["grader_input", job.graderInputTokens, "Grader input"],
    ["grader_output", job.graderOutputTokens, "Grader output"],
  ] as const) {
    if (tokens === undefined || tokens === 0) continue;
    const rate = rateOn(offer, { kind }, day, overlay);
    if (!rate.ok) return rate;
    if (rate.value.currency !== training.currency) return fail({ kind: "currency_without_rate", currency: rate.value.currency });
    lines.push(line("grading", label, decimal(tokens), "token", rate.value));
  }
  return ok(lines);
}

function hourAssumptions(rules: Rules, job: Job): Assumption[] {
  const notes: Assumption[] = [];
  const pauseAt = rules.get("hours")?.["pauseAt"];
  if (pauseAt !== undefined) notes.push({ kind: "pause", sentence: `The provider pauses the job at ${String(pauseAt)} US dollars; resuming lifts the limit.` });
  if (rules.has("grader_tokens") && job.graderInputTokens === undefined)
    notes.push({ kind: "not_counted", sentence: "Tokens of a model grader were not stated and are not counted." });
  return notes;
}

export function overlaid(rate: RateInForce): Assumption[] {
  return (rate.overlaid ?? []).map((what) => ({ kind: "overlay", sentence: `Your own price book sets ${what}.` }));
}
