import type { Counter } from "./counter.ts";
import type { NativeCounting } from "./nativeCounting.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Counts texts in one of the vocabularies of a {@link NativeCounting}. */
export class NativeCounter implements Counter {
  readonly vocabulary: string;
  readonly native: NativeCounting;
  /** Of the vocabulary in {@link native}. */
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
