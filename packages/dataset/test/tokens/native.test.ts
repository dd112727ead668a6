import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { countRules, profileBytes } from "../../src/index.ts";
import type { Counter } from "../../src/tokens/counter.ts";
import { NativeCounter, NativeCounting } from "../../src/tokens/nativeCounting.ts";
import { asText, loadCounters, loadVocabulary } from "../../src/tokens/vocabularies.ts";
import { counterOf, countersOf, plainOf } from "./counters.ts";
import { languages, textsIn } from "./languages.mjs";
import { mulberry32, texts } from "./texts.mjs";

const seven = ["o200k_base", "cl100k_base", "llama3", "qwen2", "deepseek-v3", "mistral-v3", "tekken"];
const all = [...seven, "r50k_base"];
const engines = await Promise.all(all.map(plainOf));
const together = await countersOf(all);
const ofTexts = await countersOf(all, asText);
const firstSeven = await countersOf(seven);
/** Of those that add tokens to another two without it, and one behind it. */
const families = await Promise.all(
  [
    ["llama3", "qwen2"],
    ["qwen2", "cl100k_base"],
  ].map((names) => countersOf(names)),
);
const alone = await Promise.all(all.map(counterOf));

/** What the two ways to count say otherwise of a text. */
function differences(text: string): unknown[] {
  const wanted = engines.map((engine) => engine.count(text));
  return [together, ofTexts, alone, firstSeven, ...families]
    .flat()
    .map((counter) => [counter.vocabulary, counter.count(text), wanted[all.indexOf(counter.vocabulary)]])
    .filter(([, got, right]) => got !== right);
}

