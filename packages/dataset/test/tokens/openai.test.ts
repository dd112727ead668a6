import { get_encoding } from "tiktoken";
import { describe, expect, it } from "vitest";
import { loadCounter } from "../../src/tokens/vocabularies.ts";
import { mulberry32, texts } from "./texts.mjs";
import { counterOf } from "./counters.ts";

const TEXTS = 20_000;
const vocabularies = ["o200k_base", "cl100k_base", "r50k_base"] as const;

describe.each(vocabularies)("%s", (vocabulary) => {
  const tiktoken = get_encoding(vocabulary);
  const reference = (text: string): number => tiktoken.encode(text, [], []).length;

  it(`counts ${TEXTS} seeded texts as tiktoken does`, async () => {
    const counter = await counterOf(vocabulary);
    const different: [string, number, number][] = [];
    const source = texts(20_261_124);
    for (let i = 0; i < TEXTS; i += 1) {
      const text = source.next().value;
      const [got, wanted] = [counter.count(text), reference(text)];
      if (got !== wanted) different.push([text, got, wanted]);
    }
    expect(different).toEqual([]);
  });

  it("counts every code point between letters, numbers, spaces and symbols as tiktoken does", async () => {
    const counter = await counterOf(vocabulary);
    const different: number[] = [];
    for (let codePoint = 0; codePoint < 0x3_4000; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      const text = `a${character}A${character}1 ${character}b.${character}\n/${character} ${character}'s`;
      if (counter.count(text) !== reference(text)) different.push(codePoint);
    }
    expect(different).toEqual([]);
  });

  it("counts long pieces of few letters as tiktoken does", async () => {
    const counter = await counterOf(vocabulary);
    const random = mulberry32(7);
    for (const alphabet of [
      "a",
      "ab",
      "aehinorst",
      "中文的是",
      "=-",
      " ",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    ]) {
      for (const length of [1, 90, 100, 1000, 3000]) {
        let text = "";
        for (let i = 0; i < length; i += 1) text += alphabet[Math.floor(random() * alphabet.length)];
        expect(counter.count(text), `${length} of ${alphabet}`).toBe(reference(text));
      }
    }
  });
});

describe("loadCounter", () => {
  it("names the vocabularies it knows when it is asked for another", async () => {
    const got = await loadCounter("gpt-9");
    expect(got).toMatchObject({ ok: false, problem: { kind: "unknown_vocabulary", vocabulary: "gpt-9" } });
    expect(got).toHaveProperty("problem.known", expect.arrayContaining(["o200k_base", "llama3"]));
  });

  it("takes no name from the prototype of objects for a vocabulary", async () => {
    expect((await loadCounter("__proto__")).ok).toBe(false);
    expect((await loadCounter("constructor")).ok).toBe(false);
  });
});
