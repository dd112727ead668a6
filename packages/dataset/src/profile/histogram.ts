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
    const left = a[i];
    const right = b[j];
    if (right === undefined || (left !== undefined && left[0] < right[0])) {
      merged.push([...(left as [number, number])]);
      i += 1;
    } else if (left === undefined || right[0] < left[0]) {
      merged.push([...right]);
      j += 1;
    } else {
      merged.push([left[0], left[1] + right[1]]);
      i += 1;
      j += 1;
    }
  }
  return merged;
}
