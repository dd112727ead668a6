import type { Example, Message } from "../formats/example.ts";
import type { Counter } from "../tokens/counter.ts";
import { NativeCounter } from "../tokens/nativeCounter.ts";
import type { NativeCounting } from "../tokens/nativeCounting.ts";
import { callTokens } from "../tokens/overhead.ts";
import { renderedMark, tokensWithMarks } from "../tokens/renderedMarks.ts";

/** The texts of an example in one vocabulary: tokens per message, kept while its rules add their overhead. */
export interface TextCounts {
  readonly counter: Counter;
  readonly messages: number[];
  readonly rejected: number[];
  trained: number;
  /** Tokens that marks of a template in the messages save by being one token each; null where no message holds any. */
  saved: number[] | null;
}

/** Where lines of JSON may be counted without parsing them: their vocabularies are all of one instance. */
export interface NativeTexts {
  readonly native: NativeCounting;
  /** Place in the instance of each counter. */
  readonly places: readonly number[];
}

function nativeOf(counters: readonly Counter[]): NativeTexts | undefined {
  const [first] = counters;
  if (!(first instanceof NativeCounter)) return undefined;
  const { native } = first;
  const places: number[] = [];
  for (const counter of counters) {
    if (!(counter instanceof NativeCounter) || counter.native !== native) return undefined;
    places.push(counter.place);
  }
  return { native, places };
}

/** Counts the texts of examples in all vocabularies: each text is read once for those that are built in. */
export class Texts {
  readonly counts: readonly TextCounts[];
  readonly native: NativeTexts | undefined;
  /** Tokens of the text at hand, and of the last system prompt: most files repeat one. */
  readonly #tokens: Float64Array;
  readonly #system: Float64Array;
  #lastSystem = "";

  constructor(counters: readonly Counter[]) {
    this.counts = counters.map((counter) => ({ counter, messages: [], rejected: [], trained: 0, saved: null }));
    this.native = nativeOf(counters);
    this.#tokens = new Float64Array(counters.length);
    this.#system = new Float64Array(counters.length);
  }

  count(example: Example): void {
    for (const counts of this.counts) [counts.trained, counts.saved] = [0, null];
    this.#fill("messages", example.messages);
    if (example.messages.some(({ text }) => renderedMark(text) !== null)) this.#save(example.messages);
    if (example.rejected !== null) this.#fill("rejected", example.rejected);
  }

  /** Takes over what the texts of the last line came to: the i-th message of the example has the text of `slots[i]`. */
  takeLine({ messages }: Example, slots: readonly number[], { native, places }: NativeTexts): void {
    for (let at = 0; at < places.length; at++) {
      const counts = this.counts[at] as TextCounts;
      const place = places[at] as number;
      counts.messages.length = messages.length;
      [counts.trained, counts.saved] = [0, null];
      for (let i = 0; i < messages.length; i++) {
        const slot = slots[i] as number;
        const tokens = slot < 0 ? 0 : native.tokensOf(slot, place);
        counts.messages[i] = tokens;
        const message = messages[i] as Message;
        if (!message.trained) continue;
        counts.trained += tokens;
        if (message.calls !== null) counts.trained += callTokens(counts.counter, message);
      }
    }
  }

  #save(messages: readonly Message[]): void {
    for (const counts of this.counts)
      counts.saved = messages.map(({ text }) => {
        const tokens = tokensWithMarks(counts.counter, text);
        return tokens === null ? 0 : counts.counter.count(text) - tokens;
      });
  }

  #fill(into: "messages" | "rejected", messages: readonly Message[]): void {
    for (const counts of this.counts) counts[into].length = messages.length;
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i] as Message;
      this.#tokens.fill(0);
      if (message.role === "system") this.#addSystem(message.text);
      else this.#add(message.text);
      if (message.rest !== null) for (const text of message.rest) this.#add(text);
      for (let place = 0; place < this.counts.length; place++) {
        const counts = this.counts[place] as TextCounts;
        const tokens = this.#tokens[place] as number;
        counts[into][i] = tokens;
        if (!message.trained) continue;
        counts.trained += tokens;
        if (message.calls !== null) counts.trained += callTokens(counts.counter, message);
      }
    }
  }

  #add(text: string): void {
    if (text === "") return;
    for (const [place, { counter }] of this.counts.entries())
      this.#tokens[place] = (this.#tokens[place] as number) + counter.count(text);
  }

  #addSystem(text: string): void {
    if (text === this.#lastSystem) {
      this.#tokens.set(this.#system);
      return;
    }
    this.#add(text);
    this.#lastSystem = text;
    this.#system.set(this.#tokens);
  }
}
