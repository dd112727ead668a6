import { describe, expect, it } from "vitest";
import { countRule, countableRules, countRules, profileBytes, type DatasetProfile } from "../../src/index.ts";
import { imageSize } from "../../src/shapes/reading/content.ts";
import { isRow } from "../../src/formats/row.ts";
import { loadCounter } from "../../src/tokens/vocabularies.ts";
import { patchRule, tileRule } from "../../src/tokens/imageRules.ts";
import { toolsText } from "../../src/tokens/toolsText.ts";
import { dataJson, hasData, textChunks } from "../data.ts";

interface PromptMessage {
  readonly role: string;
  readonly content?: string | null;
  readonly name?: string;
  readonly function_call?: { readonly name: string; readonly arguments: string };
}

interface PromptCase {
  readonly messages: readonly PromptMessage[];
  readonly functions?: readonly unknown[];
  readonly function_call?: unknown;
  readonly tokens: number;
}

/**
 * Prompt tokens of a request, by the constants that requests have and training has not: 3 for the reply, 9 for
 * functions, 4 less beside a system message (https://github.com/hmarr/openai-chat-tokens, read 2026-11-24).
 */
function promptTokens(
  { messages, functions, function_call: choice }: PromptCase,
  count: (text: string) => number,
): number {
  let tokens = 3;
  const first = messages.findIndex(({ role }) => role === "system");
  for (const [i, message] of messages.entries()) {
    const padding = functions !== undefined && i === first ? "\n" : "";
    tokens += 3 + count(message.role) + count(`${message.content ?? ""}${padding}`);
    if (message.name !== undefined) tokens += count(message.name) + 1;
    if (message.role === "function") tokens -= 2;
    const call = message.function_call;
    if (call !== undefined) tokens += count(call.name) + count(call.arguments) + 3;
  }
  if (functions !== undefined) tokens += count(toolsText(functions)) + 9 - (first >= 0 ? 4 : 0);
  if (choice === "none") tokens += 1;
  return isRow(choice) ? tokens + count(String(choice["name"])) + 4 : tokens;
}

describe.skipIf(!hasData)("tools as a TypeScript namespace", () => {
  const cases = hasData
    ? (dataJson("conformance/gold-openai-prompt-tokens.json") as { cases: PromptCase[] }).cases
    : [];
  it.each(cases.map((one, i) => [i, one] as const))(
    "gives the count the API returned for prompt %i",
    async (_i, one) => {
      const counter = await loadCounter("cl100k_base");
      if (!counter.ok) throw new Error(counter.problem.kind);
      expect(promptTokens(one, (text) => counter.value.count(text))).toBe(one.tokens);
    },
  );
});

describe("toolsText", () => {
  it("writes the values of an enumeration as TypeScript has them", () => {
    const properties = {
      unit: { type: "string", enum: ["a", 'b"c'] },
      size: { type: "integer", enum: [1, 20] },
      either: { enum: ["a", 3, null] },
    };
    const text = toolsText([{ name: "f", parameters: { type: "object", properties } }]);
    expect(text.split("\n").slice(3, 6)).toEqual(['unit?: "a" | "b"c",', "size?: 1 | 20,", 'either?: "a" | 3 | null,']);
  });

  it("survives schemas nested without end", () => {
    let schema: object = { type: "string" };
    for (let i = 0; i < 20_000; i++) schema = { type: "array", items: schema };
    const text = toolsText([
      { type: "function", function: { name: "f", parameters: { type: "object", properties: { a: schema } } } },
    ]);
    expect(text.split("\n").slice(0, 3)).toEqual(["namespace functions {", "", "type f = (_: {"]);
    expect(text).toContain("a?: any[][]");
  });
});

describe("toolsText of schemas that repeat a type", () => {
  it("does not grow beyond its schema", () => {
    let schema: object = { type: "string" };
    for (let i = 0; i < 40; i++) schema = { type: ["object", "object", ["object"]], properties: { a: schema } };
    expect(toolsText([{ name: "f", parameters: { type: "object", properties: { a: schema } } }]).length).toBeLessThan(
      10_000,
    );
  });
});

interface TemplateRow {
  readonly model: string;
  readonly vocab: string;
  readonly conversation: string;
  readonly tokens?: number;
}

/** Names of the gold file's templates and vocabularies here. */
const overheadNames: Readonly<Record<string, string>> = {
  "llama-3.2": "llama-3.1",
  "qwen3-instruct-2507": "qwen3-2507",
  "gpt-oss": "harmony",
};
const vocabularyNames: Readonly<Record<string, string>> = {
  qwen3: "qwen2",
  deepseek_v3: "deepseek-v3",
  gpt_oss: "o200k_base",
};

