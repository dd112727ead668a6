import { afterAll, expect, it, vi } from "vitest";
import { tokensOf } from "../../src/tokens/plainCounter.ts";

// Tables that another test of this process has read are kept: these are read anew.
vi.resetModules();
const { asText, loadCounter, loadVocabulary } = await import("../../src/tokens/vocabularies.ts");
vi.doMock("@tunecast/vocabulary-llama3", () => {
  throw new Error("not installed");
});
const files = vi.spyOn(process.getBuiltinModule("node:fs"), "readFileSync");
files.mockReturnValue(Buffer.from("of another version"));

afterAll(() => {
  files.mockRestore();
  vi.doUnmock("@tunecast/vocabulary-llama3");
  vi.resetModules();
});

it("says which vocabulary cannot be loaded, and loads the others", async () => {
  const problem = { kind: "vocabulary_not_loaded", vocabulary: "llama3" };
  expect(await loadCounter("llama3")).toMatchObject({ ok: false, problem });
  for (const vocabulary of ["mistral-v3", "qwen2"]) {
    const loaded = await loadCounter(vocabulary);
    expect(loaded.ok && loaded.value.count("It counts.")).toBe(3);
  }
});

it.each(["o200k_base", "cl100k_base", "r50k_base", "qwen2", "deepseek-v3", "mistral-v3", "tekken"])(
  "holds each token of %s once",
  async (vocabulary) => {
    const loaded = await loadVocabulary(vocabulary, asText);
    if (!loaded.ok) throw new Error(loaded.problem.kind);
    const { tokens } = tokensOf(loaded.value.tables);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.every((token) => token !== "")).toBe(true);
  },
);
