import { shapeNamed } from "../shapes/table.ts";
import { jsonText } from "../shapes/reading/content.ts";
import type { Example, Message } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";

/** Hashes kept at most; past it nothing new is remembered (8 bytes each, so 64 MB with the free places). */
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

/**
 * A 64-bit hash of what an example says, whatever fields stand beside it; of the whole row where they are part of it:
 * pictures, a grader's fields, the label of an answer.
 */
export function exampleHash(example: Example, row: Row, shape: string): readonly [high: number, low: number] {
  const hasher = new Hasher();
  if (shapeNamed(shape)?.wholeRow === true || example.messages.some(({ images }) => images !== null))
    hasher.text(jsonText(row));
  hasher.messages(example.messages);
  if (example.rejected !== null) hasher.messages(example.rejected);
  return [hasher.high, hasher.low];
}

/** A 64-bit hash of a text, as one word. */
export function textHash(text: string): string {
  const hasher = new Hasher();
  hasher.text(text);
  return `${hasher.high} ${hasher.low}`;
}

/** A set of 64-bit hashes in two flat arrays that double as they fill. */
export class HashSet {
  size = 0;
  #high: Int32Array = new Int32Array(1024);
  #low: Int32Array = new Int32Array(1024);

  get complete(): boolean {
    return this.size < mostHashes;
  }

  has(high: number, low: number): boolean {
    return this.#find(this.#high, this.#low, high, low).found;
  }

  /** Adds a hash; true where it was there already. */
  add(high: number, low: number): boolean {
    const place = this.#find(this.#high, this.#low, high, low);
    if (place.found) return true;
    if (!this.complete) return false;
    this.#high[place.at] = high;
    this.#low[place.at] = low | 1;
    this.size += 1;
    if (this.size * 2 > this.#high.length) this.#grow();
    return false;
  }

  /** The place of a hash. A free place has a low half of 0; a stored low half is odd, never 0. */
  #find(highs: Int32Array, lows: Int32Array, high: number, low: number): { at: number; found: boolean } {
    const mask = highs.length - 1;
    const stored = low | 1;
    let at = (high ^ (low >>> 7)) & mask;
    while (lows[at] !== 0) {
      if (highs[at] === high && lows[at] === stored) return { at, found: true };
      at = (at + 1) & mask;
    }
    return { at, found: false };
  }

  #grow(): void {
    const highs = new Int32Array(this.#high.length * 2);
    const lows = new Int32Array(this.#high.length * 2);
    for (const [i, low] of this.#low.entries()) {
      if (low === 0) continue;
      const high = this.#high[i] ?? 0;
      const { at } = this.#find(highs, lows, high, low);
      highs[at] = high;
      lows[at] = low;
    }
    this.#high = highs;
    this.#low = lows;
  }
}
