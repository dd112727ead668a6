import { describe, expect, it } from "vitest";
import { joinProfiles, profileBytes, profileText, readProfile, type DatasetProfile } from "../../src/index.ts";
import { lines } from "../checks/rows.ts";
import { textChunks } from "../data.ts";

async function profiled(rows: readonly object[], digests = true): Promise<DatasetProfile> {
  const profile = await profileBytes(textChunks(lines(rows)), { rules: [], digests });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

const row = (i: number, id = i): object => ({
  id,
  messages: [
    { role: "user", content: `What is ${i}?` },
    { role: "assistant", content: `It is ${i}.` },
  ],
});
const repeated = ({ repeated: found }: DatasetProfile): unknown => found;

describe("rows that repeat another", () => {
  it("are counted, whatever stands beside what they say", async () => {
    expect(repeated(await profiled([row(1, 7), row(2), row(1, 8), row(1, 9)]))).toEqual({ examples: 2, exact: true });
    expect((await profiled([row(1)], false)).digests).toBeUndefined();
  });

  it("are found across files and shards, in any order", async () => {
    const parts = await Promise.all([
      profiled(Array.from({ length: 3000 }, (_, i) => row(i))),
      profiled(Array.from({ length: 2000 }, (_, i) => row(2500 + i))),
      profiled([row(1), row(1)]),
    ]);
    const joined = (order: readonly DatasetProfile[]): DatasetProfile =>
      order.reduce((a, b) => {
        const both = joinProfiles(a, b);
        if (!both.ok) throw new Error(both.problem.kind);
        return both.value;
      });
    const whole = joined(parts);
    expect(profileText(joined(parts.toReversed()))).toBe(profileText(whole));
    const all = [
      ...Array.from({ length: 3000 }, (_, i) => row(i)),
      ...Array.from({ length: 2000 }, (_, i) => row(2500 + i)),
      row(1),
      row(1),
    ];
    expect((await profiled(all)).digests).toEqual(whole.digests);
    expect(readProfile(profileText(whole))).toEqual({ ok: true, value: whole });
  });

  it("are estimated where there are more than are kept: within a tenth of the truth", async () => {
    for (const copies of [2, 3, 5]) {
      const all = Array.from({ length: 20_000 }, (_, i) => row(Math.floor(i / copies)));
      const { examples, exact } = repeated(await profiled(all)) as { examples: number; exact: boolean };
      expect(exact).toBe(false);
      expect(Math.abs(examples - 20_000 * (1 - 1 / copies))).toBeLessThan(2000);
    }
    const none = repeated(await profiled(Array.from({ length: 20_000 }, (_, i) => row(i))));
    expect(none).toEqual({ examples: 0, exact: false });
  });

  it("cost a profile less than 25 kB", async () => {
    const { digests } = await profiled(Array.from({ length: 20_000 }, (_, i) => row(i)));
    expect(JSON.stringify(digests).length).toBeLessThan(25_000);
  });
});
