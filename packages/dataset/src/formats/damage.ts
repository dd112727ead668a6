import type { Bytes } from "./gunzip.ts";

/** A packed file that is broken off or damaged: what came before stands. */
export class Damaged extends Error {
  constructor() {
    super("the packed file is broken off or damaged");
  }
}

/** Chunks whose failure is that of the file. */
export async function* damageable(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orDamaged(iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** What a library promises to read; where it fails, it is for the bytes. */
export async function orDamaged<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch {
    throw new Damaged();
  }
}
