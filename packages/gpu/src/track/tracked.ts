/** What the log of a training run says, as far as it has come. Plain JSON. */
export interface TrainingLog {
  /** Who wrote it, in words: "LLaMA-Factory", "ms-swift", "a Hugging Face trainer", "a table", "the screen". */
  readonly tool: string;
  /** By step, each once, the first time that it was reached. */
  readonly points: readonly LogPoint[];
  /** Steps of the whole run; null where the log does not say. */
  readonly steps: number | null;
  /** Parameters of the model that was trained; null where the log neither states them nor shows them by its FLOPs. */
  readonly parameters: number | null;
  readonly finished: boolean;
  /** How often the clock of the log began anew: the run was stopped and taken up again. */
  readonly restarts: number;
  /** Lines that are cut or no entries; the first of them. */
  readonly unread: { readonly lines: number; readonly first: number } | null;
}

export interface LogPoint {
  readonly step: number;
  /** Wall seconds since the run began, restarts included; null where the log has no clock. */
  readonly seconds: number | null;
  /** Tokens read so far, all cards. */
  readonly tokens: number | null;
  readonly loss: number | null;
}

export interface Tracked {
  readonly model: string;
  readonly cards: { readonly gpu: string; readonly gpus: number };
  readonly tool: string;
  readonly steps: { readonly done: number; readonly of: number; readonly estimated: number | null };
  /** Whether the log says how many steps there are: the estimate's are counted where it does not. */
  readonly endStated: boolean;
  readonly finished: boolean;
  readonly hours: {
    readonly spent: number;
    /** Of the whole run: four runs of five end between low and high. */
    readonly projected: Interval;
    /** As estimated before the run; null where the estimate has no data. */
    readonly estimated: Interval | null;
  };
  /** Null where the estimate has no price. Amounts are decimal text. */
  readonly cost: {
    readonly offer: string;
    readonly currency: string;
    readonly perHour: string;
    readonly spent: string;
    readonly projected: Range<string>;
    readonly estimated: Range<string>;
  } | null;
  readonly loss: { readonly first: number; readonly last: number; readonly lowest: number } | null;
  /** Pauses for evaluation and saving: how many, and the mean seconds of one. */
  readonly pauses: { readonly count: number; readonly seconds: number } | null;
  /** Tokens a second of all cards while it trains, to be given as `--measured`; null where steps say nothing of tokens. */
  readonly tokensPerSecond: number | null;
  readonly factor: number | null;
  /** Whether the projected hours lie in the range of the estimate; null without one. */
  readonly within: boolean | null;
  readonly notes: readonly TrackedNote[];
}

type Range<T> = { readonly low: T; readonly typical: T; readonly high: T };
export type Interval = Range<number>;

/** What the reader of a tracked run should know. */
export type TrackedNote =
  | { readonly kind: "early"; readonly percent: number }
  | { readonly kind: "other_steps"; readonly log: number; readonly estimate: number }
  | { readonly kind: "restarted"; readonly times: number }
  | { readonly kind: "cut"; readonly lines: number; readonly first: number }
  | { readonly kind: "no_price" };
