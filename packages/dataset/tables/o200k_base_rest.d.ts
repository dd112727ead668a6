/** The tokens in merge order, one to a line: see tools/rankTable.mjs of @tunecast/dataset. */
export declare const tokens: string;
/** How many tokens in a row are of the first part, of this one, of the first part, …, in base 36. */
export declare const runs: string;
