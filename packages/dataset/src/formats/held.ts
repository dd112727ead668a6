import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Bytes } from "./gunzip.ts";

/** Parquet and zip keep their index at the end, so the file is held: at most this many bytes (1 GB). */
const heldLimit = 1024 * 1024 * 1024;

/** The bytes of a file that has to be held whole. Problems: `parquet_too_large`. */
export async function held(chunks: Bytes): Promise<Result<Uint8Array>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > heldLimit) return fail({ kind: "parquet_too_large", limit: heldLimit });
    parts.push(chunk.slice());
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return ok(whole);
}
