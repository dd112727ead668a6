import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Counter } from "../tokens/counter.ts";
import { overheadNames, overheadOf, type Overhead } from "../tokens/template.ts";
import { loadCounters, vocabularies, type Loading } from "../tokens/vocabularies.ts";

export interface CountRule {
  readonly name: string;
  readonly counter: Counter;
  readonly overhead: Overhead;
}

/** Those of some rules whose vocabularies are public, and the plain o200k count that stands in for the rest. */
export function countableRules(names: readonly string[]): readonly string[] {
  const known = names.filter((name) => {
    const [overhead = "", vocabulary = ""] = name.split("/");
    return overheadNames.includes(overhead) && vocabularies.includes(vocabulary);
  });
  return [...new Set([...known, "plain/o200k_base"])].sort();
}

/** A rule over a counter the caller brings (a tokenizer of their own); `unknown_rule` for an unknown overhead. */
export function countRule(overheadName: string, counter: Counter): Result<CountRule> {
  const overhead = overheadOf(overheadName, counter);
  const name = `${overheadName}/${counter.vocabulary}`;
  if (overhead === undefined) return fail({ kind: "unknown_rule", rule: name, known: overheadNames });
  return ok({ name, counter, overhead });
}

export async function countRules(
  names: readonly string[],
  loading: Loading = {},
): Promise<Result<readonly CountRule[]>> {
  const wanted: [overhead: string, vocabulary: string][] = [];
  for (const name of new Set(names)) {
    const slash = name.indexOf("/");
    if (slash < 1) return fail({ kind: "unknown_rule", rule: name, known: overheadNames });
    wanted.push([name.slice(0, slash), name.slice(slash + 1)]);
  }
  const loaded = wanted.map(([, vocabulary]) => vocabulary);
  const counters = await loadCounters(loaded, loading);
  if (!counters.ok) return counters;
  const rules: CountRule[] = [];
  for (const [overhead, vocabulary] of wanted) {
    const rule = countRule(overhead, counters.value.get(vocabulary) as Counter);
    if (!rule.ok) return rule;
    rules.push(rule.value);
  }
  return ok(rules);
}
