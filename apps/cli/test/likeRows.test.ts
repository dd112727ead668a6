import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const json = ["--model", "openai/gpt-4.1-mini-2025-04-14:sft", "--format", "json"];

/** The same question answered: what was asked, and what was said beside it. */
async function asked(...argv: readonly string[]) {
  const { stdout, stderr } = await runOver({ "a.jsonl": chatRows(12) }, ...argv, ...json);
  return { ...JSON.parse(stdout), stderr };
}

describe("requests of which only the number is stated", () => {
  it("are like those of the file on average, and the answer says so", async () => {
    const { input, stderr } = await asked("estimate", "a.jsonl", "--requests", "1k");
    const { inputTokens, outputTokens } = input.traffic;
    const counts = input.job.profile.counts["plain/o200k_base"];
    const mean = (rows: readonly [number, number][] = []): number =>
      Math.round(rows.reduce((sum, [tokens, examples]) => sum + tokens * examples, 0) / 12);
    expect([inputTokens, outputTokens]).toEqual([mean(counts?.prompt), mean(counts?.trainable)]);
    expect(stderr).toContain(
      `Requests are taken to be like those of the data, on average: --input-tokens ${inputTokens} and --output-tokens ${outputTokens}.`,
    );
  });

  it("are one for each answer: of a conversation of two turns, and of a pair", async () => {
    const turns = ["one two three four five", "a b c", "six seven", "d e f g"].map((content, at) => ({
      role: at % 2 === 0 ? "user" : "assistant",
      content,
    }));
    const pair = { prompt: "one two three four five", chosen: "a b c d", rejected: "e f" };
    const tokens = async (row: unknown): Promise<unknown> => {
      const texts = { "a.jsonl": `${JSON.stringify(row)}\n`.repeat(10) };
      const { stdout } = await runOver(
        texts,
        "estimate",
        "a.jsonl",
        "--requests",
        "1k",
        "--format",
        "json",
        "--provider",
        "together",
      );
      return JSON.parse(stdout).input.traffic;
    };
    // Before the first answer stand 5 tokens, before the second 5 + 3 + 2; they have 3 and 4.
    expect(await tokens({ messages: turns })).toMatchObject({ inputTokens: 8, outputTokens: 4 });
    expect(await tokens(pair)).toMatchObject({ inputTokens: 5, outputTokens: 3 });
  });

  it("cost what the same numbers cost when they are typed, and what is typed wins", async () => {
    const { input, offers } = await asked("estimate", "a.jsonl", "--requests", "1k");
    const typed = ["--input-tokens", String(input.traffic.inputTokens), "--output-tokens"] as const;
    const same = await asked("estimate", "a.jsonl", "--requests", "1k", ...typed, String(input.traffic.outputTokens));
    expect(same.offers[0].monthly).toEqual(offers[0].monthly);
    expect(same.stderr).not.toContain("Requests are taken");
    const longer = await asked("estimate", "a.jsonl", "--requests", "1k", "--output-tokens", "500");
    expect(longer.input.traffic).toMatchObject({ inputTokens: input.traffic.inputTokens, outputTokens: 500 });
    const elsewhere = await runOver(
      { "a.jsonl": chatRows(12) },
      "estimate",
      "a.jsonl",
      "--requests",
      "1k",
      "--format",
      "json",
    );
    expect(JSON.parse(elsewhere.stdout).input.traffic).toEqual(input.traffic);
  });

  it("are decided by `advise` in the same way", async () => {
    const { stdout, stderr, exitCode } = await runOver(
      { "a.jsonl": chatRows(12) },
      "advise",
      "a.jsonl",
      "--requests",
      "1k",
    );
    expect(stderr).toContain("Requests are taken to be like those");
    expect([stdout.split("\n")[0], exitCode]).toEqual([expect.stringMatching(/^(Tune|Don't)/), 0]);
  });

  it("are refused where no rows are counted, and where the rows have no prompt", async () => {
    const typed = await runOver({}, "estimate", "--examples", "10", "--tokens-per-example", "9", "--requests", "1k");
    expect(typed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--requests needs --input-tokens") });
    const texts = { "t.jsonl": `${JSON.stringify({ text: "A river is water on its way to the sea." })}\n`.repeat(12) };
    const plain = await runOver(texts, "estimate", "t.jsonl", "--requests", "1k");
    expect(plain).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--requests needs --input-tokens too"),
    });
  });
});
