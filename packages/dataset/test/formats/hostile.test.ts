import { describe, expect, it } from "vitest";
import { checkFor, profileBytes } from "../../src/index.ts";
import { findingWords } from "../../src/checks/report.ts";
import { lines, times, user } from "../checks/rows.ts";
import { chunked, textChunks } from "../data.ts";
import { counterOf } from "../tokens/counters.ts";
import { fixture } from "./read.ts";

describe("a Parquet file whose footer claims another length", () => {
  it.each([0, 1, 2 ** 31, 2 ** 32 - 1])("of %d bytes ends in a problem", async (length) => {
    const file = fixture("pairs.parquet").slice();
    new DataView(file.buffer).setUint32(file.length - 8, length, true);
    expect(await profileBytes(chunked(file), { rules: [] })).toMatchObject({
      ok: false,
      problem: { kind: "parquet_unreadable" },
    });
  });

  it.each([1, 4, 8, 12, 400])("or lacks its last %d bytes ends in a problem", async (missing) => {
    const file = fixture("pairs.parquet").slice(0, -missing);
    expect(await profileBytes(chunked(file), { rules: [] })).toMatchObject({
      ok: false,
      problem: { kind: "parquet_unreadable" },
    });
  });
});

describe("millions of one character", () => {
  // The longest token of each has so many of them that the numbers below are its multiples.
  it.each([" ", "a", "0", "!", "\n", "中"])("are counted as they are by the thousand: %j", async (character) => {
    const counter = await counterOf("o200k_base");
    const tokens = (n: number): number => counter.count(character.repeat(n));
    const more = tokens(480_000);
    const each = (more - tokens(240_000)) / 240_000;
    expect(Math.abs(tokens(4_800_000) - more - each * (4_800_000 - 480_000))).toBeLessThanOrEqual(2);
    expect(each).toBeGreaterThan(0);
  });
});

describe("a line that is too long", () => {
  it("is said with its bytes", async () => {
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      yield new TextEncoder().encode('{"messages":"');
      for (let i = 0; i < 70; i++) yield new Uint8Array(1024 * 1024).fill(97);
    }
    const report = await checkFor("generic", endless());
    const [finding] = report.ok ? report.value.findings.filter(({ code }) => code === "too_long") : [];
    expect(finding?.sentence).toMatch(/too long \(73,400,3\d\d bytes\)/u);
    expect(findingWords("too_long", "1 byte").fix).not.toBe("");
  });
});

describe("one bad row among those of a grader", () => {
  it("is named by its line", async () => {
    const rows = times(12, (i) => ({
      messages: [user(`Question ${i}`), ...(i === 6 ? [{ role: "assistant", content: "No." }] : [])],
      reference_answer: `a${i}`,
    }));
    const report = await checkFor("generic", textChunks(lines(rows)));
    expect(report).toMatchObject({ value: { format: "rft", verdict: "error" } });
    const errors = report.ok ? report.value.findings.filter(({ severity }) => severity === "error") : [];
    expect(errors.map(({ line }) => line)).toEqual([7]);
  });
});
