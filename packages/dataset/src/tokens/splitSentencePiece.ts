import type { Split } from "./tally.ts";

/**
 * SentencePiece does not split before it merges, but no token of the vocabularies we hold has a space after another
 * character (the table builder makes sure): nothing is ever joined across the start of a run of spaces, so the text
 * may be cut there. Spaces stand for `▁` in text and table.
 */
export const splitSentencePiece: Split = (tally, end) => {
  const bytes = tally.bytes;
  let tokens = 0;
  for (let at = 0; at < end;) {
    let to = at;
    while (bytes[to] === 0x20) to += 1;
    while (to < end && bytes[to] !== 0x20) to += 1;
    tokens += tally.count(at, to);
    at = to;
  }
  return tokens;
};
