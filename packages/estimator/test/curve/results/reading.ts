import { readResults, type ReadOptions } from "../../../src/curve/results/read.ts";

/** What is read of a text or a value, each run as its size, metric, mean and items; else the problem. */
export function read(given: unknown, file = "n250.json", options: ReadOptions = {}): unknown {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  const runs = readResults(text, file, options);
  return runs.ok ? runs.value.map(({ n, metric, value, items }) => [n, metric, value, items.length]) : runs.problem;
}

/** The one run that is read. */
export function run(given: unknown, file = "n250.json", options: ReadOptions = {}) {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  const runs = readResults(text, file, options);
  if (!runs.ok || runs.value.length !== 1) throw new Error(JSON.stringify(runs));
  return runs.value[0];
}

export const kindOf = (given: unknown, file?: string): unknown => (read(given, file) as { kind?: string }).kind;
