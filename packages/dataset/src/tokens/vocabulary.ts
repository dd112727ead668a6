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

/** The second part of a table. */
export interface Rest {
  readonly tokens: string;
  /** How many tokens in a row are of the first part, of this one, of the first part, …, in base 36. */
  readonly runs: string;
}

/** A vocabulary, loaded. */
export interface Vocabulary {
  /** Its tokens, in the form of tools/rankTable.mjs. */
  readonly table: string;
  /** The rest of the tokens, where the table holds those of Latin script alone; null where it was not loaded. */
  readonly rest?: Rest | null;
  readonly rule: SplitRule;
  readonly preparation: Preparation;
}
