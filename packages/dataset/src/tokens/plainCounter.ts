import { HAN_KANA, HEAD, LETTER, NEWLINE, NUMBER, SPACE, SYMBOL, TAIL, writeClasses } from "./characterClasses.ts";
import type { Counter, SplitRule, Vocabulary } from "./counter.ts";

/** Stands for the long s, which is an s where case is ignored. */
const LONG_S = 0x300;
const classOf = new Uint8Array(0x11_0000);
writeClasses(classOf);

/** A text for the patterns, a unit for each character: beyond ASCII a character is told by its class alone. */
function unitsOf(characters: readonly string[]): string {
  const units = characters.map((character) => {
    const code = character.codePointAt(0) as number;
    return code < 0x80 ? code : code === 0x17f ? LONG_S : 0x100 + (classOf[code] ?? 0);
  });
  let text = "";
  for (let at = 0; at < units.length; at += 4096) text += String.fromCharCode(...units.slice(at, at + 4096));
  return text;
}

/** The units whose class bits pass a test, as they stand between the brackets of a pattern. */
function set(test: (bits: number) => boolean): string {
  const hexadecimal = (unit: number): string => String.raw`\u${unit.toString(16).padStart(4, "0")}`;
  let found = "";
  for (let unit = 0; unit < 0x80; unit += 1) if (test(classOf[unit] ?? 0)) found += hexadecimal(unit);
  for (let bits = 0; bits < 0x100; bits += 1) if (test(bits)) found += hexadecimal(0x100 + bits);
  return test(classOf[0x17f] ?? 0) ? found + hexadecimal(LONG_S) : found;
}
const having = (wanted: number): string => set((bits) => (bits & wanted) !== 0);
const lacking = (wanted: number): string => set((bits) => (bits & wanted) === 0);

const contraction = String.raw`'(?:[sS\u0300tTdDmM]|[rR][eE]|[vV][eE]|[lL][lL])`;
const spaces = String.raw`[${having(SPACE)}]*[\r\n]+|[${having(SPACE)}]+(?![${lacking(SPACE)}])|[${having(SPACE)}]+`;
const other = `[${lacking(SPACE | LETTER | NUMBER)}]`;
const lead = `[${lacking(NEWLINE | LETTER | NUMBER)}]`;

/**
 * The pieces of a text, in the order in which patterns are applied: the later ones to what the earlier ones made.
 *
 * @source https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (read 2026-11-24)
 * @source https://huggingface.co/deepseek-ai/DeepSeek-V3/blob/main/tokenizer.json (read 2026-11-24)
 */
function patternsOf({ kind, numbers = 3, contractions = false }: SplitRule): readonly RegExp[] {
  const [head, tail, letter] = [`[${having(HEAD)}]`, `[${having(TAIL)}]`, `[${having(LETTER)}]`];
  const [number, space] = [`[${having(NUMBER)}]`, `[${having(SPACE)}]`];
  const end = contractions ? `(?:${contraction})?` : "";
  const sources: Readonly<Record<SplitRule["kind"], readonly string[]>> = {
    // o200k_base and, without contractions, tekken:
    // [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
    // |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
    // |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
    case: [
      String.raw`${lead}?${head}*${tail}+${end}|${lead}?${head}+${tail}*${end}|${number}{1,${numbers}}| ?${other}+[\r\n/]*|${spaces}`,
    ],
    // cl100k_base, Llama 3 (three numbers to a piece) and Qwen 2 (one):
    // (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
    letters: [String.raw`${contraction}|${lead}?${letter}+|${number}{1,${numbers}}| ?${other}+[\r\n]*|${spaces}`],
    // r50k_base: '(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
    gpt2: [`'(?:[sdmt]|ll|ve|re)| ?${letter}+| ?${number}+| ?${other}+|${space}+(?![${lacking(SPACE)}])|${space}+`],
    // DeepSeek V3: \p{N}{1,3}, then [一-龥぀-ゟ゠-ヿ]+, then
    // [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*
    // |\s*[\r\n]+|\s+(?!\S)|\s+
    deepseek: [
      `${number}{1,3}`,
      `[${having(HAN_KANA)}]+`,
      String.raw`[!-/:-@[-\x60{-~][A-Za-z]+|[${lacking(NEWLINE | LETTER | SYMBOL)}]?[${having(LETTER | HEAD | TAIL)}]+| ?[${having(SYMBOL)}]+[\r\n]*|${spaces}`,
    ],
    unsplit: [" *[^ ]+| +"],
  };
  return sources[kind].map((source) => new RegExp(source, "g"));
}

/** The rank of a token that only a whole piece can be. */
const WHOLE = -1;
/** Counts of at most so many pieces are remembered. */
const REMEMBERED = 1 << 16;
/** Above every place in a piece. */
const PLACES = 2 ** 30;

const encoder = new TextEncoder();

