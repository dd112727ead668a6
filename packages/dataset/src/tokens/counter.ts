/** Counts the tokens of text in one vocabulary. Special-token text such as `<|endoftext|>` is counted as ordinary text. */
export interface Counter {
  /** Id of the vocabulary, as in `vocabularies.ts`. */
  readonly vocabulary: string;
  /** Tokens of a text; lone surrogates are counted as U+FFFD. */
  count(text: string): number;
  /** The parts of its table (see {@link Loading}) that texts needed and that were not loaded: then counts are too high. */
  readonly lacks?: readonly number[];
  /** Whether a space between two ASCII letters always parts two pieces, so that a text may be counted in parts. */
  readonly parts?: boolean;
}
