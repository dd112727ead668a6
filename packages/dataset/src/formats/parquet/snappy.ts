/**
 * Unpacks a block of Snappy into `size` bytes. Throws where the block holds another number of them or points outside.
 *
 * @source https://github.com/google/snappy/blob/main/format_description.txt (read 2026-11-25)
 */
export function unsnap(block: Uint8Array, size: number): Uint8Array {
  // One element of three bytes gives 64 at most, so nothing that claims more is worth the memory.
  if (size > block.length * 22) throw new Error("a packed page that claims to be larger than it can be");
  const out = new Uint8Array(size);
  let at = 0;
  while ((block[at++] ?? 0) > 127);
  let length = 0;
  while (at < block.length) {
    const element = readElement(block, at);
    at = element.next;
    const room = element.offset === null ? block.length - at : length;
    const needed = element.offset ?? element.length;
    if (needed > room || needed === 0 || length + element.length > size) throw new Error("a broken Snappy block");
    if (element.offset === null) {
      out.set(block.subarray(at, at + element.length), length);
      at += element.length;
    } else if (element.offset >= element.length) {
      out.copyWithin(length, length - element.offset, length - element.offset + element.length);
    } else {
      // A copy that overlaps itself repeats what it has just written.
      for (let i = length; i < length + element.length; i++) out[i] = out[i - element.offset] as number;
    }
    length += element.length;
  }
  if (length !== size) throw new Error("a broken Snappy block");
  return out;
}

/** A literal of so many bytes (`offset` null), or a copy from so many bytes back. */
interface Element {
  readonly length: number;
  readonly offset: number | null;
  readonly next: number;
}

function readElement(block: Uint8Array, at: number): Element {
  const tag = block[at] as number;
  const high = tag >> 2;
  switch (tag & 3) {
    case 0: {
      const more = Math.max(0, high - 59);
      return { length: 1 + (more > 0 ? littleEndian(block, at + 1, more) : high), offset: null, next: at + 1 + more };
    }
    case 1:
      return { length: 4 + (high & 7), offset: ((tag >> 5) << 8) + littleEndian(block, at + 1, 1), next: at + 2 };
    case 2:
      return { length: 1 + high, offset: littleEndian(block, at + 1, 2), next: at + 3 };
    default:
      return { length: 1 + high, offset: littleEndian(block, at + 1, 4), next: at + 5 };
  }
}

function littleEndian(block: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  // Past the end: more than any block has room for.
  for (let i = 0; i < bytes; i++) value += (block[at + i] ?? Infinity) * 2 ** (8 * i);
  return value;
}
