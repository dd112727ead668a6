import { describe, expect, it } from "vitest";
import { profileBytes, checkFor, convertBytes, cutBytes } from "../../src/index.ts";

const text = new TextEncoder();
const row = '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n';
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(70_000)]);
const broken = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, ...new Uint8Array(70_000)]);

/** Bytes that tell whether they were begun, and whether they were ended. */
function watched(bytes: Uint8Array): { chunks: AsyncGenerator<Uint8Array>; state: { begun: boolean; ended: boolean } } {
  const state = { begun: false, ended: false };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    state.begun = true;
    try {
      for (;;) yield bytes;
    } finally {
      state.ended = true;
    }
  }
  return { chunks: chunks(), state };
}

describe("bytes without an end", () => {
  it.each([
    ["of a picture", png],
    ["of a damaged gzip file", broken],
    ["of a damaged zstd file", new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 255, 255, 255, 255, ...new Uint8Array(70_000)])],
  ])("%s are left and ended by every reader", async (_, bytes) => {
    const readers = [
      async (chunks: AsyncIterable<Uint8Array>) => profileBytes(chunks, { rules: [] }),
      async (chunks: AsyncIterable<Uint8Array>) => checkFor("trl", chunks),
      async (chunks: AsyncIterable<Uint8Array>) => convertBytes(chunks, { to: "openai", write: async () => {} }),
      async (chunks: AsyncIterable<Uint8Array>) => cutBytes(chunks, { test: 1, sizes: "auto", repeats: 1, seed: 1 }),
    ];
    for (const read of readers) {
      const { chunks, state } = watched(bytes);
      await read(chunks);
      expect(state).toEqual({ begun: true, ended: true });
    }
  });

  it("are ended where the caller cancels", async () => {
    const { chunks, state } = watched(text.encode(row));
    const signal = { aborted: false };
    const onProgress = (): void => void (signal.aborted = true);
    const read = await profileBytes(chunks, { rules: [], signal, onProgress });
    expect(read).toMatchObject({ ok: false, problem: { kind: "cancelled" } });
    expect(state.ended).toBe(true);
  });
});
