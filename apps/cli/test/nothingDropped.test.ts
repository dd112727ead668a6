import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Folder } from "./folder.ts";
import { chatRows } from "./host.ts";

const folder = new Folder();

const plain = ["--rules", "plain/o200k_base"];
const openai = ["--provider", "openai", "--model", "gpt-4.1"];

describe("a column of text that no shape reads", () => {
  const long = "The whole of the article. ".repeat(40);
  const rows = chatRows(20).replaceAll('{"messages"', `{"notes":${JSON.stringify(long)},"messages"`);
  const path = folder.file("notes.jsonl", rows);

  it.each([
    ["profile", ["profile", path, ...plain, "--format", "table"]],
    ["estimate", ["estimate", path, ...openai]],
  ])("is named by %s, and the figures are at least so many", async (_command, argv) => {
    const { exitCode, stdout, stderr } = await folder.run(argv);
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain("no part of the examples: notes in 20 rows.");
    expect(stdout).toMatch(/≥|not exact/u);
    expect(argv[0] === "profile" || stderr.includes("that were not read (notes) in 20 rows")).toBe(true);
  });

  it("is named by check, by line", async () => {
    const { stdout } = await folder.run(["check", path, "--provider", "openai"]);
    expect(stdout).toContain("Line 1: the column notes holds text or media that is no part of the example.");
  });

  it("makes no total of the JSON one that is whole", async () => {
    const { stdout } = await folder.run(["estimate", path, ...openai, "--format", "json"]);
    const { offers, input } = JSON.parse(stdout);
    expect(offers.map(({ range }: { range: { high: string | null } }) => range.high)).toEqual(offers.map(() => null));
    expect(input.job.profile.counts["openai/o200k_base"].exact).toBe(false);
  });
});

