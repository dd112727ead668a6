/**
 * Where a struct in Thrift's compact protocol ends. Throws where its bytes hold none: a number of more bytes than its type
 * has, a list or text longer than what is left, structs nested deeper than any footer's. What this has walked can be
 * decoded in time that grows with its length alone.
 *
 * @source https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md (read 2026-11-25)
 */
export function structEnd(view: DataView, from: number): number {
  return walkStruct(view, from, 0);
}

const [stop, boolTrue, boolFalse, byte, i16, i32, i64, double, binary, list, set, struct] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12,
] as const;

const depthLimit = 32;

function walkStruct(view: DataView, from: number, depth: number): number {
  if (depth > depthLimit) throw new Error("structs nested too deep");
  let at = from;
  for (;;) {
    const head = view.getUint8(at++);
    const type = head & 15;
    if (type === stop) return at;
    // Without a difference the number of the field follows.
    if (head >> 4 === 0) at = varint(view, at, 3).end;
    at = type === boolTrue || type === boolFalse ? at : walkValue(view, at, type, depth);
  }
}

function walkValue(view: DataView, at: number, type: number, depth: number): number {
  switch (type) {
    case boolTrue:
    case boolFalse:
    case byte:
      return at + 1;
    case i16:
    case i32:
      return varint(view, at, 5).end;
    case i64:
      return varint(view, at, 10).end;
    case double:
      return at + 8;
    case binary: {
      const length = varint(view, at, 5);
      return within(view, length.end + length.value);
    }
    case list:
    case set:
      return walkList(view, at, depth);
    case struct:
      return walkStruct(view, at, depth + 1);
    default:
      throw new Error(`a field of the unknown type ${type}`);
  }
}

function walkList(view: DataView, from: number, depth: number): number {
  const head = view.getUint8(from);
  const long = head >> 4 === 15;
  const size = long ? varint(view, from + 1, 5) : { value: head >> 4, end: from + 1 };
  // Each element has one byte at least.
  within(view, size.end + size.value);
  let at = size.end;
  for (let i = 0; i < size.value; i++) at = walkValue(view, at, head & 15, depth + 1);
  return within(view, at);
}

function within(view: DataView, at: number): number {
  if (at > view.byteLength) throw new Error("a list or text longer than what is left");
  return at;
}

/** A number in groups of seven bits, the low ones first, and where it ends. Throws where it has more than `bytes` bytes. */
export function varint(view: DataView, from: number, bytes: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < bytes; i++) {
    const next = view.getUint8(from + i);
    value += (next & 127) * 2 ** (7 * i);
    if (next < 128) return { value, end: from + i + 1 };
  }
  throw new Error("a number of too many bytes");
}
