import { isRecord } from "../check/fields.ts";
import type { Answer, Offer } from "../contract/answer.ts";
import { amountText, ceilTo, decimal, type Amount } from "../money.ts";
import type { TuningJob } from "../contract/tuningJob.ts";

/** Why a job and its estimate differ, or agree although their counts do not. */
export type Reason =
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
  | { readonly kind: "free_allowance"; readonly tokens: string };

/** What the reasons are looked for in. */
export interface Compared {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly job: TuningJob;
  /** Tokens of the job, all passes. */
  readonly count: Amount | null;
  /** Tokens of the estimate before the provider's rounding. */
  readonly unrounded: Amount;
  readonly step: number | null;
  readonly money: Amount | null;
}

/** Tokens around messages are a few per example: a larger difference is something else. */
const mostPerExample = 16;

/** A difference of more than this share is as likely to be other data as tokens around messages: the job does not tell. */
const mostOfCount = 0.05;

/** Every reason that the arithmetic shows. */
export function reasonsOf(compared: Compared): readonly Reason[] {
  return [...ofTokens(compared), ...ofQuote(compared), ...ofMoney(compared)];
}

function ofTokens({ answer, offer, job, count, unrounded, step }: Compared): Reason[] {
  if (count === null) return [];
  const other = job.epochs !== null && job.epochs !== offer.epochs ? job.epochs : null;
  const epochs = other ?? offer.epochs;
  const expected = unrounded.times(epochs).dividedBy(offer.epochs);
  const first: Reason[] = other === null ? [] : [{ kind: "epochs", estimated: offer.epochs, job: other }];
  const trained: Reason[] =
    step !== null && job.tokens?.counted === "trained" ? [{ kind: "trained_not_billed", to: step }] : [];
  return [...first, ...rest({ answer, offer, job, count, expected, epochs, step }), ...trained];
}

interface AtSameEpochs {
  readonly answer: Answer;
  readonly offer: Offer;
  readonly job: TuningJob;
  readonly count: Amount;
  readonly expected: Amount;
  readonly epochs: number;
  readonly step: number | null;
}

/** The first reason that gives the job's count to the token. */
function rest({ answer, offer, job, count, expected, epochs, step }: AtSameEpochs): Reason[] {
  if (count.equals(expected)) return [];
  const to = step ?? 1;
  if (step !== null && job.tokens?.counted === "billed" && ceilTo(expected, String(to)).equals(count))
    return [{ kind: "rounding", tokens: amountText(expected), to, billed: amountText(count) }];
  if (step !== null && job.tokens?.counted === "trained" && ceilTo(count, String(to)).equals(expected))
    return [{ kind: "rounding", tokens: amountText(count), to, billed: amountText(expected) }];
  // A typed mean that is wrong agrees with many a rule by chance: only counted rows tell.
  const isCounted = hasProfile(answer);
  const maybePass = isCounted || job.tokens?.counted === "stated";
  if (maybePass && epochs > 1 && count.times(epochs).equals(expected)) return [{ kind: "one_pass", epochs }];
  const pictures = picturesAsText(answer, job, count.minus(expected).dividedBy(epochs));
  if (pictures !== null) return [pictures];
  const { contextTokens } = offer.limits;
  const examples = examplesOf(answer);
  if (examples === null) return [];
  const most = contextTokens === undefined ? null : decimal(contextTokens).times(examples).times(epochs);
  if (most !== null && count.equals(most) && expected.greaterThan(most))
    return [{ kind: "cap", limit: contextTokens ?? 0 }];
  const more = count.minus(expected);
  const validation = job.hasValidation ? validationOf(answer) : null;
  if (validation !== null && more.greaterThan(0)) {
    const times = more.dividedBy(validation);
    if (times.decimalPlaces() === 0 && times.lessThanOrEqualTo(epochs))
      return [{ kind: "validation", tokens: amountText(validation), times: times.toNumber() }];
  }
  if (!isCounted) return [];
  // A rounded count hides what stands around each message.
  if (job.tokens?.counted === "billed" && step !== null) return [];
  const perExample = more.dividedBy(examples).dividedBy(epochs);
  const isFew =
    perExample.abs().lessThanOrEqualTo(mostPerExample) && more.abs().lessThanOrEqualTo(expected.times(mostOfCount));
  return perExample.decimalPlaces() === 0 && isFew
    ? [{ kind: "message_tokens", perExample: perExample.toNumber(), examples }]
    : [];
}

/**
 * Characters of base64 that make a token of the job object's count.
 * @source microsoft-foundry/fine-tuning, Demos/Image_FT_Chart_Analysis: 129,488,088 trained tokens of 2,000 pictures three times
 */
const base64PerToken = 1.467;

/** How far the count may lie from the file's length, both ways: headers and texts are no pictures. */
const nearly = 0.25;

/** A count that is as long as the pictures' own bytes: the job object counts them as text, and the bill does not. */
function picturesAsText({ input }: Answer, { tokens }: TuningJob, more: Amount): Reason | null {
  const job: unknown = input.job;
  const profile = isRecord(job) && isRecord(job["profile"]) ? job["profile"] : {};
  const { images, bytes } = profile;
  if (
    tokens?.counted !== "trained" ||
    typeof images !== "number" ||
    images === 0 ||
    typeof bytes !== "number" ||
    bytes === 0
  )
    return null;
  const share = more.times(base64PerToken).dividedBy(bytes).toNumber();
  return Math.abs(share - 1) <= nearly
    ? { kind: "base64_pictures", images, perImage: more.dividedBy(images).toDecimalPlaces(0).toNumber() }
    : null;
}

function ofQuote({ job, count }: Compared): Reason[] {
  return job.quoted === null || count === null || count.equals(job.quoted)
    ? []
    : [{ kind: "quote", quoted: String(job.quoted), counted: amountText(count) }];
}

function ofMoney({ offer, money, count }: Compared): Reason[] {
  const hasLine = (kind: string): boolean => offer.lines.some((line) => line.kind === kind);
  const allowance = offer.assumptions.find(({ kind }) => kind === "free_allowance")?.facts?.["tokens"];
  const { amount, currency } = offer.training;
  return [
    ...(money !== null && hasLine("minimum") && money.equals(amount)
      ? [{ kind: "minimum", amount, currency } as const]
      : []),
    ...(money?.isZero() === true && typeof allowance === "number" && count?.lessThanOrEqualTo(allowance) === true
      ? [{ kind: "free_allowance", tokens: String(allowance) } as const]
      : []),
  ];
}

/** Whether the examples were counted from a file. */
function hasProfile({ input }: Answer): boolean {
  return isRecord(input.job) && isRecord(input.job["profile"]);
}

function examplesOf({ input }: Answer): number | null {
  const job: unknown = input.job;
  if (!isRecord(job)) return null;
  const examples = isRecord(job["profile"]) ? job["profile"]["examples"] : job["examples"];
  return typeof examples === "number" && examples > 0 ? examples : null;
}

/** Tokens of a typed validation set, one pass. */
function validationOf({ input }: Answer): Amount | null {
  const job: unknown = input.job;
  const set = isRecord(job) ? job["validation"] : undefined;
  if (!isRecord(set) || typeof set["examples"] !== "number" || typeof set["tokensPerExample"] !== "number") return null;
  const tokens = decimal(set["examples"]).times(set["tokensPerExample"]);
  return tokens.isZero() ? null : tokens;
}
