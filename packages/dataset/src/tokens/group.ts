import { isComposed } from "./composed.ts";
import { SHORT, ShortPieces, Substrings } from "./chunk.ts";
import { ChunkCache, LONGEST, MOST } from "./chunkCache.ts";
import { AT_START, Cuts, PART_BEFORE, PART_BEHIND } from "./cuts.ts";
import type { Engine } from "./engine.ts";
import { SLACK } from "./pieceKeys.ts";
import { TokenRecords } from "./tokenRecords.ts";

/** Counts of four vocabularies in one word, a byte each: every other one, as two sums of sixteen bits. */
const LANES = 0x00ff_00ff;
/** So many chunks can be summed before a lane of sixteen bits may be full. */
const SUMMED = 256;
/** Room kept between two texts; what a longer one needed is given back. */
const KEPT = 1 << 22;

/**
 * Counts texts in up to eight vocabularies at once: each text is cut into chunks once, and a chunk that was met before
 * is looked up once for all of them.
 */
export class CounterGroup {
  readonly engines: readonly Engine[];
  /** Tokens of the last text, by the place of the engine. */
  readonly tokens: Int32Array;
  readonly #cuts: Cuts;
  readonly #cache: ChunkCache = new ChunkCache();
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #bytes: Uint8Array = new Uint8Array(0);
  readonly #chunk: Substrings;
  readonly #short: readonly ShortPieces[];
  /** Of the short chunk: whether it is in normalisation form C, and whether it may hold `▁`. */
  #composed = true;
  #lowLine = false;

  constructor(engines: readonly Engine[]) {
    this.engines = engines;
    this.tokens = new Int32Array(engines.length);
    const unsplit = engines.filter(({ preparation }) => preparation === "sentencepiece");
    this.#cuts = new Cuts(
      engines.map(({ pieces }) => pieces),
      unsplit.map(({ pieces }) => pieces),
    );
    this.#chunk = new Substrings(new TokenRecords(engines.map(({ pieces }) => pieces)));
    this.#short = engines.map(
      ({ preparation }, place) => new ShortPieces(this.#chunk, place, preparation === "sentencepiece"),
    );
    this.#reserve(1 << 16);
  }

  /** Counts a text into {@link tokens}; lone surrogates are counted as U+FFFD. */
  count(text: string): void {
    this.#reserve(text.length);
    let { read, written } = this.#encoder.encodeInto(text, this.#bytes.subarray(0, this.#bytes.length - SLACK));
    if (read < text.length) {
      this.#reserve(3 * text.length);
      ({ read, written } = this.#encoder.encodeInto(text, this.#bytes));
    }
    this.#bytes[written] = 0;
    this.tokens.fill(0);
    this.#countChunks(written);
    if (this.#bytes.length > KEPT) {
      this.#bytes = new Uint8Array(0);
      this.#reserve(1 << 16);
    }
  }

  #reserve(length: number): void {
    if (this.#bytes.length >= length + SLACK) return;
    this.#bytes = new Uint8Array(Math.ceil(1.5 * length) + SLACK);
    this.#cache.read(this.#bytes);
  }

  #countChunks(end: number): void {
    const [bytes, cuts, cache] = [this.#bytes, this.#cuts, this.#cache];
    let [even, odd, evenHigh, oddHigh, left] = [0, 0, 0, 0, SUMMED];
    let marks = AT_START;
    cuts.begin();
    for (let at = 0; at < end;) {
      const to = cuts.next(bytes, at, end);
      marks |= cuts.part;
      const found = to - at <= LONGEST ? cache.find(at, to, marks) : -1;
      if (found < 0) this.#countNew(at, to, marks);
      else {
        const low = cache.slots[found] as number;
        const high = cache.slots[found + 1] as number;
        even = (even + (low & LANES)) | 0;
        odd = (odd + ((low >>> 8) & LANES)) | 0;
        evenHigh = (evenHigh + (high & LANES)) | 0;
        oddHigh = (oddHigh + ((high >>> 8) & LANES)) | 0;
        left -= 1;
        if (left === 0) {
          this.#sum(even, odd, evenHigh, oddHigh);
          [even, odd, evenHigh, oddHigh, left] = [0, 0, 0, 0, SUMMED];
        }
      }
      marks = (marks & PART_BEHIND) === 0 ? 0 : PART_BEFORE;
      at = to;
    }
    this.#sum(even, odd, evenHigh, oddHigh);
  }

  #sum(even: number, odd: number, evenHigh: number, oddHigh: number): void {
    const { tokens } = this;
    for (let i = 0; i < tokens.length; i += 1) {
      const lanes = i < 4 ? ((i & 1) === 0 ? even : odd) : (i & 1) === 0 ? evenHigh : oddHigh;
      tokens[i] = (tokens[i] as number) + ((lanes >>> ((i & 2) * 8)) & 0xffff);
    }
  }

  #countNew(start: number, end: number, marks: number): void {
    const { tokens } = this;
    let [low, high, most] = [0, 0, 0];
    const isShort = end - start <= SHORT;
    if (isShort) this.#load(start, end, marks);
    for (let i = 0; i < tokens.length; i += 1) {
      const engine = this.engines[i] as Engine;
      const count =
        isShort && this.#isPlain(engine, marks)
          ? engine.split(this.#short[i] as ShortPieces, end - start)
          : engine.countChunk(this.#bytes, start, end, marks);
      tokens[i] = (tokens[i] as number) + count;
      most |= count;
      if (i < 4) low |= count << (8 * i);
      else high |= count << (8 * (i - 4));
    }
    if (most <= MOST && end - start <= LONGEST) this.#cache.add(start, end, low, high);
  }

  /** Sets the short chunk. */
  #load(start: number, end: number, marks: number): void {
    const [{ bytes }, length] = [this.#chunk, end - start];
    this.#lowLine = false;
    for (let from = start, to = 0; from < end; from += 1, to += 1) {
      const byte = this.#bytes[from] as number;
      // ▁ begins with it.
      if (byte === 0xe2) this.#lowLine = true;
      bytes[to] = byte;
    }
    this.#composed = isComposed(bytes, length) || this.#normalised(length);
    this.#chunk.look(length);
    for (const pieces of this.#short) {
      pieces.partBefore = (marks & PART_BEFORE) !== 0;
      pieces.partBehind = (marks & PART_BEHIND) === 0 ? 0 : length;
    }
  }

  #normalised(length: number): boolean {
    const text = this.#decoder.decode(this.#chunk.bytes.subarray(0, length));
    return text.normalize("NFC") === text;
  }

  /** Whether a vocabulary counts the bytes of the short chunk as they are. */
  #isPlain({ preparation }: Engine, marks: number): boolean {
    if (preparation === "composed") return this.#composed;
    return preparation === "none" || (!this.#lowLine && (marks & AT_START) === 0);
  }
}
