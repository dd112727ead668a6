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

/** @source https://huggingface.co/datasets/D4ve-R/GPT-CitizenService-QA-de/blob/main/README.md (`answers` as a struct of lists; read 2026-12-02) */
describe("questions about a passage, as SQuAD has them", () => {
  const [context, question] = ["The town has a mill on its river.", "What does the town have on its river?"];
  const row = {
    id: "1",
    title: "Town",
    context,
    question,
    answers: { text: ["a mill", "mill"], answer_start: [13, 15] },
  };

  it("are asked behind the passage, and answered by the first of the answers", () => {
    const messages = [
      { role: "user", text: `${context}\n${question}` },
      { role: "assistant", text: "a mill" },
    ];
    expect(readingOf(row)).toMatchObject({ shape: "question-answer", messages });
    expect(readingOf(row)).not.toHaveProperty("unread");
  });

  it("teach nothing where they have no answer, as in SQuAD 2", () => {
    const bare = { ...row, answers: { text: [], answer_start: [] } };
    expect(readingOf(bare)).toMatchObject({ code: "missing_field", detail: "answers" });
  });

  it("are nothing that ms-swift could take as they are", async () => {
    const found = await checked([row, { question, answer: "a mill", context }], { provider: "ms-swift" });
    expect(found.findings.filter(({ code }) => /field|column/u.test(code))).toMatchObject([
      { severity: "error", code: "bad_field_type", line: 1 },
      { severity: "warning", code: "unread_column", line: 1, count: 2 },
      { severity: "warning", code: "unread_column", line: 2 },
    ]);
  });
});
