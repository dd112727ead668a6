import type { Note, NotesOf } from "@tunecast/estimator/parts";

/** What an answer about GPUs assumes and has to say, as data: kinds of `NoteFacts`. Memory is in GiB, rates in GB/s. */
export interface GpuNoteFacts {
  // What was filled in.
  readonly defaults: { readonly options: readonly (readonly [option: string, value: string])[] };
  readonly framework: { readonly id: string; readonly loss: string };
  readonly cards_taken: {
    readonly gpus: number;
    readonly card: string;
    readonly because: "one_does_not_hold" | "cheapest_machines";
  };
  readonly gpu_offer: {
    readonly machines: number;
    readonly cloud: string;
    readonly machine: string;
    readonly sharding: string;
    readonly tight: boolean;
  };
  // What was read of a profile.
  readonly counted_tokens: CountedTokens;
  // What decides the figures.
  readonly launch_bound: { readonly tokens: number };
  readonly does_not_fit: { readonly gpus: number; readonly card: string };
  /** Such runs fit in so many of ten cases; `usableGiB` is what the driver leaves of `cardGiB`. */
  readonly uncertain_memory: {
    readonly card: string;
    readonly needsGiB: number;
    readonly usableGiB: number;
    readonly cardGiB: number;
    readonly inTen: number;
  };
  readonly low_mfu: { readonly percent: number };
  readonly communication_bound: { readonly linkGBs: number };
  readonly network: { readonly networkGBs: number };
  readonly no_fp8: { readonly card: string };
  readonly unified_memory: { readonly card: string; readonly note: string };
  readonly card: { readonly card: string; readonly note: string | null };
  readonly unknown_cards: { readonly cards: readonly string[] };
  readonly long_run: {
    readonly days: number;
    readonly gpus: number;
    readonly card: string;
    /** Cards that would do it in a month, at the same speed each. */
    readonly forAMonth: number;
  };
  // The model.
  readonly experts: { readonly by: "loop" | "grouped" };
  readonly expert_adapters: { readonly millions: number };
  readonly hybrid: object;
  /** What reads pictures, with `billions` of parameters; null where the rows hold none. */
  readonly pictures: {
    readonly billions: number;
    readonly rows: {
      readonly images: number;
      readonly width: number;
      readonly height: number;
      readonly tokens: number;
      readonly trained: boolean;
    } | null;
  };
  readonly unknown_family: { readonly family: string };
  readonly quantised_file: { readonly method: string | null };
  // The objective.
  readonly dpo: object;
  readonly pairs_share_gathers: object;
  readonly scratch: object;
  readonly rollouts: { readonly perPrompt: number; readonly tokens: number; readonly percent: number | null };
  // The rows.
  readonly rows_cut:
    | { readonly longest: number; readonly after: number }
    | { readonly over: number; readonly rows: number; readonly after: number; readonly percent: number };
  readonly mean_length: { readonly after: number };
  readonly longest_row: { readonly tokens: number; readonly packed: boolean };
  // What runs on them afterwards.
  readonly self_served: {
    readonly machines: number;
    readonly machine: string;
    readonly requestsPerMonth: number;
    readonly busyPercent: number;
    readonly perMillionTokens: { readonly amount: string; readonly currency: string };
  };
}

type CountedTokens =
  | { readonly by: "vocabulary"; readonly vocabulary: string; readonly template: string; readonly texts: Share }
  | { readonly by: "unpublished_form"; readonly less: number; readonly more: number }
  | { readonly by: "template"; readonly template: string }
  | { readonly by: "usual_template" };

/** How much of something. */
type Share = "none" | "some" | "all";

/** One note of a run on own cards, or of its bill. */
export type RunNote = Note | NotesOf<GpuNoteFacts, keyof GpuNoteFacts>;
