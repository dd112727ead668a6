import { describe, expect, it } from "vitest";
import { unpack } from "../../src/formats/packing.ts";

/** A frame of Zstandard of so many blocks, each 128 KB of one byte in four bytes. */
function frameOf(blocks: number): Uint8Array {
  const block = (isLast: boolean): number[] => {
    const head = Number(isLast) | (1 << 1) | (0x2_0000 << 3);
    return [head & 255, (head >> 8) & 255, head >> 16, 0x20];
  };
  const all = Array.from({ length: blocks }, (_, i) => block(i === blocks - 1));
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38, ...all.flat()]);
}

describe("a file that is packed into next to nothing", () => {
  it("is unpacked a little at a time", async () => {
    const packed = frameOf(2000);
    const held: number[] = [];
    let bytes = 0;
    const before = process.memoryUsage().arrayBuffers;
    const source = (async function* () {
      yield packed;
    })();
    for await (const chunk of unpack("zstd", source)) {
      if (bytes === 0) held.push(process.memoryUsage().arrayBuffers - before);
      bytes += chunk.length;
    }
    expect(bytes).toBe(2000 * 0x2_0000);
    expect(held[0]).toBeLessThan(100 * 2 ** 20);
  });
});
