import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatRows } from "./host.ts";

const main = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));
const rules = ["--rules", "openai/o200k_base"];
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-bad-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command with a module of its own before it. */
function withModule(code: string, argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const module = file("before.cjs", code);
  const env = { ...process.env, NODE_OPTIONS: `--require ${module}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], { encoding: "utf8", env });
  return { status, stdout, stderr };
}

/** Files may grow to so many kilobytes, and a write that would go beyond writes as much as fits. */
const limited = (command: string, kilobytes: number = 4): ReturnType<typeof spawnSync> =>
  spawnSync("bash", ["-c", `trap '' XFSZ; ulimit -f ${kilobytes}; ${command}`], { encoding: "utf8" });

describe.skipIf(process.platform === "win32")("a disk that fills within one write", () => {
  it.each([
    ["estimate", () => "estimate --examples 1000 --tokens-per-example 100 --format json"],
    ["profile", () => `profile ${file("many.jsonl", manyLengths())} --format json --rules openai/o200k_base`],
    ["convert", () => `convert ${file("many.jsonl", manyLengths())} --to together`],
  ])("ends in a sentence and exit code 2: %s", (name, argv) => {
    const out = join(folder, `${name}.out`);
    const { status, stderr } = limited(`"${process.execPath}" "${main}" ${argv()} > "${out}"`);
    expect(String(stderr)).toMatch(/tunecast: The output could not be written \(E[A-Z]+.*\)\.\n$/u);
    expect(status).toBe(2);
    expect(readFileSync(out).length).toBe(4096);
  });
});

/** Rows whose counts alone fill more than a few kilobytes. */
function manyLengths(): string {
  const row = (n: number): string =>
    `${JSON.stringify({
      messages: [
        { role: "user", content: "a ".repeat(n) },
        { role: "assistant", content: "b" },
      ],
    })}\n`;
  return Array.from({ length: 700 }, (_, n) => row(n + 1)).join("");
}

describe("a counting thread that dies", () => {
  const inWorker = (deed: string): string =>
    `const { isMainThread } = require("node:worker_threads"); if (!isMainThread) setTimeout(() => { ${deed} }, 20);`;

  // On one core there is no thread that could die.
  it.skipIf(availableParallelism() < 2).each([
    ["throws", 'throw new Error("boom")', "boom"],
    ["ends", "process.exit(7)", "ended with 7"],
    ["runs out of memory", "const all = []; for (;;) all.push(new Array(1e6).fill({}));", "ERR_WORKER_OUT_OF_MEMORY"],
  ])("is a sentence and exit code 2, on two cores or more: one that %s", (_what, deed, reason) => {
    const path = file("large.jsonl", chatRows(320_000));
    const limit = deed.includes("all") ? "--max-old-space-size=200 " : "";
    const module = file("before.cjs", inWorker(deed));
    const env = { ...process.env, NODE_OPTIONS: `${limit}--require ${module}` };
    const ended = spawnSync(process.execPath, [main, "profile", path, ...rules], { encoding: "utf8", env });
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status: 2, stdout: "" });
    expect(ended.stderr).toContain("Counting stopped");
    expect(ended.stderr).toContain(reason);
    expect(ended.stderr).not.toContain("    at ");
  });
});

describe("exit codes", () => {
  it("tell a bad row from a fault of the program", () => {
    const bad = file("bad.jsonl", `${chatRows(3)}{"broken\n`);
    expect(spawnSync(process.execPath, [main, "profile", bad, ...rules]).status).toBe(1);
    // Once the program is there.
    const boom =
      'process.on("newListener", (name) => { if (name === "uncaughtException") setImmediate(() => { throw new Error("boom"); }); });';
    const fault = withModule(boom, ["profile", bad, ...rules]);
    expect(fault).toMatchObject({ status: 3, stdout: "" });
    expect(fault.stderr).toBe("tunecast: A fault of the program, which is worth a report (boom).\n");
  });
});

/** How a process ends after a signal. */
async function ended(child: ChildProcess): Promise<string | number | null> {
  return new Promise((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));
}

describe.skipIf(process.platform === "win32")("a program that is stopped", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("by %s prints no half of a profile, and dies of it", async (signal) => {
    const child = spawn(process.execPath, [main, "profile", "-", ...rules]);
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.write(chatRows(2000));
    setTimeout(() => child.kill(signal), 1500);
    expect([await ended(child), stdout]).toEqual([signal, ""]);
  });

  it("by SIGINT while it converts has written whole lines", async () => {
    const out = join(folder, "converted.jsonl");
    const child = spawn("bash", ["-c", `exec "${process.execPath}" "${main}" convert - --to together > "${out}"`]);
    child.stdin.on("error", () => undefined);
    child.stdin.write(chatRows(4000));
    const size = (): number => {
      try {
        return readFileSync(out).length;
      } catch {
        return 0;
      }
    };
    for (let left = 200; left > 0 && size() === 0; left -= 1) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    expect(await ended(child)).toBe("SIGINT");
    const text = readFileSync(out, "utf8");
    expect(text.endsWith("}\n")).toBe(true);
    expect(
      text
        .trimEnd()
        .split("\n")
        .every((line) => JSON.parse(line).messages.length === 2),
    ).toBe(true);
  });
});

describe("ten thousand parts", () => {
  it("merge from one command line, from a folder and from standard input", () => {
    const data = file("rows.jsonl", chatRows(3));
    const parts = join(folder, "ten-thousand");
    mkdirSync(parts);
    // All alike but for their numbers.
    const of = 10_000;
    const first = JSON.parse(
      spawnSync(process.execPath, [main, "profile", data, ...rules], { encoding: "utf8" }).stdout,
    ) as { readonly rows: number };
    const part = (shard: number): string =>
      JSON.stringify({ ...first, sources: ["x"], parts: [{ of, shard, lines: first.rows }] });
    const texts = Array.from({ length: of }, (_, i) => part(i + 1));
    const names = texts.map((_, i) => join(parts, `p${i + 1}.json`));
    texts.forEach((text, i) => writeFileSync(join(parts, `p${i + 1}.json`), text));
    const big = { encoding: "utf8", maxBuffer: 1e8 } as const;
    const named = spawnSync(process.execPath, [main, "merge", ...names], big);
    expect(named.stderr).toBe("");
    expect(JSON.parse(named.stdout)).toMatchObject({ examples: 30_000, sources: ["x"] });
    expect(spawnSync(process.execPath, [main, "merge", parts], big).stdout).toBe(named.stdout);
    expect(spawnSync(process.execPath, [main, "merge", "-"], { ...big, input: texts.join("") }).stdout).toBe(
      named.stdout,
    );
  }, 240_000);
});
