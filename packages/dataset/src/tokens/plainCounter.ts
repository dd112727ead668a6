import { Tokenizer } from "@huggingface/tokenizers";
import { HAN_KANA, HEAD, LETTER, NEWLINE, NUMBER, SPACE, SYMBOL, TAIL, writeClasses } from "./characterClasses.ts";
import type { Counter, SplitRule, Table, Vocabulary } from "./counter.ts";

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

/** Units that stand for characters which are tokens: beyond all that stand for bytes. */
const CHARACTERS = 0x10_0000;

interface Tokens {
  /** By their numbers, a unit for each byte or character that merging starts from. */
  readonly tokens: readonly string[];
  readonly whole: readonly string[];
  readonly merges: readonly [left: string, right: string][];
  readonly characters: ReadonlyMap<string, string>;
}

export function tokensOf(tables: Vocabulary["tables"]): Tokens {
  const tokens = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  const all = tables.filter((table): table is Table => table !== undefined && "merges" in table);
  const given = all.flatMap(({ characters = "" }) => Array.from(characters));
  const characters = new Map(given.map((character, i) => [character, String.fromCodePoint(CHARACTERS + i)]));
  tokens.push(...characters.values());
  const merges: [string, string][] = [];
  for (const { merges: columns, runs } of all) {
    const size = columns.length / 6;
    const digit = (at: number): number => (columns[at] === "~" ? 57 : columns.charCodeAt(at) - 35);
    const partAt = (at: number): string =>
      tokens[(digit(at) << 12) | (digit(at + size) << 6) | digit(at + 2 * size)] ?? "";
    let [token, at] = [256 + given.length, 0];
    for (const [i, run] of Array.from(runs.matchAll(/!?[a-}]*[#-_]/g), ([text]) => numberOf(text)).entries()) {
      for (const end = i % 2 === 0 ? token : token + run; token < end; token += 1, at += 1) {
        const merge: [string, string] = [partAt(at), partAt(at + 3 * size)];
        merges[token] = merge;
        tokens[token] = merge.join("");
      }
      if (i % 2 === 0) token += run;
    }
  }
  // Without the holes of the numbers that no merge makes.
  return { tokens, whole: all.flatMap(({ whole = [] }) => whole), merges: Object.values(merges), characters };
}

/** Counts where WebAssembly is missing or forbidden: exact, and slow. */
export class PlainCounter implements Counter {
  readonly vocabulary: string;
  readonly parts: boolean;
  readonly #preparation: Vocabulary["preparation"];
  readonly #patterns: readonly RegExp[];
  readonly #characters: Tokens["characters"];
  readonly #tokenizer: Tokenizer;

  constructor(name: string, { tables, rule, preparation }: Vocabulary) {
    const { tokens, whole, merges, characters } = tokensOf(tables);
    const vocab = Object.fromEntries([...tokens, ...whole].map((token, rank) => [token, rank]));
    this.vocabulary = name;
    this.parts = preparation !== "sentencepiece";
    this.#preparation = preparation;
    this.#patterns = patternsOf(rule);
    this.#characters = characters;
    const model = { type: "BPE", vocab, merges, ignore_merges: true };
    const nothing = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };
    this.#tokenizer = new Tokenizer({ model, ...nothing }, {});
  }

  count(text: string): number {
    const plain = new TextDecoder("utf-8", { ignoreBOM: true }).decode(encoder.encode(text));
    const prepared = { none: plain, composed: plain.normalize("NFC"), sentencepiece: ` ${plain.replaceAll("▁", " ")}` };
    const characters = text === "" ? [] : Array.from(prepared[this.#preparation]);
    const units = characters.map((character) => this.#characters.get(character) ?? bytesOf(character));
    let start = 0;
    let tokens = 0;
    for (const { length } of pieces(unitsOf(characters), this.#patterns))
      tokens += this.#tokenizer.tokenize(units.slice(start, (start += length)).join("")).length;
    return tokens;
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
