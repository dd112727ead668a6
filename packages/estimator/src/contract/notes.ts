import type { CustomerException } from "../prices/bookWords.ts";
import type { Dispute } from "../prices/rateEntry.ts";
import type { Overlaid } from "../prices/overlay.ts";

/** Facts of notes and of problems, whose words declare them: text, numbers, lists of names; a field has a path beside its name. */
export type Texts<K extends string> = Readonly<Record<K, string>>;
export type Counts<K extends string> = Readonly<Record<K, number>>;
export type Lists<K extends string> = Readonly<Record<K, readonly string[]>>;
export type Names<K extends string = never> = Texts<K> & Lists<"known">;
export type Field<K extends string = never> = Texts<"field" | K> & Partial<Texts<"path">>;

/** What an answer assumes and has to say: every kind with its facts. `words/notes.ts` has a sentence for each, and does not compile without. */
export interface NoteFacts {
  // How the data are counted.
  readonly rollouts_drawn: Counts<"perPrompt" | "turns"> & { readonly cached: boolean };
  readonly typed_tokens: Counts<"tokensPerExample">;
  readonly estimated_tokens: Counts<"low" | "typical" | "high"> & {
    readonly mix: readonly (readonly [kind: string, share: number])[] | null;
  };
  readonly template_billing_unknown: Texts<"template">;
  readonly converted_tokens: object;
  readonly form_not_known: Counts<"less" | "more"> & { readonly of: "pictures_names_tools" | "tools" };
  readonly not_counted: NotCounted;
  // What is too long, and what becomes of it.
  readonly over_context: Counts<"count" | "limit"> & {
    readonly unit: "example" | "record" | "request" | "untuned request";
    readonly cut: boolean;
  };
  readonly records_uncounted: Counts<"turns" | "limit">;
  readonly long_turns: Counts<"examples" | "limit"> & { readonly known: boolean };
  // The training bill.
  readonly packed_steps: Counts<"size">;
  readonly epochs_not_stated: object;
  readonly band: Texts<"low" | "high">;
  readonly validation_free: object;
  readonly validation_not_stated: object;
  readonly validation_disputed: object;
  readonly validation_not_scored: object;
  readonly packed_only: object;
  readonly pair_tokens: { readonly billed: "prompt_twice" | "once" };
  readonly minimum_disputed: Texts<"amount" | "currency">;
  readonly minimum_exempt: Texts<"amount" | "currency">;
  readonly pause: Texts<"dollars">;
  readonly not_billed: Texts<"rate" | "why">;
  readonly epochs_assumed: object;
  // The user's own prices.
  readonly overlay: Overlaid;
  readonly overlay_unused: Texts<"per" | "unit" | "from">;
  readonly credits: object;
  readonly credits_not_used: Texts<"currency" | "wanted" | "from">;
  // Serving.
  readonly no_cached_rate: object;
  readonly no_batch_rate: { readonly model: "tuned" | "base"; readonly billed: "as_rest" | "as_tuned" };
  readonly cards: Texts<"parameters"> & Counts<"cards">;
  readonly region: Counts<"factor">;
  readonly idle_deleted: Counts<"days">;
  readonly hosting_idle: Counts<"days">;
  readonly clipped: Texts<"day"> & Counts<"months" | "of">;
  // The offer and its prices.
  readonly free_allowance: Texts<"until"> & Counts<"tokens">;
  readonly record_tokens: Counts<"tokens">;
  readonly example_tokens: Counts<"tokens">;
  /** `open`: who may still train, where it is more than who tuned here before. */
  readonly existing_customers: Texts<"from"> & Partial<Texts<"until">> & { readonly open?: readonly OpenTo[] };
  /** The newest list lacks the offer; an older one of the same weeks has it, or a price of it was seen since. */
  readonly unconfirmed_offer: Texts<"lacking" | "source"> & Partial<Texts<"having" | "priced">>;
  readonly convert_first: Texts<"shape"> & Lists<"takes">;
  /** `lines` hold no row, as blank ones; of profiles made before 2026-12-02 rows are among them. */
  readonly rows_rejected: Counts<"rows"> & Partial<Counts<"lines">>;
  readonly file_size: Texts<"way"> & Counts<"megabytes" | "most">;
  readonly secondary_source: object;
  readonly seen_later: Texts<"seen" | "from">;
  readonly undated_price: Texts<"read">;
  readonly old_price: Texts<"seen" | "asOf">;
  readonly price_disputed: Pick<Dispute, "amount" | "said"> & Texts<"label" | "currency" | "per">;
  // The whole answer.
  readonly no_match: { readonly filters: readonly (Texts<"filter"> & Lists<"words">)[] };
  /** A model was named behind a provider that does not tune it: the offers are those of others. */
  readonly sold_by_others: Texts<"model" | "provider">;
  readonly residency_unknown: Counts<"offers"> & Lists<"providers">;
  /** A pinned rate of exchange that is older than `days`, or later than the day asked for. */
  readonly old_exchange: Texts<"from" | "to" | "date"> & Counts<"days">;
  readonly epochs_differ: object;
  /** Nothing in the book is fresh: days since the newest of its prices was seen. */
  readonly old_book: Counts<"days">;
  readonly old_prices: Counts<"days"> & Lists<"providers">;
  readonly no_validation: object;
  readonly missing_parts: Counts<"here" | "of">;
  readonly bad_rows: Counts<"rows">;
  readonly unread_columns: Counts<"rows"> & Lists<"columns">;
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
  | { readonly what: "validation"; readonly part: "training" }
  | { readonly what: "grader_tokens"; readonly part: "training" }
  | { readonly what: "towers"; readonly reads: readonly string[]; readonly part: "training" };

type OpenTo = Texts<"since"> & { readonly unless: CustomerException };

export type NoteKind = keyof NoteFacts;

/** Notes of facts: each its kind, the facts of its sentence, and the public address of the rule behind it, where one is known. */
export type NotesOf<Facts, K extends keyof Facts> = {
  readonly [P in K]: { readonly kind: P; readonly source?: string } & Facts[P];
}[K];

export type Note<K extends NoteKind = NoteKind> = NotesOf<NoteFacts, K>;
