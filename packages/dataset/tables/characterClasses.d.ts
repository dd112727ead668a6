/** The bit sets that occur, named A, B, C, … in {@link runs}. */
export declare const kinds: readonly number[];
/** Runs of code points from U+0000 on: length in base 36, then the letter of the kind. */
export declare const runs: string;
/** Characters whose tokens stand in the first part of a table, as ranges: Latin script and its marks. First, last, first, last, … */
export declare const latin: readonly number[];