describe("counting in WebAssembly", () => {
  it("is what is used", () => {
    for (const counter of [...together, ...alone]) expect(counter).toBeInstanceOf(NativeCounter);
  });

  it("goes on beyond eight vocabularies, in texts and in lines of JSON", async () => {
    const loaded = await Promise.all([...all, "phi-4"].map((name) => loadVocabulary(name)));
    const native = await NativeCounting.of(loaded.flatMap((one) => (one.ok ? [one.value] : [])));
    const text = "It counts 1,234 things: naïve café, 東京, и ещё.";
    native?.count(text);
    const wanted = [...together, together[1]].map((counter) => counter?.count(text));
    expect([...all.keys(), 8].map((place) => native?.tokensIn(place))).toEqual(wanted);
    native?.begin({}, ["text"]);
    native?.scan(new TextEncoder().encode(JSON.stringify({ text })));
    native?.countLine();
    expect([...all.keys(), 8].map((place) => native?.tokensOf(0, place))).toEqual(wanted);
  });

  it.each(all)("takes the table of %s that is ready", async (name) => {
    const loaded = await loadVocabulary(name);
    expect(loaded.ok && loaded.value.tables.every((table) => table instanceof Uint8Array)).toBe(true);
  });

  it("takes a vocabulary as text where the bytes of a part of it are of another version", async () => {
    const { ready } = await import("../../tables/ready.js");
    const other = (name: string): Uint8Array | undefined => (name.includes("llama3") ? undefined : ready(name));
    vi.doMock("../../tables/ready.js", () => ({ ready: other }));
    vi.resetModules();
    const { loadCounter } = await import("../../src/tokens/vocabularies.ts");
    const loaded = await loadCounter("llama3").finally(() => vi.doUnmock("../../tables/ready.js"));
    const text = "недоразумение, Überlieferung, 한국어 텍스트";
    expect(loaded.ok && loaded.value.count(text)).toBe(engines[all.indexOf("llama3")]?.count(text));
  });

  const policy: object = Object.create(WebAssembly, {
    compile: { value: () => Promise.reject(new WebAssembly.CompileError("violates the content security policy")) },
  });
  it.each([
    ["there is none", undefined],
    ["a policy forbids it", policy],
  ])("gives way to JavaScript where %s: the profile of a file is the same", async (_, stub) => {
    const content = [
      "Hello, world 😀 12345",
      "привет, мир",
      "日本語のテキスト",
      "naïve\n\n  café’s  ",
      "<|endoftext|>",
    ];
    const rows = content.map((text) => JSON.stringify({ messages: [{ role: "assistant", content: text }] }));
    const plain = all.map((name) => `plain/${name}`);
    const profileOf = async (count: typeof countRules, read: typeof profileBytes): ReturnType<typeof profileBytes> => {
      // Without WebAssembly nothing tells that parts are missing: all are loaded.
      const rules = await count(plain, stub === policy ? {} : { parts: [1, 2] });
      if (!rules.ok) throw new Error(rules.problem.kind);
      expect(rules.value.map(({ counter }) => counter.constructor.name)).toEqual(
        plain.map(() => (count === countRules ? "NativeCounter" : "PlainCounter")),
      );
      return read(new Blob([rows.join("\n")]).stream(), { rules: rules.value });
    };
    const wanted = await profileOf(countRules, profileBytes);
    vi.stubGlobal("WebAssembly", stub);
    vi.resetModules();
    const without = await import("../../src/index.ts");
    const got = await profileOf(without.countRules, without.profileBytes).finally(() => vi.unstubAllGlobals());
    expect(got).toEqual(wanted);
    expect(got.ok).toBe(true);
  });

  it("gives the counts of plain JavaScript on seeded texts", () => {
    const source = texts(20_261_126);
    for (let i = 0; i < 1500; i += 1) {
      const text = source.next().value;
      expect([text, differences(text)]).toEqual([text, []]);
    }
  });

  it.each(languages)("gives the counts of plain JavaScript in %s", (language) => {
    const source = textsIn(language, 6);
    for (let i = 0; i < 60; i += 1) {
      const text = source.next().value;
      expect([text, differences(text)]).toEqual([text, []]);
    }
  });

  it("gives them on any text, half characters among them", () => {
    const units = fc.array(fc.nat(0xffff), { maxLength: 30 }).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), units), (text) => {
        expect(differences(text)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["中文", 3000],
    ["a", 5000],
    ["=", 300],
    ["\u0301", 700],
    [" ", 70_000],
    ["ab", 70_000],
    ["aab", 70_001],
  ])("gives them on %j × %i", (unit, times) => {
    expect(differences(unit.repeat(times))).toEqual([]);
  });

  it.each(["aeinorst", "中文的是"])("gives them on a piece of %s that is merged in blocks", (alphabet) => {
    const random = mulberry32(3);
    const text = Array.from({ length: 70_000 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
    for (const place of [0, seven.indexOf("mistral-v3"), seven.indexOf("llama3")])
      expect(together[place]?.count(text)).toBe(engines[place]?.count(text));
  });

  it("gives them on a text longer than its room", () => {
    const times = 2_200_000;
    for (const counter of together)
      expect(counter.count(`x${" y".repeat(times)}`)).toBe(counter.count("x y") + times - 1);
  });

  it("goes on so when more chunks were met than are remembered", () => {
    const [counter] = alone as [Counter];
    const engine = engines[0];
    for (let i = 0; i < 300_000; i += 1)
      counter.count(`q${i.toString(36).replaceAll(/\d/g, "Z")}${"z".repeat(i % 40)}`);
    const source = texts(77);
    for (let i = 0; i < 500; i += 1) {
      const text = source.next().value;
      expect([text, counter.count(text)]).toEqual([text, engine?.count(text)]);
    }
  });

  it("goes on so when the same new words come again and again in a text, and make room for each other", () => {
    const [counter] = alone as [Counter];
    const [grouped] = together as [Counter];
    const [engine] = engines as [Counter];
    const word = (i: number): string => `${i % 3 === 0 ? "Q" : "v"}${(i * 7919).toString(26).replaceAll(/\d/g, "e")}`;
    for (let i = 0; i < 1200; i += 1) {
      // Words that were met a while ago stand between new ones, and some twice.
      const words = Array.from({ length: 40 }, (_, j) => word(40 * i + (j % 3 === 0 ? j : j % 7) - (j % 5) * 9000));
      const text = words.join(" ");
      const wanted = engine.count(text);
      expect([text, counter.count(text), grouped.count(text)]).toEqual([text, wanted, wanted]);
    }
  });
});

describe("a vocabulary of which the tokens of some scripts alone are loaded", () => {
  const profileOf = async (text: string, parts?: readonly number[]): ReturnType<typeof profileBytes> => {
    const rules = await countRules(["plain/o200k_base"], parts === undefined ? {} : { parts });
    if (!rules.ok) throw new Error(rules.problem.kind);
    const line = JSON.stringify({ messages: [{ role: "assistant", content: text }] });
    return profileBytes(new Blob([`${line}\n`]).stream(), { rules: rules.value });
  };

  it("counts texts of Latin script as the whole does", async () => {
    const bits = [
      "naïve café — “Tschüß”…",
      "fooBar.baz(12345)",
      "\n\t  ",
      "façade’s",
      "ŁÓDŹ",
      "→ ✓ ─",
      "https://a.b/c?d=e",
    ];
    const random = mulberry32(8);
    for (let i = 0; i < 60; i += 1) {
      const text = Array.from({ length: 40 }, () => bits[Math.floor(random() * bits.length)]).join(" ");
      expect(await profileOf(text, [])).toEqual(await profileOf(text));
    }
  });

  it.each([
    ["привет, мир", 1],
    ["Ελληνικά ἀρχή, Tiếng Việt", 5],
    ["日本語のテキスト、한국어ｱ", 2],
    ["שלום עולם", 3],
    ["مرحبا بالعالم ﷺ", 3],
    ["नमस्ते தமிழ்", 4],
    ["สวัสดี Հայ ქართული 𐍈", 5],
  ])("counts %s with the part of its script, and refuses to without", async (text, part) => {
    const mixed = `Hello 😀 naïve ${text} – wörld, "${text}!" 123`;
    for (const parts of [[], [part === 1 ? 2 : 1]])
      expect(await profileOf(mixed, parts)).toMatchObject({
        ok: false,
        problem: { kind: "vocabulary_not_loaded", vocabulary: "o200k_base" },
      });
    expect(await profileOf(mixed, [part])).toEqual(await profileOf(mixed));
  });

  it.each(languages)("says which part it lacks of %s, and counts with it as the whole does", async (language) => {
    const source = textsIn(language, 3);
    const text = Array.from({ length: 40 }, () => source.next().value).join("\n");
    const some = async (parts: readonly number[]): Promise<Counter> => {
      const loaded = await loadCounters(["o200k_base"], { parts });
      return (loaded.ok ? loaded.value.get("o200k_base") : undefined) as Counter;
    };
    let counter = await some([]);
    counter.count(text);
    if ((counter.lacks ?? []).length > 0) counter = await some(counter.lacks ?? []);
    expect([counter.count(text), counter.lacks]).toEqual([together[0]?.count(text), []]);
  });
});
