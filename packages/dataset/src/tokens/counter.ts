export type Preparation =
  | "none"
  | "composed"
  /** A space in front, and `▁` for a space; a space stands for both here. */
  | "sentencepiece";

export interface SplitRule {
  readonly kind: "case" | "letters" | "gpt2" | "deepseek" | "unsplit";
  readonly numbers?: number;
  readonly contractions?: boolean;
}

export interface Table {
  readonly merges: string;
  readonly runs: string;
  readonly characters?: string;
  readonly whole?: readonly string[];
}

export interface Vocabulary {
  /** The parts of its table that were loaded, by their numbers: what a text of some scripts needs; one where it is whole. Bytes are for WebAssembly alone (tools/ready.mjs), and no text goes on behind them. */
  readonly tables: readonly (Table | Uint8Array | undefined)[];
  readonly rule: SplitRule;
  readonly preparation: Preparation;
}

/** Counts the tokens of text in one vocabulary. Special-token text such as `<|endoftext|>` is counted as ordinary text. */
export interface Counter {
  readonly vocabulary: string;
  /** Tokens of a text; lone surrogates are counted as U+FFFD. */
  count(text: string): number;
  /** The parts of its table (see {@link Loading}) that texts needed and that were not loaded: then counts are too high. */
  readonly lacks?: readonly number[];
  /** Whether a space between two ASCII letters always parts two pieces, so that a text may be counted in parts. */
  readonly parts?: boolean;
}
