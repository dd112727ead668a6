import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadTokenizerJson } from "../../src/tokens/tokenizerJson.ts";

/** A tokenizer of six tokens, with a control token. */
const small = {
  version: "1.0",
  added_tokens: [
    { id: 6, content: "<end>", special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
  ],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: "ByteLevel" },
  model: {
    type: "BPE",
    vocab: { a: 0, b: 1, ab: 2, Ġ: 3, Ġab: 4, e: 5, n: 7, d: 8, "<": 9, ">": 10 },
    merges: ["a b", "Ġ ab"],
  },
};

afterEach(() => vi.restoreAllMocks());

describe("loadTokenizerJson", () => {
  it.each([
    ["ab ab", 2],
    ["abab", 2],
    ["aba", 2],
    ["", 0],
    // A control token's text is text.
    ["<end>", 5],
  ])("counts the tokens of %j: %i", async (text, tokens) => {
    const loaded = await loadTokenizerJson(JSON.stringify(small));
    if (!loaded.ok) throw new Error(loaded.problem.kind);
    expect(loaded.value.count(text)).toBe(tokens);
  });

  it.each([
    ["{", "not_json"],
    ["[]", "unreadable_tokenizer"],
    ["{}", "unreadable_tokenizer"],
    ["null", "unreadable_tokenizer"],
    ['{"model":null}', "unreadable_tokenizer"],
    ['{"model":{"type":"None"}}', "unreadable_tokenizer"],
    ['{"model":{"type":"BPE","vocab":{},"merges":[]},"added_tokens":{}}', "unreadable_tokenizer"],
    ['{"model":{"type":"BPE"}}', "unreadable_tokenizer"],
  ])("says of %j: %s", async (json, kind) => {
    const loaded = await loadTokenizerJson(json);
    expect(loaded.ok ? "ok" : loaded.problem.kind).toBe(kind);
  });

  it.each([{ Foo: "x" }, "x", null, { Regex: 7 }])(
    "leaves the console alone where a pattern is of an unknown kind: %j",
    async (pattern) => {
      const said = (["warn", "error", "log"] as const).map((name) => vi.spyOn(console, name));
      const split = { type: "Split", pattern, behavior: "Isolated", invert: false };
      const loaded = await loadTokenizerJson(JSON.stringify({ ...small, pre_tokenizer: split }));
      expect(loaded).toMatchObject({ ok: false, problem: { kind: "unreadable_tokenizer" } });
      expect(said.map((spy) => spy.mock.calls)).toEqual([[], [], []]);
    },
  );
});

describe("a tokenizer.json that was changed", () => {
  const pieces = [
    '"',
    "{",
    "[",
    ",",
    "}",
    "null",
    "-1",
    "1e999",
    '"merges"',
    '"Sequence"',
    "[]",
    "__proto__",
    "\\u0000",
  ];
  const change = fc.record({ at: fc.nat(), cut: fc.nat(12), put: fc.constantFrom(...pieces) });

  it("is refused, or counts whole numbers", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        let mutant = JSON.stringify(small);
        for (const { at, cut, put } of changes) {
          const place = at % (mutant.length + 1);
          mutant = mutant.slice(0, place) + put + mutant.slice(place + cut);
        }
        const loaded = await loadTokenizerJson(mutant);
        const tokens = loaded.ok ? loaded.value.count("ab ab <end> é") : 0;
        expect(Number.isInteger(tokens) && tokens >= 0).toBe(true);
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 200), seed: 5 },
    );
  });
});
