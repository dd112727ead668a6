import {
  type Check,
  type Result,
  amountText,
  decimal,
  fail,
  ok,
  published,
  each,
  fitting,
  having,
  amount,
  isRecord,
  list,
  maybe,
  text,
} from "@tunecast/estimator/parts";
import type { Interval, LogPoint, Tracked, TrackedNote, TrainingLog } from "./tracked.ts";
import type { SelfHostAnswer } from "../answer.ts";

type Timed = Readonly<Record<"step" | "seconds", number>>;

interface Pace extends Pick<Tracked, "pauses"> {
  readonly whole: Interval;
  readonly perStep: number;
}

/** Shares that four of five public logs stay within from 5 % of their steps on (`test/track.test.ts`). */
const off = { low: -0.06, high: 0.4 } as const;
const restOfAll = 0.05;
const early = 0.05;

/** The median between entries is a step, what is far above it a pause; pauses come at equal distances. @param points at least one, by step @param steps of the whole run */
export function paceOf(points: readonly Timed[], steps: number): Pace {
  const last = points.at(-1) ?? { step: 0, seconds: 0 };
  const gaps = gapsOf(points);
  const usual = medianPace(gaps);
  const over = ({ steps: n, seconds }: Gap): number => seconds - n * usual;
  // Twice the usual time, several steps long, and no hiccup.
  const paused = gaps.slice(1).filter((gap) => over(gap) > Math.max(gap.steps * usual, 5 * usual, 3));
  const lost = paused.map(over);
  const pausedSeconds = lost.reduce((sum, seconds) => sum + seconds, 0);
  const perStep = (last.seconds - pausedSeconds) / Math.max(1, last.step);
  const left = Math.max(0, steps - last.step);
  const each = pausedSeconds / Math.max(1, lost.length);
  const typical = last.seconds + left * perStep + pausesLeft(paused, last, steps) * each;
  const share = Math.min(1, last.step / steps);
  const room = left === 0 ? 0 : (1 - share + restOfAll) * Math.sqrt(Math.max(1, early / Math.max(share, 1e-6)));
  const low = Math.max(last.seconds, typical * (1 + Math.max(-0.9, off.low * room)));
  return {
    whole: { low, typical, high: typical * (1 + off.high * room) },
    perStep,
    pauses: lost.length === 0 ? null : { count: lost.length, seconds: each },
  };
}

type Gap = Readonly<Record<"from" | "steps" | "seconds", number>>;

function gapsOf(points: readonly Timed[]): Gap[] {
  return points.map(({ step, seconds }, at) => {
    const before = points[at - 1] ?? { step: 0, seconds: 0 };
    return { from: before.step, steps: Math.max(1, step - before.step), seconds: seconds - before.seconds };
  });
}

function medianPace(gaps: readonly Gap[]): number {
  const sorted = gaps.toSorted((a, b) => a.seconds / a.steps - b.seconds / b.steps);
  const half = sorted.reduce((sum, { steps }) => sum + steps, 0) / 2;
  let below = 0;
  const middle = sorted.find(({ steps }) => (below += steps) >= half);
  return middle === undefined ? 0 : middle.seconds / middle.steps;
}

/** A pause that would come with the last steps is no part of the run: its log ends with them. */
const beforeEnd = 0.99;

function pausesLeft(paused: readonly Gap[], last: Timed, steps: number): number {
  const final = paused.at(-1);
  if (final === undefined) return 0;
  const distance = Math.max(1, (final.from + final.steps / 2) / paused.length);
  const had = Math.max(paused.length, Math.floor(last.step / distance));
  return Math.max(0, Math.floor((beforeEnd * steps) / distance) - had);
}

const count = fitting((value) => typeof value === "number" && value > 0 && Number.isFinite(value), "a positive number");
function orNull(check: Check): Check {
  return (value, path) => (value === null ? null : check(value, path));
}
const bought = {
  lines: list(having({ rate: having({ amount: amount, currency: text }) })),
  total: having({ amount: amount }),
  range: having({ low: amount, high: amount }),
};
const offer = having({ ...each("id gpu", text), ...each("gpus machines", count), ...bought });
const runEstimate = having({
  model: having({ id: text, parameters: count }),
  gpu: having({ id: text }),
  gpus: count,
  memory: fitting(isRecord, "an object"),
  throughput: having(each("tokensPerSecondPerGpu stepSeconds", count)),
  hours: orNull(having(each("low typical high", count))),
  cost: orNull(having({ offers: list(offer), owned: maybe(orNull(having(bought))) })),
  input: having({ accumulation: count }),
});

