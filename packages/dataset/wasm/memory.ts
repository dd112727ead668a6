// Memory is handed out once and kept: tables and buffers live as long as the instance. No objects, no collector.

let top: usize = __heap_base;

/** `bytes` zeros at a multiple of 64, a line of the processor's cache. */
export function reserve(bytes: usize): usize {
  const at = (top + 63) & ~63;
  top = at + bytes;
  const pages = <i32>((top + 0xffff) >>> 16);
  if (pages > memory.size() && memory.grow(pages - memory.size()) < 0) unreachable();
  return at;
}

/** Bytes that may be read behind the end of any text; the two before its beginning may be, too. */
export const SLACK: usize = 64;
export const LONGEST_TEXT: usize = 1 << 22;

export const LINE: usize = reserve(LONGEST_TEXT + SLACK);
export const TEXTS: usize = reserve(LONGEST_TEXT + 512 * SLACK);
export const TEXT: usize = reserve(LONGEST_TEXT + SLACK);

let room: usize = 0;
let text: usize = 0;

/** Where a text from outside of up to `bytes` is put. */
export function textAt(bytes: usize): usize {
  if (bytes >= room) {
    room = powerOver(bytes);
    text = reserve(room + 2 * SLACK) + SLACK;
  }
  return text;
}

export const MASKS: usize = reserve(17 << 4);
for (let length: usize = 0; length <= 16; length++)
  for (let i: usize = 0; i < length; i++) store<u8>(MASKS + (length << 4) + i, 255);

export function powerOver(number: usize): usize {
  let power: usize = 1024;
  while (power < number) power <<= 1;
  return power;
}
