import type { FileHandle } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { silent } from "../src/count/progress.ts";
import { nodeFiles } from "../src/read/files.ts";
import { Folder } from "./folder.ts";
import { run } from "../src/run.ts";
import { around, chatRows } from "./host.ts";

const { opened } = vi.hoisted(() => ({ opened: new Set<FileHandle>() }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const open = async (...given: Parameters<typeof real.open>): Promise<FileHandle> => {
    const handle = await real.open(...given);
    opened.add(handle);
    return handle;
  };
  return { ...real, open };
});

const folder = new Folder();
const files = nodeFiles({ stdin: (async function* () {})(), progress: silent, threads: 2 });
const options = { rules: ["plain/o200k_base"] };
const row = chatRows(1);
const long = row.repeat(Math.ceil(34_000_000 / row.length));
const png = new Uint8Array(3_000_000).fill(7);
png.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
const printed = `counting rule          tokens  trained on  median\n${" ".repeat(2_000_000)}`;

/** The numbers of files that are still open: a closed handle has -1. */
const stillOpen = (): readonly number[] => [...opened].map(({ fd }) => fd).filter((fd) => fd >= 0);

afterEach(async () => {
  for (const handle of opened) await handle.close();
  opened.clear();
});

describe("a file that was read is closed", () => {
  it.each([
    ["counted in threads", long, options],
    ["counted here", chatRows(3), options],
    ["in no format that is known", png, options],
    ["a table that profile printed", printed, options],
    ["read in a shape that there is not", chatRows(20_000), { ...options, shape: "sonnet" }],
    ["counted by a rule that there is not", chatRows(20_000), { rules: ["plain/none"] }],
    ["empty", "", options],
    ["a profile", `{"tunecastProfile":9,${" ".repeat(2_000_000)}}`, options],
  ])("by profile: %s", async (_, content, how) => {
    await files.profile(folder.file("data.jsonl", content), how);
    expect(opened.size).toBeGreaterThan(0);
    expect(stillOpen()).toEqual([]);
  });

  it("where its units are no longer as they were listed", async () => {
    const path = folder.file("data.jsonl", long);
    const unit = { path, bytes: 3, index: 1, of: 1, file: 1, lines: true as const };
    await files.units([unit, { ...unit, bytes: long.length, range: { start: 0, end: 0 } }], {
      ...options,
      sources: [],
      tolerant: false,
    });
    await files.units([{ ...unit, bytes: long.length, range: { start: 0, end: 0 } }], {
      ...options,
      sources: [],
      tolerant: false,
    });
    expect(stillOpen()).toEqual([]);
  });

  it.each([0, 1, 2, 1000])("where the reader of its bytes takes %d pieces and leaves", async (pieces) => {
    const chunks = await files.chunks(folder.file("data.jsonl", long));
    if (!chunks.ok) throw new Error("a file that cannot be read");
    let taken = 0;
    if (pieces > 0) for await (const _ of chunks.value) if (++taken === pieces) break;
    expect(opened.size).toBeGreaterThan(0);
    expect(stillOpen()).toEqual([]);
  });

  it.each([
    ["convert", "-", "--to", "sonnet"],
    ["convert", "-", "--to", "openai", "--shape", "sonnet"],
    ["check", "-", "--provider", "openai", "--validation", "missing.jsonl"],
    ["check", "-", "--provider", "acme"],
  ])("where it is a pipe that %s %s refuses before it reads it: %s %s…", async (...argv) => {
    const said: string[] = [];
    const stdin = (async function* () {
      try {
        for (;;) yield new TextEncoder().encode(row);
      } finally {
        said.push("closed");
      }
    })();
    const host = { ...around({}), files: nodeFiles({ stdin, progress: silent, threads: 1 }) };
    expect((await run(argv, host)).exitCode).toBe(2);
    expect(said).toEqual(["closed"]);
  });

  it.each([
    ["check", "--provider", "openai", "--columns", "prompt=q"],
    ["check", "--provider", "openai", "--validation", "missing.jsonl"],
    ["convert", "--to", "openai", "--columns", "prompt=q,completion=r"],
    ["pilots", "cut", "--sizes", "5", "--test", "10000000", "--out", "/tmp/none"],
    ["estimate", "--provider", "openai"],
  ])("by %s %s %s…", async (command, ...more) => {
    const before = command === "pilots" ? [command, more.shift() ?? ""] : [command];
    for (const content of [chatRows(20_000), png])
      await folder.run([...before, folder.file("data.jsonl", content), ...more]);
    expect(opened.size).toBeGreaterThan(0);
    expect(stillOpen()).toEqual([]);
  });
});
