import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countRules, profileBytes, profileText, type CountRule } from "../../src/index.ts";
import { lineForms } from "../../src/profile/lineForms.ts";
import { NativeCounter } from "../../src/tokens/nativeCounting.ts";
import type { NativeCounting } from "../../src/tokens/nativeCounting.ts";

const names = [
  "openai/o200k_base",
  "llama-3.1/llama3",
  "qwen3/qwen2",
  "mistral-v3/mistral-v3",
  "harmony/harmony",
  "plain/tekken",
];
const loaded = await countRules(names);
if (!loaded.ok) throw new Error(loaded.problem.kind);
const rules = loaded.value;

/** The profile of lines as they are read, and by counters that read none: each is parsed. */
async function bothWays(lines: readonly string[]): Promise<readonly [read: string, parsed: string]> {
  const profile = async (isParsed: boolean): Promise<string> => {
    const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
    const options = { rules: isParsed ? rules.map(unaware) : rules, name: "a.jsonl" };
    const made = await profileBytes(new Blob([bytes]).stream(), options);
    return made.ok ? profileText(made.value) : made.problem.kind;
  };
  return [await profile(false), await profile(true)];
}

/** A rule whose counter is no longer one that reads lines. */
function unaware({ name, counter, overhead }: CountRule): CountRule {
  const { vocabulary } = counter;
  return { name, overhead, counter: { vocabulary, count: (text) => counter.count(text) } };
}

function nativeOf([rule]: readonly CountRule[]): NativeCounting {
  if (!(rule?.counter instanceof NativeCounter)) throw new Error("no WebAssembly");
  return rule.counter.native;
}

/** Texts that a shape, an escape or an edge may stumble over. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.array(fc.nat(0xffff), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom("", " ", "\n", " a", "a ", "\ufeffb", "x\u0085", "中文。", "null", "[]", "<image>", "<|endoftext|>"),
  fc.constantFrom(
    '{"name":"f","arguments":{}}',
    '[{"role":"user","content":"q"}]',
    "\\",
    '"',
    "\u0001",
    "😀",
    "\ud800",
  ),
);
const role = fc.constantFrom(
  "system",
  "user",
  "assistant",
  "tool",
  "developer",
  "human",
  "gpt",
  "function_call",
  "nobody",
);
const turn = fc.oneof(
  fc.record({ role, content: text }),
  fc.record({ content: text, role }),
  fc.record(
    { role, content: text, weight: fc.constantFrom(0, 1), name: fc.constant("n") },
    { requiredKeys: ["role", "content"] },
  ),
  fc.record({ from: role, value: text }),
  fc.record({ role, content: text, reasoning_content: text }),
);
const row = fc.oneof(
  { weight: 6, arbitrary: fc.record({ messages: fc.array(turn, { maxLength: 4 }) }) },
  fc.record({ conversations: fc.array(turn, { maxLength: 3 }), system: text }, { requiredKeys: ["conversations"] }),
  fc.record({ instruction: text, input: text, output: text }, { requiredKeys: ["instruction", "output"] }),
  fc.record({ prompt: text, completion: text }),
  fc.record({ question: text, answer: text, context: text, extra: text }, { requiredKeys: ["question", "answer"] }),
  fc.record({ text }),
  fc.record({ prompt: text, chosen: text, rejected: text }),
  fc.record({
    messages: fc.array(turn, { maxLength: 3 }),
    tools: fc.constant([{ type: "function", function: { name: "f" } }]),
  }),
);
/** The same value in the ways that JSON has to write it. */
const line = fc.tuple(row, fc.constantFrom("plain", "spaced", "ascii", "cut", "slashed")).map(([value, way]) => {
  const json = JSON.stringify(value);
  if (way === "spaced") return JSON.stringify(value, null, 1).replaceAll("\n", "\t");
  if (way === "ascii")
    return json.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (way === "slashed") return json.replaceAll("a", String.raw`\u0061`).replaceAll("o", String.raw`\/`);
  return way === "cut" ? json.slice(0, -3) : json;
});

describe("lines that are read without parsing them", () => {
  it("give the profile of parsed ones, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), async (lines) => {
        const [read, parsed] = await bothWays(lines);
        expect(read).toBe(parsed);
      }),
      { numRuns: 150 },
    );
  });

  it("are nearly all lines of a chat file", () => {
    const native = nativeOf(rules);
    const read = lineForms(native, undefined);
    const lines = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify({
        messages: [
          { role: "user", content: `Say ${i} "times"` },
          { role: "assistant", content: "no\n".repeat(i % 3) + i },
        ],
      }),
    );
    expect(lines.filter((one) => read(new TextEncoder().encode(one)) !== undefined)).toHaveLength(50);
  });

  it("are left to the parser wherever a mark of a template stands in them", () => {
    const read = lineForms(nativeOf(rules), undefined);
    const isRead = (said: string, at: number): boolean => {
      const row = { messages: [{ role: "user", content: `${"x".repeat(at)}${said}` }] };
      // Escapes stand as they are given.
      return read(new TextEncoder().encode(JSON.stringify(row).replaceAll("\\\\", "\\"))) !== undefined;
    };
    const places = Array.from({ length: 40 }, (_, i) => i);
    for (const mark of [
      "<|im_start|>",
      "[INST]",
      "<start_of_turn>",
      "<｜User｜>",
      "<think>",
      "</think>",
      "</s>",
      "<unk>",
    ])
      expect([mark, places.filter((at) => isRead(mark, at))]).toEqual([mark, []]);
    for (const mark of [
      "<\\uff5cUser\\uFF5C>",
      "<\\uFF5CUser",
      "\\u003cthink\\u003e",
      "\\u003C|im_start|>",
      "\\u003c/s>",
      "\\u003cunk>",
    ])
      expect([mark, places.filter((at) => isRead(mark, at))]).toEqual([mark, []]);
    for (const other of ["<b>|", "[INSERT", "<start", "<｢User｣>", "<thing>", "</thin", "a < b", "[I]", "<ul>"])
      expect([other, places.filter((at) => !isRead(other, at))]).toEqual([other, []]);
  });

  it("are left to the parser when a call is written as text, or a text is not read as it stands", () => {
    const native = nativeOf(rules);
    const read = lineForms(native, undefined);
    for (const value of [
      {
        conversations: [
          { from: "human", value: "a" },
          { from: "function_call", value: "{}" },
        ],
      },
      { instruction: "a", input: "b", output: "c" },
      { messages: [{ role: "user", content: "a" }], messages2: "x", content: "far more text than this" },
      { prompt: "a", chosen: "b", rejected: "c" },
      { messages: "none" },
    ])
      expect(read(new TextEncoder().encode(JSON.stringify(value)))).toBeUndefined();
  });

  it("parses lines of more than 4 MiB, which have no room to be read in", async () => {
    const texts = ["A few words.", "word ".repeat(1_300_000), "And a few more."];
    const [read, parsed] = await bothWays(texts.map((text) => JSON.stringify({ text })));
    expect(read).toBe(parsed);
  });
});
