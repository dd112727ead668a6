import { describe, expect, it } from "vitest";
import { SLACK } from "../../src/tokens/pieceKeys.ts";
import type { Pieces } from "../../src/tokens/pieces.ts";
import { piecesOf } from "../../src/tokens/rankTable.ts";

/** As many as are remembered at most. */
const REMEMBERED = 1 << 15;
/** Each piece lies at its own place: `p` and a number, some too long for a slot of the table. */
const WIDTH = 24;
const length = (piece: number): number => (piece % 3 === 0 ? WIDTH : 8);
const countOf = (piece: number): number => 2 + (piece % 7);

function load(pieces: Pieces, number: number): void {
  const text = Array.from({ length: number }, (_, i) => `p${String(i).padStart(7, "0")}`.padEnd(WIDTH, "-")).join("");
  const bytes = new Uint8Array(text.length + SLACK);
  new TextEncoder().encodeInto(text, bytes);
  pieces.read(bytes);
}

describe("pieces that are no token", () => {
  const known = (pieces: Pieces, piece: number): number => pieces.count(WIDTH * piece, WIDTH * piece + length(piece));
  function filled(): Pieces {
    const pieces = piecesOf("p00000\np0000001--------\n", "bytes");
    load(pieces, REMEMBERED + 1);
    for (let piece = 0; piece < REMEMBERED; piece += 1)
      pieces.remember(WIDTH * piece, WIDTH * piece + length(piece), countOf(piece));
    return pieces;
  }
  const remember = (pieces: Pieces, piece: number): void =>
    pieces.remember(WIDTH * piece, WIDTH * piece + length(piece), countOf(piece));

  it("are all remembered until there are too many; then those stay that came again", () => {
    const pieces = filled();
    for (let piece = 0; piece < REMEMBERED; piece += 10) expect(known(pieces, piece)).toBe(countOf(piece));
    remember(pieces, REMEMBERED);
    const wrong = Array.from({ length: REMEMBERED + 1 }, (_, piece) => piece).filter(
      (piece) => known(pieces, piece) !== (piece % 10 === 0 || piece === REMEMBERED ? countOf(piece) : 0),
    );
    expect(wrong).toEqual([]);
    expect([pieces.rank(0, 6), pieces.count(0, 6)]).toEqual([0, 1]);
    expect(pieces.rank(WIDTH, WIDTH + 16)).toBe(1);
  });

  it("are all forgotten where nearly all came again", () => {
    const pieces = filled();
    for (let piece = 0; piece < REMEMBERED; piece += 1) known(pieces, piece);
    remember(pieces, REMEMBERED);
    expect([0, 1, 3, REMEMBERED - 1].map((piece) => known(pieces, piece))).toEqual([0, 0, 0, 0]);
    expect(known(pieces, REMEMBERED)).toBe(countOf(REMEMBERED));
    expect(pieces.rank(0, 6)).toBe(0);
  });
});
