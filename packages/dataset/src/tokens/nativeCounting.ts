import { classOf } from "./characterClasses.ts";
import { isStable } from "./composed.ts";
import { partsTable } from "./cuts.ts";
import type { Vocabulary } from "./engine.ts";
import { kindOfUnit } from "./writingSystems.ts";

/** What the module exports; places are addresses in its memory. The meaning of each stands in wasm/. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly [place: Uppercase<string>]: WebAssembly.Global;
  readonly slots: WebAssembly.Global;
  readonly formLength: WebAssembly.Global;
  readonly longLines: WebAssembly.Global;
  readonly longBytes: WebAssembly.Global;
  measure(at: number, end: number): number;
  makeRoom(most: number, tokens: number, longTokens: number, longBytes: number): void;
  addVocabulary(place: number, rule: number, most: number, contractions: number, form: number): void;
  addTokens(place: number, at: number, end: number, unsplit: number): void;
  keepCrossed(): void;
  standAlone(): void;
  count(start: number, end: number): number;
  setNames(names: number): void;
  forgetForms(): void;
  scan(length: number): number;
  countLine(): number;
}

/** Vocabularies of one instance at most. */
const MOST_VOCABULARIES = 7;
/** Bytes of a text, and of a line, at most. */
const LONGEST = 1 << 22;
/** Code of the marks of the writing systems in a class word: see wasm/classes.ts. */
const [STABLE, KIND_SHIFT] = [256, 9];
/** Words of a text of a line: where it starts and ends, two marks, tokens in each vocabulary. */
const SLOT = 12;
const KINDS = 16;

/**
 * What a line that may hold a special token of some model (`<|`) is told by: the checks look for these in the shapes that
 * many providers take. Words that single providers keep for themselves matter in their own shapes alone.
 */
export const suspect = -2;

const forms = { none: 0, composed: 1, sentencepiece: 2 } as const;
const rules = { case: 0, letters: 1, deepseek: 2, unsplit: 3 } as const;

let module: Promise<WebAssembly.Module> | undefined;

/** The module, compiled once in a thread; rejects where the browser's policy or an old engine forbids it. */
function compiled(): Promise<WebAssembly.Module> {
  module ??= import("../../tables/wasm.js").then(({ binary }) =>
    WebAssembly.compile(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0))),
  );
  return module;
}

/**
 * Counting in up to seven vocabularies at once, in WebAssembly: what {@link CounterGroup} does, on bytes alone, and the
 * texts of lines of JSON without parsing these.
 */
export class NativeCounting {
  /** Tokens of the last text, by the place of the vocabulary. */
  tokens: Int32Array;
  readonly #exports: Exports;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #bytes: Uint8Array;
  #words: Int32Array;
  #kinds: Float64Array;
  readonly #text: number;
  readonly #line: number;
  readonly #slots: number;
  #last: string | undefined;
  #isCounted = false;
  /** Who reads lines: forms are numbered for each reader anew. */
  reader: object | undefined;

  private constructor(exports: Exports, vocabularies: readonly Vocabulary[]) {
    this.#exports = exports;
    const place = (name: Uppercase<string>): number => exports[name]?.value as number;
    [this.#text, this.#line, this.#slots] = [place("TEXT"), place("LINE"), place("SLOTS") >> 2];
    this.#bytes = new Uint8Array(exports.memory.buffer);
    this.#writeClasses(place("CLASSES"));
    this.#bytes.set(partsTable(), place("ASCII"));
    this.#addVocabularies(vocabularies);
    exports.keepCrossed();
    const { buffer } = exports.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#kinds = new Float64Array(buffer, place("KINDS"), KINDS);
    this.tokens = new Int32Array(buffer, place("TOTALS"), vocabularies.length);
  }

  /** An instance for some vocabularies; undefined where there is no WebAssembly with SIMD. */
  static async of(vocabularies: readonly Vocabulary[]): Promise<NativeCounting | undefined> {
    if (vocabularies.length > MOST_VOCABULARIES) return undefined;
    // Browsers in lockdown have none.
    if ((globalThis as { readonly WebAssembly?: unknown }).WebAssembly === undefined) return undefined;
    let counting: NativeCounting | undefined;
    const compose = (at: number, length: number): number => counting?.compose(at, length) ?? 0;
    try {
      const { exports } = await WebAssembly.instantiate(await compiled(), { outside: { compose } });
      counting = new NativeCounting(exports as unknown as Exports, vocabularies);
      return counting;
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return undefined;
    }
  }

  #writeClasses(at: number): void {
    const classes = new Uint16Array(this.#exports.memory.buffer, at, classOf.length);
    for (let code = 0; code < classes.length; code += 1) {
      const kind = code < 0x1_0000 ? (kindOfUnit[code] as number) << KIND_SHIFT : 0;
      classes[code] = (classOf[code] as number) | (isStable[code] === 1 ? STABLE : 0) | kind;
    }
  }

  #addVocabularies(vocabularies: readonly Vocabulary[]): void {
    let [most, tokens, longTokens, longBytes] = [0, 0, 0, 0];
    for (const { table } of vocabularies) {
      const here = this.#exports.measure(this.#text, this.#text + this.#written(table));
      most = Math.max(most, here);
      tokens += here;
      longTokens += this.#exports.longLines.value as number;
      longBytes += this.#exports.longBytes.value as number;
    }
    this.#exports.makeRoom(most, tokens, longTokens, longBytes);
    const [only, ...more] = vocabularies;
    if (more.length === 0 && only?.preparation !== "sentencepiece") this.#exports.standAlone();
    for (const [place, { table, rule, preparation }] of vocabularies.entries()) {
      const { kind, numbers = 0, contractions = false } = rule;
      this.#exports.addVocabulary(place, rules[kind], numbers, Number(contractions), forms[preparation]);
      const length = this.#written(table);
      const unsplit = Number(preparation === "sentencepiece");
      this.#exports.addTokens(place, this.#text, this.#text + length, unsplit);
    }
  }

