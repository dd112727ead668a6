import { describe, expect, it } from "vitest";
import type { Limits, ModelEntry, PriceBook } from "../../src/index.ts";
import { bookOffers, fileRulesFor, fileRulesOf, type FileRules } from "../../src/prices.ts";
import { book, model } from "../book.ts";

const evidence = { source: "https://example.com/status", seen: "2026-03-01", confidence: "primary" } as const;
const files = { dataRules: { check: "acme", endings: ["jsonl"] } } as const;

function rules(models: readonly Partial<ModelEntry>[], name?: string): FileRules {
  const found = fileRulesFor(bookOf(models), "acme", name);
  if (!found.ok || found.value === null) throw new Error(JSON.stringify(found));
  return found.value;
}

function bookOf(models: readonly Partial<ModelEntry>[]): PriceBook {
  return book(models.map((more, at) => model({ id: `model-${at}`, ...files, ...more })));
}

const limits = (...all: readonly Limits[]): Limits => rules(all.map((one) => ({ limits: one }))).limits;

describe("the file rules of all models of a provider", () => {
  it("let through what any model lets through", () => {
    expect(limits({ minExamples: 10, maxExamples: 50 }, { minExamples: 3, maxExamples: 20 })).toEqual({
      minExamples: 3,
      maxExamples: 50,
    });
    expect(limits({ fileMegabytes: 512, uploadMegabytes: 100 }, { fileMegabytes: 100, uploadMegabytes: 512 })).toEqual({
      fileMegabytes: 512,
      uploadMegabytes: 512,
    });
    expect(limits({ splitFiles: true }, {})).toEqual({ splitFiles: true });
    expect(limits({ splitFiles: false }, {})).toEqual({});
    expect(limits({ minExamples: 10 }, {})).toEqual({ minExamples: 10 });
    expect(limits({})).toEqual({});
  });

  it("take the longest context, and refuse no length that some model does not limit", () => {
    const short = { contextTokens: 4096, overContext: "reject" } as const;
    const long = { contextTokens: 65_536, overContext: "cut" } as const;
    expect(limits(short, long)).toEqual(long);
    expect(limits(long, short)).toEqual(long);
    expect(limits(short, { contextTokens: 8192, overContext: "reject" })).toEqual({
      contextTokens: 8192,
      overContext: "reject",
    });
    expect(limits(short, {})).toEqual({});
    expect(limits(long, {})).toEqual(long);
    expect(limits({ contextTokens: 10 }, { contextTokens: 20 })).toEqual({ contextTokens: 20 });
    // Of a single model everything holds as it stands.
    expect(limits(short)).toEqual(short);
  });

  it("count by the rule of the model with the longest context", () => {
    const { counting } = rules([
      { counting: "openai/cl100k_base", limits: { contextTokens: 4096 } },
      { counting: "openai/o200k_base", limits: { contextTokens: 65_536 } },
      { counting: "plain/tekken" },
    ]);
    expect(counting).toBe("openai/o200k_base");
    // Of contexts that nobody states the first holds.
    expect(rules([{ counting: "plain/tekken" }, { counting: "openai/o200k_base" }]).counting).toBe("plain/tekken");
  });

  it("name every shape once, and say that pictures are taken unless no model takes them", () => {
    const both = rules([
      { formats: ["chat-sft", "dpo"], textOnly: true },
      { formats: ["chat-sft", "rft"], textOnly: true },
    ]);
    expect(both).toMatchObject({ formats: ["chat-sft", "dpo", "rft"], textOnly: true, methods: [], model: "" });
    expect(rules([{ textOnly: true }, {}])).toMatchObject({ formats: [], textOnly: false });
    expect(both.data).toMatchObject({ check: "acme", endings: ["jsonl"] });
  });

  it("are those of the models that can be tuned on the day, as long as there are any", () => {
    const closed = { id: "old", formats: ["prompt-completion"], limits: { minExamples: 1 } };
    const status = [{ kind: "no_new_jobs", from: "2026-03-01", ...evidence }] as const;
    const open = { id: "new", formats: ["chat-sft"], limits: { minExamples: 10 } };
    const on = (day: string, models: readonly Partial<ModelEntry>[], name?: string) => {
      const found = fileRulesFor(bookOf(models), "acme", name, day);
      return found.ok ? [found.value?.formats, found.value?.limits] : found;
    };
    const both = [{ ...closed, status }, open];
    expect(on("2026-02-28", both)).toEqual([["prompt-completion", "chat-sft"], { minExamples: 1 }]);
    expect(on("2026-03-01", both)).toEqual([["chat-sft"], { minExamples: 10 }]);
    expect(on("2026-03-01", [{ ...closed, status }])).toEqual([["prompt-completion"], { minExamples: 1 }]);
    expect(on("2026-03-01", both, "old")).toEqual([["prompt-completion"], { minExamples: 1 }]);
  });

  it("are none where the book has no such checks", () => {
    expect(fileRulesFor(bookOf([{}]), "trl")).toEqual({ ok: true, value: null });
    expect(fileRulesFor(bookOf([{}]), "trl", "any")).toEqual({ ok: true, value: null });
  });
});

