/** Bytes that one column of a batch may come to: 1 GB. */
const columnLimit = 1024 * 1024 * 1024;

const broken = (): Error => new Error("a broken LZ4 frame");

/**
 * Unpacks a frame of LZ4, as Feather files are packed by default. Blocks may refer to those before them. Throws where the
 * frame is broken, ends early or comes to more than a column can. What there is instead: hyparquet-compressors unpacks single
 * blocks alone, lz4js (0.2.0, of December 2024) comes without types, the rest are native or WebAssembly of their own.
 *
 * @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md (read 2026-11-26)
 */
export function unpackLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 11 || view.getUint32(0, true) !== 0x184d2204) throw broken();
  const [flags = 0, descriptor = 0] = frame.subarray(4);
  const isSet = (bit: number): boolean => (flags & (1 << bit)) !== 0;
  const blockSize = 2 ** (8 + 2 * ((descriptor >> 4) & 7));
  // The size of the content, a dictionary, and a byte of a checksum.
  let at = 6 + (isSet(3) ? 8 : 0) + (isSet(0) ? 4 : 0) + 1;
  let out = new Uint8Array(Math.min(4 * frame.length, columnLimit));
  let length = 0;
  for (;;) {
    if (at + 4 > frame.length) throw broken();
    const size = view.getUint32(at, true);
    if (size === 0) return out.slice(0, length);
    const [from, bytes] = [at + 4, size & 0x7fffffff];
    const block = frame.subarray(from, from + bytes);
    if (block.length < bytes || bytes > blockSize) throw broken();
    if (length + blockSize > columnLimit) throw broken();
    if (length + blockSize > out.length) out = grown(out, length + blockSize);
    const end = length + blockSize;
    // The highest bit marks a block that is not packed.
    if (size > 0x7fffffff) out.set(block, length);
    length = size > 0x7fffffff ? length + bytes : unpackBlock(block, out, length, end);
    at = from + bytes + (isSet(4) ? 4 : 0);
  }
}

function grown(out: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(length, Math.min(2 * out.length, columnLimit)));
  more.set(out);
  return more;
}

/**
 * Unpacks a block behind what was unpacked before, and gives where it ends.
 *
 * @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md (read 2026-11-26)
 */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number, end: number): number {
  let [at, length] = [0, start];
  /** A length of four bits, and the bytes that are added to it while they are full. */
  const lengthOf = (bits: number): number => {
    let sum = bits;
    for (let more = bits === 15 ? 255 : 0; more === 255; sum += more) {
      more = block[at++] ?? -1;
      if (more < 0) throw broken();
    }
    return sum;
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const literal = lengthOf(token >> 4);
    if (literal > block.length - at || length + literal > end) throw broken();
    out.set(block.subarray(at, at + literal), length);
    [at, length] = [at + literal, length + literal];
    // The last element has no copy.
    if (at === block.length) return length;
    const offset = (block[at] as number) + 256 * (block[at + 1] ?? Infinity);
    at += 2;
    const copied = 4 + lengthOf(token & 15);
    if (offset === 0 || offset > length || length + copied > end) throw broken();
    if (offset >= copied) out.copyWithin(length, length - offset, length - offset + copied);
    // A copy that overlaps itself repeats what it has just written.
    else for (let i = length; i < length + copied; i++) out[i] = out[i - offset] as number;
    length += copied;
  }
  throw broken();
}
