import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/** So much of either end of a file tells it from others, with its length. */
const endBytes = 65_536;
/** Hexadecimal digits kept: 128 bits. */
const digits = 32;

/** The digest of a text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** Tells files apart by their length and both of their ends, whether they are read through or looked into. */
export class Fingerprint {
  #bytes = 0;
  #head: Uint8Array = new Uint8Array(0);
  #tail: Uint8Array = new Uint8Array(0);

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#head.length < endBytes) this.#head = joined(this.#head, chunk.subarray(0, endBytes - this.#head.length));
    // A copy: the source may fill its buffer anew.
    this.#tail =
      chunk.length >= endBytes
        ? chunk.slice(-endBytes)
        : joined(this.#tail.subarray(Math.max(0, this.#tail.length + chunk.length - endBytes)), chunk);
  }

  digest(): string {
    return fingerprintOf(this.#bytes, this.#head, this.#tail);
  }
}

/** Reads a file at any place. */
export function readerAt(path: string): (start: number, length: number) => Promise<Uint8Array> {
  return async (start, length) => {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  };
}

/** The fingerprint of a file of `bytes` bytes that can be read at any place. */
export async function fingerprintOfFile(
  bytes: number,
  readAt: (start: number, length: number) => Promise<Uint8Array>,
): Promise<string> {
  const head = await readAt(0, Math.min(bytes, endBytes));
  const tail = await readAt(Math.max(0, bytes - endBytes), Math.min(bytes, endBytes));
  return fingerprintOf(bytes, head, tail);
}

function fingerprintOf(bytes: number, head: Uint8Array, tail: Uint8Array): string {
  return createHash("sha256").update(`${bytes}\n`).update(head).update(tail).digest("hex").slice(0, digits);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
