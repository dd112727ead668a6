import type { Bytes } from "./held.ts";

const [newline, carriageReturn] = [10, 13];

/** The text of UTF-16 in UTF-8, the mark at the beginning left out. */
export async function* utf8Of(chunks: Bytes, encoding: string): AsyncGenerator<Uint8Array, void, undefined> {
  const [decoder, encoder] = [new TextDecoder(encoding), new TextEncoder()];
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  yield encoder.encode(decoder.decode());
}

/** Whether lines end as on old Macs, which Excel's "CSV (Macintosh)" goes on to write. */
export function endsAsOnMacs(head: Uint8Array): boolean {
  const first = head.indexOf(carriageReturn);
  // The last of these bytes may be half of a pair.
  return first >= 0 && first < head.length - 1 && !head.includes(newline);
}

/** The text with the line ends that every reader knows. */
export async function* withNewlines(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield chunk.map((byte) => (byte === carriageReturn ? newline : byte));
}