function bytesOf(text: string): string {
  let bytes = "";
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** A number as the runs of a table have it: see tools/tables.mjs. */
function numberOf(text: string): number {
  if (text.startsWith("!")) return -numberOf(text.slice(1));
  const digits = Array.from(text, (digit) => digit.charCodeAt(0));
  const last = digits.pop() as number;
  return 61 * digits.reduce((number, digit) => 29 * number + digit - 97, 0) + last - 35;
}

/** The tokens of a table, all parts of it, by their numbers, a character for each byte. */
export function tokensOf(tables: Vocabulary["tables"]): readonly string[] {
  const tokens = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  const all = tables.filter((table) => table !== undefined);
  for (const { characters = "" } of all) tokens.push(...Array.from(characters, bytesOf));
  const first = tokens.length;
  for (const { merges, runs } of all) {
    const size = merges.length / 6;
    const digit = (at: number): number => (merges[at] === "~" ? 57 : merges.charCodeAt(at) - 35);
    const partAt = (at: number): string =>
      tokens[(digit(at) << 12) | (digit(at + size) << 6) | digit(at + 2 * size)] ?? "";
    let [token, at] = [first, 0];
    for (const [i, run] of Array.from(runs.matchAll(/!?[a-}]*[#-_]/g), ([text]) => numberOf(text)).entries()) {
      if (i % 2 === 1) for (let k = 0; k < run; k += 1, at += 1) tokens[token + k] = partAt(at) + partAt(at + 3 * size);
      token += run;
    }
  }
  return tokens;
}

/** The tokens of a vocabulary by their bytes, with their ranks. */
function ranksOf({ tables }: Vocabulary): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const [rank, token] of tokensOf(tables).entries()) if (token.length > 1) ranks.set(token, rank);
  for (const table of tables) for (const token of table?.whole ?? []) ranks.set(token, WHOLE);
  return ranks;
}

/** Counts where WebAssembly is missing or forbidden: exact, and slow. */
export class PlainCounter implements Counter {
  readonly vocabulary: string;
  readonly parts: boolean;
  readonly #of: Vocabulary;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #patterns: readonly RegExp[];
  readonly #counts = new Map<string, number>();

  constructor(name: string, vocabulary: Vocabulary) {
    this.vocabulary = name;
    this.parts = vocabulary.preparation !== "sentencepiece";
    this.#of = vocabulary;
    this.#ranks = ranksOf(vocabulary);
    this.#patterns = patternsOf(vocabulary.rule);
  }

  count(text: string): number {
    if (text === "") return 0;
    const { preparation } = this.#of;
    const plain = new TextDecoder("utf-8", { ignoreBOM: true }).decode(encoder.encode(text));
    const characters = Array.from(
      preparation === "composed"
        ? plain.normalize("NFC")
        : preparation === "sentencepiece"
          ? ` ${plain.replaceAll("▁", " ")}`
          : plain,
    );
    let tokens = 0;
    let start = 0;
    for (const { length } of pieces(unitsOf(characters), this.#patterns)) {
      tokens += this.#piece(characters.slice(start, start + length).join(""));
      start += length;
    }
    return tokens;
  }

  #piece(piece: string): number {
    const known = this.#counts.get(piece);
    if (known !== undefined) return known;
    const bytes = bytesOf(piece);
    const tokens = bytes.length === 1 || this.#ranks.has(bytes) ? 1 : this.#merged(piece, bytes);
    if (this.#counts.size >= REMEMBERED) this.#counts.clear();
    this.#counts.set(piece, tokens);
    return tokens;
  }

  /** Byte-pair merging: the pair of least rank is joined, the leftmost first, until none is left. */
  #merged(piece: string, bytes: string): number {
    const next = this.#ends(piece, bytes);
    const previous = new Map([...next].map(([start, end]) => [end, start]));
    let parts = next.size;
    const heap: number[] = [];
    const rankAt = (start: number): number => {
      const end = next.get(next.get(start) ?? -1);
      return end === undefined ? WHOLE : (this.#ranks.get(bytes.slice(start, end)) ?? WHOLE);
    };
    const offer = (start: number | undefined): void => {
      const rank = start === undefined ? WHOLE : rankAt(start);
      if (rank !== WHOLE) push(heap, rank * PLACES + (start as number));
    };
    for (const start of next.keys()) offer(start);
    for (let least = pop(heap); least !== undefined; least = pop(heap)) {
      const start = least % PLACES;
      // An entry whose pair is gone by now.
      if (!next.has(start) || rankAt(start) !== (least - start) / PLACES) continue;
      const middle = next.get(start) as number;
      const end = next.get(middle) as number;
      next.set(start, end);
      next.delete(middle);
      previous.set(end, start);
      parts -= 1;
      offer(start);
      offer(previous.get(start));
    }
    return parts;
  }

  /** By the places where the parts start that merging starts from, where they end: bytes, or characters that are tokens. */
  #ends(piece: string, bytes: string): Map<number, number> {
    const ends = new Map<number, number>();
    const units = this.#of.preparation === "sentencepiece" ? Array.from(piece, bytesOf) : [bytes];
    let at = 0;
    for (const unit of units) {
      const isPart = this.#ranks.has(unit);
      for (const end = at + unit.length; at < end;) {
        const to = isPart ? end : at + 1;
        ends.set(at, to);
        at = to;
      }
    }
    return ends;
  }
}

function pieces(text: string, [pattern, ...more]: readonly RegExp[]): string[] {
  if (pattern === undefined) return [text];
  const found: string[] = [];
  let at = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (index > at) found.push(text.slice(at, index));
    found.push(match);
    at = index + match.length;
  }
  if (at < text.length) found.push(text.slice(at));
  return more.length === 0 ? found : found.flatMap((piece) => pieces(piece, more));
}

function push(heap: number[], entry: number): void {
  let at = heap.push(entry) - 1;
  for (let parent = (at - 1) >> 1; at > 0 && (heap[parent] ?? 0) > entry; parent = (at - 1) >> 1) {
    heap[at] = heap[parent] ?? 0;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: number[]): number | undefined {
  const [least] = heap;
  const entry = heap.pop() as number;
  if (heap.length === 0) return least;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child += 1;
    if ((heap[child] ?? 0) >= entry) break;
    heap[at] = heap[child] ?? 0;
    at = child;
  }
  heap[at] = entry;
  return least;
}
