import { describe, expect, it } from "vitest";
import { type CheckReport } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";
import { assistant, chats, lines, user } from "./rows.ts";

/** So many tokens of text. */
const words = (tokens: number): string => `a${" a".repeat(tokens - 1)}`;

async function checked(rows: readonly unknown[], provider: string): Promise<CheckReport> {
  const report = await checkBytes(textChunks(lines(rows)), { provider });
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

/** Sentence and fix of the finding of a code. */
async function said(rows: readonly unknown[], provider: string, code: string): Promise<string> {
  const { findings } = await checked(rows, provider);
  const { sentence = "", fix = "" } = findings.find((finding) => finding.code === code) ?? {};
  return `${sentence} ${fix}`;
}

describe("an example over the limit", () => {
  const long = (prompt: number, answer: number): object => ({
    messages: [user(words(prompt)), assistant(words(answer))],
  });

  it("is cut at the end and billed up to there by OpenAI", async () => {
    const rows = [...chats, long(65_600, 1), long(10, 70_000)];
    expect(await said(rows, "openai", "too_long_truncated")).toContain(
      "the answer would be cut after 65,536 tokens, of 65,610. Shorten or split the example: what is cut is the end, and all up to the cut is billed.",
    );
    expect((await checked(rows, "openai")).cut).toEqual({ examples: 2, limit: 65_536, tokens: 131_072, exact: true });
    expect((await checked(chats, "openai")).cut).toBeNull();
  });

  it("is a pair whose worse answer is too long", async () => {
    const [preferred_output, non_preferred_output] = [[assistant("b")], [assistant(words(70_000))]];
    const pair = { input: { messages: [user("a")] }, preferred_output, non_preferred_output };
    expect(await said([pair], "openai", "too_long_truncated")).toContain("65,536 tokens, of 70,010");
  });

  it("is said to be an estimate where the vocabulary is not public", async () => {
    const contents = [
      { role: "user", parts: [{ text: words(131_100) }] },
      { role: "model", parts: [{ text: "b" }] },
    ];
    expect((await checked([{ contents }], "vertex-gemini")).cut).toMatchObject({ examples: 1, exact: false });
  });

  it("is billed by nobody where the trainer is one's own", async () => {
    const rows = [long(1100, 5)];
    expect(await said(rows, "trl", "too_long_truncated")).toContain("raise the trainer's max_length");
    expect(await said(rows, "trl", "too_long_truncated")).not.toContain("billed");
    expect((await checked(rows, "trl")).cut).toBeNull();
  });

  it("is cut on both sides at LLaMA-Factory, without amounts", async () => {
    const text = await said([long(3000, 2000)], "llama-factory", "too_long_truncated");
    expect(text).toContain("prompt and answer would be cut in proportion (after 2,048 tokens, of 5,009)");
    expect(text).toContain("raise the trainer's cutoff_len");
    expect(text).not.toContain("billed");
  });

  it("is to be shortened where Cohere would leave its turn out", async () => {
    const messages = [
      { role: "User", content: words(17_000) },
      { role: "Chatbot", content: "b" },
    ];
    const text = await said([{ messages }, { messages }], "cohere", "example_skipped");
    expect(text).toContain("Shorten the turn");
    expect(text).not.toContain("take turns");
  });
});