describe.skipIf(!hasData)("chat templates", () => {
  const gold = hasData
    ? (dataJson("conformance/gold-chat-templates.json") as {
        conversations: Record<string, unknown>;
        rows: TemplateRow[];
      })
    : { conversations: {}, rows: [] };
  const cases = gold.rows.flatMap((row) => {
    const overhead = overheadNames[row.model] ?? row.model;
    const vocabulary = vocabularyNames[row.vocab] ?? row.vocab;
    const rule = `${overhead}/${vocabulary}`;
    const known = countableRules([rule]).includes(rule);
    return known && row.tokens !== undefined ? [{ ...row, rule, tokens: row.tokens }] : [];
  });

  it("are checked in five families at least", () =>
    expect(new Set(cases.map(({ rule }) => rule)).size).toBeGreaterThan(4));

  it.each(cases)("$model, $conversation: $tokens tokens", async ({ rule, conversation, tokens }) => {
    const rules = await countRules([rule]);
    if (!rules.ok) throw new Error(JSON.stringify(rules.problem));
    const text = JSON.stringify({ messages: gold.conversations[conversation] });
    const profile = await profileBytes(textChunks(text), { rules: rules.value });
    expect(profile).toMatchObject({ ok: true, value: { counts: { [rule]: { exact: true, tokens: [[tokens, 1]] } } } });
  });
});

