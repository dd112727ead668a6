import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Counter, Preparation, SplitRule, Table, Vocabulary } from "./counter.ts";
import { compiled, NativeCounter, NativeCounting } from "./nativeCounting.ts";
import { ready } from "../../tables/ready.js";

export interface Loading {
  /** Which parts of the tables, where a vocabulary comes in parts (o200k_base: 0.55 of 0.84 MB packed in the first, 0, which every text needs). */
  readonly parts?: readonly number[];
}

type Module = () => Promise<{ readonly table: Table }>;
/** A table: the file of it that is ready, and the modules of its parts. */
type Source = readonly [file: string, ...modules: Module[]];

const o200k: Source = [
  "./o200k_base.bin",
  () => import("../../tables/o200k_base.js"),
  () => import("../../tables/o200k_base_cyrillic.js"),
  () => import("../../tables/o200k_base_east.js"),
  () => import("../../tables/o200k_base_semitic.js"),
  () => import("../../tables/o200k_base_india.js"),
  () => import("../../tables/o200k_base_others.js"),
];
/** Llama 3 and Qwen 2 add tokens to those of cl100k_base. */
const cl100k: Source = ["./cl100k_base.bin", () => import("../../tables/cl100k_base.js")];
const qwen2: Source = ["./qwen2.bin", () => import("../../tables/qwen2.js")];
const mistral: Source = ["./mistral-v3.bin", () => import("../../tables/mistral-v3.js")];
// Its terms are the Llama licence's, so it is a package of its own.
const llama3: Source = ["@tunecast/vocabulary-llama3/index.bin", () => import("@tunecast/vocabulary-llama3")];
type Loader = readonly [sources: readonly Source[], rule: SplitRule, preparation: Preparation];

/** gpt-oss (harmony) has the text vocabulary of o200k_base, Phi-4 that of cl100k_base; their control tokens differ. r50k_base is that of GPT-2 and GPT-3, llama3 of Llama 3 to 3.3, qwen2 of Qwen 2.5 and 3, deepseek-v3 of DeepSeek V3 and R1, mistral-v3 of Mistral 7B and Mixtral (v1 to v3 differ in control tokens only), tekken of Mistral Nemo and later. */
const loaders: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ["o200k_base", [[o200k], { kind: "case", numbers: 3, contractions: true }, "none"]],
  ["cl100k_base", [[cl100k], { kind: "letters", numbers: 3 }, "none"]],
  ["r50k_base", [[["./r50k_base.bin", () => import("../../tables/r50k_base.js")]], { kind: "gpt2" }, "none"]],
  ["harmony", [[o200k], { kind: "case", numbers: 3, contractions: true }, "none"]],
  ["llama3", [[cl100k, llama3], { kind: "letters", numbers: 3 }, "none"]],
  ["qwen2", [[cl100k, qwen2], { kind: "letters", numbers: 1 }, "composed"]],
  ["deepseek-v3", [[["./deepseek-v3.bin", () => import("../../tables/deepseek-v3.js")]], { kind: "deepseek" }, "none"]],
  ["mistral-v3", [[mistral], { kind: "unsplit" }, "sentencepiece"]],
  ["tekken", [[["./tekken.bin", () => import("../../tables/tekken.js")]], { kind: "case", numbers: 1 }, "none"]],
  ["phi-4", [[cl100k], { kind: "letters", numbers: 3 }, "none"]],
]);

export const vocabularies: readonly string[] = [...loaders.keys()];

export async function loadCounter(vocabulary: string): Promise<Result<Counter>> {
  const loaded = await loadCounters([vocabulary]);
  return loaded.ok ? ok(loaded.value.get(vocabulary) as Counter) : loaded;
}

/** The counters of some vocabularies, by their ids: they count a text together. Problems as of {@link loadCounter}. */
export async function loadCounters(
  names: readonly string[],
  loading: Loading = {},
): Promise<Result<ReadonlyMap<string, Counter>>> {
  // The tables are read while the module is compiled.
  const [read] = await Promise.all([Promise.all(names.map((name) => loadVocabulary(name, loading))), compiled()]);
  const byName = new Map<string, Vocabulary>();
  for (const [i, loaded] of read.entries()) {
    if (!loaded.ok) return loaded;
    const same = [...byName.values()].find(({ tables }) => isSame(tables, loaded.value.tables));
    byName.set(names[i] as string, same ?? loaded.value);
  }
  const distinct = [...new Set(byName.values())];
  const native = await nativeOf(distinct);
  if (native !== undefined)
    return ok(
      new Map([...byName].map(([name, one]) => [name, new NativeCounter(name, one, native, distinct.indexOf(one))])),
    );
  // Only the counting in WebAssembly tells which parts it lacks, and takes tables that are ready.
  if (loading !== asText) return loadCounters(names, asText);
  const { PlainCounter } = await import("./plainCounter.ts");
  return ok(new Map([...byName].map(([name, one]) => [name, new PlainCounter(name, one)])));
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** The last instance, if somebody still holds it: making one takes as long as counting some megabytes. */
let last: { readonly tables: readonly unknown[]; readonly native: WeakRef<NativeCounting> } | undefined;

/** An instance for some vocabularies, the last one if it has these; undefined where there is no WebAssembly. */
async function nativeOf(vocabularies: readonly Vocabulary[]): Promise<NativeCounting | undefined> {
  const tables = vocabularies.flatMap((vocabulary) => vocabulary.tables);
  const before = last?.native.deref();
  if (before?.lacks.length === 0 && isSame(last?.tables ?? [], tables)) return before;
  const native = await NativeCounting.of(vocabularies);
  if (native !== undefined) last = { tables, native: new WeakRef(native) };
  return native;
}

/** All of the tables, as text. */
export const asText: Loading = { parts: [...o200k.keys()] };

async function textsOf([, ...modules]: Source, parts: Loading["parts"]): Promise<Vocabulary["tables"]> {
  const isLeftOut = (part: number): boolean => part > 0 && parts?.includes(part) === false;
  return Promise.all(modules.map(async (load, part) => (isLeftOut(part) ? undefined : (await load()).table)));
}

export async function loadVocabulary(vocabulary: string, { parts }: Loading = {}): Promise<Result<Vocabulary>> {
  const loader = loaders.get(vocabulary);
  if (loader === undefined) return fail({ kind: "unknown_vocabulary", vocabulary, known: vocabularies });
  const [sources, rule, preparation] = loader;
  try {
    const bytes = sources.flatMap(([name]) => (parts === undefined ? (ready(name) ?? []) : []));
    if (bytes.length === sources.length) return ok({ tables: bytes, rule, preparation });
    const tables = (await Promise.all(sources.map((source) => textsOf(source, parts)))).flat();
    return ok({ tables, rule, preparation });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail({ kind: "vocabulary_not_loaded", vocabulary, message });
  }
}
