import type { Problem } from "../problem.ts";

/** Options in words: `microBatch=2` as "micro batch 2". */
export function spelt(option: Problem[string]): string {
  return String(option)
    .replaceAll(/[a-z][A-Z]/g, ([before = "", after = ""]) => `${before} ${after.toLowerCase()}`)
    .replaceAll("=", " ");
}
