import { expect, it, vi } from "vitest";
import { loadCounter } from "../../src/tokens/vocabularies.ts";

vi.mock("@tunecast/vocabulary-llama3", () => {
  throw new Error("not installed");
});

it("says which vocabulary cannot be loaded, and loads the others", async () => {
  const problem = { kind: "vocabulary_not_loaded", vocabulary: "llama3" };
  expect(await loadCounter("llama3")).toMatchObject({ ok: false, problem });
  expect((await loadCounter("mistral-v3")).ok).toBe(true);
});
