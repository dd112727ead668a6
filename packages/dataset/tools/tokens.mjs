// @ts-check
/** The byte that each character of a byte-level vocabulary stands for, as in GPT-2's encoder. */
const byteOf = new Map(byteCharacters().map((character, byte) => [character, byte]));

function byteCharacters() {
  let spare = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCodePoint(visible ? byte : spare++);
  });
}

/** Bytes as text where they are UTF-8, so that the table stays readable. @param {Uint8Array} bytes */
function readable(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** @param {string} token */
function bytesOf(token) {
  return Uint8Array.from(Array.from(token), (character) => /** @type {number} */ (byteOf.get(character)));
}

/** @param {readonly (string | [string, string])[]} merges @returns {readonly [string, string][]} */
function pairs(merges) {
  return merges.map((merge) =>
    typeof merge === "string" ? /** @type {[string, string]} */ (merge.split(" ")) : merge,
  );
}

/**
 * Whether merging the symbols of a token gives the token. One that it never gives is no token of any text, since a part
 * of a text that no join crosses is merged as it would be alone.
 *
 * @param {string} token
 * @param {ReadonlyMap<string, number>} ranks of pairs, as `left right`
 */
function isReached(token, ranks) {
  const parts = Array.from(token);
  while (parts.length > 1) {
    let least = Infinity;
    let at = -1;
    for (let i = 0; i + 1 < parts.length; i += 1) {
      const rank = ranks.get(`${parts[i]} ${parts[i + 1]}`) ?? Infinity;
      if (rank < least) [least, at] = [rank, i];
    }
    if (at < 0) return false;
    parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`);
  }
  return true;
}

/** The tokens that merging reaches, by the place of their first merge. @param {any} model */
function mergedTokens(model) {
  const merges = pairs(model.merges);
  const tokens = new Set(merges.map((pair) => pair.join("")));
  const ranks = new Map(merges.map((pair, rank) => [pair.join(" "), rank]));
  return [...tokens].filter((token) => isReached(token, ranks));
}

/**
 * The tokens of a byte-level tokenizer.json by the place of their first merge; then, where whole pieces are looked up
 * (`ignore_merges`), an empty one and those that merging never reaches.
 *
 * @param {any} json
 */
export function byteLevelTokens({ model }) {
  const merged = mergedTokens(model);
  for (const token of merged) if (model.vocab[token] === undefined) throw new Error(`No token is ${token}.`);
  const reached = new Set(merged);
  const others = model.ignore_merges === true ? Object.keys(model.vocab).filter((token) => !reached.has(token)) : [];
  const [first = [], last = []] = [merged, others].map((tokens) =>
    tokens.filter((token) => token.length > 1).map((token) => readable(bytesOf(token))),
  );
  return last.length > 0 ? [...first, "", ...last] : first;
}

/**
 * The tokens of a SentencePiece vocabulary: the single characters, then the rest by the place of their first merge.
 * A space stands for `▁`. Tokens of a byte (`<0x0A>`) are what is left over of a text, so they need no line.
 *
 * @param {any} json
 */
export function characterTokens({ model }) {
  const single = Object.keys(model.vocab).filter((token) => Array.from(token).length === 1);
  const tokens = [...new Set([...single, ...mergedTokens(model)])];
  for (const token of tokens) {
    if (token.includes(" ") || /[^▁]▁/u.test(token))
      throw new Error(`The token ${token} spans a border between words.`);
  }
  return tokens.map((token) => token.replaceAll("▁", " "));
}

/** The tokens of a tekken file: as many as the vocabulary keeps beside its control tokens. @param {any} json */
export function tekkenTokens({ config, bpe_ranks: ranks }) {
  const kept = config.default_vocab_size - config.default_num_special_tokens;
  const lines = ranks.split("\n").flatMap((/** @type {string} */ text) => text.split(" ").slice(2));
  return lines
    .slice(0, kept)
    .map((/** @type {string} */ token) => Uint8Array.from(Buffer.from(token, "base64")))
    .filter((/** @type {Uint8Array} */ token) => token.length > 1)
    .map(readable);
}
