/** The facts of every kind of problem: `words/` has a sentence for each, and does not compile without. Counts are numbers, names text. */

/** A field, as people name it, and its path in the question. */
interface Field {
  readonly field: string;
  readonly path?: string | undefined;
}

/** A word that names nothing, and those that are known. */
interface Known {
  readonly known: readonly string[];
}

export interface QuestionProblems {
  readonly bad_day: { readonly day: string };
  readonly not_whole: Field & { readonly got: string; readonly least: number };
  readonly not_number: Field & { readonly got: string };
  readonly not_decimal: Field & { readonly got: string };
  readonly out_of_range: Field & {
    readonly got: number;
    readonly least?: number | undefined;
    readonly most?: number | undefined;
    readonly above?: number | undefined;
  };
  readonly wrong_kind: Field & { readonly expected: string; readonly got: string };
  readonly unknown_field: Field & { readonly expected: string };
  readonly not_a_profile: Field;
  readonly profile_without_natures: object;
  readonly no_examples: object;
  readonly needs_traffic: Field;
  readonly unknown_model: Known & { readonly model: string };
  readonly unknown_provider: Known & { readonly provider: string };
  readonly unknown_method: Known & { readonly method: string };
  readonly unknown_variant: Known & { readonly variant: string };
  readonly unknown_status: Known & { readonly status: string };
  readonly unknown_licence: Known & { readonly licence: string };
  readonly unknown_residency: Known & { readonly residency: string };
  readonly bad_prices: { readonly path: string; readonly expected: string; readonly got: string };
  readonly needs_history: { readonly day: string; readonly since: string };
  readonly bad_overlay: { readonly path: string; readonly expected: string; readonly got: string };
}

export interface OfferProblems {
  readonly retired: { readonly from: string };
  readonly not_offered: {
    readonly provider: string;
    readonly since: string;
    readonly lastSeen?: string | undefined;
    readonly source: string;
  };
  readonly unknown_status_word: { readonly status: string };
  readonly closed_to_new_jobs: { readonly from: string };
  readonly no_rate_yet: {
    readonly first: string;
    readonly day: string;
    /** The first rate that is known, as such: it bills nothing on the day. */
    readonly amount?: string | undefined;
    readonly currency?: string | undefined;
    readonly per?: string | undefined;
    readonly source?: string | undefined;
    readonly looked?: string | undefined;
    readonly billedTokens?: string | undefined;
  };
  readonly stale_price: { readonly seen: string; readonly days: number };
  readonly price_unknown: { readonly rate: string; readonly where: string };
  readonly unknown_rule: { readonly tag: string };
  readonly rule_parameter: {
    readonly rule: string;
    readonly parameter: string;
    readonly known?: readonly string[] | undefined;
    readonly expected?: string | undefined;
    readonly got?: string | undefined;
  };
  readonly rule_misplaced: { readonly rule: string; readonly list: string };
  readonly rules_contradict: { readonly rules: readonly string[] };
  readonly no_quantity_rule: object;
  readonly unread_rate: { readonly rate: string };
  readonly unknown_token_rule: { readonly rule: string };
  readonly too_few_examples: { readonly examples: number; readonly least: number };
  readonly too_many_examples: { readonly examples: number; readonly most: number };
  readonly file_too_large: FileSize;
  readonly over_context: { readonly examples: number; readonly most: number };
  readonly unsupported_shape: {
    readonly format: string;
    readonly method: string;
    readonly wanted?: number | undefined;
    readonly examples?: number | undefined;
  };
  readonly epochs_not_taken: { readonly epochs: number; readonly least: number; readonly most?: number | undefined };
  readonly job_too_large: { readonly tokens: string; readonly most: number };
  readonly no_pictures: { readonly pictures: number };
  readonly no_tools: { readonly examples: number; readonly of: number };
  readonly not_stated: { readonly what: string };
  readonly not_training: object;
  readonly deployment_deleted: { readonly hours: number };
  readonly currency_without_rate: { readonly currency: string };
}

/** A data file over a limit; `way` is what can be done about it. */
export interface FileSize {
  readonly megabytes: number;
  readonly most: number;
  readonly way?: string | undefined;
}

