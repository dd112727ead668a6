/** The counting in WebAssembly, base64: see nativeCounting.ts of @tunecast/dataset. */
export declare const binary: string;
