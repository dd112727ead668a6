/** A table as bytes that the counting takes as they are; undefined where there are no files, or those of another version. */
export declare function ready(name: string): Uint8Array | undefined;
