/** What is guessed of a file before it is counted. */
export interface Rough {
  readonly examples: number;
  readonly tokensPerExample: number;
}

/** Enough of a file for a guess at its rows. */
const headBytes = 262_144;

/** Bytes of a token where nobody has counted any: only ever shown as rough. */
const bytesPerToken = 4;

/** A guess from the size of a file and its first rows; null where these are not lines of JSON. */
export async function roughOf(file: Blob): Promise<Rough | null> {
  const head = await file
    .slice(0, headBytes)
    .text()
    .catch(() => "");
  if (!/^\uFEFF?\s*\{/u.test(head)) return null;
  const read = Math.min(headBytes, file.size);
  const whole = read < file.size ? head.slice(0, head.lastIndexOf("\n") + 1) : head;
  const rows = whole.split("\n").filter((line) => line.trim() !== "").length;
  if (rows === 0) return null;
  const bytes = read * (whole.length / head.length);
  return {
    examples: Math.max(1, Math.round((file.size / bytes) * rows)),
    tokensPerExample: Math.max(1, Math.round(bytes / rows / bytesPerToken)),
  };
}
