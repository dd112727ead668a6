/** Options in words: `microBatch=2` as "micro batch 2". */
export function spelt(option: string): string {
  return option
    .replaceAll(/[a-z][A-Z]/g, ([before = "", after = ""]) => `${before} ${after.toLowerCase()}`)
    .replaceAll("=", " ");
}
