import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, profileBytes, type DatasetProfile } from "../../src/index.ts";
import { textChunks } from "../data.ts";

async function profiled(text: string, columns?: Record<string, string>): Promise<DatasetProfile> {
  const read = await profileBytes(textChunks(text), { rules: [], columns });
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
}

describe("a column of media", () => {
  it.each([
    ["file_name", "train/0001.png"],
    ["media", "clip_0001"],
    ["path", "audio/one two.WAV"],
    ["image_path", "0001"],
    ["audio_filepath", "a/b.flac"],
    ["clip", "https://example.org/a.mp4?download=1"],
    ["picture", "data:image/png;base64,AAAA"],
    ["frames", ["a.jpg", "b.jpg"]],
    ["scan", "page-3.pdf"],
  ])("is named whatever it is called: %s", async (column, value) => {
    const { unread } = await profiled(`${JSON.stringify({ text: "a photo of a dog", [column]: value })}\n`);
    expect(unread).toEqual({ [column]: 1 });
  });

  it.each([
    ["path", "src/main.ts"],
    ["file_name", "train"],
    ["source", "https://example.org/page"],
    ["id", "a.b"],
  ])("is told from names of other things: %s of %s", async (column, value) => {
    const { unread } = await profiled(`${JSON.stringify({ text: "a text", [column]: value })}\n`);
    expect(unread).toBeUndefined();
  });
});

describe("a key repeated inside a message", () => {
  const text =
    '{"messages":[{"role":"user","content":"a","content":"b"},{"role":"assistant","content":"\\"role\\": c"}]}\n';

  it("is told by profile, check and convert", async () => {
    expect((await profiled(text)).findings).toMatchObject([{ code: "repeated_key", count: 1 }]);
    const report = await checkFor("trl", textChunks(text));
    expect(report.ok && report.value.findings.map(({ code }) => code)).toContain("repeated_key");
    const converted = await convertBytes(textChunks(text), { to: "trl", write: () => undefined });
    expect(converted.ok && converted.value.losses).toMatchObject([{ what: "repeated_key", count: 1 }]);
  });

  it("is not seen where each object has it once", async () => {
    const { findings } = await profiled(text.replace('"content":"a",', ""));
    expect(findings).toEqual([]);
  });
});

describe("a document of no known shape", () => {
  it.each([
    [{ v: { n: 1 }, articles: [{ title: "A title", text: "Some words." }] }, "v, articles", { rows: "articles" }],
    [
      { train: [{ question: "Why?", answer: "So." }], test: [{ question: "a", answer: "b" }] },
      "train, test",
      { rows: "train" },
    ],
    [
      { result: { items: [{ quiz: "Why is it so?", solution: "So." }] } },
      "result",
      { rows: "result.items", prompt: "quiz", completion: "solution" },
    ],
    [{ persona: "A man who walks dogs.", id: 1 }, "persona, id", { text: "persona" }],
    [
      { body: "Some words of a text.", headline: "Other words of a head." },
      "body, headline",
      { prompt: "body", completion: "headline" },
    ],
    [{ Frage: "Wo ist es?", Antwort: "Hier" }, "Frage, Antwort", { prompt: "Frage", completion: "Antwort" }],
    [{ sentence: "It was great.", label: 1 }, "sentence, label", { prompt: "sentence", completion: "label" }],
  ] as const)("names its columns and a --columns that reads it: %j", async (document, seen, columns) => {
    const text = JSON.stringify(document);
    const [finding] = (await profiled(text)).findings;
    const written = Object.entries(columns).map(([use, column]) => `${use}=${column}`);
    expect(finding?.detail).toBe(`${seen}; perhaps --columns ${written.join(",")}`);
    const { examples, badRows } = await profiled(text, columns);
    expect([examples, badRows]).toEqual([1, 0]);
  });

  it("refuses a list that is not there", async () => {
    const read = await profileBytes(textChunks('{"a":[{"text":"b"}]}'), { rules: [], columns: { rows: "b" } });
    expect(read).toMatchObject({ ok: false, problem: { kind: "column_nowhere", column: "b" } });
  });
});
