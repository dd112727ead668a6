import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const typed = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--epochs", "3"];
const named = "openai/gpt-4o-mini-2024-07-18:sft";
/** While everybody could buy it. */
const mini = ["--provider", "openai", "--model", "gpt-4o-mini-2024-07-18", "--method", "sft", "--as-of", "2026-04-01"];
const traffic = ["--requests", "1000", "--input-tokens", "900", "--output-tokens", "120", "--months", "3"];
/** The verdict stands first; a long one is broken. */
const firstOf = (text: string): string => text.replaceAll("\n", " ");

describe("tunecast estimate --max, --max-monthly, --warn", () => {
  it.each([
    [["--max", "50", "--warn", "40"], 0, "Pass: openai/gpt-4o-mini-2024-07-18:sft costs $0.90: within $50.00."],
    [["--max", "50", "--warn", "0.5"], 0, "Warning: openai/gpt-4o-mini-2024-07-18:sft costs $0.90: over $0.50"],
    [["--max", "0.89"], 1, "Fail: openai/gpt-4o-mini-2024-07-18:sft costs $0.90: over $0.89."],
  ])("with %j exits with %i and one line", async (limits, code, line) => {
    const table = await runOver({}, ...typed, ...mini, ...limits);
    expect([table.exitCode, table.stderr]).toEqual([code, ""]);
    expect(firstOf(table.stdout).startsWith(line)).toBe(true);
    for (const format of ["json", "csv", "markdown", "focus"]) {
      const plain = await runOver({}, ...typed, ...mini, "--format", format);
      const judged = await runOver({}, ...typed, ...mini, "--format", format, ...limits);
      expect([judged.exitCode, judged.stdout]).toEqual([code, plain.stdout]);
      expect(judged.stderr).toContain(`tunecast: ${line}`);
      expect(judged.stderr.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  it("holds the month of the traffic against --max-monthly", async () => {
    const asked = [...typed, "--provider", "together", ...traffic, "--max", "1000000"];
    const pass = await runOver({}, ...asked, "--max-monthly", "1000000");
    expect([pass.exitCode, firstOf(pass.stdout)]).toEqual([0, expect.stringMatching(/^Pass: .* a month: within/)]);
    const fail = await runOver({}, ...asked, "--max-monthly", "0.01");
    expect([fail.exitCode, firstOf(fail.stdout)]).toEqual([1, expect.stringMatching(/^Fail: .*over \$0\.01 a month/)]);
  });

  it("warns where the model stops answering before the months are over", async () => {
    const { exitCode, stdout } = await runOver({}, ...typed, "--model", named, ...traffic, "--max", "50");
    expect([exitCode, firstOf(stdout)]).toEqual([
      0,
      expect.stringMatching(/^Warning: .*only earlier customers can buy it; .*stops answering on 2027-01-14/),
    ]);
  });

  it("passes over what only earlier customers can buy, and fails where nothing else is left", async () => {
    const only = await runOver({}, ...typed, "--provider", "openai", "--method", "sft", "--max", "50");
    expect([only.exitCode, firstOf(only.stdout)]).toEqual([
      1,
      expect.stringMatching(/^Fail: openai\/.*only earlier customers can buy it: name the offer by its id/),
    ]);
    const others = await runOver({}, ...typed, "--provider", "openai,aws-bedrock", "--method", "sft", "--max", "50");
    expect([others.exitCode, firstOf(others.stdout)]).toEqual([0, expect.stringMatching(/^Pass: aws-bedrock\//)]);
  });

  it("fails where no offer is left, and where bills leave something out", async () => {
    const none = await runOver({}, ...typed, "--provider", "openai", "--as-of", "2027-01-07", "--max", "50");
    expect([none.exitCode, firstOf(none.stdout)]).toEqual([
      1,
      expect.stringMatching(/^Fail: no offer to hold against the limits\./u),
    ]);
    const part = await runOver({}, ...typed, "--model", "nebius/llama-3.2-1b-instruct", ...traffic, "--max", "1000000");
    expect([part.exitCode, firstOf(part.stdout)]).toEqual([1, expect.stringMatching(/^Fail: .*at least/)]);
  });

  it.each([
    [["--max-monthly", "300"], "--max-monthly needs --requests"],
    [["--max", "50", "--warn", "60"], "--warn must not be above --max"],
    [["--as-billed"], "--as-billed needs --format focus"],
    [["--max", "-5"], "'--max <amount>' argument '-5'"],
  ])("refuses %j", async (limits, said) => {
    const { exitCode, stderr } = await runOver({}, ...typed, ...limits);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });
});
