import { appendFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { nodeFiles } from "../src/read/files.ts";
import { silent } from "../src/count/progress.ts";
import { run } from "../src/run.ts";
import { sentenceOf } from "../src/show/messages.ts";
import type { Outcome } from "../src/read/host.ts";
import { Folder } from "./folder.ts";
import { chatRows } from "./host.ts";

const folder = new Folder();

/** Runs the program over a file to which something is done once the first bytes of it were read. */
async function whileRead(deed: (path: string) => void, argv: (path: string) => readonly string[]): Promise<Outcome> {
  const path = folder.file("moving.jsonl", chatRows(40_000));
  let notices = "";
  let written = "";
  let isDone = false;
  const report = (): void => {
    if (!isDone) deed(path);
    isDone = true;
  };
  const outcome = await run(argv(path), {
    prices,
    today: "2026-11-24",
    env: {},
    wait: async () => {},
    screen: { columns: undefined, colour: false },
    conversation: { input: Readable.from([]), output: new PassThrough() },
    write: async (text) => void (written += text),
    files: nodeFiles({
      stdin: (async function* () {})(),
      progress: { ...silent, report },
      threads: 1,
      notice: (problem) => void (notices += `tunecast: ${sentenceOf(problem)}\n`),
    }),
  });
  return { ...outcome, stdout: written + outcome.stdout, stderr: notices + outcome.stderr };
}

const offer = ["--provider", "openai", "--model", "gpt-4.1"];
const traffic = ["--requests", "1000", "--input-tokens", "10", "--output-tokens", "10"];
const commands: readonly (readonly [name: string, argv: (path: string) => readonly string[]])[] = [
  ["profile", (path) => ["profile", path, "--rules", "plain/o200k_base", "--format", "json"]],
  ["check", (path) => ["check", path, "--provider", "trl", "--format", "json"]],
  ["convert", (path) => ["convert", path, "--to", "together"]],
  ["estimate", (path) => ["estimate", path, "--provider", "openai", "--model", "gpt-4.1", "--format", "json"]],
  ["advise", (path) => ["advise", path, ...offer, ...traffic, "--format", "json"]],
  ["plan", (path) => ["plan", path, "--budget", "100", ...offer, "--format", "json"]],
  ["gpu", (path) => ["gpu", "--model", "llama-3.1-8b", "--data", path, "--format", "json"]],
];
const deeds: readonly (readonly [name: string, deed: (path: string) => void])[] = [
  ["grows", (path) => appendFileSync(path, chatRows(1))],
  ["shrinks", (path) => truncateSync(path, 2_000_000)],
  ["is written anew", (path) => writeFileSync(path, chatRows(39_000))],
];

describe("a file that changes while it is read", () => {
  it.each(commands.flatMap(([command, argv]) => deeds.map(([what, deed]) => [command, what, argv, deed] as const)))(
    "is said by %s, where it %s, in its JSON too",
    async (command, _what, argv, deed) => {
      const { exitCode, stdout, stderr } = await whileRead(deed, argv);
      expect(stderr).toContain("changed while it was read");
      expect(exitCode).not.toBe(2);
      // What is converted is rows, and says nothing of itself.
      expect(command === "convert" || stdout.includes('"file_changed"')).toBe(true);
    },
  );

  it.each(commands)("is a sentence of %s where it is gone by then", async (_command, argv) => {
    const { stderr } = await whileRead((path) => rmSync(path), argv);
    expect(stderr).toMatch(/There is no file|changed while it was read/u);
    expect(stderr).not.toMatch(/ENOENT| {4}at /u);
  });
});

describe("a file without a row", () => {
  const blank = [
    ["line ends", "\n\n\r\n"],
    ["a byte order mark", "\uFEFF"],
    ["nothing", ""],
  ] as const;

  it.each(blank)("that holds %s is as empty to every command", async (_what, content) => {
    const path = folder.file("blank.jsonl", content);
    const codes = await Promise.all(
      [["profile"], ["estimate", "--provider", "openai"], ["convert", "--to", "openai"]].map(
        async ([command = "", ...more]) => {
          const { exitCode, stdout, stderr } = await folder.run([command, path, ...more]);
          return { exitCode, stdout, isEmpty: stderr.includes("is empty") };
        },
      ),
    );
    expect(codes).toEqual(codes.map(() => ({ exitCode: 2, stdout: "", isEmpty: true })));
    const check = await folder.run(["check", path, "--provider", "openai"]);
    expect([check.exitCode, check.stdout]).toEqual([1, expect.stringContaining("holds no row")]);
  });
});

describe("sentences", () => {
  it("name standard input", async () => {
    const { stderr } = await folder.run(["profile", "-"], { stdin: "\u0000\u0001\u0002\u0003".repeat(40) });
    expect(stderr).toMatch(/^tunecast: Standard input: The file is binary/u);
  });

  it("say which columns may be meant", async () => {
    const path = folder.file("odd.csv", "Question text,Reply\nWhy?,So.\n");
    const { stdout } = await folder.run(["check", path, "--provider", "trl"]);
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain('perhaps --columns "prompt=Question text,completion=Reply"');
    const named = ["--columns", "prompt=Question text,completion=Reply", "--rules", "plain/o200k_base"];
    expect(JSON.parse((await folder.run(["profile", path, ...named])).stdout)).toMatchObject({ examples: 1 });
  });

  it("do not break where a message has no role", async () => {
    const path = folder.file("norole.jsonl", '{"messages":[{"name":"x"}]}\n');
    const { stdout } = await folder.run(["check", path, "--provider", "openai"]);
    expect(stdout).not.toContain("( message)");
  });

  it("list every place where they are asked to", async () => {
    const path = folder.file("many.jsonl", '{"messages":[]}\n'.repeat(150));
    const places = async (...more: string[]): Promise<number> => {
      const { stdout } = await folder.run(["check", path, "--provider", "openai", "--format", "json", ...more]);
      const findings = JSON.parse(stdout).findings as { readonly code: string }[];
      return findings.filter(({ code }) => code === "missing_messages").length;
    };
    expect([await places(), await places("--all-places")]).toEqual([100, 150]);
    const { stdout } = await folder.run(["check", path, "--provider", "openai", "--all-places"]);
    expect(stdout).toContain("Line 149");
  });
});

describe("rows that are bare lists of turns", () => {
  it.each([
    [
      "of roles",
      [
        { role: "user", content: "Why?" },
        { role: "assistant", content: "So." },
      ],
    ],
    [
      "of from and value",
      [
        { from: "human", value: "Why?" },
        { from: "gpt", value: "So." },
      ],
    ],
    ["of human and assistant", [{ human: "Why?", assistant: "So." }]],
  ])("are written as rows, and no provider takes them as they are: %s", async (_what, turns) => {
    const path = folder.file("bare.jsonl", `${JSON.stringify(turns)}\n`.repeat(12));
    let written = "";
    const converted = await run(["convert", path, "--to", "openai"], {
      ...host,
      write: async (text) => void (written += text),
    });
    expect(converted.exitCode).toBe(0);
    const messages = [
      { role: "user", content: "Why?" },
      { role: "assistant", content: "So." },
    ];
    expect(
      written
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(Array.from({ length: 12 }, () => ({ messages })));
    const check = await folder.run(["check", path, "--provider", "openai"]);
    expect([check.exitCode, check.stdout]).toEqual([1, expect.stringContaining("bare list of messages")]);
  });
});

const host = {
  prices,
  today: "2026-11-24",
  env: {},
  wait: async () => {},
  screen: { columns: undefined, colour: false },
  conversation: { input: Readable.from([]), output: new PassThrough() },
  files: nodeFiles({
    stdin: (async function* () {})(),
    progress: silent,
    threads: 1,
  }),
};