describe("the file rules of one model", () => {
  const named = (name: string) => fileRulesFor(bookOf(models), "acme", name);
  const models = [
    { id: "gpt-4.1-2025-04-14", aliases: ["gpt-4.1"], limits: { minExamples: 1 } },
    { id: "gpt-4.1-mini-2025-04-14", limits: { minExamples: 2 } },
    { id: "Meta-Llama-3.1-8B-Instruct-Reference", limits: { minExamples: 3 } },
    { id: "nova-micro-v1:0", limits: { minExamples: 4 } },
  ];

  it.each([
    ["gpt-4.1", 1],
    ["gpt-4.1-2025-04-14", 1],
    ["ft:gpt-4.1:acme::abc", 1],
    ["gpt-4.1-mini-2025-04-14", 2],
    ["llama-3.1-8b", 3],
    ["Llama-3.1-8B-it", 3],
    ["amazon.nova-micro-v1:0", 4],
    ["nova-micro", 4],
  ])("are found by the name %s", (name, least) => {
    const found = named(name);
    expect(found.ok && found.value?.limits).toEqual({ minExamples: least });
    expect(found).toMatchObject({ ok: true, value: { model: name, methods: ["sft"] } });
  });

  it("are those of the one that is called so, where others are only like it", () => {
    const alike = [
      { id: "llama-3.1-8b", limits: { minExamples: 1 } },
      { id: "Meta-Llama-3.1-8B-Instruct", limits: { minExamples: 2 } },
    ];
    const least = (name: string) => rules(alike, name).limits.minExamples;
    expect([least("llama-3.1-8b"), least("Meta-Llama-3.1-8B-Instruct"), least("llama3.1-8b-it")]).toEqual([1, 2, 1]);
  });

  it.each([
    ["gpt-5", ["gpt-4.1", "gpt-4.1-2025-04-14"]],
    ["llama", ["Meta-Llama-3.1-8B-Instruct-Reference"]],
    ["ft:", []],
    ["qwen-3.1-8b", ["Meta-Llama-3.1-8B-Instruct-Reference"]],
  ])("are not found by %s, and the nearest names are said", (name, known) => {
    expect(named(name)).toEqual({ ok: false, problem: { kind: "unknown_model", model: name, known } });
  });

  it("are those of an offer, with its method", () => {
    const [offer] = bookOffers(bookOf([{ limits: { maxExamples: 7 } }]));
    expect(offer && fileRulesOf(offer)).toMatchObject({
      check: "acme",
      methods: ["sft"],
      limits: { maxExamples: 7 },
      data: files.dataRules,
    });
    const [none] = bookOffers(book([model()]));
    expect(none && fileRulesOf(none)).toBeNull();
  });
});
