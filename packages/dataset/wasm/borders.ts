import { codePointAt, widthOf } from "./classes";
import { reserve } from "./memory";

// Which neighbouring characters some token joins: merging never joins anything across any other border. The table is a filter of
// hashes, so a few others are taken to be joined too.
const TABLE_BITS: u32 = 20;
const WHOLE: u32 = 1;
const LEFT_CUT: u32 = 2;
const RIGHT_CUT: u32 = 4;
const CUT: u32 = 0x200000;

const KINDS: usize = reserve(0x10000);
const TABLE: usize = reserve(1 << (TABLE_BITS - 3));
/** Neighbours in ASCII that a token of a vocabulary without a split joins. */
export const CROSSED: usize = reserve(1 << 14);

// @ts-ignore: decorator
@inline
function isContinuation(byte: u32): bool {
  return (byte & 0xc0) === 0x80;
}

// @ts-ignore: decorator
@inline
function hashOf(before: u32, behind: u32): u32 {
  const hash = (before * 0x9e3779b1) ^ (behind * 0x85ebca77);
  return (hash ^ (hash >>> 15)) >>> (32 - TABLE_BITS);
}

function note(last: u32, lead: u32, before: u32, behind: u32): void {
  const place = KINDS + ((last << 8) | lead);
  const cut = (before >= CUT ? LEFT_CUT : 0) | (behind >= CUT ? RIGHT_CUT : 0);
  store<u8>(place, <u32>load<u8>(place) | (<u32>1 << (cut === 0 ? WHOLE : cut)));
  const hash = hashOf(before, behind);
  store<u8>(TABLE + (hash >>> 3), <u32>load<u8>(TABLE + (hash >>> 3)) | (<u32>1 << (hash & 7)));
}

/** The bytes on the two sides of a border. */
const ENDS: usize = reserve(16);

/**
 * Notes the border inside a token between the two that it is made of, one side beyond ASCII: the last four bytes before it and the
 * first four behind it, of which so many are there. The borders within the two were noted with them.
 */
export function noteBorder(tail: u32, before: u32, head: u32, behind: u32): void {
  const lead = head & 255;
  if (isContinuation(lead)) return;
  store<u32>(ENDS, tail);
  store<u32>(ENDS, head, 4);
  const to = ENDS + 4;
  let at = to - 1;
  while (at > to - before && isContinuation(load<u8>(at))) at -= 1;
  const isWhole = at + widthOf(load<u8>(at)) === to && !isContinuation(load<u8>(at));
  const last = tail >>> 24;
  note(last, lead, isWhole ? codePointAt(at) : CUT + last, widthOf(lead) <= behind ? codePointAt(to) : CUT + lead);
}

/** Notes two neighbours in ASCII inside a token. */
export function noteCrossed(before: u32, behind: u32): void {
  store<u8>(CROSSED + ((before << 7) | behind), 1);
}

// @ts-ignore: decorator
@inline
function has(before: u32, behind: u32): bool {
  const hash = hashOf(before, behind);
  return ((load<u8>(TABLE + (hash >>> 3)) >>> (hash & 7)) & 1) !== 0;
}

/** Whether some token may join the characters on the two sides of `to`, one of them beyond ASCII. */
export function joins(to: usize): bool {
  let start = to - 1;
  while (isContinuation(load<u8>(start))) start -= 1;
  const last: u32 = load<u8>(to - 1);
  const lead: u32 = load<u8>(to);
  const kinds: u32 = load<u8>(KINDS + ((last << 8) | lead));
  if (kinds === 0) return false;
  const before = codePointAt(start);
  const behind = codePointAt(to);
  if ((kinds & (1 << WHOLE)) !== 0 && has(before, behind)) return true;
  if ((kinds & (1 << LEFT_CUT)) !== 0 && has(CUT + last, behind)) return true;
  if ((kinds & (1 << RIGHT_CUT)) !== 0 && has(before, CUT + lead)) return true;
  return (kinds & (1 << (LEFT_CUT | RIGHT_CUT))) !== 0;
}
