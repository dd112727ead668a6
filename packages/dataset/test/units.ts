import { countRule, type CountRule } from "../src/index.ts";

/** A vocabulary of UTF-16 units: what holds for any counter needs no table, and lengths can be read off the rows. */
const units = {
  vocabulary: "units",
  count: (text: string): number => text.length,
};

/** A rule that counts units under a provider's overhead. */
export function unitRule(overhead: string = "plain"): CountRule {
  const rule = countRule(overhead, units);
  if (!rule.ok) throw new Error(rule.problem.kind);
  return rule.value;
}
