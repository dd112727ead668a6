import { fail, ok, type Result } from "@tunecast/estimator/problem";

/** A stream of byte chunks. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Parquet and zip keep their index at the end, so the file is held: at most this many bytes (1 GB). */
const heldLimit = 1024 * 1024 * 1024;

/** The bytes of a file that has to be held whole. Problems: `parquet_too_large`. */
export async function held(chunks: Bytes): Promise<Result<Uint8Array>> {
  const whole = await collected(chunks, heldLimit);
  return whole === null ? fail({ kind: "parquet_too_large", limit: heldLimit }) : ok(whole);
}

/** All bytes, in memory of their own; null where they are more than `limit`. */
export async function collected(chunks: Bytes, limit: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit) return null;
    // A copy: the source may fill its buffer anew, and a slice of Node's shares its bytes.
    parts.push(new Uint8Array(chunk));
  }
  return concat(parts);
}

/** The parts one after another; one alone as it stands. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
