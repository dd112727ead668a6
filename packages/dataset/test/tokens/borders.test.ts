import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Merge } from "../../src/tokens/merge.ts";
import { SLACK } from "../../src/tokens/pieceKeys.ts";
import { piecesOf } from "../../src/tokens/rankTable.ts";
import { Tally } from "../../src/tokens/tally.ts";

const characters = ["中", "丁", "三", "あ", "い", "é", "я", "😀", "a", " "];
const text = fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 40 }).map((list) => list.join(""));
/** Begins beyond ASCII and is long enough to be cut. */
const long = text.map((end) => `中丁三あいé${end}`);

function hexadecimal(text: string): string[] {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0"));
}

/** A table of the joins made in a text at the given places, whether or not they respect characters. */
function tableOf(training: string, places: readonly number[]): string {
  let parts = hexadecimal(training);
  const tokens = new Set<string>();
  for (const place of places) {
    if (parts.length < 2) break;
    const at = place % (parts.length - 1);
    const [left = "", right = ""] = parts.slice(at, at + 2);
    tokens.add(left + right);
    const joined: string[] = [];
    for (const part of parts) {
      if (part === right && joined.at(-1) === left) joined.splice(-1, 1, left + right);
      else joined.push(part);
    }
    parts = joined;
  }
  return Array.from(tokens, (token) => `\u0002${token}\n`).join("");
}

const table = fc.tuple(long, fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 })).map(([training, places]) => ({
  training,
  table: tableOf(training, places),
}));

describe("cutting a piece where no token joins its characters", () => {
  it("gives the tokens of the whole, whatever parts of characters the tokens hold", () => {
    fc.assert(
      fc.property(table, long, ({ training, table: tokens }, other) => {
        for (const piece of [training, other]) {
          const pieces = piecesOf(tokens, "bytes");
          const tally = new Tally(pieces);
          const { written } = new TextEncoder().encodeInto(piece, tally.bytes);
          const bytes = new Uint8Array(written + SLACK);
          bytes.set(tally.bytes.subarray(0, written));
          const wholePieces = piecesOf(tokens, "bytes");
          wholePieces.read(bytes);
          expect(tally.count(0, written)).toBe(new Merge(wholePieces, false).count(bytes, 0, written));
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it("cuts between characters that no token holds together, and nowhere else", () => {
    const pieces = piecesOf("\u0002e4b8\n中丁\n\u0002e38182e4\n\u0002adc3a9\n", "bytes");
    const bytes = new Uint8Array(64);
    const cuts = (piece: string): string[] => {
      const { written } = new TextEncoder().encodeInto(piece, bytes);
      const parts: string[] = [];
      for (let at = 0; at < written;) {
        const to = pieces.borders.next(bytes, at, written);
        parts.push(new TextDecoder().decode(bytes.subarray(at, to)));
        at = to;
      }
      return parts;
    };
    expect(cuts("中丁中中")).toEqual(["中丁", "中", "中"]);
    expect(cuts("あ三三い")).toEqual(["あ三", "三", "い"]);
    expect(cuts("丁é中é")).toEqual(["丁", "é", "中é"]);
    expect(cuts("ab丁b")).toEqual(["ab", "丁", "b"]);
  });
});
