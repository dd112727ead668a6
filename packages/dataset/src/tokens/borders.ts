import { codePointAt, widthOf } from "./characterClasses.ts";

/** Bits of the table of neighbours, as a power of two. */
const TABLE_BITS = 20;

/** What tokens hold at a border between two characters, by the byte before and the byte after it. */
const WHOLE = 1;
/** The token begins within the character before. */
const LEFT_CUT = 2;
/** The token ends within the character after. */
const RIGHT_CUT = 4;

/** Above every code point: stand for a part of a character by the byte at the border. */
const CUT = 0x20_0000;

/**
 * The borders between neighbouring characters that lie inside some token. Merging never joins anything across any other
 * border, so the text on its two sides may be counted apart. Neighbours in ASCII are taken to be joined, and a few
 * others are by mistake, since the table is a filter of hashes.
 */
export class Borders {
  readonly #kinds: Uint8Array = new Uint8Array(0x1_0000);
  readonly #table: Int32Array = new Int32Array(1 << (TABLE_BITS - 5));
  /** Neighbours in ASCII that lie inside some token, at `before << 7 | after`. */
  readonly #ascii: Uint8Array = new Uint8Array(1 << 14);

  /** Notes the borders inside the token `[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    let before = CUT;
    for (let at = start; at < end;) {
      const lead = bytes[at] as number;
      if (isContinuation(lead)) {
        before = CUT + lead;
        at += 1;
        continue;
      }
      const next = at + widthOf(lead);
      const after = next > end ? CUT + lead : codePointAt(bytes, at);
      if (at > start) {
        if ((before | after) < 0x80) this.#ascii[(before << 7) | after] = 1;
        else this.#note(bytes[at - 1] as number, lead, before, after);
      }
      before = after;
      at = next;
    }
  }

  /** Notes all that another one has noted. */
  include(other: Borders): void {
    for (const [own, more] of [
      [this.#kinds, other.#kinds],
      [this.#table, other.#table],
      [this.#ascii, other.#ascii],
    ] as const)
      for (let i = 0; i < own.length; i += 1) own[i] = (own[i] as number) | (more[i] as number);
  }

  /** Whether two neighbours in ASCII lie inside some token. */
  joinsAscii(before: number, after: number): boolean {
    return this.#ascii[(before << 7) | after] === 1;
  }

  /** Whether some token may join the characters on the two sides of `to`, one of them beyond ASCII. */
  joins(bytes: Uint8Array, to: number): boolean {
    let start = to - 1;
    while (isContinuation(bytes[start] as number)) start -= 1;
    const [before, after] = [codePointAt(bytes, start), codePointAt(bytes, to)];
    return this.#crossed(bytes[to - 1] as number, bytes[to] as number, before, after);
  }

  #note(last: number, lead: number, before: number, after: number): void {
    const place = (last << 8) | lead;
    const kind = (before >= CUT ? LEFT_CUT : 0) | (after >= CUT ? RIGHT_CUT : 0) || WHOLE;
    this.#kinds[place] = (this.#kinds[place] as number) | (1 << kind);
    const hash = hashOf(before, after);
    this.#table[hash >>> 5] = (this.#table[hash >>> 5] as number) | (1 << (hash & 31));
  }

  /** The first border from `at` (a character's start) on that no token crosses, or `end`. */
  next(bytes: Uint8Array, at: number, end: number): number {
    let before = codePointAt(bytes, at);
    for (let to = at + widthOf(bytes[at] as number); to < end;) {
      const lead = bytes[to] as number;
      const after = codePointAt(bytes, to);
      if ((before | after) >= 0x80 && !this.#crossed(bytes[to - 1] as number, lead, before, after)) return to;
      before = after;
      to += widthOf(lead);
    }
    return end;
  }

  #crossed(last: number, lead: number, before: number, after: number): boolean {
    const kinds = this.#kinds[(last << 8) | lead] as number;
    if (kinds === 0) return false;
    if ((kinds & (1 << WHOLE)) !== 0 && this.#has(before, after)) return true;
    if ((kinds & (1 << LEFT_CUT)) !== 0 && this.#has(CUT + last, after)) return true;
    if ((kinds & (1 << RIGHT_CUT)) !== 0 && this.#has(before, CUT + lead)) return true;
    return (kinds & (1 << (LEFT_CUT | RIGHT_CUT))) !== 0;
  }

  #has(before: number, after: number): boolean {
    const hash = hashOf(before, after);
    return (((this.#table[hash >>> 5] as number) >>> (hash & 31)) & 1) !== 0;
  }
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function hashOf(before: number, after: number): number {
  const hash = Math.imul(before, 0x9e37_79b1) ^ Math.imul(after, 0x85eb_ca77);
  return (hash ^ (hash >>> 15)) >>> (32 - TABLE_BITS);
}
