import { utf8Text } from "../formats/jsonValue.ts";
import { writeClasses } from "./characterClasses.ts";
import type { Counter, Table, Vocabulary } from "./counter.ts";

export class NativeCounter implements Counter {
  readonly vocabulary: string;
  readonly native: NativeCounting;
  readonly place: number;
  readonly parts: boolean;

  constructor(name: string, { preparation }: Vocabulary, native: NativeCounting, place: number) {
    this.vocabulary = name;
    this.native = native;
    this.place = place;
    this.parts = preparation !== "sentencepiece";
  }

  get lacks(): readonly number[] {
    return this.native.lacks;
  }

  count(text: string): number {
    this.native.count(text);
    return this.native.tokensIn(this.place);
  }
}

type Value = "slots" | "formLength" | "met" | "isWatched" | "isAlone" | "names";

/** What the module exports; places are addresses in its memory. The meaning of each stands in wasm/. */
interface Exports extends Readonly<Record<Value, WebAssembly.Global>> {
  readonly memory: WebAssembly.Memory;
  readonly [place: Uppercase<string>]: WebAssembly.Global;
  makeRoom(place: number, tokens: number, base: number): void;
  addVocabulary(place: number, rule: number, most: number, contractions: number, form: number): void;
  addCharacters(at: number, end: number): void;
  addTokens(at: number, tokens: number, unsplit: number): void;
  addWhole(place: number, at: number, length: number): void;
  addReady(place: number, at: number): void;
  textAt(bytes: number): number;
  count(start: number, end: number): void;
  forgetForms(): void;
  scan(length: number): number;
  countLine(): void;
}

const MOST_VOCABULARIES = 8;
const LONGEST = 1 << 22;
const SLOT = 12;
const KINDS = 16;
/** Of a token in a table of text. */
const DIGITS = 6;
/** Bytes of a token in a table that is ready. */
const READY = 7;

/** What a line that may hold a mark of a template or a special token of some model is told by: it is parsed, and its texts are looked through. */
export const suspect = -2;

const forms = { none: 0, composed: 1, sentencepiece: 2 } as const;
const rules = { case: 0, letters: 1, deepseek: 2, unsplit: 3, gpt2: 4 } as const;

let module: Promise<WebAssembly.Module | undefined> | undefined;

/** Not by the iterator of a text, which takes four times as long. */
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

/** The module; undefined where WebAssembly is missing or forbidden. */
export async function compiled(): Promise<WebAssembly.Module | undefined> {
  module ??= import("../../tables/wasm.js")
    .then(({ binary }) => WebAssembly.compile(bytesOf(atob(binary))))
    .catch(() => undefined);
  return module;
}

/** Counting in any number of vocabularies at once, in WebAssembly, eight in an instance: on bytes alone, and the texts of lines of JSON without parsing these. */
export class NativeCounting {
  readonly #exports: Exports;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #bytes: Uint8Array = new Uint8Array(0);
  #words: Int32Array = new Int32Array(0);
  readonly #text: number;
  readonly #line: number;
  readonly #slots: number;
  readonly #totals: number;
  /** Characters of each kind of writing system in the texts of the last line. */
  kinds: Float64Array = new Float64Array(KINDS);
  #last: string | undefined;
  readonly #missing: number[] = [];
  reader: object | undefined;
  readonly #more: NativeCounting | undefined;

