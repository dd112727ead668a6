/** The tokens in merge order, one to a line: see tools/rankTable.mjs of @tunecast/dataset. */
export declare const tokens: string;
