import type { Counter } from "../../src/tokens/counter.ts";
import { loadCounter } from "../../src/tokens/vocabularies.ts";

/** The counter of a vocabulary that is surely there. */
export async function counterOf(vocabulary: string): Promise<Counter> {
  const loaded = await loadCounter(vocabulary);
  if (!loaded.ok) throw new Error(`No counter of ${vocabulary}.`);
  return loaded.value;
}
