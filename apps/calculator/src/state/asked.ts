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

/** Large parts of a question: what changes one of them makes a new one. */
const sources = ["prices", "ownPrices", "profile"];

export function areSameQuestions(one: Question | null, other: Question | null): boolean {
  const parts = (question: Question | null): readonly unknown[] => {
    const found: unknown[] = [];
    const typed = JSON.stringify(question, (key, value: unknown) =>
      sources.includes(key) ? void found.push(value) : value,
    );
    return [typed, ...found];
  };
  return areSameParts(parts(one), parts(other));
}
