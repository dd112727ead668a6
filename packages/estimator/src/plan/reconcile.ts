import { isRecord, notFields } from "../check/fields.ts";
import { isAnswer } from "../contract/answerCheck.ts";
import type { Answer, LineItem, Offer } from "../contract/answer.ts";
import { amountText, ceilTo, decimal, larger, roundTo, sum, zero, type Amount } from "../money.ts";
import { readBook } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { fail, ok, type Result } from "../problem.ts";
import { reasonsOf, type Reason } from "./reconcileReasons.ts";
import type { TuningJob } from "../contract/tuningJob.ts";
import { jobId, jobsIn, pastedValue } from "./pastedJob.ts";
import { mayBeOf, tuningJob } from "./tuningJob.ts";

/** The offer that a job ran at, where its provider and model tell. Problem: `name_an_offer` (known: the likely ones first). */
function offerOfJob({ offers }: Pick<Answer, "offers">, job: unknown): Result<Offer> {
  const [only] = offers;
  if (only !== undefined && offers.length === 1) return ok(only);
  const read = offers
    .filter(({ provider }) => mayBeOf(provider, job))
    .map((offer) => ({ offer, job: tuningJob(offer.provider, job) }));
  const ofProvider = read.flatMap(({ offer, job: one }) => (one.ok ? [{ offer, model: one.value.model }] : []));
  const ofModel = ofProvider
    .filter(({ offer, model }) => model !== null && plain(model) === plain(offer.model))
    .toSorted((a, b) => Number(b.offer.model === b.model) - Number(a.offer.model === a.model));
  const [first, second] = ofModel;
  if (first !== undefined && second === undefined) return ok(first.offer);
  const likely = (ofModel.length > 0 ? ofModel : ofProvider).map(({ offer }) => offer.id);
  return fail({ kind: "name_an_offer", known: [...new Set([...likely, ...offers.map(({ id }) => id)])] });
}

/** A name without its owner, its day and what Together puts around Llama's: `meta-llama/Meta-Llama-3.1-8B-Instruct-Reference`. */
function plain(name: string): string {
  return (name.toLowerCase().split("/").at(-1) ?? "")
    .replaceAll(/[^a-z0-9]/gu, "")
    .replace(/^meta(?=llama)/u, "")
    .replace(/(?:reference|20\d{6})$/u, "");
}

export interface Reconciled {
  readonly offer: string;
  readonly provider: string;
  readonly asOf: string;
  readonly job: Pick<TuningJob, "id" | "model" | "createdOn" | "epochs" | "status">;
  /** Jobs of the list that this one was found in; 1 for a job alone. */
  readonly among: number;
  readonly tokens: {
    readonly estimated: string;
    readonly low: string;
    readonly high: string | null;
    readonly job: string;
    readonly counted: "billed" | "trained" | "stated" | "pass";
    readonly difference: string;
  } | null;
  readonly money: {
    readonly currency: string;
    readonly estimated: string;
    readonly low: string;
    readonly high: string | null;
    /** What the job states, or else its tokens at the rate of the estimate; null where neither is known. */
    readonly job: string | null;
    readonly basis: "billed" | "quoted" | "computed";
    readonly difference: string | null;
  };
  readonly within: boolean;
  readonly reasons: readonly Reason[];
  /** Tokens of the job per estimated token at the same epochs: to multiply the next count with; null for a job that did not end. */
  readonly factor: string | null;
}

/**
 * Holds an estimate against a job object of its provider.
 *
 * Problems: `not_an_answer`, `name_an_offer` (known) where the answer has several that the job may have run at, `offer_not_there` (known),
 * `no_token_line` for an offer that bills no training tokens, `job_of_another_model`, `job_in_other_currency`, and those of `tuningJob`.
 * `name_a_job` (known) where a list holds several, and not one alone lies within the range.
 * @param answer what `estimate` has written
 * @param job the job or a list of jobs, as JSON or pasted as it was printed; the text of an event; lines of a bill
 * @param choice the offer's id where there are several; the job's id; the price book, for the step to which a provider rounds
 */
