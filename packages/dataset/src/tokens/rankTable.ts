import { SLACK } from "./pieceKeys.ts";
import { Pieces } from "./pieces.ts";

/** Stands for a newline inside a token. */
const NEWLINE = 1;
/** Leads a token that is no UTF-8: two hexadecimal digits a byte follow. */
const HEXADECIMAL = 2;

/**
 * The pieces of a table made by tools/vocabularies.mjs: the tokens of more than one byte, one to a line, in the order
 * in which merging prefers them; behind an empty line those that merging never reaches, which only a whole piece can be.
 *
 * @param singles the tokens that merging starts from: every byte, or the characters in the first lines of the table
 */
export function piecesOf(table: string, singles: "bytes" | "characters"): Pieces {
  const bytes = new Uint8Array(3 * table.length + SLACK);
  const { written } = new TextEncoder().encodeInto(table, bytes);
  let lines = 0;
  for (let at = 0; at < written; at += 1) if (bytes[at] === 10) lines += 1;
  const pieces = new Pieces(lines, written);
  pieces.read(bytes);
  let rank = 0;
  let merged = true;
  for (let at = 0, next = 0; at < written; at = next) {
    let end = at;
    for (let byte = 0; (byte = bytes[end] as number) !== 10; end += 1) if (byte === NEWLINE) bytes[end] = 10;
    next = end + 1;
    if (bytes[at] === HEXADECIMAL) end = decodeHexadecimal(bytes, at, end);
    if (end === at) merged = false;
    else if (merged) pieces.addToken(at, end, rank++);
    else pieces.addWhole(at, end);
  }
  if (singles === "bytes") addBytes(pieces, rank);
  return pieces;
}

/** Writes the bytes over their digits, from `at` on, and gives their end. */
function decodeHexadecimal(bytes: Uint8Array, at: number, end: number): number {
  let to = at;
  for (let from = at + 1; from < end; from += 2) {
    bytes[to] = (digit(bytes[from] as number) << 4) | digit(bytes[from + 1] as number);
    to += 1;
  }
  return to;
}

function digit(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

function addBytes(pieces: Pieces, rank: number): void {
  const bytes = Uint8Array.from({ length: 256 + SLACK }, (_, byte) => byte);
  pieces.read(bytes);
  for (let byte = 0; byte < 256; byte += 1) pieces.addToken(byte, byte + 1, rank + byte);
}
