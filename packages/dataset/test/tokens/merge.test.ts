import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Merge } from "../../src/tokens/merge.ts";
import { SLACK } from "../../src/tokens/pieceKeys.ts";
import type { Pieces } from "../../src/tokens/pieces.ts";
import { piecesOf } from "../../src/tokens/rankTable.ts";

/** Tokens in merge order, of a kind that makes joins depend on joins far away. */
const tables = ["aa\naaaa\n", "ab\nba\naba\nbab\nabab\n", "bc\nab\ncd\nabcd\nda\nbcd\n", "aaa\naa\nba\nbaa\nab\n"];

function load(pieces: Pieces, text: string): Uint8Array {
  const bytes = new Uint8Array(text.length + SLACK);
  new TextEncoder().encodeInto(text, bytes);
  pieces.read(bytes);
  return bytes;
}

/** Byte-pair merging as it is defined, on strings. */
function merged(tokens: readonly string[], text: string): number {
  const parts = text.split("");
  for (;;) {
    let least = -1;
    let rank = tokens.length;
    for (let i = 0; i + 1 < parts.length; i += 1) {
      const found = tokens.indexOf(`${parts[i]}${parts[i + 1]}`);
      if (found >= 0 && found < rank) {
        rank = found;
        least = i;
      }
    }
    if (least < 0) return parts.length;
    parts.splice(least, 2, `${parts[least]}${parts[least + 1]}`);
  }
}

const letters = fc
  .array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 400 })
  .map((list) => list.join(""));
const runs = fc
  .tuple(fc.constantFrom("a", "ab", "abcd", "aab"), fc.nat(300), letters)
  .map(([unit, n, end]) => unit.repeat(n) + end);

describe.each(tables)("merging with the tokens %j", (table) => {
  const tokens = table.trimEnd().split("\n");
  const pieces = piecesOf(table, "bytes");
  const whole = new Merge(pieces, false);

  it("joins the pair of least rank, the leftmost first", () => {
    fc.assert(
      fc.property(fc.oneof(letters, runs), (text) => {
        expect(whole.count(load(pieces, text), 0, text.length)).toBe(merged(tokens, text));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it("gives the same in blocks", () => {
    const blocks = new Merge(pieces, false, 128);
    fc.assert(
      fc.property(fc.oneof(letters, runs), (text) => {
        const bytes = load(pieces, text);
        expect(blocks.count(bytes, 0, text.length)).toBe(whole.count(bytes, 0, text.length));
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
