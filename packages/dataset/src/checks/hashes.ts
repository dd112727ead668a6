import type { Example, Message } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { shapeNamed } from "../shapes/table.ts";

const mostHashes = 4 * 1024 * 1024;

/** Two 32-bit lanes of FNV-1a over UTF-16 units, of different offsets. */
class Hasher {
  high = 0x811c9dc5 | 0;
  low = 0x2f0b4c47 | 0;

  text(text: string): void {
    let { high, low } = this;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ (unit + 0x9e37), 0x85ebca6b);
      low ^= low >>> 13;
    }
    // An end mark, so that "ab" + "c" and "a" + "bc" differ.
    this.high = Math.imul(high ^ 0xffff, 0x01000193);
    this.low = Math.imul(low ^ 0xffff, 0x85ebca6b);
  }

  messages(messages: readonly Message[]): void {
    for (const { role, text, rest, calls } of messages) {
      this.text(role);
      this.text(text);
      for (const more of rest ?? []) this.text(more);
      for (const call of calls ?? []) {
        this.text(call.name);
        this.text(call.arguments);
      }
    }
  }
}

/** A 64-bit hash of what an example says, whatever fields stand beside it; of the whole row where they are part of it: pictures, a grader's fields, the label of an answer. */
export function exampleHash(example: Example, row: Row, shape: string): readonly [high: number, low: number] {
  const hasher = new Hasher();
  if (shapeNamed(shape)?.wholeRow === true || example.messages.some(({ images }) => images !== null))
    hasher.text(jsonText(row));
  hasher.messages(example.messages);
  if (example.rejected !== null) hasher.messages(example.rejected);
  return [hasher.high, hasher.low];
}

export function textHash(text: string): string {
  const hasher = new Hasher();
  hasher.text(text);
  return `${hasher.high} ${hasher.low}`;
}

const keyOf = (high: number, low: number): number => (high >>> 0) * 2 ** 21 + (low >>> 11);

export class HashSet {
  readonly #keys: Set<number> = new Set();

  has(high: number, low: number): boolean {
    return this.#keys.has(keyOf(high, low));
  }

  add(high: number, low: number): boolean {
    if (this.has(high, low)) return true;
    if (this.#keys.size < mostHashes) this.#keys.add(keyOf(high, low));
    return false;
  }
}
