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

/** Bytes that may be read behind the end of any text. */
export const SLACK: usize = 64;
/** Longest text, and longest line, that is counted here; longer ones are counted outside. */
export const LONGEST_TEXT: usize = 1 << 22;

/** Where a line of a file is put. */
export const LINE: usize = reserve(LONGEST_TEXT + SLACK);
/** Where the texts of a line go, each with a NUL behind it. */
export const TEXTS: usize = reserve(LONGEST_TEXT + 512 * SLACK);
/** Where a text from outside is put. */
export const TEXT: usize = reserve(LONGEST_TEXT + SLACK);
