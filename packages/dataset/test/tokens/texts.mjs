// @ts-check
/**
 * Seeded random numbers in [0, 1): mulberry32, so that a failing text can be found again.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** First and last code point of what a text draws its characters from. @type {readonly (readonly [number, number])[]} */
const scripts = [
  [0x20, 0x7e],
  [0, 0x1f],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x52f],
  [0x530, 0x5ff],
  [0x600, 0x6ff],
  [0x900, 0xdff],
  [0xe00, 0xeff],
  [0x1000, 0x109f],
  [0x10a0, 0x13ff],
  [0x1780, 0x17ff],
  [0x1e00, 0x1fff],
  [0x2000, 0x2bff],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xa000, 0xabff],
  [0xac00, 0xd7a3],
  [0xe000, 0xf8ff],
  [0xf900, 0xfeff],
  [0xff00, 0xffef],
  [0x1_0000, 0x1_1fff],
  [0x1_d400, 0x1_d7ff],
  [0x1_f1e6, 0x1_f1ff],
  [0x1_f300, 0x1_faff],
  [0x2_0000, 0x2_a6df],
];

/** What splits have rules for, and where they part. @type {readonly string[]} */
const bits = (
  "'s|'S|'ſ|'ll|'LL|'Re|'ve|'d|'m|'T|’s|'|s|1|12|1234|٣|½|ⅷ|ABC|Ab|aB|aBC|é|e\u0301|a\u0316\u0301|Ǆ|ǅ|İ|ß|ﬁ|ª|ʰ|" +
  "the| the| The|hello| Hello|WORLD|über| naïve|//|/|\n/|```|(foo|!=|=>|->|::|);\n|{}|_a|a_b|中文|かな|カナ|・|ー|가|ᄀ|ᅡ|" +
  "\u0001|\u0000|\uD800|\uDC00|\uFEFF|\uFFFC|\uE000|<|endoftext|>|▁|𝐀|😀|👨‍👩‍👧|🇩🇪|✌🏽|\u200D|\uFE0F|\u00AD"
).split("|");

const spaces = [
  " ",
  "  ",
  "    ",
  "\n",
  "\n\n",
  "\r\n",
  "\r",
  "\t",
  "\u0085",
  "\u00A0",
  "\u2028",
  "\u3000",
  "\v",
  "\f",
];

/**
 * An endless source of short texts of all scripts, code, white space, emoji and random UTF-16.
 *
 * @param {number} seed
 * @returns {Generator<string, never>}
 */
export function* texts(seed) {
  const random = mulberry32(seed);
  /** @param {number} limit */
  const below = (limit) => Math.floor(random() * limit);
  /** @type {<T>(list: readonly T[]) => T} */
  const pick = (list) => /** @type {any} */ (list.at(below(list.length)));
  /** @param {readonly [number, number]} range */
  const characters = ([first, last]) =>
    Array.from({ length: 1 + below(8) }, () => String.fromCodePoint(first + below(last - first + 1))).join("");
  /** @type {readonly (() => string)[]} */
  const makers = [
    () => pick(bits),
    () => pick(bits) + pick(bits),
    () => pick(spaces) + (below(2) === 0 ? pick(spaces) : pick(bits)),
    () => characters(pick(scripts)),
    () => characters([0x61, 0x7a]) + pick(spaces),
    () => pick(["a", " ", "\n", "0", "😀", "é", "=", "ab", "A"]).repeat(below(20)),
    () => String.fromCharCode(...Array.from({ length: 1 + below(4) }, () => below(0x1_0000))),
  ];
  for (;;) {
    const only = below(3) === 0 ? pick(makers) : undefined;
    yield Array.from({ length: 1 + below(12) }, () => (only ?? pick(makers))()).join("");
  }
}
