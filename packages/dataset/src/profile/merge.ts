import { mergeDigests, type Digests } from "./digests.ts";
import type { Doubt, FindingCount, RuleCounts } from "@tunecast/estimator/profile";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { columnNowhere } from "../shapes/reading/columns.ts";
import { emptyFile, mergeFindings, resolveLines } from "./findings.ts";
import { mergeHistograms, withHistograms } from "./histogram.ts";
import { mergeSources, overlapOf } from "./sources.ts";
import { numbers, profileOf, type DatasetPart, type DatasetProfile } from "./profile.ts";

const sure: Doubt = { less: 0, more: 0 };

function mergeCounts(a: RuleCounts, b: RuleCounts): RuleCounts {
  const { doubt: doubtA = sure, longestTurn: turnA } = a;
  const { doubt: doubtB = sure, longestTurn: turnB } = b;
  const doubt = { less: doubtA.less + doubtB.less, more: doubtA.more + doubtB.more };
  // Records and the longest turn are known of both or of neither: profiles made before 2026-11-25 hold none.
  return {
    exact: a.exact && b.exact,
    ...(doubt.less + doubt.more > 0 && { doubt }),
    ...withHistograms<RuleCounts>((field) => a[field] && b[field] && mergeHistograms(a[field], b[field])),
    ...(turnA !== undefined && turnB !== undefined && { longestTurn: Math.max(turnA, turnB) }),
  };
}

/**
 * Counts of both. A profile without examples has no say in which rules are counted; two with examples must agree,
 * or a rule's histogram would silently miss one of them.
 */
function mergeRules(a: DatasetProfile, b: DatasetProfile): Result<Record<string, RuleCounts>> {
  if (a.examples === 0 && b.examples > 0) return ok({ ...b.counts });
  if (b.examples === 0 && a.examples > 0) return ok({ ...a.counts });
  const names = [...new Set([...Object.keys(a.counts), ...Object.keys(b.counts)])].sort();
  const merged: [string, RuleCounts][] = [];
  for (const name of names) {
    const [left, right] = [ownCounts(a, name), ownCounts(b, name)];
    if (left !== undefined && right !== undefined) merged.push([name, mergeCounts(left, right)]);
    else if (a.examples > 0) return fail({ kind: "rules_differ", rule: name });
    else merged.push([name, (left ?? right) as RuleCounts]);
  }
  return ok(Object.fromEntries(merged));
}

/** Counts by a rule of any name, `__proto__` too. */
function ownCounts({ counts }: DatasetProfile, rule: string): RuleCounts | undefined {
  return Object.hasOwn(counts, rule) ? counts[rule] : undefined;
}

function sumNumbers(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum = new Map(Object.entries(a));
  for (const [name, number] of Object.entries(b)) sum.set(name, (sum.get(name) ?? 0) + number);
  return Object.fromEntries(sum);
}

/** What older profiles do not hold: known of both, or of the only one with examples. */
function known<T>(
  a: DatasetProfile,
  b: DatasetProfile,
  fieldOf: (profile: DatasetProfile) => T | undefined,
  sum: (a: T, b: T) => T,
): T | undefined {
  const [left, right] = [fieldOf(a), fieldOf(b)];
  if (a.examples === 0 && b.examples > 0) return right;
  if (b.examples === 0 && a.examples > 0) return left;
  return left === undefined || right === undefined ? undefined : sum(left, right);
}

const plus = (a: number, b: number): number => a + b;

/** What is known once the last missing part is in: lines are those of the whole file, and the parts are forgotten. */
function resolved(
  parts: readonly DatasetPart[],
  findings: readonly FindingCount[],
): Result<[readonly DatasetPart[], readonly FindingCount[]]> {
  if (parts.length === 0 || parts.length < (parts[0] as DatasetPart).of) return ok([parts, findings]);
  const nowhere = columnNowhere(missingColumns(parts));
  if (nowhere !== null) return fail(nowhere);
  const offsets = new Map<number, number>();
  let before = 0;
  let current: number | undefined;
  for (const { shard, lines, file } of parts) {
    if (file !== current) before = 0;
    current = file;
    offsets.set(shard, before);
    before += lines;
  }
  const whole = resolveLines(findings, offsets);
  return ok([[], blankFiles(parts).reduce((all) => mergeFindings(all, [emptyFile]), whole)]);
}

