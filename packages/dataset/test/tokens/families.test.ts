import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Counter } from "../../src/tokens/counter.ts";
import type { NativeCounter } from "../../src/tokens/nativeCounting.ts";
import { counterOf, countersOf } from "./counters.ts";

/** Seeded texts and their counts by independent tokenizers; made by tools/compare.mjs, which compares many more. */
const fixture = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/families.json"), "utf8")) as {
  readonly texts: readonly string[];
  readonly counts: Readonly<Record<string, readonly number[]>>;
};

describe.each(Object.entries(fixture.counts))("%s", (vocabulary, counts) => {
  it("counts seeded texts as an independent tokenizer does", async () => {
    const counter = await counterOf(vocabulary);
    for (const [i, text] of fixture.texts.entries()) expect(counter.count(text), JSON.stringify(text)).toBe(counts[i]);
  });
});

it("counts the same whatever was counted before", async () => {
  const counter = await counterOf("o200k_base");
  const first = fixture.texts.map((text) => counter.count(text));
  // More new pieces than are remembered at once.
  for (let i = 0; i < 300_000; i += 1) counter.count(`qx${i.toString(36).replaceAll(/\d/g, "Z")}zq`);
  expect(fixture.texts.map((text) => counter.count(text))).toEqual(first);
});

describe("counters that count together", () => {
  it("give what each gives alone, those that share a table too", async () => {
    const names = ["cl100k_base", "phi-4", ...Object.keys(fixture.counts)];
    const together = await countersOf(names);
    const countsOf = (counter: Counter | undefined) => fixture.texts.map((text) => counter?.count(text));
    for (const [i, name] of names.entries())
      expect([name, countsOf(together[i])]).toEqual([name, fixture.counts[name] ?? countsOf(await counterOf(name))]);
  });

  it("are kept for the next who asks for the same, and made anew for others", async () => {
    const nativeOf = async (...names: string[]) =>
      (await countersOf(names)).map((one) => (one as NativeCounter).native);
    const [first] = await nativeOf("cl100k_base", "llama3");
    expect(await nativeOf("cl100k_base", "llama3")).toEqual([first, first]);
    const [alone] = await nativeOf("cl100k_base");
    expect(alone).not.toBe(first);
    expect((await nativeOf("cl100k_base", "phi-4")).every((one) => one === alone)).toBe(true);
  });
});