  /** Writes a table where texts stand; gives how many bytes it has. */
  #written(table: string): number {
    return this.#encoder.encodeInto(table, new Uint8Array(this.#exports.memory.buffer, this.#text, LONGEST)).written;
  }

  /** Writes form C of some bytes of the memory to where it is expected; 0 where it is that already. */
  compose(at: number, length: number): number {
    const text = this.#decoder.decode(this.#bytes.subarray(at, at + length));
    const composed = text.normalize("NFC");
    if (composed === text) return 0;
    const to = this.#exports["PREPARED"]?.value as number;
    return this.#encoder.encodeInto(composed, this.#bytes.subarray(to, to + 3 * length)).written;
  }

  /** Counts a text into {@link tokens}, lone surrogates as U+FFFD; false where it has to be counted otherwise. */
  count(text: string): boolean {
    // Rules of one vocabulary ask for the same texts, and so do vocabularies.
    if (text === this.#last) return this.#isCounted;
    const room = this.#bytes.subarray(this.#text, this.#text + LONGEST);
    const { read, written } = this.#encoder.encodeInto(text, room);
    this.#isCounted = read === text.length && this.#count(written);
    this.#last = text;
    return this.#isCounted;
  }

  #count(length: number): boolean {
    this.#bytes[this.#text + length] = 0;
    return this.#exports.count(this.#text, this.#text + length) !== 0;
  }

  /** Begins to read lines for a reader: forms are numbered from 0, and `names` are those of fields that hold texts. */
  begin(reader: object, names: readonly string[]): void {
    this.reader = reader;
    this.#exports.forgetForms();
    const at = this.#exports["NAMES"]?.value as number;
    this.#bytes.fill(0, at, at + 16 * names.length);
    for (const [i, name] of names.entries()) this.#encoder.encodeInto(name, this.#bytes.subarray(at + 16 * i));
    this.#exports.setNames(names.length);
  }

  /**
   * Takes the texts out of a line of JSON; gives the number of what is left, its form, or -1 where that cannot be done;
   * {@link suspect} before all that.
   */
  scan(line: Uint8Array): number {
    if (line.length > LONGEST) return -1;
    this.#last = undefined;
    this.#bytes.set(line, this.#line);
    return this.#exports.scan(line.length);
  }

  /** The form of the last line: a 1 between quotes stands for each text. Undefined where it is no UTF-8. */
  get form(): string | undefined {
    const at = this.#exports["FORM"]?.value as number;
    try {
      const bytes = this.#bytes.subarray(at, at + (this.#exports.formLength.value as number));
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }

  /** Texts in the last line. */
  get texts(): number {
    return this.#exports.slots.value as number;
  }

  /** Counts the texts of the last line; false where one has to be counted otherwise. */
  countLine(): boolean {
    this.#kinds.fill(0);
    return this.#exports.countLine() !== 0;
  }

  /** Characters of each kind of writing system in the last line (see ScriptFold). */
  get kinds(): Float64Array {
    return this.#kinds;
  }

  /** The i-th text of the last line. */
  textOf(i: number): string {
    const at = this.#slots + i * SLOT;
    return this.#decoder.decode(this.#bytes.subarray(this.#words[at], this.#words[at + 1]));
  }

  /** Where the i-th text of the last line has white space at an edge: 1 at its beginning, 2 at its end. */
  edgesOf(i: number): number {
    return this.#words[this.#slots + i * SLOT + 3] as number;
  }

  /** Whether the i-th text of the last line is empty or nothing but white space. */
  isBlank(i: number): boolean {
    const at = this.#slots + i * SLOT;
    return this.#words[at] === this.#words[at + 1] || ((this.edgesOf(i) & 1) === 1 && this.textOf(i).trim() === "");
  }

  /** Tokens of the i-th text of the last line in a vocabulary. */
  tokensOf(i: number, place: number): number {
    return this.#words[this.#slots + i * SLOT + 4 + place] as number;
  }
}
