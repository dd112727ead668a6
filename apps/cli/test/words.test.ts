import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const one = ["--examples", "1", "--tokens-per-example", "1"];

describe("one of a kind", () => {
  it.each([
    [["estimate", ...one], "1 example of 1 token, 3 epochs."],
    [["estimate", ...one, "--provider", "openai"], "1 example; this provider takes at least 10."],
    [["estimate", ...one, "--provider", "openai", "--epochs", "1"], "for 1 billed token over 1 epoch."],
    [["estimate", "a.jsonl", "--provider", "together"], "1 example (chat-sft), 2 messages"],
    [["check", "a.jsonl", "--provider", "openai"], "1 row, 1 example (chat-sft)"],
    [["prices", "check", "--days", "1"], "not seen for a day"],
  ])("%j says %j", async (argv, said) => {
    const { stdout } = await runOver({ "a.jsonl": chatRows(1) }, ...argv);
    expect(stdout).toContain(said);
    expect(stdout).not.toMatch(/\b1 (?:examples|tokens|rows|epochs|days|messages|billed tokens)\b/u);
  });
});

describe("a word that is no command", () => {
  it.each([
    ["estimat", "tunecast: unknown command 'estimat' (Did you mean estimate?)\n"],
    ["foo", "tunecast: unknown command 'foo'\ntunecast: tunecast --help lists the commands.\n"],
    ["foo --help", "tunecast: unknown command 'foo'\ntunecast: tunecast --help lists the commands.\n"],
    ["estimat -h", "tunecast: unknown command 'estimat' (Did you mean estimate?)\n"],
    [
      "train.jsonl",
      "tunecast: unknown command 'train.jsonl'\ntunecast: What a file costs: tunecast estimate train.jsonl\n",
    ],
  ])("%s: says what to do", async (line, said) => {
    expect(await runOver({}, ...line.split(" "))).toMatchObject({ exitCode: 2, stdout: "", stderr: said });
  });
});

describe("the help of a command", () => {
  it.each([
    ["estimate"],
    ["curve"],
    ["pilots"],
    ["gpu"],
    ["check"],
    ["profile"],
    ["merge"],
    ["convert"],
    ["prices"],
    ["prices", "show"],
    ["prices", "check"],
  ])("%s %s names its exit codes", async (...argv) => {
    expect((await runOver({}, ...argv, "--help")).stdout).toContain("Exit codes: 0 ");
  });
});

describe("a file whose name begins as an option", () => {
  it("is shown how to type it", async () => {
    const { exitCode, stderr } = await runOver({}, "profile", "-lead.jsonl");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("A file of that name is ./-lead.jsonl");
    expect((await runOver({}, "profile", "--leda")).stderr).not.toContain("./");
  });
});

it.each([
  ["EUR", "give what a dollar is worth in it, --own-prices EUR=0.92 for euro."],
  ["USD", "Amounts are in dollars where no rate of exchange is given: leave --currency out; for another currency give"],
])("says how amounts come to be in %s", async (code, said) => {
  const { exitCode, stderr } = await runOver({}, "estimate", "--currency", code);
  expect(exitCode).toBe(2);
  expect(stderr.replaceAll(/\s+/gu, " ").toLowerCase()).toContain(said.toLowerCase());
});
