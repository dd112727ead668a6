import type { CloudFile } from "./cloudFile.ts";
import type { Rate, Sourced, Tier, UnknownPrice } from "./rateEntry.ts";

/** The shape of a price file, `pricing/providers/*.json`: one file per provider, as a person checks one page. */
export interface ProviderFile {
  readonly $schema?: string | undefined;
  /** Stable id, the first part of an offer's id: `openai`. */
  readonly provider: string;
  readonly name: string;
  /** The page that a person opens to check the prices. */
  readonly page: string;
  /** Day a person last compared this file with its sources. */
  readonly checked: string;
  readonly note?: string | undefined;
  /** Where the provider says that data are processed in training; `places` is empty where it says nothing. */
  readonly residency?: readonly ResidencyEntry[] | undefined;
  /** What holds for every model that does not say otherwise. */
  readonly defaults?: ModelDefaults | undefined;
  /** Status of the whole service, appended in time. The stricter of this and the model's own holds. */
  readonly status?: readonly StatusEntry[] | undefined;
  /** Lists of what can be tuned, oldest first: what the newest one lacks is no longer offered. */
  readonly offered?: readonly OfferedList[] | undefined;
  /** Rates that hold for all models: storage, hosting, a minimum. */
  readonly rates?: readonly Rate[] | undefined;
  /** Prices by total parameters; a model's tier is looked up by its `parameters`. */
  readonly tiers?: readonly Tier[] | undefined;
  readonly models: readonly ModelEntry[];
}

/** A provider's word on where it trains. */
export interface ResidencyEntry extends Sourced {
  /** `EU`, or countries (ISO 3166 codes): of several the customer chooses one, or the provider names them all. */
  readonly places: readonly string[];
  /** Only for this variant; none means every variant. */
  readonly variant?: string | undefined;
  /** Only for models whose id begins so. */
  readonly among?: string | undefined;
}

/** What a model takes from its provider unless it says otherwise. */
export interface ModelDefaults {
  readonly offers?: readonly OfferEntry[] | undefined;
  readonly limits?: Limits | undefined;
  readonly epochs?: EpochsEntry | undefined;
  readonly serving?: readonly BillingTag[] | undefined;
  /** Shapes of data files that are taken as they are (`chat-sft`, `dpo`); others must be converted first. */
  readonly formats?: readonly string[] | undefined;
  /** What a data file must be beside its limits; the entries of the model win over those of the provider, one by one. */
  readonly dataRules?: DataRules | undefined;
}

/** One model that a provider tunes or tuned. */
export interface ModelEntry extends ModelDefaults {
  /** The id used in the offer: the provider's own, shortened where it holds a path (`llama-3.1-8b-instruct`). */
  readonly id: string;
  /** Name for people, where the id does not tell it (`GPT-3.5 Turbo`). */
  readonly name?: string | undefined;
  /** Other ids a person may type, the provider's full one among them. */
  readonly aliases?: readonly string[] | undefined;
  /** Id of the open model's shape in `pricing/models`. */
  readonly shape?: string | undefined;
  /** Total parameters in billions as a decimal string; decides the price tier. */
  readonly parameters?: string | undefined;
  /** Licence of the weights; in a built book that of `shape`, where the file names none. */
  readonly licence?: string | undefined;
  /** First day of the model, that of its announcement, its card or its first sighting; in a built book from `releases.json`. */
  readonly released?: string | undefined;
  /** Most tokens of a request with its answer, by the configuration of `shape`: in a built book alone. A provider may extend it. */
  readonly context?: number | undefined;
  readonly textOnly?: boolean | undefined;
  /**
   * Counting rule `overhead/vocabulary` of what the provider bills: `openai/o200k_base`, `llama-3.1/llama3`.
   * Where no exact tokenizer is public: `estimate/NAME` (`estimate/gemini`), a range over o200k counts.
   */
  readonly counting: string;
  readonly status?: readonly StatusEntry[] | undefined;
  readonly rates?: readonly Rate[] | undefined;
  /** Prices known to exist but not found: each makes a `price_unknown` refusal that says where to look. */
  readonly unknown?: readonly UnknownPrice[] | undefined;
  readonly note?: string | undefined;
}

/** A way to train the model that the provider sells: one offer per variant. */
export interface OfferEntry {
  /** `sft`, `sft-lora`, `sft-full`, `dpo`, `dpo-lora`, `dpo-full`, `rft`, `rft-lora`, `distillation`, `import`, `classifier`. */
  readonly method: string;
  /** Regions or tiers with prices of their own: `regional`, `global`, `developer`. None means one offer without variant. */
  readonly variants?: readonly string[] | undefined;
  /** How the training bill is computed. Rates are data, rules are code: each tag names a rule in `bill/`. */
  readonly billing: readonly BillingTag[];
  /** What using a model costs that was trained so; none means what the model says. */
  readonly serving?: readonly BillingTag[] | undefined;
  readonly limits?: Limits | undefined;
}

