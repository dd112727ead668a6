import type { Bytes } from "./held.ts";

/** Fewer bytes came than were asked for. */
export class EndedEarly extends Error {}

/** Bytes taken from a stream by their number. */
export class Taking {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  isOver = false;

  constructor(chunks: Bytes) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** At least one of the next bytes, at most `most`; null at the end. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.#rest.length === 0) {
      this.isOver = true;
      const next = await this.#chunks.next();
      if (next.done === true) return null;
      this.isOver = false;
      // A copy: the source may fill its buffer anew.
      this.#rest = next.value.slice();
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  /** The next bytes, in memory of their own. @throws EndedEarly */
  async take(length: number): Promise<Uint8Array> {
    const whole = new Uint8Array(length);
    let at = 0;
    for await (const part of this.pieces(length)) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** The next bytes as they come. @throws EndedEarly */
  async *pieces(length: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let missing = length; missing > 0;) {
      const part = await this.some(missing);
      if (part === null) throw new EndedEarly();
      missing -= part.length;
      yield part;
    }
  }

  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}
