import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

describe("tunecast convert", () => {
  it("writes every row in the other shape, and what happened on stderr", async () => {
    const { exitCode, stdout, stderr } = await runOver(
      { "a.jsonl": chatRows(3) },
      "convert",
      "a.jsonl",
      "--to",
      "together",
    );
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(rows).toEqual(
      chatRows(3)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "tunecast: 3 of 3 rows written.\n" });
  });

  it.each(["mistral", "cohere", "bedrock-claude"])(
    "says that nothing is tuned with files for %s any more",
    async (to) => {
      const { exitCode, stdout, stderr } = await runOver({ "a.jsonl": chatRows(3) }, "convert", "a.jsonl", "--to", to);
      expect(stderr).toMatch(
        new RegExp(
          `^tunecast: Nothing can be tuned with files for "${to}" on [\\d-]+, so convert does not write them: give one of openai, `,
          "u",
        ),
      );
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    },
  );

  it("lists the rows that could not be written", async () => {
    const { exitCode, stderr } = await runOver(
      { "a.jsonl": `${chatRows(2)}{"messages":\n` },
      "convert",
      "a.jsonl",
      "--to",
      "together",
    );
    expect(stderr).toContain("1 row not written, invalid json: line 3.");
    expect(exitCode).toBe(1);
  });

  it.each([
    // file, text, what is said
    [
      "a.jsonl",
      '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"id":7}',
      "id left out of 1 row: line 1.",
    ],
    [
      "a.jsonl",
      '{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"}]}',
      "1 row not written, role order: line 1.",
    ],
    [
      "a.json",
      '[\n  {\n    "prompt": "a",\n    "completion": "b",\n    "id": 7\n  }\n]',
      "id left out of 1 row: row 1.",
    ],
    ["a.csv", ",prompt,completion\n0,a,b\n", "a column without a name left out of 1 row: line 2."],
    [
      "a.csv",
      "prompt,completion,completion\na,b,c\n",
      "a column hidden by a later one of the same name in the table: line 1.",
    ],
    [
      "a.jsonl",
      '{"query":"a","pos":["b"],"neg":["c"]}',
      "1 row not written, texts to compare, for an embedding or a reranking model, which no chat format holds: line 1.",
    ],
    ["a.json", '[{"prompt":"a","completion":"b"},', "the file breaks off at row 2: rows may be missing."],
  ])("says what of %s is not held, with exit code 1: %s", async (name, text, sentence) => {
    const { exitCode, stderr } = await runOver({ [name]: text }, "convert", name, "--to", "together");
    expect(stderr).toContain(`tunecast: ${sentence}\n`);
    expect(exitCode).toBe(1);
  });

  it.each([
    [["convert", "a.jsonl"], /--to/],
    [["convert", "a.jsonl", "--to", "papyrus"], /No shape is named "papyrus": give one of .*together/],
    [["check", "a.jsonl", "--provider", "acme"], /No provider's rules are named "acme": give one of .*together/],
    [["convert", "none.jsonl", "--to", "together"], /There is no file none\.jsonl/],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver({ "a.jsonl": chatRows(2) }, ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(sentence);
  });

  it("asks for the data file where it is given a profile", async () => {
    const { stdout: profile } = await runOver({ "a.jsonl": chatRows(12) }, "profile", "a.jsonl", "--format", "json");
    const { exitCode, stdout, stderr } = await runOver({ "p.json": profile }, "convert", "p.json", "--to", "openai");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/is a profile, .* give the data file/);
  });
});