function blankFiles(parts: readonly DatasetPart[]): (number | undefined)[] {
  const filled = new Set(parts.filter(({ blank }) => blank !== true).map(({ file }) => file));
  return [...new Set(parts.map(({ file }) => file))].filter((file) => !filled.has(file));
}

function missingColumns(parts: readonly DatasetPart[]): readonly string[] | null {
  const told = parts.map(({ missing }) => missing).filter((missing) => missing !== undefined);
  return told.length === 0 ? null : told.reduce((a, b) => a.filter((column) => b.includes(column)));
}

/** Known of both; a profile of nothing has no say. */
function joinDigests(a: DatasetProfile, b: DatasetProfile): Digests | undefined {
  if (a.examples === 0 && a.digests === undefined) return b.digests;
  if (b.examples === 0 && b.digests === undefined) return a.digests;
  return a.digests && b.digests && mergeDigests(a.digests, b.digests);
}

/** Places are numbers of rows where those of both are; a profile of nothing has no say. */
function mergePlaces(a: DatasetProfile, b: DatasetProfile): DatasetProfile["places"] {
  if (isNothing(a)) return b.places;
  return isNothing(b) || a.places === b.places ? a.places : undefined;
}

function isNothing({ bytes, findings }: DatasetProfile): boolean {
  return bytes === 0 && findings.length === 0;
}

/**
 * The profile of both data sets. Associative, commutative, with {@link emptyProfile} as identity; the parts of one file
 * merged in any order give the very bytes of the whole file's profile. Idempotent where the profiles say what they
 * count (`sources`): a file or part that is there already is not counted again.
 *
 * Problems: those of `overlapOf`, `rules_differ` (counted by different rules), `column_nowhere` (with the last part: no
 * row has a column that was named).
 */
export function mergeProfiles(a: DatasetProfile, b: DatasetProfile): Result<DatasetProfile> {
  const overlap = overlapOf(a, b);
  if (!overlap.ok) return overlap;
  return overlap.value === "none" ? joinProfiles(a, b) : ok(overlap.value === "a" ? a : b);
}

/** The profile of two data sets that are counted both, whether or not they are the same. */
export function joinProfiles(a: DatasetProfile, b: DatasetProfile): Result<DatasetProfile> {
  const counts = mergeRules(a, b);
  if (!counts.ok) return counts;
  const whole = resolved(
    [...(a.parts ?? []), ...(b.parts ?? [])].sort((x, y) => x.shard - y.shard),
    mergeFindings(a.findings, b.findings),
  );
  if (!whole.ok) return whole;
  const [parts, findings] = whole.value;
  const sums = Object.fromEntries(numbers.map((field) => [field, a[field] + b[field]]));
  return ok(
    profileOf({
      ...(sums as Record<(typeof numbers)[number], number>),
      shapes: sumNumbers(a.shapes, b.shapes),
      scripts: known(a, b, ({ scripts }) => scripts, sumNumbers),
      textExamples: known(a, b, ({ textExamples }) => textExamples, plus),
      toolExamples: (a.toolExamples ?? 0) + (b.toolExamples ?? 0),
      unread: sumNumbers(a.unread ?? {}, b.unread ?? {}),
      rejected: a.rejected && b.rejected && sumNumbers(a.rejected, b.rejected),
      wanted: known(a, b, ({ wanted }) => wanted, plus),
      counts: counts.value,
      findings,
      digests: joinDigests(a, b),
      places: mergePlaces(a, b),
      sources: mergeSources(a, b),
      parts,
    }),
  );
}
