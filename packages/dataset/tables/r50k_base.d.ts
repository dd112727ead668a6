/** The tokens in merge order, one to a line: see rankTable.ts of @tunecast/dataset. */
export declare const tokens: string;
