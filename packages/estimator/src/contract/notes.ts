import type { CustomerException } from "../prices/bookWords.ts";
import type { Dispute } from "../prices/rateEntry.ts";
import type { Overlaid } from "../prices/overlay.ts";

/**
 * What an answer assumes and has to say, as data: every kind with its facts; `words/notes.ts` has a sentence for each, and does not
 * compile without. Counts are numbers, money is text.
 */
export interface NoteFacts {
  // How the data are counted.
  readonly rollouts_drawn: { readonly perPrompt: number; readonly turns: number; readonly cached: boolean };
  readonly typed_tokens: { readonly tokensPerExample: number };
  readonly estimated_tokens: {
    /** Tokens of this model per token of o200k_base. */
    readonly low: number;
    readonly typical: number;
    readonly high: number;
    /** Kinds of text in the data with their share of the tokens; null where the data do not tell. */
    readonly mix: readonly (readonly [kind: string, share: number])[] | null;
  };
  readonly template_billing_unknown: { readonly template: string };
  readonly converted_tokens: object;
  readonly form_not_known: {
    readonly of: "pictures_names_tools" | "tools";
    readonly less: number;
    readonly more: number;
  };
  readonly not_counted: NotCounted;
  // What is too long, and what becomes of it.
  readonly over_context: {
    readonly count: number;
    readonly unit: "example" | "record";
    readonly limit: number;
    readonly cut: boolean;
  };
  readonly records_uncounted: { readonly turns: number; readonly limit: number };
  readonly long_turns: { readonly examples: number; readonly limit: number; readonly known: boolean };
  // The training bill.
  readonly packed_steps: { readonly size: number };
  readonly epochs_not_stated: object;
  readonly band: { readonly low: string; readonly high: string };
  readonly validation_free: object;
  readonly validation_not_stated: object;
  readonly validation_disputed: object;
  readonly packed_only: object;
  readonly pair_tokens: { readonly billed: "prompt_twice" | "once" };
  readonly minimum_disputed: { readonly amount: string; readonly currency: string };
  readonly minimum_exempt: { readonly amount: string; readonly currency: string };
  readonly pause: { readonly dollars: string };
  readonly not_billed: { readonly rate: string; readonly why: string };
  readonly epochs_assumed: object;
  // The user's own prices.
  readonly overlay: Overlaid;
  readonly overlay_unused: { readonly per: string; readonly unit: string; readonly from: string };
  readonly credits: object;
  readonly credits_not_used: { readonly currency: string; readonly wanted: string; readonly from: string };
  // Serving.
  readonly no_cached_rate: object;
  readonly no_batch_rate: { readonly model: "tuned" | "base"; readonly billed: "as_rest" | "as_tuned" };
  readonly cards: { readonly cards: number; readonly parameters: string };
  readonly region: { readonly factor: number };
  readonly idle_deleted: { readonly days: number };
  readonly hosting_idle: { readonly days: number };
  readonly clipped: { readonly day: string; readonly months: number; readonly of: number };
  // The offer and its prices.
  /** `open`: who may still train, statement by statement, where it is more than who tuned here before. */
  readonly free_allowance: { readonly tokens: number; readonly until: string };
  readonly record_tokens: { readonly tokens: number };
  readonly example_tokens: { readonly tokens: number };
  readonly existing_customers: {
    readonly from: string;
    readonly until?: string;
    readonly open?: readonly { readonly since: string; readonly unless: CustomerException }[];
  };
  /** The newest list lacks the offer; an older one of the same weeks has it, or a price of it was seen since. */
  readonly unconfirmed_offer: {
    readonly lacking: string;
    readonly having?: string;
    readonly priced?: string;
    readonly source: string;
  };
  readonly convert_first: { readonly shape: string; readonly takes: readonly string[] };
  readonly rows_rejected: { readonly rows: number };
  readonly file_size: { readonly megabytes: number; readonly most: number; readonly way: string };
  readonly secondary_source: object;
  readonly seen_later: { readonly seen: string; readonly from: string };
  readonly undated_price: { readonly read: string };
  readonly old_price: { readonly seen: string; readonly asOf: string };
  readonly price_disputed: Pick<Dispute, "amount" | "said"> & {
    readonly label: string;
    readonly currency: string;
    readonly per: string;
  };
  // The whole answer.
  readonly no_match: {
    readonly filters: readonly { readonly filter: string; readonly words: readonly string[] }[];
  };
  /** A model was named behind a provider that does not tune it: the offers are those of others. */
  readonly sold_by_others: { readonly model: string; readonly provider: string };
  readonly residency_unknown: { readonly offers: number; readonly providers: readonly string[] };
  readonly old_exchange: { readonly from: string; readonly to: string; readonly date: string; readonly days: number };
  readonly epochs_differ: object;
  /** Nothing in the book is fresh: days since the newest of its prices was seen. */
  readonly old_book: { readonly days: number };
  readonly old_prices: { readonly days: number; readonly providers: readonly string[] };
  readonly no_validation: object;
  readonly missing_parts: { readonly here: number; readonly of: number };
  readonly bad_rows: { readonly rows: number };
  readonly unread_columns: { readonly columns: readonly string[]; readonly rows: number };
}

/** What a total leaves out; `part` is set on what is missing from the training, and not from the use of the model. */
export type NotCounted =
  | { readonly what: "prices"; readonly names: readonly string[]; readonly page: string }
  | { readonly what: "checkpoint" }
  /** Tokens a second on average, and how many the deployment that is billed surely carries. */
  | { readonly what: "load"; readonly tokens: number; readonly most: number }
  /** Cards of a deployment beside the one that is billed: the size of the model is not published. */
  | { readonly what: "cards" }
  | { readonly what: "serving"; readonly because: "not_asked" | "no_machine" }
  | { readonly what: "pictures"; readonly pictures: number; readonly part: "training" }
  | { readonly what: "pictures_of_run"; readonly pictures: number; readonly part: "training" }
  | { readonly what: "grader_tokens"; readonly part: "training" }
  | { readonly what: "towers"; readonly reads: readonly string[]; readonly part: "training" };

export type NoteKind = keyof NoteFacts;

/** Notes of facts: each its kind, the facts of its sentence, and the public address of the rule behind it, where one is known. */
export type NotesOf<Facts, K extends keyof Facts> = {
  readonly [P in K]: { readonly kind: P; readonly source?: string } & Facts[P];
}[K];

export type Note<K extends NoteKind = NoteKind> = NotesOf<NoteFacts, K>;
