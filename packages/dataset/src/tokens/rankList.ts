import { Pieces, SLACK } from "./pieces.ts";

/**
 * The pieces of a list of tokens in rank order, as gpt-tokenizer holds them: as text, or as bytes where they are no
 * UTF-8.
 */
export function piecesOfRanks(ranks: readonly (string | readonly number[])[]): Pieces {
  const text = ranks.filter((token) => typeof token === "string").join("");
  const bytes = new Uint8Array(3 * text.length + SLACK);
  const encoder = new TextEncoder();
  const { written } = encoder.encodeInto(text, bytes);
  const pieces = new Pieces(ranks.length, written);
  pieces.read(bytes);
  let at = 0;
  const rest: number[] = [];
  for (let rank = 0; rank < ranks.length; rank += 1) {
    const token = ranks[rank];
    if (typeof token !== "string") {
      rest.push(rank);
      continue;
    }
    const end = at + lengthOf(token);
    pieces.addToken(at, end, rank);
    at = end;
  }
  for (const rank of rest) {
    const token = Uint8Array.from(ranks[rank] as readonly number[]);
    bytes.set(token);
    pieces.addToken(0, token.length, rank);
  }
  return pieces;
}

/** Bytes of a well-formed text in UTF-8. */
function lengthOf(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair makes two of the four bytes.
    length += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return length;
}
