import type { Money } from "../money.ts";
import type { Limits } from "../prices/priceFile.ts";
import type { LineRate } from "../prices/rates.ts";
import type { Problem } from "../problem.ts";
import type { Question } from "./question.ts";

/** The whole answer: plain JSON, the same bytes for the same question. */
export interface Answer {
  readonly schemaVersion: 1;
  readonly asOf: string;
  readonly estimator: string;
  /** The price book; `altered` where its prices are not those that its fingerprint was made of. */
  readonly prices: { readonly version: string; readonly sha256: string; readonly altered?: true };
  /** The question with its defaults filled in, without the price book: `estimate({ ...input, prices })` gives the same bytes. Empty where a field cannot be read. */
  readonly input: AnsweredQuestion;
  /** Complete ones first, then by total (US dollars first, then by currency), then by id. Rows of the data that are missing from all do not count. */
  readonly offers: readonly Offer[];
  /** The other offers of the book that pass the filter, each with its reason, sorted by id. */
  readonly refused: readonly Refusal[];
  readonly notices: readonly Assumption[];
  /** Why the question itself cannot be answered; `offers` and `refused` are empty then. */
  readonly problem?: { readonly reason: Problem; readonly sentence: string };
}

/** A question without its price book; without anything where it could not be read. */
export type AnsweredQuestion = Partial<Omit<Question, "prices">>;

export interface Refusal {
  readonly id: string;
  readonly reason: Problem;
  readonly sentence: string;
  /** The arithmetic, where the data and not the price is the reason. */
  readonly wouldBe?: Offer;
}

/** One way to tune one model at one provider: provider × model × method × variant. */
export interface Offer {
  /** `provider/model:method[@variant]`, unique. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly providerName: string;
  readonly modelName: string;
  readonly method: string;
  readonly variant: string | null;
  readonly status: { readonly kind: string; readonly until?: string; readonly source: string };
  /** Days since the oldest price of training, use and hosting in its bill was last seen; 0 where a later copy has it, null for your own. Over 90 it is marked, over 180 it ranks lower. */
  readonly priceAge: number | null;
  readonly epochs: number;
  readonly providerEpochs: number | null;
  /** What the provider takes at most and at least; empty where nobody wrote it down. */
  readonly limits: Limits;
  /** The whole job: all epochs, caps and rounding applied. */
  readonly billedTokens: string;
  /** How few and how many they may be: of forms, of a tokenizer that is not the offer's, of epochs and of a range typed. */
  readonly billedTokensRange: Range;
  readonly tokensExact: boolean;
  readonly lines: readonly LineItem[];
  /** All lines over the horizon; training alone where no traffic is given. */
  readonly total: Money;
  /** Training lines alone: paid once. */
  readonly training: Money;
  /** Inference of 1,000 requests of the stated shape, or of the data's own; null where unknown. */
  readonly perThousandRequests: Money | null;
  /** Inference, hosting and storage of one full month of the traffic; null without traffic. */
  readonly monthly: Money | null;
  /** What a deployment costs that nobody calls; null where an idle model costs nothing. */
  readonly idle: Idle | null;
  /** True where the total holds every part of every month asked for: only such totals compare. False too where it stops answering before (`horizon.clippedAt`). */
  readonly complete: boolean;
  /** What the total leaves out, each in a few words; the total is "at least" where there is any. */
  readonly notCounted: readonly string[];
  /** Of the total; `high` is null where something is not counted: nobody knows how much it may become. */
  readonly range: Range & { readonly currency: string };
  /** Of the training alone, in its currency. */
  readonly trainingRange: Range;
  readonly horizon: { readonly months: number; readonly clippedAt?: string };
  /** Against the alternative of the question; null without one, or where a price is missing. */
  readonly breakEven: BreakEven | null;
  readonly assumptions: readonly Assumption[];
}

/** Decimal strings; `high` is null where there is no upper end. */
export interface Range {
  readonly low: string;
  readonly high: string | null;
}

export interface Idle {
  readonly perDay: Money;
  /** Days after which the provider deletes an idle deployment; absent where it never does. */
  readonly days?: number;
  readonly perMonth: Money;
}

export interface BreakEven {
  readonly alternativeMonthly: Money;
  /** Months until the training has paid for itself; null where it never does, or not before its answers stop. */
  readonly months: string | null;
  readonly low: string | null;
  readonly high: string | null;
  /** When the tuned model stops answering, where that is known: the day, and the months until then. */
  readonly stops?: { readonly day: string; readonly months: string };
  readonly sentence: string;
}

export interface Assumption {
  /** One of `noteKinds`; a newer version may have more. */
  readonly kind: string;
  readonly sentence: string;
  /** Set on a `not_counted` that is missing from the training, and not from the use of the tuned model. */
  readonly part?: "training";
  /** Public address of the rule behind it, where one is known. */
  readonly source?: string;
  /** What the sentence is made of, by name: counts are numbers, amounts decimal text. Absent where it is made of nothing. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** One line of the bill: quantity × rate = amount. */
export interface LineItem {
  /** `training`, `inference`, `hosting`, `storage`, `minimum`, `grading`, `rounding`, `credit`, …: readers ignore what they do not know. */
  readonly kind: string;
  readonly label: string;
  readonly quantity: string;
  readonly unit: string;
  readonly rate: LineRate;
  /** Quantity × rate, exact; rounded by nothing but a `rounding` line of the provider's own rule. */
  readonly amount: string;
}
