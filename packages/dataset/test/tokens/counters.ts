import { type Counter, loadCounter } from "../../src/tokens/counter.ts";

/** The counter of a vocabulary that is surely there. */
export async function counterOf(vocabulary: string): Promise<Counter> {
  const loaded = await loadCounter(vocabulary);
  if (!loaded.ok) throw new Error(`No counter of ${vocabulary}.`);
  return loaded.value;
}