export function reconcile(answer: Answer, job: unknown, choice: Choice = {}): Result<Reconciled> {
  const flaw = notFields(answer, "answer") ?? notFields(choice, "choice");
  if (flaw !== null) return fail(flaw);
  const jobs = jobsIn(typeof job === "string" ? (pastedValue(job) ?? job) : job);
  const [only] = jobs;
  if (jobs.length === 1 && choice.job === undefined)
    return reconcileOne(answer, typeof job === "string" ? job : only, choice);
  const named = jobs.map((one) => ({ id: jobId(one), held: reconcileOne(answer, one, choice) }));
  const wanted = named.find(({ id }) => id === choice.job)?.held;
  const fitting = named.flatMap(({ held }) => (held.ok && held.value.within ? [held.value] : []));
  const [first, second] = fitting;
  const found =
    wanted?.ok === true ? wanted.value : choice.job === undefined && second === undefined ? first : undefined;
  if (found !== undefined) return ok({ ...found, among: jobs.length });
  if (wanted?.ok === false) return wanted;
  const ids = second === undefined ? named.map(({ id }) => id) : fitting.map((one) => one.job.id);
  const known = ids.filter((id) => id !== null);
  return fail({ kind: "name_a_job", jobs: jobs.length, within: fitting.length, known });
}

interface Choice {
  readonly offer?: string | undefined;
  readonly job?: string | undefined;
  readonly prices?: PriceBook | undefined;
}

function reconcileOne(answer: Answer, job: unknown, choice: Choice): Result<Reconciled> {
  if (!isAnswer(answer)) return fail({ kind: "not_an_answer" });
  const { offer: got } = choice;
  const known = answer.offers.map(({ id }) => id);
  if (got !== undefined && !known.includes(got)) return fail({ kind: "offer_not_there", got, known });
  const chosen = offerOfJob({ offers: answer.offers.filter(({ id }) => got === undefined || id === got) }, job);
  if (!chosen.ok) return chosen;
  const offer = chosen.value;
  const line = offer.lines.find(({ kind, unit }) => kind === "training" && unit === "token");
  if (line === undefined || decimal(line.quantity).isZero()) return fail({ kind: "no_token_line", offer: offer.id });
  const read = tuningJob(offer.provider, job, offer.training.currency);
  if (!read.ok) return read;
  const { model, money, tokens } = read.value;
  if (tokens === null && money !== null && money.currency !== offer.training.currency)
    return fail({ kind: "job_in_other_currency", job: money.currency, offer: offer.training.currency });
  if (["openai", "azure"].includes(offer.provider) && model !== null && bare(model) !== bare(offer.model))
    return fail({ kind: "job_of_another_model", job: model, offer: offer.model });
  return ok(held(answer, offer, line, read.value, stepOf(offer.id, choice.prices)));
}

/** A model without its day, its tuned suffix and Azure's spelling. */
function bare(model: string): string {
  const [first = "", second = ""] = model.toLowerCase().split(":");
  return (first === "ft" ? second : first).replace(/-\d{4}(?:-\d{2}-\d{2})?$/u, "").replace("gpt-35", "gpt-3.5");
}

function stepOf(id: string, prices: PriceBook | undefined): number | null {
  const offer = prices === undefined ? undefined : readBook(prices).offers.find((one) => one.id === id);
  const step = offer?.billing.find(({ tag }) => tag === "round_tokens_up")?.["to"];
  return typeof step === "number" ? step : null;
}

