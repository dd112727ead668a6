import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nodeFiles } from "../src/read/files.ts";
import { silent } from "../src/count/progress.ts";
import { Folder } from "./folder.ts";
import { chatRows } from "./host.ts";

const folder = new Folder();
const a = folder.file("a.jsonl", `${chatRows(40)}{"broken\n${chatRows(3)}`);
const b = folder.file("b.jsonl", chatRows(30));
const rules = ["--rules", "openai/o200k_base"];
let number = 0;

/** Runs the program and keeps what it prints. */
async function kept(argv: readonly string[], stdin = ""): Promise<string> {
  const { stdout, stderr } = await folder.run(argv, { stdin });
  if (stdout === "") throw new Error(stderr);
  number += 1;
  return folder.file(`kept-${number}.json`, stdout);
}

const profile = (...argv: string[]): Promise<string> => kept(["profile", ...argv, ...rules]);
const text = (path: string): string => readFileSync(path, "utf8");

describe("parts", () => {
  it("of one file merge in any order, twice or more, into the bytes of the whole", async () => {
    const parts = await Promise.all([1, 2, 3].map((part) => profile(a, "--shard", `${part}/3`)));
    const [first = "", second = "", third = ""] = parts;
    const merged = await folder.run(["merge", third, first, second, first, third]);
    expect(merged.stdout).toBe(text(await profile(a)));
    expect(merged).toMatchObject({
      exitCode: 0,
      stderr: "tunecast: 2 profiles were there already and counted once.\n",
    });
    expect((await folder.run(["merge", first, second, third, "--strict"])).exitCode).toBe(1);
  });

  it("of other data are refused", async () => {
    const [ofA, ofB] = [await profile(a, "--shard", "1/2"), await profile(b, "--shard", "2/2")];
    for (const order of [
      [ofA, ofB],
      [ofB, ofA],
      [ofA, await profile(b)],
    ]) {
      const { exitCode, stdout, stderr } = await folder.run(["merge", ...order]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toContain("is of other data than the rest");
    }
  });

  it("of several files give the bytes of all", async () => {
    const parts = await Promise.all([
      profile(a, b, "--shard", "1/2"),
      profile(b, a, "--shard", "2/2"),
      profile(a, b, "--shard", "1/2"),
    ]);
    expect((await folder.run(["merge", ...parts])).stdout).toBe(text(await profile(a, b)));
  });

  it("say which of them are missing", async () => {
    const parts = await Promise.all([2, 4, 5].map((part) => profile(a, "--shard", `${part}/6`)));
    const { exitCode, stderr } = await folder.run(["merge", ...parts]);
    expect(exitCode).toBe(1);
    expect((await folder.run(["merge", ...parts, "--partial"])).exitCode).toBe(0);
    expect(stderr).toBe("tunecast: Only 3 of 6 parts of the data are merged; missing: 1, 3, 6.\n");
  });
});

describe("whole profiles", () => {
  it("count once, however often they are merged", async () => {
    const [ofA, ofB] = [await profile(a), await profile(b)];
    expect((await folder.run(["merge", ofA, ofA])).stdout).toBe(text(ofA));
    const both = folder.file("both.json", (await folder.run(["merge", ofA, ofB])).stdout);
    expect((await folder.run(["merge", both, ofB, ofA, both])).stdout).toBe(text(both));
    expect(JSON.parse(text(both)).examples).toBe(73);
    const overlapping = folder.file(
      "c.json",
      (await folder.run(["merge", ofA, await profile(folder.file("c.jsonl", chatRows(2)))])).stdout,
    );
    expect((await folder.run(["merge", both, overlapping])).stderr).toContain("share a file");
  });

  it("come in a folder, and one after another on standard input", async () => {
    const inner = join(folder.path, "profiles");
    mkdirSync(inner);
    const [ofA, ofB] = [text(await profile(a)), text(await profile(b))];
    writeFileSync(join(inner, "a.json"), ofA);
    writeFileSync(join(inner, "b.json"), ofB);
    const named = (await folder.run(["merge", join(inner, "a.json"), join(inner, "b.json")])).stdout;
    expect((await folder.run(["merge", inner])).stdout).toBe(named);
    for (const stdin of [ofA + ofB, ofA.trimEnd() + ofB.trimEnd()])
      expect((await folder.run(["merge", "-"], { stdin })).stdout).toBe(named);
  });

  it("merge with counts of any name", async () => {
    const strange = JSON.parse(text(await profile(a)));
    const odd = text(await profile(b)).replace('"openai/o200k_base"', '"__proto__"');
    delete strange.sources;
    const [one, two] = [folder.file("one.json", JSON.stringify(strange)), folder.file("odd.json", odd)];
    expect((await folder.run(["merge", one, two])).stderr).toContain("were not counted by the same rules (");
  });
});

describe("files of every kind", () => {
  const data = join(folder.path, "data");
  mkdirSync(data);
  const files = Object.entries({
    "large.jsonl": chatRows(400),
    "bad.jsonl": `${chatRows(5)}[]\n\n{"broken`,
    "packed.jsonl.gz": gzipSync(chatRows(60)),
    "cut.jsonl.gz": gzipSync(chatRows(50)).subarray(0, 200),
    "table.csv": "prompt,completion\nHi,Hello\n",
    "broken.parquet": new Uint8Array([0x50, 0x41, 0x52, 0x31, 1, 2, 3]),
  }).map(([name, content]) => {
    writeFileSync(join(data, name), content);
    return join(data, name);
  });

  it.each([2, 3, 7, 20])("give the bytes of one pass from %i parts", async (of) => {
    const whole = await folder.run(["profile", ...files, "--shard", "1/1", ...rules]);
    expect([whole.exitCode, JSON.parse(whole.stdout).badRows]).toEqual([1, 4]);
    const out = join(folder.path, `out-${of}`);
    mkdirSync(out);
    for (let index = of; index >= 1; index -= 1) {
      const { stdout } = await folder.run(["profile", ...files, "--shard", `${index}/${of}`, ...rules]);
      writeFileSync(join(out, `part-${index}.json`), stdout);
    }
    expect((await folder.run(["merge", out])).stdout).toBe(whole.stdout);
  });

  it("are counted in parts as they are one by one", async () => {
    const readable = files.filter((path) => !path.endsWith(".parquet"));
    const [own, named] = await Promise.all([profile(...readable, "--shard", "1/1"), profile(...readable)]);
    expect({ ...JSON.parse(text(own)), sources: 0 }).toEqual({ ...JSON.parse(text(named)), sources: 0 });
  });
});

describe("a sample", () => {
  const path = folder.file("sampled.jsonl", chatRows(60_000));

  it("takes what was asked for, and prints its range in the table", async () => {
    const table = async (size: string): Promise<string> =>
      (await folder.run(["profile", path, "--sample", size, "--format", "table", ...rules])).stdout;
    const [small, large] = [await table("200"), await table("20%")];
    const widthOf = (shown: string): number => {
      const [, low = "", high = ""] = /([\d,]+)–([\d,]+)/u.exec(shown) ?? [];
      return Number(high.replaceAll(",", "")) - Number(low.replaceAll(",", ""));
    };
    expect(widthOf(large)).toBeGreaterThan(0);
    expect(widthOf(small)).toBeGreaterThan(widthOf(large));
  });

  it("gives a range that holds the count, the same each time", async () => {
    const [whole, again, rows] = await Promise.all([
      folder.run(["profile", path, "--sample", "15%", ...rules]),
      folder.run(["profile", path, "--sample", "15%", ...rules]),
      folder.run(["profile", path, "--sample", "9000", ...rules]),
    ]);
    expect(whole.stdout).toBe(again.stdout);
    const exact = JSON.parse(text(await profile(path)));
    for (const { stdout } of [whole, rows]) {
      const profiled = JSON.parse(stdout);
      const { tokens, doubt, exact: isExact } = profiled.counts["openai/o200k_base"];
      const sum = (histogram: [number, number][]): number => histogram.reduce((all, [n, times]) => all + n * times, 0);
      const truth = sum(exact.counts["openai/o200k_base"].tokens);
      expect(isExact).toBe(false);
      expect(profiled.bytes).toBe(exact.bytes);
      expect(truth).toBeGreaterThanOrEqual(sum(tokens) - doubt.less);
      expect(truth).toBeLessThanOrEqual(sum(tokens) + doubt.more);
      expect(doubt.less + doubt.more).toBeLessThan(0.1 * truth);
    }
  });

  it("counts a small file whole, and refuses what it cannot look into", async () => {
    expect((await folder.run(["profile", b, "--sample", "50%", ...rules])).stdout).toBe(text(await profile(b)));
    const packed = folder.file("b.jsonl.gz", gzipSync(chatRows(9)));
    expect((await folder.run(["profile", packed, "--sample", "9", ...rules])).stderr).toContain("cannot be sampled");
  });
});

describe("a file whose rows are handed on", () => {
  it.each([
    ["", []],
    ["more\n", ["file_changed"]],
  ])("that grows by %j while it is read gives the notices %j", async (more, kinds) => {
    const path = folder.file("growing.jsonl", chatRows(20));
    const notices: string[] = [];
    const files = nodeFiles({
      stdin: (async function* () {})(),
      progress: silent,
      threads: 1,
      notice: ({ kind }) => void notices.push(kind),
    });
    const chunks = await files.chunks(path);
    if (!chunks.ok) throw new Error(chunks.problem.kind);
    let pieces = 0;
    for await (const _ of chunks.value) if (++pieces === 1) appendFileSync(path, more);
    expect(notices).toEqual(kinds);
  });
});
