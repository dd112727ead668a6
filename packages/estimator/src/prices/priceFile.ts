import type { RateKind, RateUnit } from "./rateKinds.ts";

/** The shape of a price file, `pricing/providers/*.json`: one file per provider, as a person checks one page. */
export interface ProviderFile {
  readonly $schema?: string;
  /** Stable id, the first part of an offer's id: `openai`. */
  readonly provider: string;
  /** Name for people. */
  readonly name: string;
  /** The page that a person opens to check the prices. */
  readonly page: string;
  /** Day a person last compared this file with its sources. */
  readonly checked: string;
  readonly note?: string;
  /** What holds for every model that does not say otherwise. */
  readonly defaults?: ModelDefaults;
  /** Status of the whole service, appended in time. The stricter of this and the model's own holds. */
  readonly status?: readonly StatusEntry[];
  /** Lists of what can be tuned, oldest first: what the newest one lacks is no longer offered. */
  readonly offered?: readonly OfferedList[];
  /** Rates that hold for all models: storage, hosting, a minimum. */
  readonly rates?: readonly Rate[];
  /** Prices by total parameters; a model's tier is looked up by its `parameters`. */
  readonly tiers?: readonly Tier[];
  readonly models: readonly ModelEntry[];
}

/** What a model takes from its provider unless it says otherwise. */
export interface ModelDefaults {
  readonly offers?: readonly OfferEntry[];
  readonly limits?: Limits;
  readonly epochs?: EpochsEntry;
  readonly serving?: readonly BillingTag[];
  /** Shapes of data files that are taken as they are (`chat-sft`, `dpo`); others must be converted first. */
  readonly formats?: readonly string[];
  /** What a data file must be beside its limits; the entries of the model win over those of the provider, one by one. */
  readonly dataRules?: DataRules;
  /** Countries (ISO 3166 codes) in which the provider says that the data are processed. */
  readonly residency?: readonly string[];
}

/** One model that a provider tunes or tuned. */
export interface ModelEntry extends ModelDefaults {
  /** The id used in the offer: the provider's own, shortened where it holds a path (`llama-3.1-8b-instruct`). */
  readonly id: string;
  /** Other ids a person may type, the provider's full one among them. */
  readonly aliases?: readonly string[];
  /** Id of the open model's shape in `pricing/models`. */
  readonly shape?: string;
  /** Total parameters in billions as a decimal string; decides the price tier. */
  readonly parameters?: string;
  /** Licence of the weights; in a built book that of `shape`, where the file names none. */
  readonly licence?: string;
  /** The model takes no pictures. */
  readonly textOnly?: boolean;
  /**
   * Counting rule `overhead/vocabulary` of what the provider bills: `openai/o200k_base`, `llama-3.1/llama3`.
   * Where no exact tokenizer is public: `estimate/NAME` (`estimate/gemini`), a range over o200k counts.
   */
  readonly counting: string;
  readonly status?: readonly StatusEntry[];
  readonly rates?: readonly Rate[];
  /** Prices known to exist but not found: each makes a `price_unknown` refusal that says where to look. */
  readonly unknown?: readonly UnknownPrice[];
  readonly note?: string;
}

/** A way to train the model that the provider sells: one offer per variant. */
export interface OfferEntry {
  /** `sft`, `sft-lora`, `sft-full`, `dpo`, `dpo-lora`, `dpo-full`, `rft`, `distillation`, `import`, `classifier`. */
  readonly method: string;
  /** Regions or tiers with prices of their own: `regional`, `global`, `developer`. None means one offer without variant. */
  readonly variants?: readonly string[];
  /** How the training bill is computed. Rates are data, rules are code: each tag names a rule in `bill/`. */
  readonly billing: readonly BillingTag[];
  readonly limits?: Limits;
}

/** A billing rule of the table in `bill/rules/table.ts`, with its parameters. What the table does not know refuses the offer. */
export interface BillingTag {
  readonly tag: string;
  readonly [parameter: string]: string | number | boolean;
}

