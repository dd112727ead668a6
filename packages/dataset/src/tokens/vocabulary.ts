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

/** A vocabulary, loaded. */
export interface Vocabulary {
  /** Its tokens, in the form of tools/rankTable.mjs. */
  readonly table: string;
  readonly rule: SplitRule;
  readonly preparation: Preparation;
}
