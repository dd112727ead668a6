import type { Histogram } from "@tunecast/estimator/profile";
import { kindOfUnit, writingSystems } from "../tokens/characterClasses.ts";

/** Units looked at of a text, and from one to the next at least and at most: a long text is looked at more often. */
const looks = 8;
const leastStep = 16;
const mostStep = 1024;

export class ScriptFold {
  readonly #counts: Float64Array = new Float64Array(writingSystems.length);

  add(text: string): void {
    const { length } = text;
    const step = Math.min(mostStep, Math.max(leastStep, Math.ceil(length / looks)));
    for (let at = step >> 1; at < length; at += step) {
      const kind = kindOfUnit[text.charCodeAt(at)] as number;
      this.#counts[kind] = (this.#counts[kind] as number) + step;
    }
  }

  addKinds(kinds: ArrayLike<number>): void {
    for (let i = 0; i < writingSystems.length; i += 1)
      this.#counts[i] = (this.#counts[i] as number) + (kinds[i] as number);
  }

  result(): Record<string, number> {
    const met = writingSystems.map((kind, i) => [kind, this.#counts[i] as number] as const);
    return Object.fromEntries(met.filter(([kind, characters]) => kind !== "none" && characters > 0));
  }
}

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export function isHistogram(value: unknown): value is Histogram {
  return (
    Array.isArray(value) &&
    value.every((pair, i) => isPair(pair) && (i === 0 || (value[i - 1] as [number, number])[0] < pair[0]))
  );
}

export function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}

export class HistogramFold {
  readonly #times: Map<number, number> = new Map();

  add(tokens: number): void {
    this.#times.set(tokens, (this.#times.get(tokens) ?? 0) + 1);
  }

  result(): Histogram {
    return [...this.#times].sort(([a], [b]) => a - b);
  }
}

export const mergeHistograms = (a: Histogram, b: Histogram): Histogram =>
  [...added(a, b)].sort(([left], [right]) => left - right);

/** The sums of two lists of numbers by their keys. */
export function added<K>(a: Iterable<readonly [K, number]>, b: Iterable<readonly [K, number]>): Map<K, number> {
  const sums = new Map(a);
  for (const [key, number] of b) sums.set(key, (sums.get(key) ?? 0) + number);
  return sums;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

export const histograms = ["tokens", "trainable", "prompt", "recounted", "records"] as const;

export function withHistograms<T extends object>(
  make: (field: (typeof histograms)[number]) => unknown,
): Pick<T, keyof T & (typeof histograms)[number]> {
  const made = histograms.map((field) => [field, make(field)] as const);
  return Object.fromEntries(made.filter(([, value]) => value !== undefined)) as T;
}
