import type { Example } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { shapeNamed } from "../shapes/table.ts";

const mostHashes = 4 * 1024 * 1024;

/** 53 bits of two 32-bit lanes of FNV-1a over the UTF-16 units of texts, of different offsets. */
export function hashOf(texts: readonly string[]): number {
  let [high, low] = [0x811c9dc5 | 0, 0x2f0b4c47 | 0];
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ (unit + 0x9e37), 0x85ebca6b);
      low ^= low >>> 13;
    }
    // An end mark, so that "ab" + "c" and "a" + "bc" differ.
    high = Math.imul(high ^ 0xffff, 0x01000193);
    low = Math.imul(low ^ 0xffff, 0x85ebca6b);
  }
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}

/** A hash of what an example says, whatever fields stand beside it; of the whole row where they are part of it: pictures, a grader's fields, the label of an answer. */
export function exampleHash(example: Example, row: Row, shape: string): number {
  const { messages, rejected } = example;
  const isWhole = shapeNamed(shape)?.wholeRow === true || messages.some(({ images }) => images !== null);
  const texts = isWhole ? [jsonText(row)] : [];
  for (const { role, text, rest, calls } of [...messages, ...(rejected ?? [])]) {
    texts.push(role, text, ...(rest ?? []));
    for (const call of calls ?? []) texts.push(call.name, call.arguments);
  }
  return hashOf(texts);
}

export type Hashes = Set<number>;

/** Adds a hash to those that were met, while there is room; true where it was among them. */
export function isMet(hashes: Hashes, hash: number): boolean {
  if (hashes.has(hash)) return true;
  if (hashes.size < mostHashes) hashes.add(hash);
  return false;
}
