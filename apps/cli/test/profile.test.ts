import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { around, chatRows, runOver } from "./host.ts";

const rules = ["--rules", "openai/o200k_base"];

describe("tunecast profile", () => {
  it("writes counts and no text", async () => {
    const { exitCode, stdout } = await runOver(
      { "a.jsonl": chatRows(12) },
      "profile",
      "a.jsonl",
      ...rules,
      "--format",
      "json",
    );
    const profile = JSON.parse(stdout);
    expect(profile).toMatchObject({ schemaVersion: 1, examples: 12, badRows: 0 });
    expect(Object.keys(profile.counts)).toEqual(["openai/o200k_base"]);
    expect(stdout).not.toContain("plus one");
    expect(exitCode).toBe(0);
  });

  it("prints a line per counting rule", async () => {
    const { stdout } = await runOver({ "a.jsonl": chatRows(12) }, "profile", "a.jsonl", ...rules, "--format", "table");
    expect(stdout).toMatch(/^counting rule\s+tokens\s+trained on\s+median\s+95 % under\s+longest$/m);
    expect(stdout).toMatch(/^openai\/o200k_base\s+\d+/m);
  });

  it.each([
    // width of the terminal, format asked for, what is printed
    [undefined, [], "{"],
    [100, [], "a.jsonl"],
    [100, ["--format", "json"], "{"],
    [undefined, ["--format", "table"], "a.jsonl"],
  ])("on a terminal of %s columns, with %j, begins with %j", async (columns, format, begins) => {
    const { stdout } = await run(
      ["profile", "a.jsonl", ...rules, ...format],
      around({ "a.jsonl": chatRows(12) }, columns),
    );
    expect(stdout.startsWith(begins)).toBe(true);
  });

  it("is taken in place of its file, and its printed table is not", async () => {
    const texts: Record<string, string> = { "a.jsonl": chatRows(12) };
    texts["p.json"] = (await runOver(texts, "profile", "a.jsonl")).stdout;
    texts["p.txt"] = (await runOver(texts, "profile", "a.jsonl", "--format", "table")).stdout;
    const priced = await runOver(texts, "estimate", "p.json", "--provider", "openai");
    expect(priced.stdout).toContain("12 examples");
    for (const command of ["estimate", "merge", "profile"])
      expect(await runOver(texts, command, "p.txt")).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("exits with 1 where a row is bad", async () => {
    const { exitCode } = await runOver({ "a.jsonl": `${chatRows(3)}[]\n` }, "profile", "a.jsonl", ...rules);
    expect(exitCode).toBe(1);
  });

  it.each([
    [["--rules", "openai/klingon"], "klingon"],
    [["--shard", "3/2"], "such as 2/8"],
    [["--shape", "sonnet"], "sonnet"],
    [["--columns", "prompt"], "prompt=question"],
    [["--shard", "1/2"], "cannot be cut into parts"],
  ])("%j: exit code 2", async (more, sentence) => {
    const result = await runOver({ "a.jsonl": chatRows(3) }, "profile", "a.jsonl", ...more);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});

describe("tunecast merge", () => {
  it("gives the profile of all files", async () => {
    const texts: Record<string, string> = { "a.jsonl": chatRows(12), "b.jsonl": chatRows(5) };
    for (const name of ["a", "b"])
      texts[`${name}.json`] = (await runOver(texts, "profile", `${name}.jsonl`, ...rules, "--format", "json")).stdout;
    const merged = await runOver(texts, "merge", "a.json", "b.json");
    const counted = await runOver(texts, "profile", "a.jsonl", "b.jsonl", ...rules, "--format", "json");
    expect(merged).toEqual(counted);
  });

  it("says so where a part is missing, as every bill over it does", async () => {
    const texts: Record<string, string> = { "a.jsonl": chatRows(12) };
    const whole = JSON.parse((await runOver(texts, "profile", "a.jsonl", ...rules)).stdout);
    const part = (shard: number): string => JSON.stringify({ ...whole, parts: [{ of: 2, shard, lines: 12 }] });
    [texts["1.json"], texts["2.json"]] = [part(1), part(2)];
    const said = "tunecast: Only 1 of 2 parts of the file are";
    expect((await runOver(texts, "merge", "1.json")).stderr).toContain(
      "Only 1 of 2 parts of the data are merged; missing: 2.",
    );
    expect((await runOver(texts, "merge", "2.json", "1.json")).stderr).toBe("");
    const asked = ["estimate", "1.json", "--provider", "openai", "--budget", "1000"];
    const { exitCode, stdout, stderr } = await runOver(texts, ...asked);
    expect(stderr).toContain(said);
    expect(stdout).toContain("≥");
    expect(stdout).toContain("Not known to be within $1,000.00");
    expect(exitCode).toBe(1);
  });

  it("says that a data file is no profile", async () => {
    const result = await runOver({ "a.jsonl": chatRows(3) }, "merge", "a.jsonl");
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain("a.jsonl");
  });
});