export interface TrackChoice {
  /** Id of an offer; the cheapest with the cards of the answer where not given. */
  readonly offer?: string | undefined;
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
  if (runEstimate(answer, "") !== null) return fail({ kind: "not_a_run_estimate" });
  const done = log.points.at(-1);
  if (done === undefined) return fail({ kind: "log_without_entries", tool: log.tool });
  const ratio = (log.parameters ?? answer.model.parameters) / answer.model.parameters;
  if (Math.max(ratio, 1 / ratio) > likeness)
    return fail({ kind: "log_of_another_model", log: log.parameters ?? 0, model: answer.model.id });
  const steps = log.steps ?? (log.finished ? done.step : choice.steps);
  if (steps === undefined) return fail({ kind: "log_without_end", tool: log.tool });
  const timed = timedPoints(log.points, choice.seconds);
  if (timed.length === 0) return fail({ kind: "log_without_clock", tool: log.tool });
  const finished = log.finished || done.step >= steps;
  const pace = paceOf(timed, finished ? Math.min(steps, done.step) : steps);
  const spent = timed.at(-1)?.seconds ?? 0;
  const cost = costOf(answer, { ...pace.whole, spent }, choice.offer);
  if (!cost.ok) return cost;
  const { low, typical, high } = pace.whole;
  const hours = { low: low / 3600, typical: typical / 3600, high: high / 3600 };
  const estimated = answer.hours;
  const speed = speedOf(answer, log, { pace, steps, estimated: choice.steps });
  const tracked: Tracked = {
    model: answer.model.id,
    cards: { gpu: answer.gpu.id, gpus: answer.gpus },
    tool: log.tool,
    steps: { done: done.step, of: steps, estimated: choice.steps ?? null },
    endStated: log.steps !== null || log.finished,
    finished,
    hours: { spent: spent / 3600, projected: hours, estimated },
    cost: cost.value,
    loss: lossOf(log.points),
    pauses: pace.pauses,
    tokensPerSecond: speed,
    factor: speed === null ? null : speed / (answer.throughput.tokensPerSecondPerGpu * answer.gpus),
    within: estimated && hours.typical >= estimated.low && hours.typical <= estimated.high,
    notes: notesOf(log, { done: done.step, of: steps, estimated: choice.steps, finished, price: cost.value }),
  };
  return ok(published(tracked));
}

/** Entries with a time; of a log without a clock the last alone, where somebody says how long it took. */
function timedPoints(points: readonly LogPoint[], seconds: number | undefined): Timed[] {
  const own = points.flatMap(({ step, seconds: at }) => (at === null ? [] : [{ step, seconds: at }]));
  const last = points.at(-1);
  return own.length > 0 || seconds === undefined || last === undefined ? own : [{ step: last.step, seconds }];
}

/** Tokens a second of all cards, pauses left out; null where neither log nor estimate says. */
function speedOf(
  { throughput, gpus, input }: SelfHostAnswer,
  { points }: TrainingLog,
  { pace, steps, estimated }: { pace: Pace; steps: number; estimated: number | undefined },
): number | null {
  const last = points.findLast(({ tokens }) => (tokens ?? 0) > 0);
  if (last !== undefined) return (last.tokens ?? 0) / (last.step * pace.perStep);
  if (estimated === undefined || Math.abs(steps / estimated - 1) > sameSteps) return null;
  const perStep = throughput.tokensPerSecondPerGpu * gpus * throughput.stepSeconds * input.accumulation;
  return perStep / pace.perStep;
}

function costOf(
  { cost, gpu, gpus }: SelfHostAnswer,
  { low, typical, high, spent }: Interval & { readonly spent: number },
  wanted: string | undefined,
): Result<Tracked["cost"]> {
  const offers = cost?.offers ?? [];
  const own = offers.find((one) => one.gpu === gpu.id && one.gpus === gpus) ?? cost?.owned;
  const offer = wanted === undefined ? own : offers.find(({ id }) => id === wanted);
  if (wanted !== undefined && offer === undefined)
    return fail({ kind: "offer_not_there", got: wanted, known: offers.map(({ id }) => id) });
  const rate = offer?.lines[0]?.rate;
  if (!offer || rate === undefined) return ok(null);
  const perHour = decimal(rate.amount).times("machines" in offer ? offer.machines : 1);
  const of = (seconds: number): string => amountText(perHour.times((seconds / 3600).toFixed(4)));
  return ok({
    offer: "id" in offer ? offer.id : "your own cards",
    currency: rate.currency,
    perHour: amountText(perHour),
    spent: of(spent),
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
  run: { done: number; of: number; estimated: number | undefined; finished: boolean; price: Tracked["cost"] },
): TrackedNote[] {
  const { done, of: steps, estimated = steps } = run;
  const notes: readonly (TrackedNote | false)[] = [
    !run.finished && done < early * steps && { kind: "early", percent: (100 * done) / steps },
    Math.abs(steps / estimated - 1) > sameSteps && { kind: "other_steps", log: steps, estimate: estimated },
    restarts > 0 && { kind: "restarted", times: restarts },
    unread !== null && { kind: "cut", ...unread },
    run.price === null && { kind: "no_price" },
  ];
  return notes.filter((note) => note !== false);
}
