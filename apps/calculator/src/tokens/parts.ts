/** A smaller part is counted sooner than another worker has loaded its tables. */
const worthwhileBytes = 4 * 1024 * 1024;

/** Enough of a file to see whether its first line is a whole object. */
const headBytes = 1024 * 1024;

/** In how many parts a file is worth counting. Only lines of JSON can be cut: one object per line, not compressed. */
export async function partsFor(file: Blob, threads: number): Promise<number> {
  const parts = Math.max(1, Math.min(threads, Math.floor(file.size / worthwhileBytes)));
  if (parts === 1) return 1;
  const head = await file.slice(0, headBytes).text();
  return /^\uFEFF?\s*\{[^\n]*\}\s*\n/u.test(head) ? parts : 1;
}
