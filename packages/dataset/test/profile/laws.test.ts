import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyProfile,
  looksLikeProfile,
  mergeProfiles,
  profileBytes,
  profileText,
  readProfile,
  shardChunks,
  shardRange,
  type DatasetProfile,
} from "../../src/index.ts";
import { chunked } from "../data.ts";
import { unitRule } from "../units.ts";

const counted = ["openai", "plain", "qwen3"].map(unitRule);

async function profileFrom(
  bytes: Uint8Array,
  options: { shard?: { index: number; of: number }; size?: number } = {},
): Promise<DatasetProfile> {
  const { shard, size } = options;
  const range = shard === undefined ? { start: 0, end: bytes.length } : shardRange(bytes.length, shard.index, shard.of);
  const chunks = shardChunks(chunked(bytes.subarray(range.start), size), range);
  const profile = await profileBytes(chunks, { rules: counted, shard });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

function merged(a: DatasetProfile, b: DatasetProfile): DatasetProfile {
  const both = mergeProfiles(a, b);
  if (!both.ok) throw new Error(both.problem.kind);
  return both.value;
}

const message = fc.record({ role: fc.constantFrom("system", "user", "assistant", "narrator"), content: fc.string() });
const chat = fc.record({ messages: fc.array(message, { maxLength: 4 }) }).map((row) => JSON.stringify(row));
const call = { id: "1", type: "function", function: { name: "f", arguments: "{}" } };
const picture = { type: "image_url", image_url: { url: "https://example.org/a.png" } };
/** Rows of which no rule is sure. */
const doubtful = [
  { messages: [{ role: "assistant", tool_calls: [call] }], tools: [{ type: "function", function: { name: "f" } }] },
  {
    messages: [
      { role: "user", name: "Ada", content: [picture] },
      { role: "assistant", content: "b" },
    ],
  },
].map((row) => JSON.stringify(row));
const line = fc.oneof(
  { weight: 5, arbitrary: chat },
  fc.record({ prompt: fc.string(), completion: fc.string() }).map((row) => JSON.stringify(row)),
  fc.constantFrom(
    ...doubtful,
    "",
    "   ",
    "{",
    '\uFEFF{"text":"a"}',
    "[1]",
    '"text"',
    '{"text":"\\u0000"}',
    '{"text":"\\ud800"}',
    '{"other":1}',
  ),
);
const file = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, end, closed]) => lines.join(end) + (closed ? end : ""));

describe("profiles of shards", () => {
  it("merge, in any order, into the very bytes of the whole file's profile", async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 50 }),
        async (text, of, size) => {
          const bytes = new TextEncoder().encode(`${chatLine}\n${text}`);
          const whole = await profileFrom(bytes);
          const parts = await Promise.all(
            Array.from({ length: of }, (_, i) => profileFrom(bytes, { shard: { index: i + 1, of }, size })),
          );
          const order = [...parts.keys()].sort((a, b) => ((a * 7 + 3) % of) - ((b * 7 + 3) % of));
          let all = emptyProfile;
          for (const i of order) all = merged(all, parts[i] ?? emptyProfile);
          expect(profileText(all)).toBe(profileText(whole));
        },
      ),
      { numRuns: 150, seed: 4 },
    );
  });

  it.each(["\n", "\n\n\n", " \r\n\t\n\n \n"])("of blank lines alone do so too: %j", async (text) => {
    const bytes = new TextEncoder().encode(text);
    const whole = await profileFrom(bytes);
    expect(whole.findings.map(({ code }) => code)).toContain("empty_file");
    for (const of of [2, 3, 7]) {
      let all = emptyProfile;
      for (let index = of; index >= 1; index--) all = merged(all, await profileFrom(bytes, { shard: { index, of } }));
      expect(profileText(all)).toBe(profileText(whole));
    }
  });

  it("of lines that end with a carriage return alone do so too", async () => {
    const bytes = new TextEncoder().encode(`${chatLine}\r`.repeat(20));
    const whole = await profileFrom(bytes);
    expect(whole.examples).toBe(20);
    let all = emptyProfile;
    for (const index of [2, 3, 1]) all = merged(all, await profileFrom(bytes, { shard: { index, of: 3 } }));
    expect(profileText(all)).toBe(profileText(whole));
  });

  it("refuse a part given twice, and parts of different cuts", async () => {
    const bytes = new TextEncoder().encode(`${chatLine}\n`.repeat(20));
    const first = await profileFrom(bytes, { shard: { index: 1, of: 2 } });
    const third = await profileFrom(bytes, { shard: { index: 3, of: 3 } });
    expect(mergeProfiles(first, first)).toEqual({ ok: false, problem: { kind: "part_twice", part: 1, of: 2 } });
    expect(mergeProfiles(first, third)).toMatchObject({ ok: false, problem: { kind: "parts_differ" } });
  });
});

