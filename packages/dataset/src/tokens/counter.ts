import { fail, ok, type Result } from "@tunecast/estimator";

/** Counts the tokens of text in one vocabulary. Special-token text such as `<|endoftext|>` is counted as ordinary text. */
export interface Counter {
  /** Id of the vocabulary, as in {@link vocabularies}. */
  readonly vocabulary: string;
  /** Tokens of a text. */
  count(text: string): number;
  /** Tokens of the UTF-8 text in `bytes[start, end)`. */
  countBytes(bytes: Uint8Array, start: number, end: number): number;
}

type Loader = () => Promise<(text: string) => number>;

const plain = { disallowedSpecial: new Set<string>() };

const loaders: Readonly<Record<string, Loader>> = {
  o200k_base: async () => {
    const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
    return (text) => countTokens(text, plain);
  },
  cl100k_base: async () => {
    const { countTokens } = await import("gpt-tokenizer/encoding/cl100k_base");
    return (text) => countTokens(text, plain);
  },
};

/** Ids of the vocabularies that can be loaded. */
export const vocabularies: readonly string[] = Object.keys(loaders);

/** The counter of a vocabulary, its table loaded on demand; `unknown_vocabulary` with the known ids otherwise. */
export async function loadCounter(vocabulary: string): Promise<Result<Counter>> {
  const load = Object.hasOwn(loaders, vocabulary) ? loaders[vocabulary] : undefined;
  if (load === undefined) return fail({ kind: "unknown_vocabulary", vocabulary, known: vocabularies });
  const count = await load();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return ok({ vocabulary, count, countBytes: (bytes, start, end) => count(decoder.decode(bytes.subarray(start, end))) });
}
