import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const mini = ["--model", "openai/gpt-4o-mini-2024-07-18:sft", "--as-of", "2026-11-24"];
const typed = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--epochs", "3", ...mini];
const files = { "more.jsonl": chatRows(40), "bad.jsonl": `${chatRows(12)}{"messages":\n` };

describe("tunecast estimate --stage", () => {
  it("adds up the bills of the stages, and says what they are", async () => {
    const stages = ["--stage", "examples=500,tokens-per-example=100,epochs=1", "--stage", "data=more.jsonl"];
    const { exitCode, stdout } = await runOver(files, ...typed, ...stages);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Stage 2, 1 epoch: 500 examples of 100 tokens\.$/mu);
    expect(stdout).toMatch(/^Stage 3: more\.jsonl: 40 examples/mu);
    expect(stdout).toMatch(/Stage 2: Training, 1 epoch +50,000 tokens/u);
    expect(stdout).toMatch(/Stage 3: Training, 3 epochs +\d[\d,]* tokens/u);
  });

  it("hands on what services bill beside tokens", async () => {
    const stage = "examples=5,tokens-per-example=9,hours=2,grader-input-tokens=7";
    const { stdout } = await runOver(files, ...typed, "--stage", stage, "--format", "json");
    expect(JSON.parse(stdout).input.job.stages).toEqual([
      { examples: 5, tokensPerExample: 9, hours: 2, graderInputTokens: 7 },
    ]);
  });

  it("says at least where rows of a stage could not be read, and exits with 1", async () => {
    const { exitCode, stdout, stderr } = await runOver(files, ...typed, "--stage", "data=bad.jsonl");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/:sft +≥ ~?\$/u);
    expect(stderr).toContain("1 row is unreadable");
  });

  it("adds the hours of a stage on rented GPUs", async () => {
    const more = ["--self-host", "llama-3.1-8b", "--format", "json"];
    const cost = async (...stages: string[]): Promise<Map<string, number>> => {
      const { offers } = JSON.parse((await runOver(files, ...typed, ...stages, ...more)).stdout);
      return new Map(
        offers.map(({ id, training }: { id: string; training: { amount: string } }) => [id, Number(training.amount)]),
      );
    };
    const [once, twice] = [await cost(), await cost("--stage", "examples=1000000,tokens-per-example=100")];
    const rented = [...once.keys()].filter((id) => id.startsWith("self-hosted/"));
    expect(rented.length).toBeGreaterThan(10);
    expect(rented.filter((id) => !((twice.get(id) ?? 0) > (once.get(id) ?? 0)))).toEqual([]);
  });

  it.each([
    ["epochs=2", "--stage needs either data, or examples and tokens-per-example."],
    ["data=more.jsonl,examples=5,tokens-per-example=5", "needs either data, or examples"],
    ["examples=5", "examples and tokens-per-example need each other."],
    ["data=more.jsonl,colour=red", '--stage has no "colour"'],
    ["data=more.jsonl,hours=none", "Hours must be a number"],
    ["data=none.jsonl", "none.jsonl"],
  ])("%s: exit code 2", async (stage, sentence) => {
    const result = await runOver(files, ...typed, "--stage", stage);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});
