export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The `index`-th (1-based) of `of` parts of a file of `size` bytes. */
export function shardRange(size: number, index: number, of: number): ByteRange {
  if (!Number.isInteger(of) || !Number.isInteger(index) || index < 1 || index > of)
    throw new RangeError(`Got part ${index} of ${of}, expected whole numbers with 1 ≤ part ≤ parts.`);
  return { start: Math.floor((size * (index - 1)) / of), end: Math.floor((size * index) / of) };
}

export async function* shardChunks(
  chunks: AsyncIterable<Uint8Array>,
  range: ByteRange,
): AsyncGenerator<Uint8Array, void, undefined> {
  let offset = range.start;
  let begun = range.start === 0;
  if (range.end === 0) return;
  for await (const chunk of chunks) {
    let from = 0;
    if (!begun) {
      const found = chunk.indexOf(10);
      // The first line end lies past the part: the whole part is inside one line of an earlier part.
      if (offset + (found < 0 ? chunk.length : found) >= range.end) return;
      if (found >= 0) [from, begun] = [found + 1, true];
    }
    if (begun) {
      const last = chunk.indexOf(10, Math.max(from, range.end - offset));
      const done = last >= 0 && offset + last >= range.end;
      const piece = chunk.subarray(from, done ? last + 1 : chunk.length);
      if (piece.length > 0) yield piece;
      if (done) return;
    }
    offset += chunk.length;
  }
}

export async function* utf8Of(chunks: Bytes, encoding: string): AsyncGenerator<Uint8Array, void, undefined> {
  const [decoder, encoder] = [new TextDecoder(encoding), new TextEncoder()];
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  yield encoder.encode(decoder.decode());
}

/** Lines that end with a carriage return alone, as on old Macs, with line feeds instead. */
export async function* withLineFeeds(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield chunk.map((byte) => (byte === 13 ? 10 : byte));
}

export class Taking {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  isOver = false;

  constructor(chunks: Bytes) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async some(most: number): Promise<Uint8Array | null> {
    while (this.#rest.length === 0) {
      this.isOver = true;
      const next = await this.#chunks.next();
      if (next.done === true) return null;
      this.isOver = false;
      this.#rest = next.value.slice();
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async take(length: number): Promise<Uint8Array> {
    return (await collected(this.pieces(length), length)) as Uint8Array;
  }

  async *pieces(length: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let missing = length; missing > 0;) {
      const part = await this.some(missing);
      if (part === null) throw new RangeError("an early end");
      missing -= part.length;
      yield part;
    }
  }

  putBack(bytes: Uint8Array): void {
    this.#rest = concat([bytes, this.#rest]);
  }

  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}

export type Bytes = AsyncIterable<Uint8Array>;

export const heldLimit: number = 1024 * 1024 * 1024;

/** Told by its name, since parts of the package that are loaded when they are needed have a class of their own. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** Takes room for what is unpacked at once: as much as may be held, or sixteen times what it is packed into, more than texts come to. Throws where there is none left. */
export function roomFor(packed: number): (bytes: number) => void {
  let left = Math.max(heldLimit, 16 * packed);
  return (bytes) => {
    left -= bytes;
    if (left < 0) throw new TooLarge();
  };
}

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
