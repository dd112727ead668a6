import { isRecord } from "../check/fields.ts";
import type { Answer, Offer } from "../contract/answer.ts";
import { amountText, ceilTo, decimal, type Amount } from "../money.ts";
import type { TuningJob } from "../contract/tuningJob.ts";

/** Why a job and its estimate differ, or agree although their counts do not. */
export type Reason =
  | { readonly kind: "not_ended"; readonly status: string }
  | { readonly kind: "epochs"; readonly estimated: number; readonly job: number }
  | { readonly kind: "rounding"; readonly tokens: string; readonly to: number; readonly billed: string }
  | { readonly kind: "trained_not_billed"; readonly to: number }
  | { readonly kind: "base64_pictures"; readonly images: number; readonly perImage: number }
  | { readonly kind: "one_pass"; readonly epochs: number }
  | { readonly kind: "message_tokens"; readonly perExample: number; readonly examples: number }
  | { readonly kind: "validation"; readonly tokens: string; readonly times: number }
  | { readonly kind: "cap"; readonly limit: number }
  | { readonly kind: "quote"; readonly quoted: string; readonly counted: string }
  | { readonly kind: "minimum"; readonly amount: string; readonly currency: string }
  | { readonly kind: "other_currency"; readonly amount: string; readonly job: string; readonly offer: string }
  | { readonly kind: "free_allowance"; readonly tokens: string };

export interface Compared {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly job: TuningJob;
  readonly count: Amount | null;
  /** Tokens of the estimate before the provider's rounding. */
  readonly unrounded: Amount;
  readonly step: number | null;
  readonly money: Amount | null;
}

/** Tokens around messages are a few per example, and a small share of all: a larger difference may be other data. */
const mostPerExample = 16;
const mostOfCount = 0.05;

/** States of a job whose tokens are not those of the whole run, by providers' APIs. */
const unfinished = /fail|cancel|error|expired|stopp|running|pending|paus|queu|progress|started|validating/iu;

export function reasonsOf(compared: Compared): readonly Reason[] {
  const { offer, job, count, step } = compared;
  const epochs = job.epochs ?? offer.epochs;
  const reasons: (Reason | false | null)[] =
    count === null
      ? []
      : [
          epochs !== offer.epochs && { kind: "epochs", estimated: offer.epochs, job: epochs },
          exactReason(compared, count, epochs),
          step !== null && job.tokens?.counted === "trained" && { kind: "trained_not_billed", to: step },
          job.quoted !== null &&
            !count.equals(job.quoted) && { kind: "quote", quoted: String(job.quoted), counted: amountText(count) },
        ];
  const { status } = job;
  const ending = status !== null && unfinished.test(status) && ({ kind: "not_ended", status } as const);
  return [ending, ...reasons, ...ofMoney(compared)].filter((reason) => reason !== false && reason !== null);
}

/** The first reason that gives the job's count to the token, at the same epochs. */
function exactReason(
  { answer: { input }, offer, job: { tokens, hasValidation }, unrounded, step }: Compared,
  count: Amount,
  epochs: number,
): Reason | null {
  const expected = unrounded.times(epochs).dividedBy(offer.epochs);
  if (count.equals(expected)) return null;
  const { contextTokens } = offer.limits;
  const how = tokens?.counted;
  const [small, large] = how === "billed" ? [expected, count] : [count, expected];
  if (step !== null && (how === "billed" || how === "trained") && ceilTo(small, String(step)).equals(large))
    return { kind: "rounding", tokens: amountText(small), to: step, billed: amountText(large) };
  const job: Readonly<Record<string, unknown>> = isRecord(input.job) ? input.job : {};
  const profile = isRecord(job["profile"]) ? job["profile"] : null;
  // A typed mean that is wrong agrees with many a rule by chance: only counted rows tell.
  if ((profile !== null || how === "stated") && epochs > 1 && count.times(epochs).equals(expected))
    return { kind: "one_pass", epochs };
  const more = count.minus(expected);
  const pictures = how === "trained" && profile !== null ? picturesAsText(profile, more.dividedBy(epochs)) : null;
  if (pictures !== null) return pictures;
  const { examples } = profile ?? job;
  if (typeof examples !== "number") return null;
  if (
    contextTokens !== undefined &&
    count.equals(decimal(contextTokens).times(examples).times(epochs)) &&
    more.lessThan(0)
  )
    return { kind: "cap", limit: contextTokens };
  const validation = hasValidation ? validationOf(job["validation"]) : null;
  if (validation !== null && more.greaterThan(0)) {
    const times = more.dividedBy(validation);
    if (times.isInteger() && times.lessThanOrEqualTo(epochs))
      return { kind: "validation", tokens: amountText(validation), times: times.toNumber() };
  }
  // A rounded count hides what stands around each message.
  if (profile === null || step !== null) return null;
  const perExample = more.dividedBy(examples).dividedBy(epochs);
  const isFew =
    perExample.abs().lessThanOrEqualTo(mostPerExample) && more.abs().lessThanOrEqualTo(expected.times(mostOfCount));
  return perExample.isInteger() && isFew
    ? { kind: "message_tokens", perExample: perExample.toNumber(), examples }
    : null;
}

/** Characters of base64 per counted token. @source microsoft-foundry/fine-tuning, Demos/Image_FT_Chart_Analysis (129,488,088 tokens) */
const base64PerToken = 1.467;

/** How far the count may lie from the file's length, both ways: headers and texts are no pictures. */
const nearly = 0.25;

/** A count that is as long as the pictures' own bytes: the job object counts them as text, and the bill does not. */
function picturesAsText({ images, bytes }: Readonly<Record<string, unknown>>, more: Amount): Reason | null {
  if (typeof images !== "number" || images === 0 || typeof bytes !== "number" || bytes === 0) return null;
  const share = more.times(base64PerToken).dividedBy(bytes).toNumber();
  return Math.abs(share - 1) <= nearly
    ? { kind: "base64_pictures", images, perImage: more.dividedBy(images).toDecimalPlaces(0).toNumber() }
    : null;
}

function ofMoney({ offer, job, money, count }: Compared): readonly (Reason | false)[] {
  if (money === null) return [];
  const allowance = offer.assumptions.find(({ kind }) => kind === "free_allowance")?.facts?.["tokens"];
  const { amount, currency } = offer.training;
  const isMinimum = offer.lines.some(({ kind }) => kind === "minimum") && money.equals(amount);
  const isFree = money.isZero() && typeof allowance === "number" && count?.lessThanOrEqualTo(allowance) === true;
  const foreign = job.money !== null && job.money.currency !== currency && job.money;
  return [
    foreign && { kind: "other_currency", amount: foreign.amount, job: foreign.currency, offer: currency },
    isMinimum && { kind: "minimum", amount, currency },
    isFree && { kind: "free_allowance", tokens: String(allowance) },
  ];
}

function validationOf(set: unknown): Amount | null {
  if (!isRecord(set) || typeof set["examples"] !== "number" || typeof set["tokensPerExample"] !== "number") return null;
  const tokens = decimal(set["examples"]).times(set["tokensPerExample"]);
  return tokens.isZero() ? null : tokens;
}