/** What the provider accepts. */
export interface Limits {
  readonly minExamples?: number;
  readonly maxExamples?: number;
  /** Tokens of the longest example; of the longest record where each model turn is one, of the longest turn with `drop`. */
  readonly contextTokens?: number;
  /** What happens to a longer one: its end is cut, the job is rejected, the turn is dropped. */
  readonly overContext?: "cut" | "reject" | "drop";
  /** Largest file, in units of 1,048,576 bytes. */
  readonly fileMegabytes?: number;
  /** Largest file that can be uploaded in parts. */
  readonly uploadMegabytes?: number;
  /** True where a job takes several files, so that the limit is no limit of the data. */
  readonly splitFiles?: boolean;
  /** Tokens × epochs of one job. */
  readonly jobTokens?: number;
  readonly minEpochs?: number;
  readonly maxEpochs?: number;
  readonly source?: string;
}

/** What a data file must be, as far as a number or a list says it. */
export interface DataRules {
  /** Id of the checks in `@tunecast/dataset` that hold beside: roles and their order, reserved words, how the rest is taken. */
  readonly check?: string;
  /** Endings of the file's name. */
  readonly endings?: readonly string[];
  /** Smallest file, in bytes. */
  readonly minBytes?: number;
  /** Under so many examples the provider warns; under `advisedExamples` its documents advise against it. */
  readonly warnedExamples?: number;
  readonly advisedExamples?: number;
  /** Pictures of one example, size of one in units of 1,048,576 bytes, and films of one example. */
  readonly maxImages?: number;
  readonly maxImageMegabytes?: number;
  readonly maxVideos?: number;
  /** Tokens of the longest system message. */
  readonly systemTokens?: number;
  /** Characters that the provider's validator takes for a token, beside the count. */
  readonly tokenCharacters?: number;
  readonly source?: string;
}

/** The provider's own epochs when nobody sets them. */
export interface EpochsEntry {
  /** A whole number, or `openai_auto` for the published rule by number of examples. */
  readonly rule: "fixed" | "openai_auto";
  readonly epochs?: number;
  /** In every file; left out of the compact book, like that of `Limits`. */
  readonly source?: string;
  readonly seen?: string;
  readonly note?: string;
}

/**
 * A capture of the provider's own list of what can be tuned: one fact. It speaks of every offer of the file unless `of`,
 * `among` or `lacks` narrows it. One without models is the provider's word that it tunes nothing any more.
 */
export interface OfferedList {
  /** The day on which the list was so. */
  readonly day: string;
  readonly dayKind: DayKind;
  readonly source: string;
  readonly confidence: Confidence;
  /** What it speaks of: a method, for offers without variants, or `method@variant`. */
  readonly of?: readonly string[];
  /** It speaks of models whose id begins so. */
  readonly among?: string;
  /** Names as printed, those of models that are not in this file among them; `NAME:method[@variant]` for one way to tune it. */
  readonly models: readonly string[];
  /** Of an excerpt: names that it says cannot be tuned. It speaks of these and of `models` alone. */
  readonly lacks?: readonly string[];
  readonly note?: string;
}

/**
 * How sure a day is: `stated` by the source; the day of a dated `copy`; known to be no later (`before`); or the day on
 * which somebody `read` a copy that bears none.
 */
export type DayKind = "stated" | "copy" | "before" | "read";

/** What held for a model or a service from a day on. */
export interface StatusEntry {
  readonly kind: StatusKind;
  /** Of `closed_to_new_customers`: who may still train, where it is more than who did before. */
  readonly unless?: "tuned_before" | "recent_inference";
  /** First day on which it holds. */
  readonly from: string;
  readonly source: string;
  readonly seen: string;
  readonly confidence: Confidence;
  readonly note?: string;
}

/** From freest to strictest. */
export type StatusKind = "open" | "preview" | "closed_to_new_customers" | "no_new_jobs" | "inference_off";

