import type { Interval, LogPoint, Tracked, TrackedNote, TrainingLog } from "./tracked.ts";
import { type Result, amountText, decimal, fail, ok, published } from "@tunecast/estimator/parts";
import type { SelfHostAnswer } from "../answer.ts";
import { isRunEstimate } from "./runCheck.ts";
import { early, paceOf, type Pace, type Timed } from "./pace.ts";

/** Which offer of the estimate was rented, and what the log leaves open. */
export interface TrackChoice {
  /** Id of an offer; the cheapest with the cards of the answer where not given. */
  readonly offer?: string | undefined;
  /** Steps that the estimate has. */
  readonly steps?: number | undefined;
  /** Wall seconds until the last entry, for logs without a clock. */
  readonly seconds?: number | undefined;
}

/** A model may have so many times the parameters that a log shows, adapters and embeddings counted or not. */
const likeness = 1.7;
/** Steps of the log over those of the estimate, for which both are of the same data and batch. */
const sameSteps = 0.02;

/**
 * Holds a run against its estimate: what it has spent, what it will come to, and how fast it is.
 *
 * Problems: `not_a_run_estimate`, `log_without_entries`, `log_without_clock`, `log_without_end`, `log_of_another_model`,
 * `offer_not_there` (known).
 */
export function trackRun(answer: SelfHostAnswer, log: TrainingLog, choice: TrackChoice = {}): Result<Tracked> {
  if (!isRunEstimate(answer)) return fail({ kind: "not_a_run_estimate" });
  const [points, done] = [log.points, log.points.at(-1)];
  if (done === undefined) return fail({ kind: "log_without_entries", tool: log.tool });
  if (log.parameters !== null && isOther(log.parameters, answer.model.parameters))
    return fail({ kind: "log_of_another_model", log: log.parameters, model: answer.model.id });
  const steps = log.steps ?? (log.finished ? done.step : choice.steps);
  if (steps === undefined) return fail({ kind: "log_without_end", tool: log.tool });
  const timed = timedPoints(points, choice.seconds);
  if (timed.length === 0) return fail({ kind: "log_without_clock", tool: log.tool });
  const finished = log.finished || done.step >= steps;
  const pace = paceOf(timed, finished ? Math.min(steps, done.step) : steps);
  const cost = costOf(answer, pace, timed, choice.offer);
  if (!cost.ok) return cost;
  const hours = inHours(pace.whole);
  const estimated = answer.hours;
  const speed = speedOf(answer, log, { pace, steps, estimated: choice.steps });
  const tracked: Tracked = {
    model: answer.model.id,
    cards: { gpu: answer.gpu.id, gpus: answer.gpus },
    tool: log.tool,
    steps: { done: done.step, of: steps, estimated: choice.steps ?? null },
    finished,
    hours: { spent: spentSeconds(timed) / 3600, projected: hours, estimated },
    cost: cost.value,
    loss: lossOf(points),
    pauses: pace.pauses,
    tokensPerSecond: speed,
    factor: speed === null ? null : speed / (answer.throughput.tokensPerSecondPerGpu * answer.gpus),
    within: estimated && hours.typical >= estimated.low && hours.typical <= estimated.high,
    notes: notesOf(log, { done: done.step, steps, finished, estimated: choice.steps, hasPrice: cost.value !== null }),
  };
  return ok(published(tracked));
}

function isOther(a: number, b: number): boolean {
  return Math.max(a, b) / Math.min(a, b) > likeness;
}

/** Entries with a time; of a log without a clock the last alone, where somebody says how long it took. */
function timedPoints(points: readonly LogPoint[], seconds: number | undefined): Timed[] {
  const own = points.flatMap(({ step, seconds: at }) => (at === null ? [] : [{ step, seconds: at }]));
  const last = points.at(-1);
  return own.length > 0 || seconds === undefined || last === undefined ? own : [{ step: last.step, seconds }];
}

function spentSeconds(timed: readonly Timed[]): number {
  return timed.at(-1)?.seconds ?? 0;
}

function inHours({ low, typical, high }: Interval): Interval {
  return { low: low / 3600, typical: typical / 3600, high: high / 3600 };
}

/**
 * Tokens a second of all cards, pauses left out: as the log counts them, or those of the estimate's steps where the log
 * has as many steps.
 */
function speedOf(
  { throughput, gpus, input }: SelfHostAnswer,
  { points }: TrainingLog,
  { pace, steps, estimated }: { pace: Pace; steps: number; estimated: number | undefined },
): number | null {
  const counted = points.filter(({ tokens }) => tokens !== null && tokens > 0);
  const last = counted.at(-1);
  if (last !== undefined) return (last.tokens ?? 0) / (last.step * pace.perStep);
  if (estimated === undefined || Math.abs(steps / estimated - 1) > sameSteps) return null;
  const { accumulation } = input;
  const perStep = throughput.tokensPerSecondPerGpu * gpus * throughput.stepSeconds * accumulation;
  return perStep / pace.perStep;
}

/** Dollars at the price of the offer, for the hours of the run alone. */
function costOf(
  { cost, gpu, gpus }: SelfHostAnswer,
  pace: Pace,
  timed: readonly Timed[],
  wanted: string | undefined,
): Result<Tracked["cost"]> {
  const offers = cost?.offers ?? [];
  const own = cost?.owned;
  const offer =
    wanted === undefined
      ? (offers.find((one) => one.gpu === gpu.id && one.gpus === gpus) ?? own)
      : offers.find(({ id }) => id === wanted);
  if (wanted !== undefined && offer === undefined)
    return fail({ kind: "offer_not_there", got: wanted, known: offers.map(({ id }) => id) });
  const rate = offer?.lines[0]?.rate;
  if (!offer || rate === undefined) return ok(null);
  const perHour = decimal(rate.amount).times("machines" in offer ? offer.machines : 1);
  const of = (seconds: number): string => amountText(perHour.times((seconds / 3600).toFixed(4)));
  const { low, typical, high } = pace.whole;
  return ok({
    offer: "id" in offer ? offer.id : "your own cards",
    currency: rate.currency,
    perHour: amountText(perHour),
    spent: of(spentSeconds(timed)),
    projected: { low: of(low), typical: of(typical), high: of(high) },
    estimated: { low: offer.range.low, typical: offer.total.amount, high: offer.range.high },
  });
}

function lossOf(points: readonly LogPoint[]): Tracked["loss"] {
  const losses = points.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const [first, last] = [losses[0], losses.at(-1)];
  return first === undefined || last === undefined ? null : { first, last, lowest: Math.min(...losses) };
}

function notesOf(
  { restarts, unread }: TrainingLog,
  run: { done: number; steps: number; finished: boolean; estimated: number | undefined; hasPrice: boolean },
): TrackedNote[] {
  const { done, steps, finished, estimated, hasPrice } = run;
  const notes: readonly (TrackedNote | false)[] = [
    !finished && done < early * steps && { kind: "early", percent: (100 * done) / steps },
    estimated !== undefined &&
      Math.abs(steps / estimated - 1) > sameSteps && { kind: "other_steps", log: steps, estimate: estimated },
    restarts > 0 && { kind: "restarted", times: restarts },
    unread !== null && { kind: "cut", ...unread },
    !hasPrice && { kind: "no_price" },
  ];
  return notes.flatMap((note) => (note === false ? [] : [note]));
}
