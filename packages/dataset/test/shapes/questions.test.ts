import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { checked } from "../checks/codes.ts";
import { lines } from "../checks/rows.ts";
import { readingOf } from "./readings.ts";

const [ask, again] = ["Write about lakes.", "Now write it as a letter."];
const told = (...texts: readonly string[]): object[] => texts.map((text) => ({ role: "user", text }));

/** @source https://github.com/lm-sys/FastChat/tree/main/fastchat/llm_judge, https://github.com/lmarena/arena-hard-auto (read 2026-12-01) */
describe("the questions of a benchmark", () => {
  it.each<[string, Readonly<Record<string, unknown>>, object[]]>([
    ["MT-Bench", { question_id: 81, category: "writing", turns: [ask, again], reference: ["a"] }, told(ask, again)],
    ["Arena-Hard", { question_id: "a1", cluster: "Lakes", turns: [{ content: ask }] }, told(ask)],
  ])("are prompts, each turn the user's: %s", (_what, row, messages) => {
    expect(readingOf(row)).toMatchObject({ shape: "prompt-only", messages });
  });

  it("have no answer that a provider could train on", async () => {
    const rows = [81, 82].map((id) => ({ question_id: id, turns: [ask, again] }));
    const profile = await profileBytes(textChunks(lines(rows)), { rules: [] });
    expect(profile).toMatchObject({ value: { format: "prompt-only", examples: 2, messages: 4, modelTurns: 0 } });
    expect((await checked(rows, { provider: "openai" })).verdict).toBe("error");
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["answers to them", { question_id: 81, model_id: "m", choices: [{ index: 0, turns: [ask] }] }],
    ["turns without a question's number, which may be anybody's", { turns: [ask, again] }],
    ["a number of turns", { question_id: 81, turns: 2 }],
  ])("are no %s", (_what, row) => {
    expect(readingOf(row)).toMatchObject({ code: "unknown_shape" });
  });
});
