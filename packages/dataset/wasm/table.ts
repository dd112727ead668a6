// The form of a table of tokens: see tools/rankTable.mjs.

/** Stands for a newline inside a token; leads a token that is no UTF-8, two hexadecimal digits a byte. */
const NEWLINE: u32 = 1;
const HEXADECIMAL: u32 = 2;

/** Where the line behind the token that was read last begins. */
export let nextLine: usize = 0;

function digit(code: u32): u32 {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}

/** Makes the token that begins at `at` its bytes, in place, and gives their end. */
export function endOfToken(at: usize): usize {
  let to = at;
  while (true) {
    const byte: u32 = load<u8>(to);
    if (byte === 10) break;
    if (byte === NEWLINE) store<u8>(to, 10);
    to += 1;
  }
  nextLine = to + 1;
  if (load<u8>(at) !== HEXADECIMAL) return to;
  let end = at;
  for (let from = at + 1; from < to; from += 2) {
    store<u8>(end, (digit(load<u8>(from)) << 4) | digit(load<u8>(from, 1)));
    end += 1;
  }
  return end;
}
