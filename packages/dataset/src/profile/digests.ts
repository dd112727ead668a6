/** Digests kept of a data set, the smallest: where there are fewer, repeated rows are counted, else estimated. */
const kept = 1024;
/** Digests are whole numbers below this. */
const range = 2 ** 52;

/** The smallest digests of the examples and how many have each: two sets of them merge into that of both data sets. */
export type Digests = readonly (readonly [digest: number, examples: number])[];

/** Gathers the digests of examples. */
export class DigestFold {
  readonly #counts: Map<number, number> = new Map();
  #most = range;

  add(high: number, low: number): void {
    const digest = mixed(high, low) * 2 ** 20 + (mixed(low, high) >>> 12);
    if (digest > this.#most) return;
    this.#counts.set(digest, (this.#counts.get(digest) ?? 0) + 1);
    if (this.#counts.size < 4 * kept) return;
    const least = this.result();
    this.#counts.clear();
    for (const [one, examples] of least) this.#counts.set(one, examples);
    this.#most = least.at(-1)?.[0] ?? range;
  }

  result(): Digests {
    return [...this.#counts].sort(([a], [b]) => a - b).slice(0, kept);
  }
}

/** The finalizer of MurmurHash3, so that every bit of a digest hangs on every bit of both halves. */
function mixed(one: number, other: number): number {
  let hash = one ^ Math.imul(other, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The digests of both. */
export function mergeDigests(a: Digests, b: Digests): Digests {
  const sum = new Map(a);
  for (const [digest, examples] of b) sum.set(digest, (sum.get(digest) ?? 0) + examples);
  return [...sum].sort(([one], [other]) => one - other).slice(0, kept);
}

/** Examples that say what an earlier one says. */
export interface Repeated {
  readonly examples: number;
  readonly exact: boolean;
}

/**
 * How many examples repeat another one word for word: all but one of each digest. Of more than are kept, the least digests
 * are a random sample of the distinct examples, so that their mean number of copies is that of all.
 *
 * @source Bar-Yossef et al., Counting distinct elements in a data stream (2002), https://doi.org/10.1007/3-540-45726-7_1
 */
export function repeatedOf(digests: Digests, examples: number): Repeated {
  const seen = digests.reduce((sum, [, copies]) => sum + copies, 0);
  if (digests.length < kept) return { examples: seen - digests.length, exact: true };
  return { examples: Math.round(examples * (1 - digests.length / seen)), exact: false };
}

/** Whether a value is a list of digests as it is written. */
export function isDigests(value: unknown): value is Digests {
  return (
    Array.isArray(value) &&
    value.length <= kept &&
    value.every(
      (pair: unknown, i) =>
        Array.isArray(pair) &&
        pair.length === 2 &&
        pair.every((one) => Number.isSafeInteger(one) && (one as number) >= 0) &&
        (i === 0 || (value[i - 1] as [number, number])[0] < (pair[0] as number)),
    )
  );
}
