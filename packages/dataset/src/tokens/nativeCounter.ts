import type { Counter } from "./counter.ts";
import { Engine, type Vocabulary } from "./engine.ts";
import type { NativeCounting } from "./nativeCounting.ts";

/** Counts texts in one of the vocabularies of a {@link NativeCounting}, and what that leaves in an {@link Engine}. */
export class NativeCounter implements Counter {
  readonly vocabulary: string;
  readonly native: NativeCounting;
  /** Of the vocabulary in {@link native}. */
  readonly place: number;
  readonly parts: boolean;
  readonly #loaded: Vocabulary;
  #engine: Engine | undefined;

  constructor(vocabulary: string, loaded: Vocabulary, native: NativeCounting, place: number) {
    this.vocabulary = vocabulary;
    this.native = native;
    this.place = place;
    this.parts = loaded.preparation !== "sentencepiece";
    this.#loaded = loaded;
  }

  count(text: string): number {
    return this.native.count(text) ? (this.native.tokens[this.place] as number) : this.engine.count(text);
  }

  countBytes(bytes: Uint8Array, start: number, end: number): number {
    return this.count(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, end)));
  }

  /** Counts without WebAssembly: texts of many megabytes, and pieces too long to be merged in one go. */
  get engine(): Engine {
    this.#engine ??= new Engine(this.vocabulary, this.#loaded);
    return this.#engine;
  }
}
