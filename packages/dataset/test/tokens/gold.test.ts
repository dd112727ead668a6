import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../../../../.config/sharedData.mjs";
import { counterOf } from "./counters.ts";

const file = join(dataFolder, "conformance/gold-token-counts.json");
const found = existsSync(file);
if (!found) console.log(`Skipped: the gold token counts are not at ${file} (set TUNECAST_DATA).`);

/** Our vocabulary, and the column of the gold counts that holds its text tokens. */
const columns = [
  ["o200k_base", "o200k_base"],
  ["harmony", "gpt_oss"],
  ["cl100k_base", "cl100k_base"],
  ["phi-4", "cl100k_base"],
  ["llama3", "llama3"],
  ["qwen2", "qwen3"],
  ["deepseek-v3", "deepseek_v3"],
  ["mistral-v3", "mistral_sp_v1"],
  ["tekken", "tekken_240718"],
] as const;

interface Gold {
  readonly rows: readonly { readonly text: string; readonly counts: Readonly<Record<string, number>> }[];
}

describe.skipIf(!found)("the gold counts", () => {
  const gold: Gold = found ? (JSON.parse(readFileSync(file, "utf8")) as Gold) : { rows: [] };

  it.each(columns)("of %s are met", async (vocabulary, column) => {
    const counter = await counterOf(vocabulary);
    expect(gold.rows.length).toBeGreaterThan(0);
    for (const { text, counts } of gold.rows) expect(counter.count(text), JSON.stringify(text)).toBe(counts[column]);
  });
});
