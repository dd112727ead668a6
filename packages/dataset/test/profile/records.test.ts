import fc from "fast-check";
import { histogramExamples, histogramTokens, type RuleCounts } from "@tunecast/estimator/profile";
import { describe, expect, it } from "vitest";
import { profileBytes, profileText, readProfile, type DatasetProfile } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { unitRule } from "../units.ts";

async function profiled(overhead: string, ...rows: readonly object[]): Promise<DatasetProfile> {
  const text = rows.map((row) => JSON.stringify(row)).join("\n");
  const profile = await profileBytes(textChunks(text), { rules: [unitRule(overhead)] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

function countsOf(profile: DatasetProfile): RuleCounts {
  const counts = Object.values(profile.counts)[0];
  if (counts === undefined) throw new Error("No rule was counted.");
  return counts;
}

/** A conversation whose messages have the given lengths; user and model speak in turn after the system. */
function talk(system: number, ...lengths: readonly number[]): object {
  const said = lengths.map((length, i) => ({ role: i % 2 === 0 ? "user" : "assistant", content: "x".repeat(length) }));
  return { messages: [{ role: "system", content: "x".repeat(system) }, ...said] };
}

describe("records of a profile", () => {
  it.each([
    // what, row, records, longest turn
    [
      "each model turn with all before it",
      talk(3, 10, 20, 5, 7),
      [
        [33, 1],
        [45, 1],
      ],
      33,
    ],
    [
      "a long later turn",
      talk(1, 2, 3, 100, 50),
      [
        [6, 1],
        [156, 1],
      ],
      150,
    ],
    ["no record of a conversation without an answer", talk(1, 9), [], 0],
    ["a text as one", { text: "abc" }, [[3, 1]], 3],
    [
      "both answers of a pair with their prompt",
      { prompt: "four", chosen: "good one", rejected: "bad" },
      [
        [7, 1],
        [12, 1],
      ],
      12,
    ],
  ] as const)("hold %s", async (_what, row, records, longestTurn) => {
    expect(countsOf(await profiled("plain", row))).toMatchObject({ records, longestTurn });
  });

  const length = fc.integer({ min: 0, max: 30 });
  const row = fc.oneof(
    fc.tuple(length, fc.array(length, { minLength: 1, maxLength: 7 })).map(([system, all]) => talk(system, ...all)),
    fc.record({ prompt: fc.string(), completion: fc.string() }),
    fc.record({ text: fc.string({ minLength: 1 }) }),
  );

  it.each(["plain", "openai", "qwen3"])(
    "add up to the re-counted tokens, one for each model turn or text (%s)",
    async (name) => {
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
          const profile = await profiled(name, ...rows);
          const { records = [], recounted, longestTurn = 0 } = countsOf(profile);
          expect(histogramTokens(records)).toBe(histogramTokens(recounted));
          expect(longestTurn).toBeLessThanOrEqual(records.at(-1)?.[0] ?? 0);
          expect(histogramExamples(records)).toBe(profile.modelTurns);
        }),
        { numRuns: 60, seed: 4 },
      );
    },
  );
});

describe("a profile that was changed", () => {
  it.each([
    ["examples", '"examples":1', '"examples":2'],
    ["a histogram", '"trainable":[[3,1]]', '"trainable":[[3,2]]'],
    ["records", '"records":[[6,1]]', '"records":[[6,1],[7,1]]'],
  ])("is refused where its %s are not those of the other counts", async (_what, right, wrong) => {
    const text = profileText(await profiled("plain", talk(1, 2, 3)));
    expect(text).toContain(right);
    const read = readProfile(text.replace(right, wrong));
    expect(read).toEqual({ ok: false, problem: { kind: "not_a_profile", field: "counts.plain/units" } });
  });

  it("must hold whole numbers where it has the fields", async () => {
    const profile = await profiled("plain", talk(1, 2, 3));
    const text = profileText(profile);
    const field = "counts.plain/units";
    for (const bad of [
      text.replace('"longestTurn":6', '"longestTurn":-1'),
      text.replace('"records":[[6,', '"records":[[0.5,'),
    ]) {
      expect(bad).not.toBe(text);
      expect(readProfile(bad)).toEqual({ ok: false, problem: { kind: "not_a_profile", field } });
    }
  });
});
