import { describe, expect, it } from "vitest";
import { lostProfile, unitsOf } from "../../src/profile/manifest.ts";
import { mergeProfiles } from "../../src/profile/merge.ts";
import type { DatasetProfile } from "../../src/profile/profile.ts";

describe("the units of a manifest", () => {
  it("are of as many bytes each as there are tasks to share them", () => {
    const ends = unitsOf([{ path: "a.jsonl", bytes: 8, lines: true }], 4).map(({ range }) => range?.end);
    expect(ends).toHaveLength(4);
    expect(ends.at(-1)).toBe(8);
  });

  it("have the lines of their own file, once all are there", () => {
    const files = ["a.json", "b.json"].map((path) => ({ path, bytes: 5 }));
    const [one, other] = unitsOf(files, 2).map(lostProfile) as [DatasetProfile, DatasetProfile];
    const merged = mergeProfiles(one, other);
    const lines = merged.ok ? merged.value.findings.map((finding) => finding.lines) : [];
    expect(lines).toEqual([
      [
        [0, 1],
        [0, 1],
      ],
    ]);
    expect(merged).toMatchObject({ ok: true, value: { badRows: 2 } });
  });
});
