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
