import { fail, ok, type Problem, type Result } from "@tunecast/estimator/problem";
import type { Doubt, FindingCount, RuleCounts } from "@tunecast/estimator/profile";
import { columnNowhere } from "../shapes/reading/columns.ts";
import { emptyFile, mergeFindings, resolveLines } from "./findings.ts";
import { added, mergeHistograms, withHistograms } from "./histogram.ts";
import { emptyProfile, numbers, profileOf, profileText, type DatasetPart, type DatasetProfile } from "./profile.ts";

type Overlap = "none" | "a" | "b";

function overlapOf(a: DatasetProfile, b: DatasetProfile): Result<Overlap> {
  const [{ parts: partsA = [], sources: inA }, { parts: partsB = [], sources: inB }] = [a, b];
  const isKnown = inA !== undefined && inB !== undefined;
  if (partsA.length > 0 && partsB.length > 0) {
    if (isKnown && inA.join() !== inB.join()) return foreign(b);
    const [expected, got] = [partsA[0]?.of ?? 0, partsB[0]?.of ?? 0];
    if (expected !== got) return fail({ kind: "parts_differ", got, expected });
    const shards = [partsA, partsB].map((parts) => parts.map(({ shard }) => shard)) as [number[], number[]];
    const [first = 0] = common(...shards);
    // Without a source nobody can tell whether they are parts of the same file.
    return superset(a, b, shards, { kind: "part_twice", part: first, of: expected }, isKnown);
  }
  if (!isKnown) return ok("none");
  if (partsA.length + partsB.length === 0)
    return superset(a, b, [inA, inB], { kind: "source_twice", sources: common(inA, inB).length });
  const [part, whole] = partsA.length > 0 ? [inA, inB] : [inB, inA];
  if (part.length > 0 && common(part, whole).length === part.length) return ok(whole === inA ? "a" : "b");
  return foreign(partsA.length > 0 ? a : b);
}

function foreign({ parts: [part] = [] }: DatasetProfile): Result<never> {
  return fail({ kind: "foreign_part", part: part?.shard ?? 0, of: part?.of ?? 0 });
}

function superset<T>(
  a: DatasetProfile,
  b: DatasetProfile,
  [inA, inB]: readonly [readonly T[], readonly T[]],
  twice: Problem,
  isKnown: boolean = true,
): Result<Overlap> {
  const shared = common(inA, inB).length;
  if (shared === 0) return ok("none");
  if (!isKnown || (shared < inA.length && shared < inB.length)) return fail(twice);
  if (inA.length !== inB.length) return ok(inA.length > inB.length ? "a" : "b");
  const rule = [...Object.keys(a.counts), ...Object.keys(b.counts)].find(
    (name) => Object.hasOwn(a.counts, name) !== Object.hasOwn(b.counts, name),
  );
  if (rule !== undefined) return fail({ kind: "rules_differ", rule });
  return profileText(a) === profileText(b) ? ok("a") : fail({ kind: "counts_contradict" });
}

const common = <T>(a: readonly T[], b: readonly T[]): T[] => a.filter((one) => b.includes(one));

export class MergeFold {
  #whole: DatasetProfile = emptyProfile;
  readonly #open: Map<string, DatasetProfile> = new Map();
  repeated = 0;

