/** Letters of a shingle: runs of so many letters are compared, so that no language needs word boundaries. */
const SHINGLE = 5;
const BINS = 128;
const BAND = 4;
const KEPT = 256;
const COUNTERS = 1 << 20;

export interface Sketch {
  readonly least: Uint32Array;
  readonly bands: Uint32Array;
}

export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/** The distinct hashes of the shingles of a plain text, ascending; a text of a few letters is one shingle. */
export function shingles(plain: string): Uint32Array {
  const last = Math.max(plain.length - SHINGLE, 0);
  const hashes = new Uint32Array(last + 1);
  for (let at = 0; at <= last; at += 1) {
    let hash = 0x811c_9dc5 | 0;
    for (let i = at; i < Math.min(at + SHINGLE, plain.length); i += 1)
      hash = Math.imul(hash ^ plain.charCodeAt(i), 0x0100_0193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0_aaad);
    hashes[at] = (hash ^ (hash >>> 15)) >>> 0;
  }
  // A typed array is sorted much faster than a set takes numbers beyond 30 bits.
  hashes.sort();
  let kept = 0;
  for (const hash of hashes) if (kept === 0 || hash !== hashes[kept - 1]) hashes[kept++] = hash;
  return hashes.slice(0, kept);
}

/** How many rows hold each shingle: the instructions that every row repeats make no two of them alike. */
export class Boilerplate {
  readonly #counts = new Uint32Array(COUNTERS);
  #rows = 0;

  add(hashes: Uint32Array): void {
    this.#rows += 1;
    for (const hash of hashes) this.#counts[hash & (COUNTERS - 1)]! += 1;
  }

  without(hashes: Uint32Array): Uint32Array {
    const most = Math.max(20, this.#rows / 10);
    const own = new Uint32Array(hashes.length);
    let kept = 0;
    for (const hash of hashes) if (this.#counts[hash & (COUNTERS - 1)]! <= most) own[kept++] = hash;
    return own.slice(0, kept);
  }
}

/**
 * One-permutation MinHash: the least hash in each bin, an empty bin borrowing from the next.
 * @param hashes ascending, as of `shingles`
 * @source Broder, On the resemblance and containment of documents (1997), https://doi.org/10.1109/SEQUEN.1997.666900
 * @source Shrivastava and Li, Densifying one permutation hashing (2014), https://arxiv.org/abs/1406.4784
 */
export function sketch(hashes: Uint32Array, band: number = BAND): Sketch {
  const bins = new Uint32Array(BINS).fill(0xffff_ffff);
  for (const hash of hashes) {
    const bin = hash >>> 25;
    if (hash < bins[bin]!) bins[bin] = hash;
  }
  const bands = new Uint32Array(BINS / band);
  for (let bin = 0; bin < BINS; bin += 1) {
    let from = bin;
    for (let step = 1; bins[from] === 0xffff_ffff && step < BINS; step += 1) from = (bin + step) % BINS;
    const place = Math.floor(bin / band);
    // The distance borrowed over is part of the value: two rows borrow alike only where their bins are alike.
    bands[place] = Math.imul(bands[place]! ^ (bins[from]! + from - bin), 0x0100_0193) >>> 0;
  }
  return { least: hashes.slice(0, KEPT), bands };
}

export function likeness({ least: a }: Sketch, { least: b }: Sketch): number {
  let [i, j, both, all] = [0, 0, 0, 0];
  while (all < KEPT && (i < a.length || j < b.length)) {
    const [left, right] = [a[i] ?? Infinity, b[j] ?? Infinity];
    if (left === right) both += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
    all += 1;
  }
  return all === 0 ? 0 : both / all;
}

/** Rows of one band that are compared with another row. */
export const compared = 12;

/** Rows by the bands of their sketches: those with a band in common are compared. */
export class Neighbours {
  readonly #rows: Map<number, Sketch> = new Map();
  readonly #buckets: Map<number, number[]> = new Map();

  get size(): number {
    return this.#rows.size;
  }

  /** @param most rows of a band that are kept @param row its number, by default the next */
  add(own: Sketch, most: number = Infinity, row: number = this.size): void {
    this.#rows.set(row, own);
    for (const bucket of this.#bucketsOf(own)) if (bucket.length < most) bucket.push(row);
  }

  *#bucketsOf({ bands }: Sketch): Generator<number[]> {
    for (const [band, key] of bands.entries()) {
      const bucket = this.#buckets.get(band * 2 ** 32 + key) ?? [];
      this.#buckets.set(band * 2 ** 32 + key, bucket);
      yield bucket;
    }
  }

  *like(own: Sketch, share: number): Generator<number> {
    const met = new Set<number>();
    for (const bucket of this.#bucketsOf(own))
      for (const row of bucket) {
        if (!met.has(row) && likeness(this.#rows.get(row) as Sketch, own) >= share) yield row;
        met.add(row);
      }
  }

  /** Adds the rows that are like this one to `found`; those found leave their buckets, so that the others get their turn. */
  find(own: Sketch, share: number, found: Set<number>): void {
    const met = new Set<number>();
    for (const bucket of this.#bucketsOf(own))
      for (let at = bucket.length - 1, tried = 0; at >= 0 && tried < compared; at -= 1) {
        const row = bucket[at] as number;
        if (!found.has(row) && !met.has(row)) {
          met.add(row);
          tried += 1;
          if (likeness(this.#rows.get(row) as Sketch, own) >= share) found.add(row);
        }
        if (found.has(row)) bucket.splice(at, 1);
      }
  }
}
