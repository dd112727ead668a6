/** The bit sets that occur, named A, B, C, … in {@link runs}. */
export declare const kinds: readonly number[];
/** Runs of code points from U+0000 on: length in base 36, then the letter of the kind. */
export declare const runs: string;
/** The parts of a table that the tokens of characters stand in, from each code point on. */
export declare const parts: readonly (readonly [from: number, part: number])[];