export interface DataProblems {
  readonly unknown_format: Known & { readonly format: string };
  readonly unknown_target: Known & { readonly target: string };
  readonly unknown_column_use: { readonly use: string };
  readonly columns_incomplete: { readonly missing: string };
  readonly column_nowhere: { readonly column: string };
  readonly not_json: { readonly message?: string | undefined };
  readonly unknown_vocabulary: Known & { readonly vocabulary: string };
  readonly unsupported_container: { readonly got: string };
  readonly parquet_unreadable: { readonly reason?: string | undefined };
  readonly arrow_unreadable: { readonly reason?: string | undefined };
  readonly parquet_too_large: { readonly limit: number };
  readonly written_by_a_newer_version: { readonly version: number; readonly known: number };
  readonly part_twice: { readonly part: number; readonly of: number };
  readonly parts_differ: { readonly got: number; readonly expected: number };
  readonly foreign_part: { readonly part: number; readonly of: number };
  readonly source_twice: { readonly sources: number };
  readonly counts_contradict: object;
  readonly rules_differ: { readonly rule: string };
  readonly counting_failed: { readonly reason: string };
  readonly vocabulary_not_loaded: { readonly vocabulary: string; readonly message: string };
  readonly unreadable_tokenizer: object;
  readonly cancelled: object;
}

export interface PlanProblems {
  readonly pilots_without_model: object;
  readonly other_model: { readonly pilots: string; readonly offer: string };
  readonly not_an_answer: object;
  readonly not_a_run_estimate: object;
  readonly log_without_entries: { readonly tool: string };
  readonly log_without_clock: { readonly tool: string };
  readonly log_without_end: { readonly tool: string };
  readonly log_of_another_model: { readonly log: number; readonly model: string };
  readonly name_an_offer: { readonly known: readonly string[] };
  readonly offer_not_there: Known & { readonly got: string };
  readonly no_token_line: { readonly offer: string };
  readonly job_shape_unknown: Known & { readonly provider: string };
  readonly not_a_job: { readonly provider: string; readonly source: string; readonly got: string };
  readonly name_a_job: { readonly jobs: number; readonly within: number; readonly known: readonly string[] };
  readonly job_of_another: { readonly provider: string; readonly other: string };
  readonly job_of_another_model: { readonly job: string; readonly offer: string };
  readonly job_in_other_currency: { readonly job: string; readonly offer: string };
  readonly lines_in_currencies: { readonly currencies: readonly string[] };
  readonly job_without_count: { readonly status: string; readonly inCharacters: boolean };
  readonly no_traffic: object;
  readonly no_offer: object;
  readonly contradictory_range: {
    readonly field: string;
    readonly low: string;
    readonly high: string;
    /** The value that has to lie between them, where it is stated elsewhere. */
    readonly typical?: string;
  };
  readonly no_untuned_price: { readonly way: string; readonly offer: string };
  readonly unknown_way: Known & { readonly got: string };
  readonly unknown_offer: { readonly got: string; readonly known?: readonly string[] | undefined };
  readonly budget_below_run: Field & {
    readonly budget: string;
    readonly least: string;
    readonly currency: string;
    readonly offer: string;
  };
  readonly nothing_stays: Field;
  readonly scratch_without_tokens: Known & Field & { readonly model: string };
  readonly data_may_not_leave: object;
  readonly bad_allocation: Field & { readonly got: string; readonly expected: string };
  readonly month_unknown: { readonly offer: string };
  readonly not_for_sale: { readonly offer: string; readonly status: string };
  readonly unknown_currency: Known & { readonly currency: string };
}

export interface GpuProblems {
  readonly unknown_gpu: Known & { readonly gpu: string };
  readonly uncounted_model: { readonly model: string; readonly reason: string };
  readonly model_reads_more: { readonly model: string; readonly sense: string };
  readonly unknown_framework: Known & { readonly framework: string };
  readonly bad_rank: { readonly got: string; readonly expected: string };
  readonly bad_number: { readonly option: string; readonly got: string; readonly expected: string };
  readonly bad_parallelism: { readonly reason?: string | undefined; readonly change?: string | undefined };
  readonly bad_model_config: { readonly field?: string | undefined; readonly reason?: string | undefined };
  readonly unsupported_architecture: { readonly family?: string | undefined; readonly reason: string };
  readonly conflicting_options: { readonly first: string; readonly second: string; readonly change: string };
  readonly no_data: object;
  readonly no_rollouts: { readonly objective: string };
  readonly does_not_fit: { readonly model: string; readonly gpu?: string | undefined };
}

/** `over_context` of a run: a longest sequence that was stated, or rows of the data. */
export interface RunOverContext {
  readonly model: string;
  readonly context: number;
  readonly maxTokens?: number | undefined;
  readonly rows?: number | undefined;
  readonly longest?: number | undefined;
}

/** `unknown_rule` of a data file: a rule of counting. */
export interface UnknownCounting extends Known {
  readonly rule: string;
}