  private constructor(exports: Exports, vocabularies: readonly Vocabulary[], more: NativeCounting | undefined) {
    [this.#exports, this.#more] = [exports, more];
    const place = (name: Uppercase<string>): number => exports[name]?.value as number;
    [this.#text, this.#line] = [place("TEXT"), place("LINE")];
    [this.#slots, this.#totals] = [place("SLOTS") >> 2, place("TOTALS") >> 2];
    writeClasses(new Uint16Array(exports.memory.buffer, place("CLASSES"), 0x11_0000));
    this.#addVocabularies(vocabularies);
    this.#view();
  }

  static async of(vocabularies: readonly Vocabulary[]): Promise<NativeCounting | undefined> {
    const code = await compiled();
    if (code === undefined) return undefined;
    const rest = vocabularies.slice(MOST_VOCABULARIES);
    const more = rest.length === 0 ? undefined : await NativeCounting.of(rest);
    let counting: NativeCounting | undefined;
    const compose: NativeCounting["compose"] = (at, length, to) => counting?.compose(at, length, to) ?? 0;
    try {
      const { exports } = await WebAssembly.instantiate(code, { outside: { compose } });
      counting = new NativeCounting(exports as unknown as Exports, vocabularies.slice(0, MOST_VOCABULARIES), more);
      return counting;
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return undefined;
    }
  }

  #view(): void {
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.kinds = new Float64Array(buffer, this.#exports["KINDS"]?.value as number, KINDS);
  }

  #addVocabularies(vocabularies: readonly Vocabulary[]): void {
    const [only, ...more] = vocabularies;
    if (more.length === 0 && only?.preparation !== "sentencepiece") this.#exports.isAlone.value = 1;
    for (const [place, { tables, rule, preparation }] of vocabularies.entries()) {
      const { kind, numbers = 0, contractions = false } = rule;
      this.#exports.addVocabulary(place, rules[kind], numbers, Number(contractions), forms[preparation]);
      this.#missing.push(...[...tables.keys()].filter((part) => tables[part] === undefined));
    }
    const baseOf = ({ tables }: Vocabulary): number =>
      vocabularies.findIndex((one) => one.tables.length === 1 && tables.length > 1 && one.tables[0] === tables[0]);
    for (const [place, one] of vocabularies.entries()) {
      if (baseOf(one) >= 0) continue;
      this.#addTokens(place, one, place);
      for (const [other, more] of vocabularies.entries())
        if (baseOf(more) === place) this.#addTokens(other, more, place);
    }
    if (this.#missing.length > 0) this.#exports.isWatched.value = 1;
  }

  #addTokens(place: number, { tables, preparation }: Vocabulary, base: number): void {
    const loaded = (place === base ? tables : tables.slice(1)).filter((table) => table !== undefined);
    let tokens = 0;
    for (const table of loaded)
      tokens +=
        "merges" in table ? table.merges.length / DIGITS + (table.characters ?? "").length : table.length / READY;
    this.#exports.makeRoom(place, tokens, base);
    for (const table of loaded)
      if ("merges" in table) this.#addTable(place, table, Number(preparation === "sentencepiece"));
      else this.#exports.addReady(place, this.#placed(table));
  }

  #addTable(place: number, { merges, runs, characters = "", whole = [] }: Table, unsplit: number): void {
    this.#exports.addCharacters(this.#text, this.#text + this.#written(characters));
    this.#encoder.encodeInto(runs, new Uint8Array(this.#exports.memory.buffer, this.#line, LONGEST));
    this.#written(merges);
    this.#exports.addTokens(this.#text, merges.length / DIGITS, unsplit);
    for (const token of whole) this.#exports.addWhole(place, this.#placed(bytesOf(token)), token.length);
  }

  #placed(bytes: Uint8Array): number {
    new Uint8Array(this.#exports.memory.buffer, this.#text).set(bytes);
    return this.#text;
  }

  #written(text: string): number {
    return this.#encoder.encodeInto(text, new Uint8Array(this.#exports.memory.buffer, this.#text, LONGEST)).written;
  }

  compose(at: number, length: number, to: number): number {
    this.#view();
    const text = this.#decoder.decode(this.#bytes.subarray(at, at + length));
    const composed = text.normalize("NFC");
    if (composed === text) return 0;
    return this.#encoder.encodeInto(composed, this.#bytes.subarray(to, to + 3 * length)).written;
  }

  count(text: string): void {
    if (text === this.#last) return;
    this.#last = text;
    const at = this.#exports.textAt(3 * text.length);
    this.#view();
    const { written } = this.#encoder.encodeInto(text, this.#bytes.subarray(at, at + 3 * text.length));
    this.#bytes[at + written] = 0;
    this.#exports.count(at, at + written);
    this.#view();
    this.#more?.count(text);
  }

  get lacks(): readonly number[] {
    return this.#missing.filter((part) => ((this.#exports.met.value >> part) & 1) !== 0);
  }

  tokensIn(place: number): number {
    if (place >= MOST_VOCABULARIES) return this.#more?.tokensIn(place - MOST_VOCABULARIES) as number;
    return this.#words[this.#totals + place] as number;
  }

  /** Begins to read lines for a reader: forms are numbered from 0, and `names`, the same each time, are those of fields that hold texts. */
  begin(reader: object, names: readonly string[]): void {
    this.reader = reader;
    this.#exports.forgetForms();
    const at = this.#exports["NAMES"]?.value as number;
    for (const [i, name] of names.entries()) this.#encoder.encodeInto(name, this.#bytes.subarray(at + 16 * i));
    this.#exports.names.value = names.length;
    this.#more?.begin(reader, names);
  }

  /** Takes the texts out of a line of JSON; gives the number of what is left, its form, or -1 where that cannot be done; {@link suspect} before all that. */
  scan(line: Uint8Array): number {
    if (line.length > LONGEST) return -1;
    this.#last = undefined;
    this.#bytes.set(line, this.#line);
    this.#more?.scan(line);
    return this.#exports.scan(line.length);
  }

  get form(): string | null {
    const at = this.#exports["FORM"]?.value as number;
    return utf8Text(this.#bytes.subarray(at, at + (this.#exports.formLength.value as number)));
  }

  get texts(): number {
    return this.#exports.slots.value as number;
  }

  countLine(): void {
    this.kinds.fill(0);
    this.#exports.countLine();
    this.#view();
    this.#more?.countLine();
  }

  textOf(i: number): string {
    const at = this.#slots + i * SLOT;
    return this.#decoder.decode(this.#bytes.subarray(this.#words[at], this.#words[at + 1]));
  }

  /** Where the text has white space at an edge: 1 at its beginning, 2 at its end, 4 throughout. */
  edgesOf(i: number): number {
    return this.#words[this.#slots + i * SLOT + 3] as number;
  }

  tokensOf(i: number, place: number): number {
    if (place >= MOST_VOCABULARIES) return this.#more?.tokensOf(i, place - MOST_VOCABULARIES) as number;
    return this.#words[this.#slots + i * SLOT + 4 + place] as number;
  }
}
