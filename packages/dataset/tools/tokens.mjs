// @ts-check
/**
 * The tokens of a vocabulary in merge order, a character for each byte: those that merging reaches, those that only a whole piece
 * can be, and the characters that merging starts from where it does not start from bytes.
 *
 * @typedef {{ merged: readonly string[], whole?: readonly string[], characters?: readonly string[] }} Tokens
 */

/** The byte that each character of a byte-level vocabulary stands for, as in GPT-2's encoder. */
const byteOf = new Map(byteCharacters().map((character, byte) => [character, String.fromCharCode(byte)]));

function byteCharacters() {
  let spare = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCodePoint(visible ? byte : spare++);
  });
}

/** @param {string} text */
export const bytesOf = (text) => Buffer.from(text).toString("latin1");

/** @param {string} token */
const bytesOfLevel = (token) => Array.from(token, (character) => byteOf.get(character)).join("");

/**
 * Merges parts by their ranks down to so many, the pair of least rank first, the leftmost of them.
 *
 * @param {string[]} parts @param {(left: string, right: string) => number | undefined} rankOf @param {number} least
 */
function merge(parts, rankOf, least) {
  const ranks = parts.slice(1).map((right, i) => rankOf(parts[i] ?? "", right) ?? Infinity);
  const rank = (/** @type {number} */ at) => {
    const [left, right] = [parts[at], parts[at + 1]];
    if (left !== undefined && right !== undefined) ranks[at] = rankOf(left, right) ?? Infinity;
  };
  while (parts.length > least) {
    let at = 0;
    for (let i = 1; i < ranks.length; i += 1) if ((ranks[i] ?? Infinity) < (ranks[at] ?? Infinity)) at = i;
    if (ranks[at] === Infinity) break;
    parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`);
    ranks.splice(at, 1);
    rank(at);
    rank(at - 1);
  }
  return parts;
}

/**
 * The two tokens that each token is made of last. A pair of parts that makes a token comes about in one way only: no join crosses
 * its ends before, so within them the merging is that of the token alone. A token that merging never makes is undefined.
 *
 * @param {readonly string[]} merged @param {readonly string[]} characters
 * @returns {readonly (readonly [left: number, right: number] | undefined)[]}
 */
export function splitsOf(merged, characters) {
  const first = [...Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)), ...characters];
  const ids = new Map([...first, ...merged].map((token, id) => [token, id]));
  const partsOf = (/** @type {string} */ token) =>
    characters.length === 0 ? Array.from(token) : Array.from(Buffer.from(token, "latin1").toString(), bytesOf);
  return merged.map((token) => {
    const parts = merge(partsOf(token), (left, right) => ids.get(left + right), 2);
    const [left, right] = parts.map((part) => ids.get(part));
    return parts.length === 2 && left !== undefined && right !== undefined ? [left, right] : undefined;
  });
}

/** The tokens that merging reaches, by the place of their first merge. @param {any} model */
function mergedTokens(model) {
  /** @type {[string, string][]} */
  const merges = model.merges.map((/** @type {any} */ one) => (typeof one === "string" ? one.split(" ") : one));
  const tokens = new Set(merges.map((pair) => pair.join("")));
  const ranks = new Map(merges.map((pair, rank) => [pair.join(" "), rank]));
  const rankOf = (/** @type {string} */ left, /** @type {string} */ right) => ranks.get(`${left} ${right}`);
  // A token that merging its symbols never gives is none of any text: a part that no join crosses is merged as it would be alone.
  return [...tokens].filter((token) => merge(Array.from(token), rankOf, 1).length === 1);
}

/**
 * The tokens of a byte-level tokenizer.json by the place of their first merge; where whole pieces are looked up
 * (`ignore_merges`), also those that merging never reaches.
 *
 * @param {any} json @returns {Tokens}
 */
export function byteLevelTokens({ model }) {
  const merged = mergedTokens(model);
  const reached = new Set(merged);
  const others = model.ignore_merges === true ? Object.keys(model.vocab).filter((token) => !reached.has(token)) : [];
  return {
    merged: merged.map(bytesOfLevel).filter((token) => token.length > 1),
    whole: others.map(bytesOfLevel).filter((token) => token.length > 1),
  };
}

/**
 * The tokens of a SentencePiece vocabulary by the place of their first merge. A space stands for `▁`. Tokens of a byte (`<0x0A>`)
 * are what is left over of a text, so they need no line.
 *
 * @param {any} json @returns {Tokens}
 */
export function characterTokens({ model }) {
  const tokens = [...new Set(mergedTokens(model))];
  const spaced = (/** @type {readonly string[]} */ list) => list.map((token) => bytesOf(token.replaceAll("▁", " ")));
  const single = Object.keys(model.vocab).filter((token) => Array.from(token).length === 1);
  return { merged: spaced(tokens), characters: spaced(single).filter((token) => token.length > 1) };
}

/** The tokens of a tekken file: as many as the vocabulary keeps beside its control tokens. @param {any} json @returns {Tokens} */
export function tekkenTokens({ config, bpe_ranks: ranks }) {
  const kept = config.default_vocab_size - config.default_num_special_tokens;
  const lines = ranks.split("\n").flatMap((/** @type {string} */ text) => text.split(" ").slice(2));
  return {
    merged: lines
      .slice(0, kept)
      .map((/** @type {string} */ token) => Buffer.from(token, "base64").toString("latin1"))
      .filter((/** @type {string} */ token) => token.length > 1),
  };
}
