import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const rows = '{"q":"a","a":"b"}\n{"q":"c","a":"d"}\n';
const commands: readonly (readonly string[])[] = [
  ["profile", "a.jsonl", "--rules", "plain/o200k_base"],
  ["check", "a.jsonl", "--provider", "generic"],
  ["convert", "a.jsonl", "--to", "openai"],
];

describe("--columns", () => {
  it.each<[argv: readonly string[], columns: string, sentence: string]>(
    commands.flatMap((argv): [readonly string[], string, string][] => [
      [
        argv,
        "promt=q,completion=a",
        'A column cannot stand for "promt": name columns for prompt, completion and system, or for text, and the list of rows.',
      ],
      [argv, "prompt=q", "No column is named for the completion: "],
      [argv, "prompt=q,completion=a,system=zz", 'No row has a column "zz": '],
    ]),
  )("%j with %s: exit code 2", async (argv, columns, sentence) => {
    const { exitCode, stderr } = await runOver({ "a.jsonl": rows }, ...argv, "--columns", columns);
    expect(stderr).toContain(sentence);
    for (const use of ["prompt", "completion", "system"]) expect(stderr).toContain(use);
    expect(exitCode).toBe(2);
  });
});

describe("an answer in place of data", () => {
  const job = ["--examples", "10", "--tokens-per-example", "100"];
  const sentence = /is an answer, not data: give it to diff or reconcile/u;

  it.each([
    ["estimate", ...job, "--model", "gpt-4.1-mini"],
    ["gpu", ...job, "--model", "llama-3.1-8b", "--method", "qlora"],
  ])("says what %s wrote, and proposes no columns", async (...argv) => {
    const { stdout } = await runOver({}, ...argv, "--format", "json");
    for (const text of [stdout, JSON.stringify(JSON.parse(stdout))])
      for (const taking of [["estimate"], ["profile"], ["check", "--provider", "openai"]]) {
        const { stderr, exitCode } = await runOver({ "a.json": text }, ...taking, "a.json");
        expect([exitCode, stderr.replaceAll(/\s+/gu, " ")]).toEqual([2, expect.stringMatching(sentence)]);
      }
  });
});

describe("the next steps of an estimate", () => {
  it("are none where nothing could be read, and name no file that could not be typed", async () => {
    const none = await runOver({ "a.json": '{"foo":1}' }, "estimate", "a.json");
    expect(none.stdout).toContain("There is nothing to price.");
    expect(none.stdout).toContain("a.json: 1 row, which could not be read.");
    expect(none.stdout).not.toMatch(/advise|at least/u);
    const { stdout } = await runOver({ "my rows.jsonl": chatRows(12) }, "estimate", "my rows.jsonl");
    expect(stdout).toContain("tunecast check FILE");
  });
});

describe("the places of a JSON array", () => {
  const text = JSON.stringify(
    [...chatRows(2).trimEnd().split("\n"), '{"messages":[{"content":"a"}]}'].map((row) => JSON.parse(row) as unknown),
    null,
    2,
  );

  it.each([
    [["check", "a.json", "--provider", "trl"], "Row 3: "],
    [["profile", "a.json", "--rules", "plain/o200k_base", "--format", "table"], "error missing role: row 3"],
  ])("are rows: %j", async (argv, place) => {
    const { stdout } = await runOver({ "a.json": text }, ...argv);
    expect(stdout).toContain(place);
  });
});