function held(answer: Answer, offer: Offer, line: LineItem, job: TuningJob, step: number | null): Reconciled {
  const { amount: estimated, currency } = offer.training;
  const { low, high } = offer.trainingRange;
  const { tokens, quoted } = job;
  const passes = tokens?.counted === "pass" ? (job.epochs ?? offer.epochs) : 1;
  const count = tokens === null ? null : decimal(tokens.count).times(passes);
  const range = offer.billedTokensRange;
  const unrounded = unroundedTokens(answer, offer, step);
  const stated = job.money?.currency === currency ? job.money : null;
  const priced = count === null ? null : computed(offer, line, count, tokens?.counted === "billed" ? null : step);
  const money = stated === null ? priced : decimal(stated.amount);
  const reasons = reasonsOf({ answer, offer, job, count, unrounded, step, money });
  // What counts a picture's bytes says nothing of the bill.
  const has = (wanted: Reason["kind"]): boolean => reasons.some(({ kind }) => kind === wanted);
  const isNoBill = has("base64_pictures");
  const known = isNoBill && stated === null ? null : money;
  const counts = count === null ? [] : quoted === null ? [count] : [count, decimal(quoted)];
  const tokensFit =
    count === null ||
    counts.some((one) => !one.lessThan(range.low) && (range.high === null || !one.greaterThan(range.high)));
  // A quote was made before the tokens were counted: it is held against the tokens that it was made of.
  const isQuoteOfOthers = quoted !== null && count?.equals(quoted) === false;
  const moneyFits = stated === null || isQuoteOfOthers || liesWithin(decimal(stated.amount), low, high);
  const isRounded = step !== null && tokens?.counted === "billed";
  const run = job.epochs ?? offer.epochs;
  const basis = (isRounded ? decimal(offer.billedTokens) : unrounded).times(run).dividedBy(offer.epochs);
  const times = has("one_pass") ? run : 1;
  const tellsNext = count !== null && !basis.isZero() && !isNoBill && !has("not_ended");
  const { id, model, createdOn, epochs, status } = job;
  return {
    offer: offer.id,
    provider: offer.provider,
    asOf: answer.asOf,
    job: { id, model, createdOn, epochs, status },
    among: 1,
    tokens:
      count === null || tokens === null
        ? null
        : {
            estimated: offer.billedTokens,
            ...range,
            job: amountText(count),
            counted: tokens.counted,
            difference: amountText(count.minus(offer.billedTokens)),
          },
    money: {
      currency,
      estimated,
      low,
      high,
      job: known === null ? null : amountText(known),
      basis: stated?.basis ?? "computed",
      difference: known === null ? null : amountText(known.minus(estimated)),
    },
    // Below a minimum or an allowance the bill is the same, however few the tokens are.
    within: (tokensFit || isNoBill || has("minimum") || has("free_allowance")) && moneyFits,
    reasons,
    factor: tellsNext ? amountText(roundTo(count.times(times).dividedBy(basis), 4)) : null,
  };
}

/** Whether a bill, which is in whole cents, can be one of a range that is not. */
function liesWithin(bill: Amount, low: string, high: string | null): boolean {
  return (
    bill.greaterThanOrEqualTo(decimal(low).times(100).floor().dividedBy(100)) &&
    (high === null || bill.lessThanOrEqualTo(ceilTo(decimal(high), "0.01")))
  );
}

/** Typed tokens times epochs, where the bill is that and no more than rounded; else the bill's own. */
function unroundedTokens({ input }: Answer, offer: Offer, step: number | null): Amount {
  const billed = decimal(offer.billedTokens);
  const job: unknown = input.job;
  if (!isRecord(job) || typeof job["examples"] !== "number" || typeof job["tokensPerExample"] !== "number")
    return billed;
  const typed = decimal(job["examples"]).times(job["tokensPerExample"]).times(offer.epochs);
  return ceilTo(typed, String(step ?? 1)).equals(billed) ? typed.ceil() : billed;
}

/** So many tokens at the rate of the estimate, with its rounding, minimum and free allowance. */
function computed(offer: Offer, line: LineItem, count: Amount, step: number | null): Amount {
  const price = decimal(line.amount).dividedBy(line.quantity);
  const free = sum(offer.lines.filter(({ kind }) => kind === "allowance").map(({ amount }) => decimal(amount)));
  const least = offer.lines.some(({ kind }) => kind === "minimum") ? decimal(offer.training.amount) : zero;
  const billed = step === null ? count : ceilTo(count, String(step));
  return larger(billed.times(price).plus(free), least);
}
