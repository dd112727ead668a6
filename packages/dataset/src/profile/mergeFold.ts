import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { mergeProfiles } from "./merge.ts";
import { emptyProfile, type DatasetProfile } from "./profile.ts";

/** Merges profiles that come in any order: parts of several files among whole ones. */
export class MergeFold {
  #whole: DatasetProfile = emptyProfile;
  /** Of cut files whose parts are not all here, by what they are parts of. */
  readonly #open: Map<string, DatasetProfile> = new Map();
  repeated = 0;

  /** Problems: those of {@link mergeProfiles}. */
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
    const [part] = (more[0] ?? open).parts ?? [];
    return fail({ kind: "foreign_part", part: part?.shard ?? 0, of: part?.of ?? 0 });
  }
}
