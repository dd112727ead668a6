import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { counterOf } from "./counters.ts";

/** Seeded texts and their counts by independent tokenizers; made by tools/compare.mjs, which compares many more. */
const fixture = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/families.json"), "utf8")) as {
  readonly texts: readonly string[];
  readonly counts: Readonly<Record<string, readonly number[]>>;
};

describe.each(Object.entries(fixture.counts))("%s", (vocabulary, counts) => {
  it("counts seeded texts as an independent tokenizer does, as text and as bytes", async () => {
    const counter = await counterOf(vocabulary);
    const encoder = new TextEncoder();
    for (const [i, text] of fixture.texts.entries()) {
      const bytes = encoder.encode(`x${text}x`);
      expect(counter.count(text), JSON.stringify(text)).toBe(counts[i]);
      expect(counter.countBytes(bytes, 1, bytes.length - 1), JSON.stringify(text)).toBe(counts[i]);
    }
  });

  it("counts malformed bytes as TextDecoder reads them", async () => {
    const counter = await counterOf(vocabulary);
    const bytes = Uint8Array.of(
      0x61,
      0xff,
      0xe4,
      0xb8,
      0x20,
      0xed,
      0xa0,
      0x80,
      0xc0,
      0x80,
      0xf4,
      0x90,
      0x80,
      0x80,
      0xe2,
    );
    expect(counter.countBytes(bytes, 0, bytes.length)).toBe(counter.count(new TextDecoder().decode(bytes)));
  });
});

it("counts the same whatever was counted before", async () => {
  const counter = await counterOf("o200k_base");
  const first = fixture.texts.map((text) => counter.count(text));
  // More new pieces than are remembered at once.
  for (let i = 0; i < 300_000; i += 1) counter.count(`qx${i.toString(36).replaceAll(/\d/g, "Z")}zq`);
  expect(fixture.texts.map((text) => counter.count(text))).toEqual(first);
});