async function profiled(rule: string, row: object): Promise<DatasetProfile> {
  const rules = await countRules([rule]);
  if (!rules.ok) throw new Error(JSON.stringify(rules.problem));
  const profile = await profileBytes(textChunks(JSON.stringify(row)), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

/** Of a file of one row. */
const totalOf = ({ counts }: DatasetProfile, rule: string): number => counts[rule]?.tokens[0]?.[0] ?? 0;

describe("templates by their published overhead", () => {
  const [system, user, answer] = [
    { role: "system", content: "a" },
    { role: "user", content: "a" },
    { role: "assistant", content: "b" },
  ];
  it.each<[string, string, object[], number]>([
    // rule, conversation of one-token texts, tokens beyond them
    ["openai/o200k_base", "one turn", [user, answer], 9],
    ["openai/o200k_base", "with a system text", [system, user, answer], 13],
    ["openai/o200k_base", "two turns", [user, answer, user, answer], 17],
    ["phi-4/cl100k_base", "one turn", [user, answer], 8],
    ["phi-4/cl100k_base", "with a system text", [system, user, answer], 12],
    ["phi-4/cl100k_base", "two turns", [user, answer, user, answer], 16],
    ["mistral-v3/tekken", "one turn", [user, answer], 4],
    ["mistral-v3/tekken", "two turns", [user, answer, user, answer], 7],
    ["harmony/o200k_base", "one turn", [user, answer], 71],
    ["harmony/o200k_base", "two turns", [user, answer, user, answer], 81],
    ["plain/o200k_base", "two turns", [user, answer, user, answer], 0],
  ])("%s, %s", async (rule, _what, messages, overhead) => {
    const profile = await profiled(rule, { messages });
    expect(profile.counts[rule]?.tokens).toEqual([[messages.length + overhead, 1]]);
  });

  /** Llama 3.1's template and gpt-oss's print `message.content | tojson` of a tool's answer (https://github.com/huggingface/trl trl/chat_templates, read 2026-12-03). */
  it.each([
    ["llama-3.1/llama3", true],
    ["harmony/o200k_base", true],
    ["qwen3/qwen2", false],
    ["deepseek-v3/deepseek-v3", false],
  ])("%s counts what a tool answers as a text of JSON: %s", async (rule, isQuoted) => {
    const [, vocabulary = ""] = rule.split("/");
    const loaded = await loadCounter(vocabulary);
    if (!loaded.ok) throw new Error(loaded.problem.kind);
    const tokensOf = (text: string): number => (loaded.ok ? loaded.value.count(text) : 0);
    const text = '{\n  "lake": "Walensee",\n  "depth": 151\n}';
    const [written = 0, plain = 0] = await Promise.all(
      [text, "a"].map(async (content) =>
        totalOf(await profiled(rule, { messages: [user, { role: "tool", content }, answer] }), rule),
      ),
    );
    expect(written - plain).toBe(isQuoted ? tokensOf(JSON.stringify(text)) - tokensOf('"a"') : tokensOf(text) - 1);
  });

  it.each(["deepseek-v3/deepseek-v3", "phi-4/cl100k_base", "llama-3/llama3"])("%s may print no tools", async (rule) => {
    const messages = [user, answer];
    const bare = await profiled(rule, { messages });
    const full = await profiled(rule, { messages, tools: [{ type: "function", function: { name: "lakes" } }] });
    expect(totalOf(full, rule) - (full.counts[rule]?.doubt?.less ?? 0)).toBe(totalOf(bare, rule));
  });

  const call = (given: string, content: string | null = null): object => ({
    role: "assistant",
    content,
    tool_calls: [{ id: "abcdefghi", type: "function", function: { name: "lakes", arguments: given } }],
  });
  const told = (content: string): object => ({ role: "tool", tool_call_id: "abcdefghi", content });
  const escaped = String.raw`{"lake":"\u4e16\u754c\u4e16\u754c\u4e16\u754c\u4e16\u754c"}`;
  const dense = '{"rows":[[0,0],[1,1],[2,2],[3,3],[4,4],[5,5],[6,6],[7,7],[8,8],[9,9]]}';

  /** Rendered with Jinja from the templates of https://github.com/huggingface/trl (f2cd577) and Unsloth's of Phi-4, once with the arguments parsed and once as they stand; Mistral's with mistral-common 1.13.1. */
  it.each<[string, object[], Record<string, readonly number[]>]>([
    [
      "arguments with letters as numbers",
      [user, call(escaped), told("151"), answer],
      {
        "llama-3/llama3": [24, 24],
        "llama-3.1/llama3": [71, 104],
        "qwen3/qwen2": [55, 91],
        "deepseek-v3/deepseek-v3": [34, 58],
        "mistral-v3/tekken": [56],
        "phi-4/cl100k_base": [14, 14],
        "harmony/o200k_base": [110, 143],
      },
    ],
    [
      "arguments without spaces",
      [user, call(dense), told("151"), answer],
      {
        "llama-3.1/llama3": [126, 109],
        "qwen2.5/qwen2": [127, 110],
        "deepseek-v3/deepseek-v3": [89, 70],
        "mistral-v3/tekken": [111],
        "mistral-v3/mistral-v3": [114],
        "harmony/o200k_base": [165, 148],
      },
    ],
    [
      "a text beside a call",
      [user, call("{}", "Let me look up what I know about the lakes there before I answer."), told("151"), answer],
      {
        "llama-3/llama3": [39],
        "llama-3.1/llama3": [64],
        "qwen3/qwen2": [63],
        "phi-4/cl100k_base": [29],
        "harmony/o200k_base": [102],
      },
    ],
    [
      "an answer without spaces",
      [user, call("{}"), told(dense), answer],
      {
        "llama-3/llama3": [68],
        "llama-3.1/llama3": [108],
        "qwen3/qwen2": [89],
        "phi-4/cl100k_base": [14],
        "mistral-v3/tekken": [107],
        "mistral-v3/mistral-v3": [110],
        "harmony/o200k_base": [146],
      },
    ],
    [
      "an answer of lines",
      [user, call("{}"), told('\n"Walensee"\n\tdeep\n'), answer],
      { "llama-3.1/llama3": [73], "mistral-v3/tekken": [55], "harmony/o200k_base": [110], "phi-4/cl100k_base": [14] },
    ],
  ])("reach what the templates print of %s", async (_what, messages, printed) => {
    for (const [rule, all] of Object.entries(printed)) {
      const profile = await profiled(rule, { messages });
      const [tokens, doubt] = [totalOf(profile, rule), profile.counts[rule]?.doubt];
      for (const rendered of all) {
        expect([rule, rendered]).toEqual([rule, Math.max(rendered, tokens - (doubt?.less ?? 0))]);
        expect([rule, rendered]).toEqual([rule, Math.min(rendered, tokens + (doubt?.more ?? 0))]);
      }
    }
  });

  it.each(["mistral-v3/tekken", "mistral-v3/mistral-v3"])("%s ends an answer without spaces", async (rule) => {
    const messages = [user, { ...answer, content: "b  " }, user, { ...answer, content: "b\n" }];
    expect((await profiled(rule, { messages })).counts[rule]?.tokens).toEqual([[12, 1]]);
  });

  it("gemma-3 joins the line ends of a system text to those around it", async () => {
    const count = (text: string): number => text.replaceAll(/\n+/gu, "_").length;
    const rule = countRule("gemma-3", { vocabulary: "lines", count });
    if (!rule.ok) throw new Error(rule.problem.kind);
    const text = JSON.stringify({ messages: [{ role: "system", content: "\na\n" }, user, answer] });
    const profile = await profileBytes(textChunks(text), { rules: [rule.value] });
    expect(profile).toMatchObject({ value: { counts: { "gemma-3/lines": { tokens: [[15, 1]] } } } });
  });

  it("harmony counts every part of a system text", async () => {
    const rule = "harmony/o200k_base";
    const parts = ["a", "b"].map((text) => ({ type: "text", text }));
    const [one = 0, two = 0] = await Promise.all(
      [parts.slice(1), parts].map(async (content) =>
        totalOf(await profiled(rule, { messages: [{ role: "system", content }, user, answer] }), rule),
      ),
    );
    expect(two - one).toBe(1);
  });

  it("refuses rules that it does not know", async () => {
    expect(await countRules(["nonsense/o200k_base"])).toMatchObject({ ok: false, problem: { kind: "unknown_rule" } });
    expect(await countRules(["o200k_base"])).toMatchObject({ ok: false, problem: { kind: "unknown_rule" } });
    expect(await countRules(["plain/nonsense"])).toMatchObject({ ok: false, problem: { kind: "unknown_vocabulary" } });
  });
});

describe("images", () => {
  it.each([
    // https://platform.openai.com/docs/guides/images-vision#calculating-costs, read 2026-11-24
    [1024, 1024, "high", 765],
    [2048, 4096, "high", 1105],
    [1024, 1024, "low", 85],
    [512, 512, "high", 255],
  ])("of %i × %i in %s detail cost gpt-4o %i tokens", (width, height, detail, tokens) => {
    expect(tileRule(85, 170)({ detail, size: [width, height] })).toEqual({ tokens, low: tokens, high: tokens + 1 });
  });

  it.each([
    // detail, size: fewest, assumed, most tokens
    ["auto", [1024, 1024], [85, 765, 765]],
    ["auto", null, [85, 765, 1445]],
    ["high", null, [255, 765, 1445]],
    ["low", null, [85, 85, 85]],
  ] as const)("of detail %s and size %j are known that far", (detail, size, [low, tokens, high]) => {
    expect(tileRule(85, 170)({ detail, size })).toEqual({ low, tokens, high: high + 1 });
  });

  it("of patches are never certain, since reports differ", () => {
    expect(patchRule(1.62)({ detail: "high", size: [1024, 1024] })).toEqual({ low: 1024, tokens: 1659, high: 1659 });
    expect(patchRule(1.62)({ detail: "high", size: null })).toEqual({ low: 1, tokens: 1659, high: 2489 });
  });

  it("of 2048 × 4096 cost gpt-4o-mini 36,835 tokens", () => {
    expect(tileRule(2833, 5667)({ detail: "high", size: [2048, 4096] }).tokens).toBe(36_835);
  });

  it("are counted in patches, at most 1,536 of them", () => {
    expect(patchRule(1)({ detail: "high", size: [64, 33] }).tokens).toBe(4);
    expect(patchRule(1.62)({ detail: "high", size: [9000, 9000] }).tokens).toBe(Math.ceil(1536 * 1.62));
  });

  const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000140000000f0", "hex").toString("base64");
  const gif = Buffer.from("474946383961400130000000", "hex").toString("base64");
  const jpeg = Buffer.from(
    "ffd8ffe000104a46494600010100000100010000ffc0001108003001400301220002110103110100",
    "hex",
  ).toString("base64");
  const webp = Buffer.from("524946460000000057454250565038580a000000100000003f01002f0000", "hex").toString("base64");
  it.each([
    ["png", png, [320, 240]],
    ["gif", gif, [320, 48]],
    ["jpeg", jpeg, [320, 48]],
    ["jpeg", Buffer.from("ffd8ffc0000b080030014001", "hex").toString("base64"), [320, 48]],
    ["webp", webp, [320, 48]],
    ["png", "!!!!", null],
  ])("of type %s tell their size in their header", (type, base64, size) => {
    expect(imageSize(`data:image/${type};base64,${base64}`)).toEqual(size);
  });

  it("never count as text, whatever the length of their data", async () => {
    const url = `data:image/png;base64,${png}${"A".repeat(100_000)}`;
    const image = (detail: string): object => ({
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "a" },
            { type: "image_url", image_url: { url, detail } },
          ],
        },
        { role: "assistant", content: "b" },
      ],
    });
    const low = await profiled("openai/o200k_base", image("low"));
    expect(low).toMatchObject({
      images: 1,
      counts: { "openai/o200k_base": { exact: false, doubt: { less: 0, more: 1 }, tokens: [[11 + 85, 1]] } },
    });
    const high = await profiled("openai/o200k_base", image("high"));
    expect(high.counts["openai/o200k_base"]).toMatchObject({ exact: false, tokens: [[11 + 255, 1]] });
    const auto = await profiled("openai/o200k_base", image("auto"));
    expect(auto.counts["openai/o200k_base"]).toMatchObject({ exact: false, doubt: { less: 170, more: 1 } });
  });
});
