import { computed, type ReadonlySignal } from "@preact/signals";
import type { Question } from "@tunecast/estimator";
import type { Inputs } from "../question/inputs.ts";

/** What changes no way: how the offers are listed, and what only the curve reads. */
const apart = ["find", "sort", "pilots", "pilotModel", "target", "budget", "pointValue"];

/** What the ways are made of. As text: equal statements are one. */
export function waysText(inputs: Inputs): string {
  return JSON.stringify(inputs, (key, value: unknown) => (apart.includes(key) ? undefined : value));
}

/** A value that says the same as the one before is that one: nothing follows from it anew. */
export function unchanged<Value>(
  of: () => Value,
  isSame: (one: Value, other: Value) => boolean,
): ReadonlySignal<Value> {
  let last: { readonly value: Value } | null = null;
  return computed(() => {
    const value = of();
    if (last === null || !isSame(last.value, value)) last = { value };
    return last.value;
  });
}

export function areSameParts(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

export function areSameQuestions(one: Question | null, other: Question | null): boolean {
  if (one === null || other === null) return one === other;
  const typed = ({ prices: _prices, ownPrices: _own, job, ...rest }: Question): string => {
    const { profile: _counted, validation, ...numbers } = job as typeof job & { profile?: unknown };
    return JSON.stringify([rest, numbers, validation === undefined]);
  };
  const sources = ({ prices, ownPrices, job }: Question): readonly unknown[] => [
    prices,
    ownPrices,
    "profile" in job ? job.profile : null,
    job.validation !== undefined && "profile" in job.validation ? job.validation.profile : undefined,
  ];
  return areSameParts(sources(one), sources(other)) && typed(one) === typed(other);
}