/** A billing rule of the table in `bill/rules/table.ts`, with its parameters. What the table does not know refuses the offer. */
export interface BillingTag {
  readonly tag: string;
  readonly [parameter: string]: string | number | boolean;
}

export interface Limits {
  readonly minExamples?: number | undefined;
  readonly maxExamples?: number | undefined;
  /** Tokens of the longest example; of the longest record where each model turn is one, of the longest turn with `drop`. */
  readonly contextTokens?: number | undefined;
  /** What happens to a longer one: its end is cut, the job is rejected, the turn is dropped. */
  readonly overContext?: string | undefined;
  readonly fileMegabytes?: number | undefined;
  readonly uploadMegabytes?: number | undefined;
  /** True where a job takes several files, so that the limit is no limit of the data. */
  readonly splitFiles?: boolean | undefined;
  readonly jobTokens?: number | undefined;
  readonly minEpochs?: number | undefined;
  readonly maxEpochs?: number | undefined;
  readonly source?: string | undefined;
}

/** What a data file must be, as far as a number or a list says it. */
export interface DataRules {
  /** Id of the checks in `@tunecast/dataset` that hold beside: roles and their order, reserved words, how the rest is taken. */
  readonly check?: string | undefined;
  readonly endings?: readonly string[] | undefined;
  readonly minBytes?: number | undefined;
  /** Under so many examples the provider warns; under `advisedExamples` its documents advise against it. */
  readonly warnedExamples?: number | undefined;
  readonly advisedExamples?: number | undefined;
  /** Pictures of one example, size of one in units of 1,048,576 bytes, and films of one example. */
  readonly maxImages?: number | undefined;
  readonly maxImageMegabytes?: number | undefined;
  readonly maxVideos?: number | undefined;
  /** Formats of pictures and films; every usual one where they are not listed. */
  readonly imageFormats?: readonly string[] | undefined;
  readonly videoFormats?: readonly string[] | undefined;
  /** False where a row has no place for tools, their calls and what they give back. */
  readonly tools?: boolean | undefined;
  readonly systemTokens?: number | undefined;
  /** Characters that the provider's validator takes for a token, beside the count. */
  readonly tokenCharacters?: number | undefined;
  readonly source?: string | undefined;
}

/** The provider's own epochs when nobody sets them. */
export interface EpochsEntry {
  /** A whole number, or `openai_auto` for the published rule by number of examples. */
  readonly rule: string;
  readonly epochs?: number | undefined;
  /** In every file; left out of the compact book, like that of `Limits`. */
  readonly source?: string | undefined;
  readonly seen?: string | undefined;
  readonly note?: string | undefined;
}

/**
 * A dated list of what can be tuned. It speaks of every offer of the file unless `of`, `among` or `lacks` narrows it; without models
 * it is the provider's word that it tunes nothing any more.
 */
export interface OfferedList {
  /** The day on which the list was so. */
  readonly day: string;
  /** How sure the day is, one of `dayKinds`. */
  readonly dayKind: string;
  readonly source: string;
  readonly confidence: string;
  /** What it speaks of: a method, for offers without variants, or `method@variant`. */
  readonly of?: readonly string[] | undefined;
  /** It speaks of models whose id begins so. */
  readonly among?: string | undefined;
  /** Names as printed, those of models that are not in this file among them; `NAME:method[@variant]` for one way to tune it. */
  readonly models: readonly string[];
  /** Of an excerpt: names that it says cannot be tuned. It speaks of these and of `models` alone. */
  readonly lacks?: readonly string[] | undefined;
  readonly note?: string | undefined;
}

/** What held for a model or a service from a day on. */
export interface StatusEntry extends Sourced {
  readonly kind: string;
  /** Of `closed_to_new_customers`: who may still train, where it is more than who did before. */
  readonly unless?: string | undefined;
  readonly from: string;
}

/** All provider files with their fingerprint, as `@tunecast/pricing` exports them. */
export interface PriceBook {
  readonly schemaVersion: number;
  /** Newest `checked` day of the files. */
  readonly version: string;
  /** SHA-256 of the files, hexadecimal. */
  readonly sha256: string;
  /** `fingerprint` of the providers as they stand here, made with the book: prices that were changed later do not match it. */
  readonly check?: string | undefined;
  /** The first day that it has prices of; earlier ones are refused. Absent: since the first that is known. */
  readonly since?: string | undefined;
  readonly providers: readonly ProviderFile[];
  /** Prices of machines; `@tunecast/pricing` exports them by themselves, since most questions need none. */
  readonly clouds?: readonly CloudFile[] | undefined;
}
