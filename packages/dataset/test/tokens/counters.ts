import type { Counter } from "../../src/tokens/counter.ts";
import { PlainCounter } from "../../src/tokens/plainCounter.ts";
import { asText, loadCounter, loadCounters, loadVocabulary, type Loading } from "../../src/tokens/vocabularies.ts";

/** The counter of a vocabulary that is surely there. */
export async function counterOf(vocabulary: string): Promise<Counter> {
  const loaded = await loadCounter(vocabulary);
  if (!loaded.ok) throw new Error(`No counter of ${vocabulary}.`);
  return loaded.value;
}

/** Counters that count together. */
export async function countersOf(names: readonly string[], loading?: Loading): Promise<readonly Counter[]> {
  const loaded = await loadCounters(names, loading);
  if (!loaded.ok) throw new Error(`No counters of ${names.join()}.`);
  return names.map((name) => loaded.value.get(name) as Counter);
}

/** What counts a vocabulary without WebAssembly. */
export async function plainOf(vocabulary: string): Promise<Counter> {
  const loaded = await loadVocabulary(vocabulary, asText);
  if (!loaded.ok) throw new Error(`No vocabulary ${vocabulary}.`);
  return new PlainCounter(vocabulary, loaded.value);
}
