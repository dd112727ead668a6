import { knownProviders } from "@tunecast/dataset";
import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const good = { "a.jsonl": chatRows(60) };
const broken = { "a.jsonl": `${chatRows(60)}{"messages":\n` };

describe("tunecast check without a provider", () => {
  it("has a line for each, those that take the file first", async () => {
    const { stdout, exitCode } = await runOver(good, "check", "a.jsonl");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+ of 16 providers and trainers take a\.jsonl\.\n60 rows, 60 examples \(chat-sft\)\./u);
    const named = knownProviders.filter((id) => new RegExp(`^${id} `, "mu").test(stdout));
    expect(named).toHaveLength(16);
    expect(stdout.indexOf("openai ")).toBeLessThan(stdout.indexOf("cohere "));
    expect(stdout).toMatch(/^cohere +rejects it +\w.*from line 1/mu);
  });

  it("gives the verdict that each gives alone", async () => {
    const { stdout } = await runOver(broken, "check", "a.jsonl", "--format", "json");
    const { reports } = JSON.parse(stdout) as { readonly reports: readonly { readonly provider: string }[] };
    expect(reports.length).toBe(16);
    for (const report of reports) {
      const alone = await runOver(broken, "check", "a.jsonl", "--provider", report.provider, "--format", "json");
      expect(JSON.parse(alone.stdout)).toEqual(report);
    }
  });

  it("says no where nobody takes it", async () => {
    const { stdout, exitCode } = await runOver(broken, "check", "a.jsonl");
    expect([exitCode, stdout.split(".")[0]]).toEqual([1, "None of 16 providers and trainers takes a"]);
    expect(stdout).toMatch(/^openai +rejects it +invalid json \(line 61\)/mu);
  });

  it.each([
    ["rft", { messages: [{ role: "user", content: "q" }], reference: "a" }],
    ["dpo", { input: { messages: [] }, preferred_output: [], non_preferred_output: [] }],
    ["bedrock-conversation-2024", { messages: [{ role: "user", content: [{ text: "q" }] }] }],
  ])("names the shape of the rows as estimate does: %s", async (shape, row) => {
    const { stdout } = await runOver({ "a.jsonl": `${JSON.stringify(row)}\n` }, "check", "a.jsonl");
    expect(stdout).toContain(` (${shape}).\n`);
  });

  it("counts the examples of a shape that nobody takes", async () => {
    const side = (answer: string): object[] => [
      { role: "user", content: "q" },
      { role: "assistant", content: answer },
    ];
    const row = { conversation_a: side("a"), conversation_b: side("b"), winner: "model_b" };
    const { stdout, exitCode } = await runOver({ "a.jsonl": `${JSON.stringify(row)}\n` }, "check", "a.jsonl");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("1 row, 1 example (comparison).");
  });

  it.each([
    ["a model", ["a.jsonl", "--model", "gpt-4.1"], "--model needs --provider."],
    ["places", ["a.jsonl", "--all-places"], "--all-places needs --provider."],
  ])("refuses %s", async (_name, argv, sentence) => {
    const { stderr, exitCode } = await runOver(good, "check", ...argv);
    expect([exitCode, stderr]).toEqual([2, `tunecast: ${sentence}\n`]);
  });
});
