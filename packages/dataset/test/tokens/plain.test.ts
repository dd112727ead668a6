import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlainCounter } from "../../src/tokens/plainCounter.ts";
import { counterOf, plainOf } from "./counters.ts";

/** Texts at the edges of every split: numbers, contractions, spaces, line ends, scripts and marks. */
const texts = [
  "",
  " ",
  "Hello world, it's John's and they'LL've we'D.",
  "1 12 123 1234 12345 3.14159 ²³ ٣٤٥٦ १२३४",
  "a\n\n  b\r\n\tc   \n d  ",
  "  leading and trailing  ",
  "HTMLParser camelCase XMLHttp iPhone ÉTÉ straße ǅ ʰa",
  "中文测试。日本語のテスト、カタカナ 한국어 ไทย עברית العربية русский",
  "a/b//c\\d !!! ... --- ```js\n{}\n``` x=y;z <a href='b'>",
  "e\u0301 \u00e9 \u0085 \u00a0 \ufeff \u3000 \u200b 😀👍🏽 \u{10ffff}",
  "▁▁ a▁b ▁",
  "x".repeat(40),
];

describe("counting without WebAssembly", () => {
  it.each(["case", "letters", "gpt2", "deepseek", "unsplit"] as const)("drops no character of a split %s", (kind) => {
    const tables = [{ merges: "", runs: "" }];
    const bytes = new PlainCounter("bytes", { tables, rule: { kind }, preparation: "none" });
    const held = (text: string): void => {
      expect(bytes.count(text), JSON.stringify(text)).toBe(Buffer.byteLength(text));
    };
    for (const text of texts) held(text);
    // One that no class holds, among them.
    for (const mark of ["\u200b", "\u0378", "\u0001", "ſ", "\u00a0", "😀", "ǅ", "中"])
      for (const text of [mark, `a${mark}b`, ` ${mark} `, `1${mark}\n`]) held(text);
    fc.assert(fc.property(fc.string({ unit: "binary" }), held));
  });

  it.each(["o200k_base", "cl100k_base", "r50k_base", "qwen2", "deepseek-v3", "mistral-v3", "tekken"])(
    "gives what the module gives, of %s",
    async (vocabulary) => {
      const [plain, native] = [await plainOf(vocabulary), await counterOf(vocabulary)];
      expect(texts.map((text) => plain.count(text))).toEqual(texts.map((text) => native.count(text)));
    },
  );
});
