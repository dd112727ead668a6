import { describe, expect, it } from "vitest";
import { profileBytes, countRules } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";

const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

const rows: readonly [string, object, number][] = [
  ["a pair", { anchor: "a cat", positive: "the cat sat" }, 5],
  ["a triplet", { anchor: "a cat", positive: "the cat sat", negative: "a dog" }, 7],
  ["a scored pair", { sentence1: "a cat", sentence2: "a dog", score: 0.8 }, 4],
  ["FlagEmbedding's lists", { query: "a cat", pos: ["the cat sat"], neg: ["a dog", "a dog"] }, 9],
  ["a reranker's pair", { query: "a cat", passage: "a dog", label: 1 }, 4],
  [
    "ms-swift's messages",
    {
      messages: [{ role: "user", content: "a cat" }],
      positive_messages: [[{ role: "user", content: "the cat sat" }]],
      negative_messages: [[{ role: "user", content: "a dog" }]],
    },
    7,
  ],
  ["passages with a title", { query: "a cat", positive_passages: [{ docid: 1, title: "a dog", text: "a dog" }] }, 6],
];

describe("rows for embedding and reranking", () => {
  it.each(rows)("%s is counted, and nothing of it is trained as an answer", async (_what, row, tokens) => {
    const rules = await countRules(["plain/o200k_base"]);
    if (!rules.ok) throw new Error(rules.problem.kind);
    const profile = await profileBytes(textChunks(lines([row])), { rules: rules.value });
    expect(profile).toMatchObject({
      ok: true,
      value: { examples: 1, badRows: 0, format: "embedding", natures: { embedding: "embedding" }, wanted: 0 },
    });
    expect(profile.ok && profile.value.counts["plain/o200k_base"]).toMatchObject({
      tokens: [[tokens, 1]],
      trainable: [[0, 1]],
    });
  });

  it.each(rows)("%s is no row of a chat job", async (_what, row) => {
    const report = await checkBytes(textChunks(lines([row])), { provider: "together" });
    expect(report).toMatchObject({ ok: true, value: { verdict: "error" } });
    const codes = report.ok ? report.value.findings.map(({ severity, code }) => `${severity} ${code}`) : [];
    expect(codes).toContain("error embedding_rows");
  });

  it.each(["generic", "csv"])("are looked at for what else may be wrong with them as %s", async (provider) => {
    for (const [, row] of rows) {
      const report = await checkBytes(textChunks(lines([row])), { provider });
      const codes = report.ok ? report.value.findings.map(({ code }) => code) : ["no report"];
      expect(codes).not.toContain("embedding_rows");
      expect(codes).not.toContain("no report");
    }
  });

  it.each([
    ["a question and its answer", { question: "a", answer: "b" }],
    ["a verdict", { prompt: "a", completion: "b", label: true }],
    ["a preference", { prompt: "a", chosen: "b", rejected: "c" }],
    ["a query with a rejected answer", { query: "a", response: "b", rejected_response: "c" }],
    ["a class", { text: "a", label: 1 }],
  ])("%s is none of them", async (_what, row) => {
    const profile = await profileBytes(textChunks(lines([row])), { rules: [] });
    expect(profile.ok && profile.value.format).not.toBe("embedding");
  });
});
