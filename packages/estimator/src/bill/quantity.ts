import type { Note } from "../contract/notes.ts";
import { ceilTo, decimal, roundTo, zero, type Amount } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { BookOffer } from "../prices/offers.ts";
import type { Overlay } from "../prices/overlay.ts";
import type { Job } from "../contract/question.ts";
import { countedFor, type Counted } from "./counted.ts";
import type { Part } from "./lengthLimits.ts";
import { allPasses, type Extra } from "./passes.ts";
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

/** What the training rate is multiplied by. */
export interface Quantity {
  readonly spread: Spread;
  readonly unit: string;
  readonly label: string;
  readonly assumptions: readonly Note[];
}

/** What the offer's rule counts. */
export function trainingUnit(rules: Rules): string {
  return rules.has("hours") ? "hour" : rules.has("images") ? "image" : "token";
}

/** The quantity that the offer's rule bills: tokens, hours, images or steps. */
export function trainingQuantity(training: TrainingCase): Result<Quantity> {
  const { rules, job, epochs } = training;
  if (rules.has("hours")) return hourQuantity(training);
  if (rules.has("images")) {
    if (job.imagesSeen === undefined) return fail({ kind: "not_stated", what: "images" });
    return ok(known(decimal(job.imagesSeen), "image", "Training images seen"));
  }
  const steps = rules.get("steps");
  if (steps !== undefined && job.steps !== undefined)
    return ok(
      known(
        decimal(job.steps).times(numberOf(steps, "tokensPerStep", 131_072)),
        "token",
        `Training, ${job.steps} steps`,
      ),
    );
  return tokenQuantity(training, epochs);
}

function hourQuantity({ rules, job }: TrainingCase): Result<Quantity> {
  if (job.hours === undefined) return fail({ kind: "not_stated", what: "hours" });
  const rule = rules.get("hours");
  const hours = decimal(job.hours);
  return ok(
    known(
      rule?.["decimals"] === undefined ? hours : roundTo(hours, numberOf(rule, "decimals", 2)),
      "hour",
      "Training hours",
    ),
  );
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
  const turns =
    rules.has("thinking_turns") && job.thinkingTurns !== undefined
      ? decimal(job.thinkingTurns).dividedBy(2)
      : decimal(1);
  const trained = allPasses(
    mapSpread(pass.value, (tokens) => tokens.times(turns).plus(mixed)),
    epochs,
    rules,
  );
  const validation = validationTokens(training, epochs);
  const step = rules.get("round_tokens_up");
  const whole = (value: Amount): Amount => ceilTo(value, step === undefined ? "1" : String(numberOf(step, "to", 1)));
  const spread = mapSpread(addSpread(trained.spread, validation.spread), whole);
  return ok({
    spread: ordered(spread),
    unit: "token",
    label: `Training, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    assumptions: [
      ...counted.assumptions,
      ...counted.limitNotes(billedPart(rules), offer.limits),
      ...preferenceAssumptions(training),
      ...trained.assumptions,
      ...(job.packing === false && !rules.has("unpacked_rows") ? [{ kind: "packed_only" } as const] : []),
      ...validation.assumptions,
    ],
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
  const pass = counted.pass(billedPart(rules), limits);
  const records = decimal(counted.modelTurns).times(recount ? numberOf(recount, "tokensPerRecord", 0) : 0);
  const twice = rules.has("prompt_twice") && offer.method.startsWith("dpo") ? counted.pass("prompt", limits) : nothing;
  return ok(mapSpread(addSpread(pass, "profile" in job ? twice : nothing), (tokens) => tokens.plus(records)));
}

function billedPart(rules: Rules): Part {
  if (rules.has("recounted_turns_times_epochs")) return "recounted";
  return rules.has("trainable_tokens_times_epochs") ? "trainable" : "tokens";
}

/** The validation set, as often as the provider bills it. Disputed: low without, high with; not stated: high with. */
function validationTokens({ rules, job, offer }: TrainingCase, epochs: number): Extra {
  if (job.validation === undefined) return { spread: nothing, assumptions: [] };
  const set = countedFor(offer, job.validation);
  const recount = rules.get("recounted_turns_times_epochs");
  const records = decimal(set.modelTurns).times(recount ? numberOf(recount, "tokensPerRecord", 0) : 0);
  const once = mapSpread(set.pass(recount ? "recounted" : "tokens", offer.limits), (tokens) => tokens.plus(records));
  const times = (n: number): Spread => mapSpread(once, (tokens) => tokens.times(n));
  if (rules.has("validation_once")) return { spread: times(1), assumptions: [] };
  if (rules.has("validation_times_evaluations")) return { spread: times(job.evaluations ?? 0), assumptions: [] };
  if (rules.has("validation_free"))
    return {
      spread: nothing,
      assumptions: [{ kind: "validation_free" }],
    };
  const perEpoch = rules.get("validation_times_epochs");
  if (perEpoch === undefined)
    return {
      spread: { ...nothing, high: times(Math.max(epochs, job.evaluations ?? 0)).high },
      assumptions: [{ kind: "validation_not_stated" }],
    };
  if (perEpoch["disputed"] !== true) return { spread: times(epochs), assumptions: [] };
  return { spread: { ...times(epochs), low: zero }, assumptions: [{ kind: "validation_disputed" }] };
}

function preferenceAssumptions({ rules, offer, job }: TrainingCase): Note[] {
  if (!offer.method.startsWith("dpo")) return [];
  if (!rules.has("prompt_twice")) return [{ kind: "pair_tokens", billed: "once" }];
  return "profile" in job ? [] : [{ kind: "pair_tokens", billed: "prompt_twice" }];
}
