import { countRule, profileBytes } from "../../src/index.ts";
import type { RuleCounts } from "@tunecast/estimator/profile";
import { overheadNames } from "../../src/tokens/template.ts";
import { textChunks } from "../data.ts";
import { unitRule } from "../units.ts";

export const overheads: readonly string[] = overheadNames;

/** A vocabulary that merges two spaces into one unit, and a space into the letter behind it: what stands at edges matters. */
const merging = {
  vocabulary: "merging",
  parts: true,
  count: (text: string): number => text.replaceAll(/\s{2}/gu, "_").replaceAll(/ (?=[a-z])/gu, "").length,
};

function ruleOf(overhead: string, merges: boolean): ReturnType<typeof unitRule> {
  if (!merges) return unitRule(overhead);
  const rule = countRule(overhead, merging);
  if (!rule.ok) throw new Error(rule.problem.kind);
  return rule.value;
}

const none: Partial<RuleCounts> = {};

/** What a rule counts of one row: a list of tokens, those trained, before the answer and recounted, and of each record; then how sure it is. */
export async function countedOf(row: unknown, overhead: string, merges: boolean = false): Promise<unknown[]> {
  const rule = ruleOf(overhead, merges);
  const profile = await profileBytes(textChunks(`${JSON.stringify(row)}\n`), { rules: [rule] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  const { tokens, trainable, prompt, recounted, records, ...rest } = profile.value.counts[rule.name] ?? none;
  const { doubt, longestTurn, exact } = rest;
  const single = [tokens, trainable, prompt, recounted].map((tally) => tally?.[0]?.[0]);
  const sure = exact ? [] : [doubt === undefined ? "inexact" : `-${doubt.less} +${doubt.more}`];
  return [single, records, longestTurn, ...sure];
}
