// @ts-check
import { createHash } from "node:crypto";

/** Numbers from 0 to 1, the same for a seed (mulberry32). @param {string} seed @returns {() => number} */
export function randomOf(seed) {
  let state = createHash("sha256").update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values of JSON that readers stumble over. */
const values = [
  "null",
  "-1",
  "0",
  "1e300",
  "0.1",
  '""',
  "[]",
  "{}",
  "true",
  '"\\u0000"',
  '"__proto__"',
  "9007199254740993",
  '"\\ud800"',
  "[[[[]]]]",
  '"-5"',
  '"1e9"',
  '"2026-02-30"',
  '"x"',
  "[null]",
];

/** Texts that are none. */
const texts = [
  "[[[[[[[[",
  "NaN",
  "\ufeff",
  "\u202e",
  "\r",
  '"',
  ",",
  "\\",
  "\0",
  "\u{1f71a}",
  "- - -",
  ": &a *a",
  "<<: *x",
  "${x}",
  "=1+1",
];

/** A sample with one thing done to it, or up to four. @param {Uint8Array | string} sample @param {() => number} random @returns {Uint8Array} */
export function mutated(sample, random) {
  let bytes = Buffer.from(sample);
  const upTo = (/** @type {number} */ most) => Math.floor(random() * (most + 1));
  for (let times = random() < 0.6 ? 1 : 1 + upTo(3); times > 0; times -= 1) {
    const at = upTo(bytes.length);
    const length = upTo(Math.min(40, bytes.length - at));
    const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
    // Half of the time a value changes its place or kind, and the rest is still read.
    const way = random() < 0.5 ? 5 : upTo(7);
    if (way === 0) bytes = Buffer.concat([before, after]);
    else if (way === 1) bytes = Buffer.concat([before, part, part, after]);
    else if (way === 2) bytes = before;
    else if (way === 3) bytes = Buffer.concat([before, Buffer.from(texts[upTo(texts.length - 1)] ?? ""), after]);
    else if (way === 4) bytes = Buffer.concat([before, Buffer.from([upTo(255)]), after.subarray(0, after.length)]);
    else if (way === 5)
      bytes = Buffer.from(replaced(bytes.toString("latin1"), random, values[upTo(values.length - 1)] ?? ""), "latin1");
    else if (way === 6 && bytes.length > 0) {
      bytes = Buffer.from(bytes);
      bytes[Math.min(at, bytes.length - 1)] = upTo(255);
    } else bytes = Buffer.concat([before, bytes.subarray(0, upTo(Math.min(200, bytes.length))), after]);
  }
  return bytes;
}

/** A value of a text, a number or what stands in quotes, in another's place. @param {string} text @param {() => number} random @param {string} other */
function replaced(text, random, other) {
  const places = [...text.matchAll(/"(?:[^"\\]|\\.){0,60}"|-?\d+(?:\.\d+)?|\b(?:true|false|null)\b/g)];
  const place = places[Math.floor(random() * places.length)];
  return place === undefined ? text : text.slice(0, place.index) + other + text.slice(place.index + place[0].length);
}
