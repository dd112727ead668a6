import { bitsOf, codePointAt, KIND_SHIFT, SPACE, widthOf } from "./classes";
import { reserve } from "./memory";

/** Characters of each kind of writing system so far (src/tokens/scripts.json): sixteen numbers. */
export const KINDS: usize = reserve(16 * 8);
const LOOKS: u32 = 8;
const LEAST_STEP: u32 = 16;
const MOST_STEP: u32 = 1024;

/** UTF-16 units of sixteen bytes: one for each that begins a character, another for those of four bytes. */
@inline
function unitsIn(at: usize): u32 {
  const bytes = v128.load(at);
  const begin = i8x16.gt_s(bytes, i8x16.splat(-65));
  const wide = i8x16.ge_u(bytes, i8x16.splat(<i8>0xf0));
  return popcnt(i8x16.bitmask(begin)) + popcnt(i8x16.bitmask(wide));
}

let seen: u32 = 0;

/** Where the unit behind `wanted` of them stands, from `at` on, which need not begin a character. */
function pass(at: usize, end: usize, wanted: u32): usize {
  for (; at + 16 <= end; at += 16) {
    const more = unitsIn(at);
    if (seen + more > wanted) break;
    seen += more;
  }
  while (at < end) {
    const byte: u32 = load<u8>(at);
    const isWithin = (byte & 0xc0) === 0x80;
    const units: u32 = isWithin ? 0 : byte >= 0xf0 ? 2 : 1;
    if (seen + units > wanted) break;
    seen += units;
    at += isWithin ? 1 : widthOf(byte);
  }
  return at;
}

/** Looks at a few characters of the text `[start, end)`, as ScriptFold does. */
export function sample(start: usize, end: usize, ascii: bool): void {
  seen = 0;
  if (!ascii) pass(start, end, u32.MAX_VALUE);
  const units = ascii ? <u32>(end - start) : seen;
  const step = min(MOST_STEP, max(LEAST_STEP, (units + LOOKS - 1) / LOOKS));
  let at = start;
  seen = 0;
  for (let wanted = step >> 1; wanted < units; wanted += step) {
    at = ascii ? start + wanted : pass(at, end, wanted);
    const code = codePointAt(at);
    const kind: u32 = code > 0xffff ? 0 : (bitsOf(code) >>> KIND_SHIFT) & 15;
    store<f64>(KINDS + (kind << 3), load<f64>(KINDS + (kind << 3)) + <f64>step);
  }
}

/** Whether JavaScript's `\s` has the character: unlike Unicode it has U+FEFF and not U+0085. */
function isSpace(code: u32): bool {
  return code === 0xfeff || (code !== 0x85 && (bitsOf(code) & SPACE) !== 0);
}

/** Where the text `[start, end)` has white space at an edge: 1 at its beginning, 2 at its end, 4 throughout. */
export function edgesOf(start: usize, end: usize): u32 {
  let last = end - 1;
  while (last > start && (load<u8>(last) & 0xc0) === 0x80) last -= 1;
  let first = start;
  while (first < end && isSpace(codePointAt(first))) first += widthOf(load<u8>(first));
  return (first > start ? 1 : 0) | (isSpace(codePointAt(last)) ? 2 : 0) | (first === end ? 4 : 0);
}
