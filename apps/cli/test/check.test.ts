import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

describe("tunecast check", () => {
  it.each([
    ["good rows", chatRows(60), 0],
    ["too few rows", chatRows(9), 1],
    ["a broken row", `${chatRows(12)}{"messages":\n`, 1],
  ])("%s: exit code by the verdict", async (_name, text, code) => {
    const { exitCode, stdout } = await runOver(
      { "a.jsonl": text },
      "check",
      "a.jsonl",
      "--provider",
      "openai",
      "--format",
      "json",
    );
    expect(exitCode).toBe(code);
    expect(JSON.parse(stdout).verdict === "error").toBe(code === 1);
  });

  it("says how to save a workbook, which nobody reads", async () => {
    const { stdout } = await runOver(
      { "a.xlsx": "PK\u0003\u0004[Content_Types].xml" },
      "check",
      "a.xlsx",
      "--provider",
      "trl",
    );
    expect(stdout).toContain(
      "The file: the file cannot be read (xlsx).\n  Save it as JSON lines, or a sheet as CSV in UTF-8.",
    );
  });

  it("names the line and what to do", async () => {
    const argv = ["check", "a.jsonl", "--provider", "openai"];
    const { stdout } = await runOver({ "a.jsonl": `${chatRows(12)}{"messages":\n` }, ...argv);
    expect(stdout).toContain("openai would reject a.jsonl: invalid json.");
    expect(stdout).toMatch(/error invalid json\n {2}Line 13: /);
    const json = await runOver({ "a.jsonl": `${chatRows(12)}{"messages":\n` }, ...argv, "--format", "json");
    const [finding] = JSON.parse(json.stdout).findings;
    expect(finding).toMatchObject({ severity: "error", code: "invalid_json", line: 13 });
    expect(finding.sentence).not.toBe("");
    expect(finding.fix).not.toBe("");
  });

  it("finds examples that are in the validation file too", async () => {
    const texts = { "a.jsonl": chatRows(60), "v.jsonl": chatRows(3) };
    const { stdout } = await runOver(
      texts,
      "check",
      "a.jsonl",
      "--provider",
      "openai",
      "--validation",
      "v.jsonl",
      "--format",
      "json",
    );
    expect(JSON.parse(stdout).findings.map(({ code }: { code: string }) => code)).toContain("validation_overlap");
  });

  it("says what the rows over the limit cost, by the price book", async () => {
    const long = JSON.stringify({
      messages: [
        { role: "user", content: `a${" a".repeat(65_600)}` },
        { role: "assistant", content: "b" },
      ],
    });
    const argv = ["check", "a.jsonl", "--provider", "openai", "--model", "gpt-4o-mini"];
    const { stdout } = await runOver({ "a.jsonl": chatRows(12) + long }, ...argv, "--format", "json");
    // 65,536 tokens at $3 a million.
    expect(JSON.parse(stdout).cut).toMatchObject({
      examples: 1,
      limit: 65_536,
      tokens: 65_536,
      low: { amount: "0.196608", currency: "USD" },
      high: { amount: "0.196608", currency: "USD" },
    });
    const { stdout: said } = await runOver({ "a.jsonl": chatRows(12) + long }, ...argv);
    const words = said.replaceAll(/\s+/g, " ");
    expect(words).toContain("billed up to it: 65,536 tokens in every epoch (1 × 65,536), $0.20.");
    expect(words).toContain("the answer would be cut after 65,536 tokens, of 65,611.");
    const any = await runOver({ "a.jsonl": chatRows(12) + long }, ...argv.slice(0, 4), "--format", "json");
    const { low, high } = JSON.parse(any.stdout).cut;
    expect(Number(low.amount)).toBeLessThan(Number(high.amount));
    const short = await runOver({ "a.jsonl": chatRows(12) }, ...argv, "--format", "json");
    expect(JSON.parse(short.stdout).cut).toBeNull();
  });

  it("holds a model to its own limit in the price book", async () => {
    const messages = [
      { role: "user", content: `a${" a".repeat(40_000)}` },
      { role: "assistant", content: "b" },
    ];
    const rows = chatRows(12) + JSON.stringify({ messages });
    const cutAt = async (model: string): Promise<unknown> => {
      const argv = ["--provider", "azure", "--model", model, "--format", "json"];
      return JSON.parse((await runOver({ "a.jsonl": rows }, "check", "a.jsonl", ...argv)).stdout).cut?.limit;
    };
    expect(await cutAt("gpt-4.1-nano")).toBe(32_768);
    expect(await cutAt("gpt-4.1-mini")).toBeUndefined();
  });

  it.each([
    ["openai", "gpt-99", /No model or offer is named "gpt-99"/],
    ["openai", "gpt-4o-minni", /did you mean gpt-4o-mini/],
    ["nova", "llama-3.1-8b-instruct", /No model or offer/],
  ])("at %s knows no model %s", async (provider, model, sentence) => {
    const result = await runOver(
      { "a.jsonl": chatRows(12) },
      "check",
      "a.jsonl",
      "--provider",
      provider,
      "--model",
      model,
    );
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(sentence);
  });

  const pairs = Array.from({ length: 12 }, (_, i) =>
    JSON.stringify({
      input: { messages: [{ role: "user", content: `Q${i}` }] },
      preferred_output: [{ role: "assistant", content: `A${i}` }],
      non_preferred_output: [{ role: "assistant", content: "no" }],
    }),
  ).join("\n");

  it.each([
    ["o4-mini-2025-04-16", chatRows(12), true],
    ["gpt-3.5-turbo-0125", pairs, true],
    ["gpt-4o", pairs, false],
    ["gpt-4o", chatRows(12), false],
    ["ft:gpt-4o-2024-08-06:acme::1", chatRows(12), false],
    // Known to the rules, and no longer to the price book.
    ["gpt-3.5-turbo-0613", chatRows(12), false],
  ])("a method that %s does not take is an error (case %#)", async (model, text, wrong) => {
    const argv = ["--provider", "openai", "--model", model, "--format", "json"];
    const { stdout, exitCode } = await runOver({ "a.jsonl": text }, "check", "a.jsonl", ...argv);
    const report = JSON.parse(stdout);
    expect(report.findings.some(({ code }: { code: string }) => code === "method_not_taken")).toBe(wrong);
    expect(exitCode).toBe(wrong ? 1 : 0);
  });

  it.each([
    ["bedrock-llama", "llama3-1-8b"],
    ["bedrock-llama", "meta.llama3-2-1b-instruct-v1:0"],
    ["bedrock-nova", "amazon.nova-micro-v1:0"],
    ["bedrock-claude", "claude-3-haiku-20240307"],
    ["trl", "any-model"],
  ])("at %s knows %s by that name", async (provider, model) => {
    const { stderr } = await runOver(
      { "a.jsonl": chatRows(12) },
      "check",
      "a.jsonl",
      "--provider",
      provider,
      "--model",
      model,
    );
    expect(stderr).toBe("");
  });

  it.each([
    [["check", "a.jsonl", "--provider", "acme"], "acme"],
    [["check", "none.jsonl", "--provider", "openai"], "There is no file none.jsonl"],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver({ "a.jsonl": chatRows(3) }, ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });

  it("asks for the data file where it is given a profile", async () => {
    const { stdout: profile } = await runOver({ "a.jsonl": chatRows(12) }, "profile", "a.jsonl", "--format", "json");
    const { exitCode, stdout, stderr } = await runOver(
      { "p.json": profile },
      "check",
      "p.json",
      "--provider",
      "openai",
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/is a profile, .* give the data file/);
  });
});
