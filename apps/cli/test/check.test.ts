import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./surroundings.ts";

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

  it("names the line and what to do", async () => {
    const argv = ["check", "a.jsonl", "--provider", "openai"];
    const { stdout } = await runOver({ "a.jsonl": `${chatRows(12)}{"messages":\n` }, ...argv);
    expect(stdout).toContain("openai would reject it.");
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

  it.each([
    [["check", "a.jsonl"], "--provider"],
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
