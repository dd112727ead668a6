// @ts-check
// A table as bytes that the counting takes as they are, which Node reads in place of the text: see `addReady` of wasm/tokens.ts.

/** What tables/ready.js takes: another number where that counting, or what is in a table, changes. */
const form = 1;
const bits = 18n;
const whole = String.raw`(?:[\x00-\x7f]|[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xff][\x80-\xbf]{3})`;
const [atFirst, atLast] = [new RegExp(`^${whole}`, "u"), new RegExp(`${whole}$`, "u")];
/** Above all characters: a part of one. */
const cut = 0x20_0000;

/** @param {string} token @param {RegExp} place @param {number} byte */
function characterOf(token, place, byte) {
  const [bytes] = place.exec(token) ?? [];
  return bytes === undefined ? cut + byte : (Buffer.from(bytes, "latin1").toString().codePointAt(0) ?? 0);
}

/** What wasm/cuts.ts notes of the borders within tokens, by the place behind its `KINDS`, in the bits above eight. @param {readonly (readonly [string, string])[]} borders @param {boolean} unsplit */
function notesOf(borders, unsplit) {
  const notes = new Uint8Array(0x3_4000);
  const note = (/** @type {number} */ at, /** @type {number} */ bit) => notes.set([(notes[at] ?? 0) | (1 << bit)], at);
  for (const [left, right] of borders) {
    const [last, lead] = [left.charCodeAt(left.length - 1), right.charCodeAt(0)];
    if ((last | lead) < 0x80) notes[0x3_0000 + ((last << 7) | lead)] = Number(unsplit);
    else if ((lead & 0xc0) !== 0x80) {
      const [before, behind] = [characterOf(left, atLast, last), characterOf(right, atFirst, lead)];
      const cuts = (before < cut ? 0 : 2) + (behind < cut ? 0 : 4);
      note((last << 8) | lead, cuts || 1);
      const product = Math.imul(before, 0x9e3779b1) ^ Math.imul(behind, 0x85ebca77);
      const hash = (product ^ (product >>> 15)) >>> 12;
      note(0x1_0000 + (hash >>> 3), hash & 7);
    }
  }
  return Uint32Array.from([...notes].flatMap((byte, at) => (byte === 0 ? [] : [(at << 8) | byte])));
}

/** `splits` are those of the last tokens, `pieces` what only a whole piece can be. @param {readonly string[]} tokens @param {readonly (readonly [number, number])[]} splits @param {readonly string[]} characters @param {readonly string[]} pieces */
export function readyTable(tokens, splits, characters, pieces) {
  const first = tokens.length - splits.length;
  const entry = (/** @type {number} */ left, /** @type {number} */ right, /** @type {number} */ token) => {
    const pair = (BigInt(left) << bits) | BigInt(right);
    const hash = BigInt.asUintN(64, (pair ^ (pair >> 15n)) * 0x9e3779b97f4a7c15n);
    return { hash, slot: (pair << bits) | BigInt(token) };
  };
  const entries = [
    ...characters.map((text, i) => entry(2 ** 18 - 1, characterOf(text, atFirst, 0), 256 + i)),
    ...splits.map(([left, right], i) => entry(left, right, first + i)),
  ].toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  const borders = splits.map(([left, right]) => /** @type {const} */ ([tokens[left] ?? "", tokens[right] ?? ""]));
  const notes = notesOf(borders, characters.length > 0);
  const numbers = Uint32Array.of(form, entries.length, notes.length, pieces.length);
  const slots = Buffer.from(BigUint64Array.from(entries, ({ slot }) => slot).buffer).filter((_, i) => i % 8 < 7);
  const texts = pieces.map((token) => Buffer.from(String.fromCharCode(token.length) + token, "latin1"));
  return Buffer.concat([Buffer.from(numbers.buffer), slots, Buffer.from(notes.buffer), ...texts]);
}
