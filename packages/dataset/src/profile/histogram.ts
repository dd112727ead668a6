import type { Histogram } from "@tunecast/estimator/profile";

/** Counts of a whole number: how many examples had how many tokens. */
export class HistogramFold {
  readonly #counts: Map<number, number> = new Map();

  add(tokens: number): void {
    this.#counts.set(tokens, (this.#counts.get(tokens) ?? 0) + 1);
  }

  result(): Histogram {
    return [...this.#counts].sort(([a], [b]) => a - b);
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