  add(profile: DatasetProfile): Result<true> {
    const key = profile.sources?.join() ?? "";
    const isPart = (profile.parts ?? []).length > 0;
    const known = isPart && this.#counts(profile.sources);
    const before = isPart && !known ? (this.#open.get(key) ?? emptyProfile) : this.#whole;
    const merged = mergeProfiles(before, profile);
    if (!merged.ok) return merged;
    if (merged.value === before && profile.bytes > 0) this.repeated += 1;
    if (!isPart || known) this.#whole = merged.value;
    else if ((merged.value.parts ?? []).length > 0) this.#open.set(key, merged.value);
    else {
      this.#open.delete(key);
      return this.add(merged.value);
    }
    return ok(true);
  }

  #counts(sources: readonly string[] = []): boolean {
    const counted = new Set(this.#whole.sources);
    return sources.length > 0 && sources.every((source) => counted.has(source));
  }

  /** All that was added. Problem: `foreign_part`, where parts of a file are missing and other data is here, too. */
  result(): Result<DatasetProfile> {
    const [open, ...more] = this.#open.values();
    if (open === undefined) return ok(this.#whole);
    if (more.length === 0 && this.#whole === emptyProfile) return ok(open);
    return foreign(more[0] ?? open);
  }
}

const sure: Doubt = { less: 0, more: 0 };

function mergeCounts(a: RuleCounts, b: RuleCounts): RuleCounts {
  const [{ doubt: doubtA = sure }, { doubt: doubtB = sure }] = [a, b];
  const doubt = { less: doubtA.less + doubtB.less, more: doubtA.more + doubtB.more };
  return {
    exact: a.exact && b.exact,
    ...(doubt.less + doubt.more > 0 && { doubt }),
    ...withHistograms<RuleCounts>((field) => a[field] && b[field] && mergeHistograms(a[field], b[field])),
    longestTurn: Math.max(a.longestTurn ?? 0, b.longestTurn ?? 0),
  };
}

function mergeRules(a: DatasetProfile, b: DatasetProfile): Result<Record<string, RuleCounts>> {
  if (a.examples === 0 && b.examples > 0) return ok({ ...b.counts });
  if (b.examples === 0 && a.examples > 0) return ok({ ...a.counts });
  const merged = new Map(Object.entries(a.counts));
  for (const [rule, counts] of Object.entries(b.counts)) {
    const own = merged.get(rule);
    merged.set(rule, own === undefined ? counts : mergeCounts(own, counts));
  }
  const odd = [...merged.keys()].sort().find((rule) => [a, b].some(({ counts }) => !Object.hasOwn(counts, rule)));
  if (odd !== undefined && a.examples > 0) return fail({ kind: "rules_differ", rule: odd });
  return ok(Object.fromEntries(merged));
}

const sumNumbers = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(added(Object.entries(a), Object.entries(b)));

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
  const filled = new Set(parts.filter(({ blank }) => blank !== true).map(({ file }) => file));
  const blank = [...new Set(parts.map(({ file }) => file))].filter((file) => !filled.has(file));
  const whole = resolveLines(findings, offsets);
  return ok([[], blank.reduce((all) => mergeFindings(all, [emptyFile]), whole)]);
}

function missingColumns(parts: readonly DatasetPart[]): readonly string[] | null {
  const told = parts.map(({ missing }) => missing).filter((missing) => missing !== undefined);
  return told.length === 0 ? null : told.reduce((a, b) => a.filter((column) => b.includes(column)));
}

/**
 * The profile of both data sets. Associative, commutative, with {@link emptyProfile} as identity; the parts of one file
 * merged in any order give the very bytes of the whole file's profile. Idempotent where the profiles say what they
 * count (`sources`): a file or part that is there already is not counted again.
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
  const both = [...(a.parts ?? []), ...(b.parts ?? [])].sort((x, y) => x.shard - y.shard);
  const whole = resolved(both, mergeFindings(a.findings, b.findings));
  if (!whole.ok) return whole;
  const [parts, findings] = whole.value;
  const isNothing = ({ bytes, findings: own }: DatasetProfile): boolean => bytes === 0 && own.length === 0;
  const sums = Object.fromEntries(numbers.map((field) => [field, (a[field] ?? 0) + (b[field] ?? 0)]));
  return ok(
    profileOf({
      ...(sums as Record<(typeof numbers)[number], number>),
      shapes: sumNumbers(a.shapes, b.shapes),
      scripts: sumNumbers(a.scripts ?? {}, b.scripts ?? {}),
      unread: sumNumbers(a.unread ?? {}, b.unread ?? {}),
      rejected: a.rejected && b.rejected && sumNumbers(a.rejected, b.rejected),
      counts: counts.value,
      findings,
      places: isNothing(a) ? b.places : isNothing(b) || a.places === b.places ? a.places : undefined,
      sources: a.sources || b.sources ? [...new Set([...(a.sources ?? []), ...(b.sources ?? [])])] : undefined,
      parts,
    }),
  );
}
