import type { Histogram } from "@tunecast/estimator/profile";

/** From here on numbers are too rare for a place of their own. */
const LARGE = 1 << 14;

/** Counts of a whole number: how many examples had how many tokens. */
export class HistogramFold {
  /** Of the small numbers, by the number; it grows with what it meets. */
  #small: Uint32Array = new Uint32Array(256);
  readonly #large: Map<number, number> = new Map();

  add(tokens: number): void {
    const times = this.#small[tokens];
    if (times !== undefined) this.#small[tokens] = times + 1;
    else this.#addLarge(tokens);
  }

  #addLarge(tokens: number): void {
    if (tokens < 0 || tokens >= LARGE) {
      this.#large.set(tokens, (this.#large.get(tokens) ?? 0) + 1);
      return;
    }
    const small = new Uint32Array(2 ** Math.ceil(Math.log2(tokens + 1)));
    small.set(this.#small);
    this.#small = small;
    small[tokens] = 1;
  }

  result(): Histogram {
    const counts: [number, number][] = [...this.#large];
    for (const [tokens, times] of this.#small.entries()) if (times > 0) counts.push([tokens, times]);
    return counts.sort(([a], [b]) => a - b);
  }
}

/** The histogram of both sets of examples. */
export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  const merged: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, times] = a[i] ?? [Infinity, 0];
    const [right, more] = b[j] ?? [Infinity, 0];
    merged.push([Math.min(left, right), (left <= right ? times : 0) + (right <= left ? more : 0)]);
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return merged;
}

/** Tokens and examples of a histogram in all. */
export function totalsOf(histogram: Histogram): { readonly tokens: number; readonly examples: number } {
  return {
    tokens: histogram.reduce((sum, [tokens, examples]) => sum + tokens * examples, 0),
    examples: histogram.reduce((sum, [, examples]) => sum + examples, 0),
  };
}

/** Histograms of examples that each rule has; those of records stand beside them in all but old profiles. */
export const exampleHistograms = ["tokens", "trainable", "prompt", "recounted"] as const;
const allHistograms = ["tokens", "trainable", "prompt", "recounted", "records"] as const;

/** What `make` gives for each histogram of a rule's counts, but those that it gives nothing for. */
export function withHistograms<T extends object>(
  make: (field: (typeof allHistograms)[number]) => unknown,
): Pick<T, keyof T & (typeof allHistograms)[number]> {
  const made = allHistograms.map((field) => [field, make(field)] as const);
  return Object.fromEntries(made.filter(([, value]) => value !== undefined)) as T;
}