describe("a packed file that comes to far more than its bytes", () => {
  it.each([
    ["zeros", gzipSync(new Uint8Array(5_000_000)), "The file is binary"],
    ["blank lines", gzipSync("\n".repeat(200_000)), "is empty"],
  ])("of %s ends in a sentence", async (name, bytes, sentence) => {
    const { exitCode, stdout, stderr } = await folder.run(["profile", folder.file(`${name}.gz`, bytes), ...plain]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
  });
});

describe("a row nested a million deep", () => {
  const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
  const path = folder.file("deep.jsonl", `${chatRows(12)}{"messages":[{"role":"user","content":${deep}}]}\n`);

  it.each([
    ["profile", ["profile", path, ...plain]],
    ["check", ["check", path, "--provider", "together"]],
    ["convert", ["convert", path, "--to", "together"]],
    ["estimate", ["estimate", path, ...openai]],
  ])("costs %s that row alone, and exit code 1", async (_command, argv) => {
    const { exitCode, stdout, stderr } = await folder.run(argv);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toMatch(/13/u);
    expect(stderr).not.toContain("    at ");
  });
});

describe("a part of a newer version", () => {
  it("is a sentence, by its name", async () => {
    const part = (await folder.run(["profile", folder.file("rows.jsonl", chatRows(3)), ...plain])).stdout;
    const newer = folder.file("newer.json", part.replace('"schemaVersion":1', '"schemaVersion":3'));
    const { exitCode, stdout, stderr } = await folder.run(["merge", folder.file("part.json", part), newer]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/newer\.json.*version/u);
  });
});

describe("a table of two hundred columns of text", () => {
  it("names the first of those that are read by nobody, and how many more there are", async () => {
    const columns = Array.from({ length: 198 }, (_, i) => `c${i}`);
    const row = ["what is it", "an answer", ...columns.map(() => "some text that is here")].join(",");
    const path = folder.file("wide.csv", `${["prompt", "completion", ...columns].join(",")}\n${`${row}\n`.repeat(12)}`);
    const { exitCode, stdout, stderr } = await folder.run(["estimate", path, ...openai]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("not read (c0, c1, c10, c100, c101, c102, c103, c104, …) in 12 rows are in no figure");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      'c104 in 12 rows, and 56 columns more. Every total is "at least".',
    );
  });
});

describe("a file that breaks off between two rows", () => {
  it.each([
    ["profile", [...plain, "--format", "table"]],
    ["estimate", openai],
  ])("is short of something to %s: at least, and exit code 1", async (command, argv) => {
    const path = folder.file("cut.json", `[${chatRows(20).trim().split("\n").join(",\n")},\n`);
    const { exitCode, stdout } = await folder.run([command, path, ...argv]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 row could not be read: every total is "at least".');
  });
});

describe("standard input that is no data", () => {
  const noise = String.fromCharCode(...Array.from({ length: 4000 }, (_, i) => (i * 7919) % 32));
  it.each([
    ["zeros", "\0".repeat(300_000), "The file is binary"],
    ["noise", noise.repeat(40), "The file is binary"],
  ])("of %s ends in a sentence", async (_what, stdin, sentence) => {
    const { exitCode, stdout, stderr } = await folder.run(["estimate", "-", ...openai], { stdin });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("a file of which no row can be read", () => {
  it.each([
    ["braces without end", "{".repeat(3_000_000)],
    ["rows as Python prints them", "{'messages': []}\n".repeat(12)],
  ])("is not priced, and its rows are named: %s", async (_what, stdin) => {
    const { exitCode, stdout, stderr } = await folder.run(["estimate", "-", ...openai], { stdin });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^There is nothing to price\.\n/u);
    expect(stdout).toContain("error invalid json: line");
    expect(stderr).toContain("The data hold no example that could be read");
  });
});

describe.skipIf(process.platform === "win32")("a path that is no file", () => {
  symlinkSync("loop", join(folder.path, "loop"));
  it.each([
    ["a link to itself", join(folder.path, "loop"), "ELOOP"],
    ["a folder", folder.path, "is a directory"],
    ["a file below a file", `${folder.file("below.jsonl", "{}")}/x`, "There is no file"],
  ])("ends in a sentence: %s", async (_what, path, sentence) => {
    for (const argv of [
      ["estimate", path, ...openai],
      ["check", path, "--provider", "openai"],
      ["convert", path, "--to", "trl"],
    ]) {
      const { exitCode, stdout, stderr } = await folder.run(argv);
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(sentence);
    }
  });
});

describe("an option that is given twice", () => {
  const job = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--provider", "openai"];
  const rows = folder.file("twice.jsonl", chatRows(2));
  const answers = folder.file("answers.txt", "yes\nno\n");

  it.each([
    [
      [...job, "--epochs", "3", "--epochs", "5"],
      [...job, "--epochs", "5"],
      "--epochs is given twice: 5 counts, not 3.",
    ],
    [
      [...job, "--max", "40", "--top", "1", "--max", "50"],
      [...job, "--top", "1", "--max", "50"],
      "--max is given twice: 50 counts, not 40.",
    ],
    [
      ["convert", rows, "--to", "gemini", "--to", "together"],
      ["convert", rows, "--to", "together"],
      "--to is given twice: together counts, not gemini.",
    ],
    [
      ["check", rows, "--provider", "openai", "--format", "json", "--format", "table"],
      ["check", rows, "--provider", "openai"],
      "--format is given twice: table counts, not json.",
    ],
    [
      ["pilots", "score", answers, "--gold", answers, "--format", "json", "--n", "5", "--n", "6"],
      ["pilots", "score", answers, "--gold", answers, "--format", "json", "--n", "6"],
      "--n is given twice: 6 counts, not 5.",
    ],
    [
      [...job, "--set", "job.epochs=3", "--epochs", "5"],
      [...job, "--epochs", "3"],
      "--epochs is stated twice: the last --set counts.",
    ],
    [
      [...job, "--set", "job.epochs=3", "--set", "job.epochs=5"],
      [...job, "--epochs", "5"],
      "--epochs is stated twice: the last --set counts.",
    ],
  ])("%j: the value that is ignored is named", async (argv, same, sentence) => {
    const { stderr, ...answer } = await folder.run(same);
    expect(await folder.run(argv)).toEqual({ ...answer, stderr: `tunecast: ${sentence}\n${stderr}` });
  });

  it.each([
    ["--validation", `data=${rows},data=${rows}`, "data"],
    ["--validation", "examples=5,tokens-per-example=9,examples=6", "examples"],
    ["--alternative", "rag=1600,monthly-cost=35,monthly-cost=36", "monthly-cost"],
    ["--rollouts", "tokens=600,tokens=700", "tokens"],
  ])("is refused within the pairs of %s too: %s", async (option, pairs, name) => {
    const { exitCode, stderr } = await folder.run([...job, option, pairs]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${option} states ${name} twice: give it once.`);
  });

  it.each([
    [
      [...job, "--epochs", "3", "--epochs", "3"],
      [...job, "--epochs", "3"],
    ],
    [
      [...job, "--set", "job.epochs=3", "--epochs", "3"],
      [...job, "--epochs", "3"],
    ],
    [
      [...job, "--model", "gpt-4o-mini", "--model", "gpt-4.1"],
      [...job, "--model", "gpt-4o-mini,gpt-4.1"],
    ],
  ])("%j: nothing is said where nothing is lost", async (argv, same) => {
    expect(await folder.run(argv)).toEqual(await folder.run(same));
  });

  it.each([
    [["--columns", "prompt=a,prompt=b"]],
    [["--columns", "prompt=a", "--columns", "prompt=b"]],
    [["--columns", "prompt=a,completion=b", "--columns", "prompt=c"]],
  ])("is refused among columns: %j", async (columns) => {
    const { exitCode, stderr } = await folder.run(["check", rows, "--provider", "openai", ...columns]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("prompt is named twice: name it once.")]);
  });
});

describe("pilots score", () => {
  const answers = folder.file("said.txt", "yes\nno\n");
  const score = ["pilots", "score", answers, "--gold", answers];

  it.each([["table"], ["json"], ["items"]])("refuses a metric that it does not know as %s too", async (format) => {
    const { exitCode, stderr } = await folder.run([...score, "--format", format, "--metric", "bogus"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("bogus")]);
  });

  it("says where the metric and the size of a run stand", async () => {
    const { stderr } = await folder.run([...score, "--metric", "rouge-l", "--n", "50"]);
    expect(stderr).toContain(
      "--metric changes nothing: every metric is here; it picks the item scores of --format items.",
    );
    expect(stderr).toContain("--n changes nothing: it stands in JSON and in item scores.");
    expect((await folder.run([...score, "--format", "items", "--metric", "rouge-l", "--n", "50"])).stderr).toBe("");
  });
});

describe("a question file", () => {
  const job = '"job":{"examples":1000,"tokensPerExample":300}';

  it.each([
    ["of the question", `{${job},${job}}`, "job"],
    ["of a part of it", '{"job":{"examples":9,"tokensPerExample":300,"examples":1000}}', "examples"],
  ])("that has a key %s twice is refused by it", async (_where, text, key) => {
    const { exitCode, stderr } = await folder.run(["estimate", folder.file("twice.json", text)]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`has "${key}" twice in one object`)]);
  });

  it.each([
    ["seed", 1],
    ["priceFactor", 1],
    ["dataStays", true],
  ])("may begin with %s", async (first, value) => {
    const [plain, begun] = [`{${job}}`, `{"${first}":${value},${job}}`].map((text, at) =>
      folder.file(`q${at}.json`, text),
    );
    const { stdout } = await folder.run(["estimate", plain ?? ""]);
    expect(await folder.run(["estimate", begun ?? ""])).toMatchObject({ exitCode: 0, stdout });
  });
});
