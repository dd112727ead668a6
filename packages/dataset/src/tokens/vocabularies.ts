import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Counter } from "./counter.ts";
import type { Vocabulary } from "./engine.ts";

type Loader = () => Promise<Vocabulary>;

const o200k: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitByCase }] = await Promise.all([
    import("../../tables/o200k_base.js"),
    import("./rankTable.ts"),
    import("./splitByCase.ts"),
  ]);
  return {
    pieces: piecesOf(tokens, "bytes"),
    split: splitByCase({ numbers: 3, contractions: true }),
    preparation: "none",
  };
};

const cl100k: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitByLetters }] = await Promise.all([
    import("../../tables/cl100k_base.js"),
    import("./rankTable.ts"),
    import("./splitByLetters.ts"),
  ]);
  return { pieces: piecesOf(tokens, "bytes"), split: splitByLetters(3), preparation: "none" };
};

/** Of Llama 3, 3.1, 3.2 and 3.3; its terms are the Llama licence's, so it is a package of its own. */
const llama3: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitByLetters }] = await Promise.all([
    import("@tunecast/vocabulary-llama3"),
    import("./rankTable.ts"),
    import("./splitByLetters.ts"),
  ]);
  return { pieces: piecesOf(tokens, "bytes"), split: splitByLetters(3), preparation: "none" };
};

/** Of Qwen 2.5 and 3. */
const qwen2: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitByLetters }] = await Promise.all([
    import("../../tables/qwen2.js"),
    import("./rankTable.ts"),
    import("./splitByLetters.ts"),
  ]);
  return { pieces: piecesOf(tokens, "bytes"), split: splitByLetters(1), preparation: "composed" };
};

/** Of DeepSeek V3 and R1. */
const deepseekV3: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitDeepseek }] = await Promise.all([
    import("../../tables/deepseek-v3.js"),
    import("./rankTable.ts"),
    import("./splitDeepseek.ts"),
  ]);
  return { pieces: piecesOf(tokens, "bytes"), split: splitDeepseek, preparation: "none" };
};

/** Of Mistral 7B and Mixtral: v1 to v3 differ in control tokens only. */
const mistralV3: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitSentencePiece }] = await Promise.all([
    import("../../tables/mistral-v3.js"),
    import("./rankTable.ts"),
    import("./splitSentencePiece.ts"),
  ]);
  return { pieces: piecesOf(tokens, "characters"), split: splitSentencePiece, preparation: "sentencepiece" };
};

/** Of Mistral Nemo and later. */
const tekken: Loader = async () => {
  const [{ tokens }, { piecesOf }, { splitByCase }] = await Promise.all([
    import("../../tables/tekken.js"),
    import("./rankTable.ts"),
    import("./splitByCase.ts"),
  ]);
  const split = splitByCase({ numbers: 1, contractions: false });
  return { pieces: piecesOf(tokens, "bytes"), split, preparation: "none" };
};

/** gpt-oss (harmony) has the text vocabulary of o200k_base, Phi-4 that of cl100k_base; their control tokens differ. */
const loaders: ReadonlyMap<string, Loader> = new Map([
  ["o200k_base", o200k],
  ["cl100k_base", cl100k],
  ["harmony", o200k],
  ["llama3", llama3],
  ["qwen2", qwen2],
  ["deepseek-v3", deepseekV3],
  ["mistral-v3", mistralV3],
  ["tekken", tekken],
  ["phi-4", cl100k],
]);

/** Ids of the vocabularies that can be loaded. */
export const vocabularies: readonly string[] = [...loaders.keys()];

/**
 * The counter of a vocabulary, its table loaded on demand. Problems: `unknown_vocabulary`, with the known ids, and
 * `vocabulary_not_loaded`, where the table is not installed or cannot be fetched.
 */
export async function loadCounter(vocabulary: string): Promise<Result<Counter>> {
  const load = loaders.get(vocabulary);
  if (load === undefined) return fail({ kind: "unknown_vocabulary", vocabulary, known: vocabularies });
  try {
    const [loaded, { Engine }] = await Promise.all([load(), import("./engine.ts")]);
    return ok(new Engine(vocabulary, loaded));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail({ kind: "vocabulary_not_loaded", vocabulary, message });
  }
}
