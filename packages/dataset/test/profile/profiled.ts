import { countRules, profileBytes, type DatasetProfile } from "../../src/index.ts";
import { lines } from "../checks/rows.ts";
import { textChunks } from "../data.ts";

export const rule = "plain/o200k_base";

/** The profile of rows, or of the text of a file, by the tokens of their texts. */
export async function profiled(rows: readonly unknown[] | string): Promise<DatasetProfile> {
  const rules = await countRules([rule]);
  if (!rules.ok) throw new Error(rules.problem.kind);
  const text = typeof rows === "string" ? rows : lines(rows);
  const profile = await profileBytes(textChunks(text), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

export const tokens = ({ counts }: DatasetProfile): number =>
  (counts[rule]?.tokens ?? []).reduce((sum, [each, times]) => sum + each * times, 0);

/** 500 tokens of text. */
export const long = `a${" a".repeat(499)}`;
