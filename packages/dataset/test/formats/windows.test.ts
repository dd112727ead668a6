import { describe, expect, it } from "vitest";
import { checkWindow } from "../../src/formats/packing.ts";

const mark = [0x28, 0xb5, 0x2f, 0xfd];
const isTaken = (...head: readonly number[]): boolean => {
  try {
    checkWindow(Uint8Array.from([...mark, ...head]));
    return true;
  } catch (error) {
    expect((error as Error).message).toBe("a window that is too large");
    return false;
  }
};

/** @source https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1 (read 2026-11-30) */
describe("the window of a frame of zstd", () => {
  it("is of up to 128 MiB: an exponent, and eighths of its power", () => {
    // 2^(10 + exponent) bytes and so many eighths of them: the exponent stands in the upper five bits.
    const windowed = (exponent: number, eighths: number): boolean => isTaken(0, (exponent << 3) | eighths);
    expect(windowed(0, 0)).toBe(true);
    expect(windowed(16, 7)).toBe(true);
    expect(windowed(17, 0)).toBe(true);
    expect(windowed(17, 1)).toBe(false);
    expect(windowed(18, 0)).toBe(false);
    expect(windowed(31, 7)).toBe(false);
  });

  it.each([
    // The lowest two bits of the descriptor: how long the number of a dictionary is that stands before the size.
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 4],
  ])("is the whole of a single segment, behind a dictionary's number (%d: %d bytes)", (flag, bytes) => {
    const before = Array.from({ length: bytes }, () => 255);
    const limit = [0, 0, 0, 8];
    // The highest two bits: a size of 1, 2, 4 or 8 bytes.
    expect(isTaken(0b0010_0000 | flag, ...before, 255)).toBe(true);
    expect(isTaken(0b0110_0000 | flag, ...before, 255, 255)).toBe(true);
    expect(isTaken(0b1010_0000 | flag, ...before, ...limit)).toBe(true);
    expect(isTaken(0b1010_0000 | flag, ...before, 1, 0, 0, 8)).toBe(false);
    expect(isTaken(0b1110_0000 | flag, ...before, ...limit, 0, 0, 0, 0)).toBe(true);
    expect(isTaken(0b1110_0000 | flag, ...before, 0, 0, 0, 0, 1, 0, 0, 0)).toBe(false);
    // What stands behind the size is none of it.
    expect(isTaken(0b1010_0000 | flag, ...before, ...limit, 255)).toBe(true);
  });
});
