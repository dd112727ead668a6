import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Counter } from "./counter.ts";
import { NativeCounter } from "./nativeCounter.ts";
import type { NativeCounting } from "./nativeCounting.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What is loaded. */
export interface Loading {
  /**
   * Only what texts of Latin script need, where the vocabulary comes in parts (o200k_base: 0.58 of 0.89 MB packed). A text of
   * another script then makes {@link Counter.isShort} true.
   */
  readonly latinOnly?: boolean;
}

type Loader = (loading: Loading) => Promise<Vocabulary>;

const o200k: Loader = async ({ latinOnly = false }) => ({
  table: (await import("../../tables/o200k_base.js")).tokens,
  rest: latinOnly ? null : await import("../../tables/o200k_base_rest.js"),
  rule: { kind: "case", numbers: 3, contractions: true },
  preparation: "none",
});

const cl100k: Loader = async () => ({
  table: (await import("../../tables/cl100k_base.js")).tokens,
  rule: { kind: "letters", numbers: 3 },
  preparation: "none",
});

/** Of GPT-2 and GPT-3. */
const r50k: Loader = async () => ({
  table: (await import("../../tables/r50k_base.js")).tokens,
  rule: { kind: "gpt2" },
  preparation: "none",
});

/** Of Llama 3, 3.1, 3.2 and 3.3; its terms are the Llama licence's, so it is a package of its own. */
const llama3: Loader = async () => ({
  table: (await import("@tunecast/vocabulary-llama3")).tokens,
  rule: { kind: "letters", numbers: 3 },
  preparation: "none",
});

/** Of Qwen 2.5 and 3. */
const qwen2: Loader = async () => ({
  table: (await import("../../tables/qwen2.js")).tokens,
  rule: { kind: "letters", numbers: 1 },
  preparation: "composed",
});

/** Of DeepSeek V3 and R1. */
const deepseekV3: Loader = async () => ({
  table: (await import("../../tables/deepseek-v3.js")).tokens,
  rule: { kind: "deepseek" },
  preparation: "none",
});

/** Of Mistral 7B and Mixtral: v1 to v3 differ in control tokens only. */
const mistralV3: Loader = async () => ({
  table: (await import("../../tables/mistral-v3.js")).tokens,
  rule: { kind: "unsplit" },
  preparation: "sentencepiece",
});

/** Of Mistral Nemo and later. */
const tekken: Loader = async () => ({
  table: (await import("../../tables/tekken.js")).tokens,
  rule: { kind: "case", numbers: 1 },
  preparation: "none",
});

/** gpt-oss (harmony) has the text vocabulary of o200k_base, Phi-4 that of cl100k_base; their control tokens differ. */
const loaders: ReadonlyMap<string, Loader> = new Map([
  ["o200k_base", o200k],
  ["cl100k_base", cl100k],
  ["r50k_base", r50k],
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
  const loaded = await loadCounters([vocabulary]);
  return loaded.ok ? ok(loaded.value.get(vocabulary) as Counter) : loaded;
}

/** The counters of some vocabularies, by their ids: they count a text together. Problems as of {@link loadCounter}. */
export async function loadCounters(
  names: readonly string[],
  loading: Loading = {},
): Promise<Result<ReadonlyMap<string, Counter>>> {
  const byTable = new Map<string, Vocabulary>();
  const tables = new Map<string, string>();
  for (const name of names) {
    const loaded = await loadVocabulary(name, loading);
    if (!loaded.ok) return loaded;
    tables.set(name, loaded.value.table);
    byTable.set(loaded.value.table, byTable.get(loaded.value.table) ?? loaded.value);
  }
  const distinct = [...byTable.values()];
  const native = await nativeOf(distinct);
  // Only the counting in WebAssembly tells what it misses.
  if (native === undefined && loading.latinOnly === true) return loadCounters(names);
  const counterOf =
    native === undefined
      ? await plainly()
      : (name: string, one: Vocabulary): Counter => new NativeCounter(name, one, native, distinct.indexOf(one));
  return ok(new Map([...tables].map(([name, table]) => [name, counterOf(name, byTable.get(table) as Vocabulary)])));
}

async function plainly(): Promise<(name: string, vocabulary: Vocabulary) => Counter> {
  const { PlainCounter } = await import("./plainCounter.ts");
  return (name, vocabulary) => new PlainCounter(name, vocabulary);
}

/** Instances that somebody may still hold, by their tables: making one takes as long as counting some megabytes. */
const instances: { readonly tables: readonly string[]; readonly native: WeakRef<NativeCounting> }[] = [];

/** An instance for some vocabularies, one that is still there before a new one; undefined where there is no WebAssembly. */
async function nativeOf(vocabularies: readonly Vocabulary[]): Promise<NativeCounting | undefined> {
  const tables = vocabularies.map(({ table, rest }) => (rest === null ? `${table} in part` : table));
  for (const one of instances) {
    const native = one.native.deref();
    const isSame = one.tables.length === tables.length && one.tables.every((table, i) => table === tables[i]);
    if (native !== undefined && isSame) return native;
  }
  const { NativeCounting } = await import("./nativeCounting.ts");
  const native = await NativeCounting.of(vocabularies);
  if (native !== undefined) {
    instances.splice(0, Number.POSITIVE_INFINITY, ...instances.filter((one) => one.native.deref() !== undefined));
    instances.push({ tables, native: new WeakRef(native) });
  }
  return native;
}

/** The table and the rules of a vocabulary. Problems as of {@link loadCounter}. */
export async function loadVocabulary(vocabulary: string, loading: Loading = {}): Promise<Result<Vocabulary>> {
  const load = loaders.get(vocabulary);
  if (load === undefined) return fail({ kind: "unknown_vocabulary", vocabulary, known: vocabularies });
  try {
    return ok(await load(loading));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail({ kind: "vocabulary_not_loaded", vocabulary, message });
  }
}
