/** The bit sets that occur, named from U+00A1 on in {@link runs}. */
export declare const kinds: readonly number[];
/** Runs of code points from U+0000 on: length in base 36, then the name of the kind. */
export declare const runs: string;
