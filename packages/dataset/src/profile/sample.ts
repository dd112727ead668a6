import { ok, type Result } from "@tunecast/estimator/problem";
import { histogramTokens, type Doubt, type RuleCounts } from "@tunecast/estimator/profile";
import { sum, withHistograms } from "./histogram.ts";
import { joinProfiles } from "./merge.ts";
import { emptyProfile, numbers, profileOf, tallies, type DatasetProfile } from "./profile.ts";

const z = 1.959_964;

/**
 * The profile of a file of `bytes` bytes, estimated from blocks drawn evenly from it: every block stands for as many as
 * the file holds, and `doubt` covers the 95 % interval of all tokens,
 *
 *     bytes × Σ tᵢ / Σ bᵢ  ±  t₀.₉₇₅ × bytes / Σ bᵢ × √(m × Σ (tᵢ − r bᵢ)² / (m − 1)) × √(1 − Σ bᵢ / bytes)
 *
 * with tᵢ tokens in the bᵢ bytes of each of m blocks, and r = Σ tᵢ / Σ bᵢ. Blocks are whole lines that stand together,
 * so rows that resemble their neighbours do not make it too narrow.
 *
 * @source Cochran, Sampling Techniques (1977), §6.3: the ratio estimator
 * @param blocks at least two
 */
export function profileOfSample(blocks: readonly DatasetProfile[], bytes: number): Result<DatasetProfile> {
  let whole = emptyProfile;
  for (const { parts: _, ...block } of blocks) {
    const findings = block.findings.map((finding) => ({ ...finding, lines: [] }));
    const joined = joinProfiles(whole, { ...block, findings });
    if (!joined.ok) return joined;
    whole = joined.value;
  }
  const times = Math.max(1, Math.round(bytes / Math.max(1, whole.bytes)));
  const counts = Object.keys(whole.counts).map((rule): [string, RuleCounts] => {
    const counted = whole.counts[rule] as RuleCounts;
    return [rule, scaled(counted, times, doubtOf(blocks, rule, bytes, times))];
  });
  const many = (value: unknown): unknown =>
    typeof value === "number"
      ? value * times
      : value &&
        Object.fromEntries(Object.entries(value as Record<string, number>).map(([name, n]) => [name, n * times]));
  const scaledFields = [...numbers, ...tallies].map((field) => [field, many(whole[field])]);
  return ok(
    profileOf({
      ...whole,
      ...Object.fromEntries(scaledFields),
      bytes,
      counts: Object.fromEntries(counts),
      findings: whole.findings.map((finding) => ({ ...finding, count: finding.count * times })),
    }),
  );
}

function doubtOf(blocks: readonly DatasetProfile[], rule: string, bytes: number, times: number): Doubt {
  const tokens = blocks.map(({ counts }) => histogramTokens(counts[rule]?.tokens ?? []));
  const [all, read] = [sum(tokens), sum(blocks.map((block) => block.bytes))];
  const ratio = all / Math.max(1, read);
  const squares = sum(blocks.map((block, i) => ((tokens[i] as number) - ratio * block.bytes) ** 2));
  const free = Math.max(1, blocks.length - 1);
  const students = z + (z ** 3 + z) / (4 * free) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * free ** 2);
  const error = (bytes / Math.max(1, read)) * Math.sqrt((blocks.length * squares) / free);
  const half = students * error * Math.sqrt(Math.max(0, 1 - read / bytes));
  const [low, high] = [ratio * bytes - half, ratio * bytes + half];
  return { less: Math.max(0, Math.ceil(all * times - low)), more: Math.max(0, Math.ceil(high - all * times)) };
}

function scaled(counts: RuleCounts, times: number, { less, more }: Doubt): RuleCounts {
  const { doubt = { less: 0, more: 0 } } = counts;
  return {
    ...counts,
    exact: false,
    doubt: { less: doubt.less * times + less, more: doubt.more * times + more },
    ...withHistograms<RuleCounts>((field) => counts[field]?.map(([tokens, examples]) => [tokens, examples * times])),
  };
}
