// @ts-check
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const fixtures = fileURLToPath(new URL("../../../../packages/dataset/test/formats/fixtures/", import.meta.url));

/** @param {number} file @param {number} count */
function rows(file, count) {
  const row = (/** @type {number} */ n) =>
    JSON.stringify({
      messages: [
        { role: "user", content: `What is ${n * 7919} plus ${file}?` },
        { role: "assistant", content: `It is ${n * 7919 + file}. ${"Word by word. ".repeat(n % 13)}` },
      ],
    });
  return Array.from({ length: count }, (_, n) => `${row(n)}\n`).join("");
}

/**
 * Writes 200 files of several kinds, as a corpus has them: plain, packed with gzip and zstd, Parquet of three packings,
 * Arrow, one empty, one with bad rows, two broken off, one of an unknown kind.
 *
 * @param {string} folder
 * @param {boolean} withZstd whether the program zstd is there; without it all such files hold the same rows
 */
export function writeFiles(folder, withZstd) {
  const packed = (/** @type {string} */ text) =>
    withZstd ? execFileSync("zstd", ["-q", "-c"], { input: text }) : readFileSync(join(fixtures, "rows.jsonl.zst"));
  /** @type {[string, string | Uint8Array][]} */
  const files = [
    ["large.jsonl", rows(1, 30_000)],
    ["bad.jsonl", `${rows(2, 9)}{"broken\n\n[]\n${rows(3, 4)}`],
    ["empty.jsonl", ""],
    ["cut.jsonl.gz", gzipSync(rows(4, 500)).subarray(0, 900)],
    ["cut.jsonl.zst", packed(rows(4, 500)).subarray(0, 900)],
    ["broken.parquet", new Uint8Array([0x50, 0x41, 0x52, 0x31, 1, 2, 3])],
    ["strange.br", brotliCompressSync(rows(5, 5))],
    ["array.json", `[${rows(6, 30).trim().replaceAll("\n", ",")}]`],
    ["table.csv", 'prompt,completion\nHi,Hello\nHow,"So, so"\n'],
  ];
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  // Packed with Snappy, GZIP and ZSTD.
  const tables = ["messages.parquet", "gzip.parquet", "zstd.parquet", "pairs.parquet", "stream.arrow"];
  let number = files.length;
  for (; number < 50; number += 1) {
    const table = tables[number % tables.length] ?? "";
    copyFileSync(join(fixtures, table), join(folder, `${number}-${table}`));
  }
  for (; number < 200; number += 1) {
    const text = rows(number, 20 + ((number * 37) % 200));
    if (number % 4 === 0) writeFileSync(join(folder, `${number}.jsonl.gz`), gzipSync(text));
    else if (number % 4 === 1) writeFileSync(join(folder, `${number}.jsonl.zst`), packed(text));
    else writeFileSync(join(folder, `${number}.jsonl`), text);
  }
  return number;
}
