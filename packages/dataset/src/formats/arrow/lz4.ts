const magic = 0x184d2204;

/**
 * Unpacks an LZ4 frame of `size` bytes, whose blocks may refer to the bytes before them; checksums are passed over.
 * @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md (read 2026-11-30)
 */
export function unpackLz4(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const flags = view.getUint8(4);
  const [hasChecksums, hasSize, hasDictionary] = [16, 8, 1].map((bit) => (flags & bit) !== 0);
  if (view.getUint32(0, true) !== magic || flags >> 6 !== 1 || hasDictionary === true) throw new Error("no LZ4 frame");
  const out = new Uint8Array(size);
  let at = 0;
  for (let from = hasSize === true ? 15 : 7; ;) {
    const head = view.getUint32(from, true);
    if (head === 0) return out.subarray(0, at);
    const block = frame.subarray(from + 4, from + 4 + (head & 0x7fffffff));
    if (head >>> 31 === 0) at = unpackBlock(block, out, at);
    else {
      out.set(block, at);
      at += block.length;
    }
    from += 4 + (head & 0x7fffffff) + (hasChecksums === true ? 4 : 0);
  }
}

/** @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md (read 2026-11-30) */
function unpackBlock(block: Uint8Array, out: Uint8Array, begun: number): number {
  let [from, at] = [0, begun];
  const lengthOf = (short: number): number => {
    let length = short;
    if (short === 15) for (let byte = 255; byte === 255; length += byte) byte = block[from++] ?? 0;
    return length;
  };
  for (;;) {
    const token = block[from++] ?? 0;
    const literals = lengthOf(token >> 4);
    out.set(block.subarray(from, from + literals), at);
    [from, at] = [from + literals, at + literals];
    if (from >= block.length) return at;
    const back = (block[from] ?? 0) + 256 * (block[from + 1] ?? 0);
    from += 2;
    const end = at + 4 + lengthOf(token & 15);
    if (back === 0 || back > at || end > out.length) throw new RangeError("a match outside of what was unpacked");
    for (; at < end; at++) out[at] = out[at - back] as number;
  }
}
