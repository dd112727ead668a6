/** What a vocabulary does to a text before it is split. */
export type Preparation =
  | "none"
  /** Unicode normalisation form C. */
  | "composed"
  /** A space in front, and `▁` for a space; a space stands for both here. */
  | "sentencepiece";

/** The rule of a split: see patterns.ts. */
export interface SplitRule {
  readonly kind: "case" | "letters" | "gpt2" | "deepseek" | "unsplit";
  /** Most numbers in a piece. */
  readonly numbers?: number;
  /** Whether `'s`, `'ll` and the like stay with their word. */
  readonly contractions?: boolean;
}

/** A table of tokens, or a part of one: see tools/tables.mjs. */
export interface Table {
  readonly merges: string;
  readonly runs: string;
  readonly characters?: string;
  readonly whole?: readonly string[];
}

/** A vocabulary, loaded. */
export interface Vocabulary {
  /** The parts of its table that were loaded, by their numbers: what a text of some scripts needs; one where it is whole. */
  readonly tables: readonly (Table | undefined)[];
  readonly rule: SplitRule;
  readonly preparation: Preparation;
}