/** `primary`: seen at the provider's own page, document or job output, or a verbatim copy of it. */
export type Confidence = "primary" | "secondary";

/** One price from one day on. Never edited: a change is a new entry. */
export interface Rate {
  readonly kind: RateKind;
  /** Only for this method; none means every method of the model. */
  readonly method?: string;
  /** Only for this variant; none means every variant. */
  readonly variant?: string;
  /** `batch`, `batch-data-sharing`, `data-sharing`, `no-commitment`, `1-month`, `6-month`: stored beside the standard rate. */
  readonly service?: string;
  /** Decimal string as printed, no exponent. */
  readonly amount: string;
  /** ISO 4217, or `credits`. */
  readonly currency: string;
  readonly per: RateUnit;
  /** The stated day, else the earliest dated copy. */
  readonly from: string;
  readonly fromKind: "stated" | "seen";
  /** Public address. */
  readonly source: string;
  /** Date of the copy that was read; where it bears none, the day it was read (`seenKind: read`). */
  readonly seen: string;
  readonly seenKind?: "read";
  readonly confidence: Confidence;
  /** Another figure for the same thing that was met, and where. */
  readonly conflicts?: readonly string[];
  /** Another figure where it is open which is right: the range of a bill holds both. */
  readonly disputed?: Dispute;
  readonly note?: string;
}

/** What another source has for a price. */
export interface Dispute {
  /** In the currency and unit of the rate. */
  readonly amount: string;
  /** Who says what, as the first part of a sentence. */
  readonly said: string;
  /** Its public address, where it has one. */
  readonly source?: string;
}

export type { RateKind, RateUnit } from "./rateKinds.ts";

/** Prices for models of `over` (exclusive) to `upTo` (inclusive) billions of parameters. */
export interface Tier {
  readonly id: string;
  /** As the provider writes it: "17B-69B". */
  readonly label: string;
  readonly over: string;
  readonly upTo?: string;
  readonly rates: readonly Rate[];
}

/** A price that exists and was not found. */
export interface UnknownPrice {
  readonly kind: RateKind;
  readonly method?: string;
  readonly variant?: string;
  /** First day on which the price is unknown: a rate from before it no longer holds. Absent: never known. */
  readonly from?: string;
  /** Where to look. */
  readonly where: string;
  readonly note?: string;
}

/** `pricing/gpus/*.json`: one file per cloud. */
export interface CloudFile {
  readonly $schema?: string;
  readonly cloud: string;
  readonly name: string;
  readonly page: string;
  readonly checked: string;
  readonly note?: string;
  /** Smallest unit of time that is billed. */
  readonly billedPer: "second" | "minute" | "hour";
  readonly rates: readonly GpuRate[];
}

/** The price of one machine, or of one GPU where only that is published. */
export interface GpuRate {
  /** The cloud's own name of the machine, or of the GPU offer. */
  readonly id: string;
  /** Id of the GPU in `pricing/hardware.json`. */
  readonly gpu: string;
  /** GPUs of the machine: `amount` pays for all of them. */
  readonly gpus: number;
  readonly region?: string;
  readonly term: "on_demand" | "spot" | "community" | "reserved";
  /** Price of the whole machine for one hour. */
  readonly amount: string;
  readonly currency: string;
  readonly from: string;
  readonly fromKind: "stated" | "seen";
  readonly source: string;
  readonly seen: string;
  readonly seenKind?: "read";
  readonly confidence: Confidence;
  readonly conflicts?: readonly string[];
  readonly note?: string;
}

/** All provider files with their fingerprint, as `@tunecast/pricing` exports them. */
export interface PriceBook {
  readonly schemaVersion: 1;
  /** Newest `checked` day of the files. */
  readonly version: string;
  /** SHA-256 of the files, hexadecimal. */
  readonly sha256: string;
  readonly providers: readonly ProviderFile[];
  /** Prices of machines; `@tunecast/pricing` exports them by themselves, since most questions need none. */
  readonly clouds?: readonly CloudFile[];
}
