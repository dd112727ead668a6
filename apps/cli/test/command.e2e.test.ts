import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatRows } from "./host.ts";

const main = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));
const typed = [
  "estimate",
  "--examples",
  "1000",
  "--tokens-per-example",
  "100",
  "--as-of",
  "2026-11-24",
  "--format",
  "json",
];
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-command-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function tunecast(argv: readonly string[], input: string = "", env: Readonly<Record<string, string>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    input,
    encoding: "utf8",
    maxBuffer: 1e9,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("the command as a process", () => {
  it("prints the same bytes in every time zone and language", () => {
    const plain = tunecast(typed);
    expect(plain.status).toBe(0);
    for (const env of [
      { TZ: "Pacific/Kiritimati", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
      { TZ: "America/Adak", LANG: "tr_TR.UTF-8" },
    ])
      expect(tunecast(typed, "", env).stdout).toBe(plain.stdout);
  });

  it("reads standard input", () => {
    const { status, stdout } = tunecast(
      ["profile", "-", "--rules", "openai/o200k_base", "--format", "json"],
      chatRows(4),
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).examples).toBe(4);
  });

  it.each([
    ["a directory", () => folder, "is a directory"],
    ["a missing file", () => join(folder, "none.jsonl"), "There is no file"],
    ["an empty file", () => file("empty.jsonl", ""), "is empty"],
    ["empty standard input", () => "-", "Standard input is empty"],
    ["standard input twice", () => ["-", "-"], "once only"],
  ])("%s: one sentence, exit code 2", (_name, path, sentence) => {
    const { status, stdout, stderr } = tunecast(
      ["estimate", ...[path()].flat()],
      Array.isArray(path()) ? chatRows(2) : "",
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  // A superuser may read everything.
  it.skipIf(process.getuid?.() === 0)("a file without permission: exit code 2", () => {
    const path = file("secret.jsonl", chatRows(2));
    chmodSync(path, 0);
    expect(tunecast(["estimate", path])).toMatchObject({ status: 2, stdout: "" });
  });

  it.each([
    ["byte order mark", `\uFEFF${chatRows(12)}`, 12],
    ["CRLF", chatRows(12).replaceAll("\n", "\r\n"), 12],
    ["a blank line", `${chatRows(6)}\n${chatRows(6)}`, 12],
    ["an array", `[${chatRows(12).trimEnd().replaceAll("\n", ",")}]`, 12],
    ["no last line end", chatRows(12).trimEnd(), 12],
  ])("%s: every row is counted", (_name, content, examples) => {
    const { stdout } = tunecast([
      "profile",
      file("rows.jsonl", content),
      "--rules",
      "openai/o200k_base",
      "--format",
      "json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ examples, badRows: 0 });
  });

  it.each([
    ["a row that is no object", "[1]"],
    ["broken JSON", '{"messages":'],
    ["no messages", '{"text_of_something": 5}'],
    ["numbers for text", '{"messages":[{"role":"user","content":5},{"role":"assistant","content":6}]}'],
    ["30 MB without a line end", `{"messages":"${"x".repeat(30_000_000)}`],
  ])("%s: the good rows are counted, the line is named, exit code 1", (_name, row) => {
    const path = file("bad.jsonl", `${chatRows(12)}${row}\n${chatRows(3)}`);
    const { status, stdout, stderr } = tunecast(["estimate", path, "--provider", "openai", "--method", "sft"]);
    expect(stdout).toContain("15 examples");
    expect(stdout).toMatch(/line 13/);
    expect(stderr).toContain("at least");
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(1);
  });

  it("counts bytes that are no UTF-8 without falling over", () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(chatRows(2)), 0x7b, 0xff, 0xfe, 0x0a]);
    const { status, stderr } = tunecast(["profile", file("latin.jsonl", bytes), "--rules", "openai/o200k_base"]);
    expect(status).toBe(1);
    expect(stderr).not.toContain("    at ");
  });

  it("is quiet when its reader has had enough", async () => {
    const child = spawn(process.execPath, [main, "prices", "--format", "json"]);
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it.skipIf(!existsSync("/dev/full")).each([["stdout"], ["stderr"]])("says so when %s cannot be written", (full) => {
    const redirect = full === "stdout" ? "> /dev/full" : "2> /dev/full";
    const wrong = full === "stdout" ? "" : " --model gpt-9";
    const command = `"${process.execPath}" "${main}" ${typed.join(" ")}${wrong} ${redirect}`;
    const { status, stderr } = spawnSync("/bin/sh", ["-c", command], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      full === "stdout"
        ? /^(?:tunecast: Not seen for .*\n)?tunecast: The output could not be written \(ENOSPC.*\)\.\n$/u
        : /^$/u,
    );
  });

  it("works with every standard stream closed", () => {
    const { status } = spawnSync("/bin/sh", ["-c", `"${process.execPath}" "${main}" ${typed.join(" ")} <&- >&- 2>&-`]);
    expect(status).toBe(0);
  });
});

describe("a file of many megabytes", () => {
  it("counted by several threads, by one and in parts gives the same bytes", () => {
    const rows = chatRows(160_000);
    const path = file("large.jsonl", `${rows}{"broken\n${rows}`);
    const profile = (...more: string[]): string =>
      tunecast(["profile", ...more, "--rules", "openai/o200k_base", "--format", "json"]).stdout;
    const whole = profile(path);
    const parts = [1, 2, 3].map((part) => file(`part-${part}.json`, profile(path, "--shard", `${part}/3`)));
    const piped = tunecast(
      ["profile", "-", "--rules", "openai/o200k_base", "--format", "json"],
      `${rows}{"broken\n${rows}`,
    );
    expect(JSON.parse(whole)).toMatchObject({ examples: 320_000, badRows: 1 });
    expect(piped.stdout).toBe(whole);
    expect(tunecast(["merge", ...parts.toReversed()]).stdout).toBe(whole);
  });
});
