import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyProfile,
  looksLikeProfile,
  mergeProfiles,
  packedText,
  profileBytes,
  profileText,
  readProfile,
  type DatasetProfile,
} from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { seeded } from "../seeded.ts";
import { unitRule } from "../units.ts";

async function profiled(text: string): Promise<DatasetProfile> {
  const profile = await profileBytes(textChunks(text), { rules: ["openai", "plain", "qwen3"].map(unitRule) });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

function read(text: string): DatasetProfile {
  const profile = readProfile(text);
  if (!profile.ok) throw new Error(JSON.stringify(profile.problem));
  return profile.value;
}

function merged(a: DatasetProfile, b: DatasetProfile): string {
  const both = mergeProfiles(a, b);
  if (!both.ok) throw new Error(both.problem.kind);
  return profileText(both.value);
}

const message = fc.record({ role: fc.constantFrom("user", "assistant"), content: fc.string({ maxLength: 40 }) });
const file = fc
  .array(fc.record({ messages: fc.array(message, { maxLength: 5 }) }), { maxLength: 12 })
  .map((rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

/** Chats of which most lengths come more than once, and some are far from all others. */
function chats(rows: number): string {
  const random = seeded(20_261_125);
  const words = (most: number): string => "word ".repeat(1 + Math.floor(most * random() ** 6));
  const row = (): object => ({
    messages: [
      { role: "user", content: words(400) },
      { role: "assistant", content: words(4000) },
    ],
  });
  return Array.from({ length: rows }, () => `${JSON.stringify(row())}\n`).join("");
}

describe("a packed profile", () => {
  it("is read as what it was, and merges to the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(file, file, async (one, other) => {
        const [a, b] = await Promise.all([profiled(one), profiled(other)]);
        expect(readProfile(packedText(a))).toEqual(readProfile(profileText(a)));
        expect(packedText(read(packedText(a)))).toBe(packedText(a));
        expect(merged(read(packedText(a)), read(packedText(b)))).toBe(merged(a, b));
      }),
      { numRuns: 40, seed: 12 },
    );
  });

  it("takes a third of the plain one at most, and looks like a profile", async () => {
    const profile = await profiled(chats(3000));
    const text = packedText(profile);
    expect(text.length * 3).toBeLessThan(profileText(profile).length);
    expect(looksLikeProfile(new TextEncoder().encode(text))).toBe(true);
    expect(read(text)).toEqual(profile);
  });

  const count = { exact: true, tokens: 0, trainable: 0, prompt: 0, recounted: 0 };
  it.each([
    [{ histograms: "none" }, "histograms"],
    [{ histograms: [["1"]] }, "histograms"],
    [{ histograms: [], counts: [] }, "histograms"],
    [{ histograms: [], counts: { "a/b": count } }, "counts.a/b"],
    [{ histograms: [[0, 1]], counts: { "a/b": count } }, "counts.a/b"],
    [{ histograms: [[3, 0, -2, 1]], counts: { "a/b": count } }, "counts.a/b"],
    [{ histograms: [[]], counts: { "a/b": { ...count, records: 1 } } }, "counts.a/b"],
  ])("is refused as %j", (fields, field) => {
    const text = JSON.stringify({ ...emptyProfile, schemaVersion: 2, ...fields });
    expect(readProfile(text)).toEqual({ ok: false, problem: { kind: "not_a_profile", field } });
  });
});
