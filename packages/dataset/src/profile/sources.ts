import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { profileText, type DatasetProfile } from "./profile.ts";

/** What two profiles have in common: nothing, or all that one of them holds, so that the other already counts it. */
type Overlap = "none" | "a" | "b";

/**
 * Which of two profiles, if any, holds all that the other one holds. Engines run a task twice and hand both results
 * on: what is there already adds nothing.
 *
 * Problems: `foreign_part` (parts of different files, or a part beside the profile of another file), `parts_differ`
 * (other cuts of the same), `part_twice` and `source_twice` (part of one is in the other, and cannot be taken out),
 * `counts_contradict` (the same was counted twice, with different results).
 */
export function overlapOf(a: DatasetProfile, b: DatasetProfile): Result<Overlap> {
  const [inA, inB] = [a.parts ?? [], b.parts ?? []];
  if (inA.length > 0 && inB.length > 0) return partsOverlap(a, b);
  if (a.sources === undefined || b.sources === undefined) return ok("none");
  if (inA.length === 0 && inB.length === 0) return sourcesOverlap(a, b);
  const [part, whole] = inA.length > 0 ? [a, b] : [b, a];
  if (isSubset(part.sources ?? [], whole.sources ?? [])) return ok(whole === a ? "a" : "b");
  return foreign(part);
}

function foreign(profile: DatasetProfile): Result<Overlap> {
  const [part] = profile.parts ?? [];
  return fail({ kind: "foreign_part", part: part?.shard ?? 0, of: part?.of ?? 0 });
}

function partsOverlap(a: DatasetProfile, b: DatasetProfile): Result<Overlap> {
  const [partsA, partsB] = [a.parts ?? [], b.parts ?? []];
  const known = a.sources !== undefined && b.sources !== undefined;
  if (known && a.sources.join() !== b.sources?.join()) return foreign(b);
  const [expected, got] = [partsA[0]?.of ?? 0, partsB[0]?.of ?? 0];
  if (expected !== got) return fail({ kind: "parts_differ", got, expected });
  const [inA, inB] = [partsA, partsB].map((parts) => parts.map(({ shard }) => shard)) as [number[], number[]];
  const shared = common(inA, inB);
  const [first] = shared;
  if (first === undefined) return ok("none");
  // Without a source nobody can tell whether they are parts of the same file.
  if (!known || (shared.length < inA.length && shared.length < inB.length))
    return fail({ kind: "part_twice", part: first, of: expected });
  return superset(a, b, inA.length - inB.length);
}

function sourcesOverlap(a: DatasetProfile, b: DatasetProfile): Result<Overlap> {
  const [inA, inB] = [a.sources ?? [], b.sources ?? []];
  const shared = common(inA, inB);
  if (shared.length === 0) return ok("none");
  if (shared.length < inA.length && shared.length < inB.length)
    return fail({ kind: "source_twice", sources: shared.length });
  return superset(a, b, inA.length - inB.length);
}

/** @param more how many more of the parts or sources the first one holds */
function superset(a: DatasetProfile, b: DatasetProfile, more: number): Result<Overlap> {
  if (more !== 0) return ok(more > 0 ? "a" : "b");
  const rule = [...Object.keys(a.counts), ...Object.keys(b.counts)].find(
    (name) => Object.hasOwn(a.counts, name) !== Object.hasOwn(b.counts, name),
  );
  if (rule !== undefined) return fail({ kind: "rules_differ", rule });
  return profileText(a) === profileText(b) ? ok("a") : fail({ kind: "counts_contradict" });
}

function common<T>(a: readonly T[], b: readonly T[]): T[] {
  const inB = new Set(b);
  return a.filter((one) => inB.has(one));
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.length > 0 && common(part, whole).length === part.length;
}

/** The sources of both, sorted; undefined where neither is known. */
export function mergeSources(a: DatasetProfile, b: DatasetProfile): readonly string[] | undefined {
  if (a.sources === undefined && b.sources === undefined) return undefined;
  return [...new Set([...(a.sources ?? []), ...(b.sources ?? [])])].sort();
}
