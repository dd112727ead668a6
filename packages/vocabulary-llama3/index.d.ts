/** A vocabulary: see tools/tables.mjs of @tunecast/dataset. */
export declare const table: {
  /** Two tokens for each, in merge order: the digits of a number of eighteen bits, first those of all left ones. */
  readonly merges: string;
  /** How many tokens in a row are of other parts, of this one, of other parts, …, each in a few characters. */
  readonly runs: string;
  /** Characters that merging starts from, where it does not start from bytes. */
  readonly characters?: string;
  /** Tokens that only a whole piece can be, a character for each byte. */
  readonly whole?: readonly string[];
};