const chatLine = JSON.stringify({
  messages: [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello" },
  ],
});

describe("merging", () => {
  const profile = fc.oneof(
    file.map((text) => profileFrom(new TextEncoder().encode(text))),
    fc.constant(emptyProfile),
  );

  it("is associative and commutative, with the empty profile as identity", async () => {
    await fc.assert(
      fc.asyncProperty(profile, profile, profile, async (one, two, three) => {
        const [a, b, c] = await Promise.all([one, two, three]);
        expect(profileText(merged(merged(a, b), c))).toBe(profileText(merged(a, merged(b, c))));
        expect(profileText(merged(a, b))).toBe(profileText(merged(b, a)));
        expect(profileText(merged(a, emptyProfile))).toBe(profileText(a));
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it("refuses profiles counted by different rules", async () => {
    const bytes = new TextEncoder().encode(`${chatLine}\n`);
    const plain = await profileBytes(chunked(bytes), { rules: ["plain"].map(unitRule) });
    if (!plain.ok) throw new Error(plain.problem.kind);
    expect(mergeProfiles(await profileFrom(bytes), plain.value)).toMatchObject({
      ok: false,
      problem: { kind: "rules_differ" },
    });
  });
});

describe("readProfile", () => {
  it("gives back what profileText wrote", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const profile = await profileFrom(new TextEncoder().encode(text));
        expect(readProfile(profileText(profile))).toEqual({ ok: true, value: profile });
      }),
      { numRuns: 50, seed: 4 },
    );
  });

  it.each([
    ["", "(no JSON)"],
    ["[]", "(no object)"],
    [JSON.stringify({ ...emptyProfile, schemaVersion: 0 }), "schemaVersion"],
    [JSON.stringify({ ...emptyProfile, schemaVersion: "2" }), "schemaVersion"],
    [JSON.stringify({ ...emptyProfile, rows: -1 }), "rows"],
    [
      JSON.stringify({
        ...emptyProfile,
        counts: {
          "a/b": {
            exact: true,
            tokens: [
              [2, 1],
              [1, 1],
            ],
          },
        },
      }),
      "counts.a/b",
    ],
    [JSON.stringify({ ...emptyProfile, findings: [{ severity: "bad" }] }), "findings"],
    [JSON.stringify({ ...emptyProfile, shapes: undefined }), "shapes"],
  ])("refuses %s", (text, field) => {
    expect(readProfile(text)).toEqual({ ok: false, problem: { kind: "not_a_profile", field } });
  });

  it("knows one of a newer version, and says so", () => {
    const text = JSON.stringify({ ...emptyProfile, schemaVersion: 3, counts: "other" });
    expect(looksLikeProfile(new TextEncoder().encode(text))).toBe(true);
    expect(readProfile(text)).toEqual({
      ok: false,
      problem: { kind: "written_by_a_newer_version", version: 3, known: 1 },
    });
  });
});
