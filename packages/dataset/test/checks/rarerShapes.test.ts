import { describe, expect, it } from "vitest";
import { profileBytes, type CheckReport } from "../../src/index.ts";
import { checkBytes, chunked, textChunks } from "../data.ts";
import { assistant, lines, times, user, type Rows } from "./rows.ts";

async function checked(rows: Rows, provider: string): Promise<CheckReport> {
  const report = await checkBytes(textChunks(lines(rows)), { provider });
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

const errors = ({ findings }: CheckReport): string[] =>
  findings.filter(({ severity }) => severity === "error").map(({ code }) => code);

const turn = (role: string, text: string): object => ({ role, parts: [{ text }] });
const systemInstruction = { parts: [{ text: "s" }] };
const asked = (i: number): object => ({
  systemInstruction,
  contents: [turn("user", `q${i}`)],
  references: { answer: `a${i}` },
});

describe("rows for reinforcement tuning on Vertex AI", () => {
  it("are known by their references, and taken", async () => {
    const report = await checked(times(20, asked), "vertex-gemini");
    expect(report).toMatchObject({ format: "gemini-rft", verdict: "valid", examples: 20 });
    const profile = await profileBytes(textChunks(lines([asked(1)])), { rules: [] });
    expect(profile).toMatchObject({ ok: true, value: { format: "gemini-rft", examples: 1 } });
  });

  it.each<[what: string, row: object, code: string]>([
    ["end with the model", { contents: [turn("user", "q"), turn("model", "a")] }, "last_not_user"],
    ["lack references", { references: null }, "no_grader_field"],
    ["hold no reference", { references: {} }, "no_grader_field"],
    ["hold a list of references", { references: ["a"] }, "bad_field_type"],
    ["hold a reference that is no text", { references: { answer: 4 } }, "bad_field_type"],
    ["have no turns", { contents: [] }, "missing_contents"],
  ])("are refused where they %s", async (_what, change, code) => {
    const report = await checked([...times(20, asked), { ...asked(20), ...change }], "vertex-gemini");
    expect(errors(report)).toEqual([code]);
  });
});

describe("a KTO tag", () => {
  const row = (tag: unknown): object => ({ messages: [user("a"), assistant("b")], kto_tag: tag });

  it.each(["true", "no", 1, null])("that is %j is named as a label of the wrong type", async (tag) => {
    const report = await checked(
      times(3, () => row(tag)),
      "llama-factory",
    );
    expect(report.format).toBe("kto");
    expect([...new Set(errors(report))]).toEqual([tag === null ? "missing_field" : "bad_field_type"]);
  });

  it("as text makes turns of ShareGPT rows of KTO too", async () => {
    const conversations = [
      { from: "human", value: "a" },
      { from: "gpt", value: "b" },
    ];
    const report = await checked([{ conversations, kto_tag: "false" }], "llama-factory");
    expect(report.format).toBe("kto");
    expect(errors(report)).toContain("bad_field_type");
  });
});

describe("a file in UTF-16", () => {
  const wide = (text: string, mark: readonly number[], high: 0 | 1): Uint8Array => {
    const bytes = [...new TextEncoder().encode(text)].flatMap((byte) => (high === 1 ? [byte, 0] : [0, byte]));
    return new Uint8Array([...mark, ...bytes]);
  };

  it.each<[string, readonly number[], 0 | 1]>([
    ["little-endian", [0xff, 0xfe], 1],
    ["big-endian", [0xfe, 0xff], 0],
    ["little-endian without a mark", [], 1],
    ["big-endian without a mark", [], 0],
  ])("%s is read, and refused by who takes JSON lines in UTF-8 alone", async (_what, mark, high) => {
    const turns = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ];
    const bytes = wide(`${JSON.stringify({ messages: turns })}\n`.repeat(12), mark, high);
    const report = await checkBytes(chunked(bytes, 7), { provider: "openai" });
    if (!report.ok) throw new Error(report.problem.kind);
    expect(report.value).toMatchObject({ verdict: "error", examples: 12, format: "chat-sft" });
    const finding = report.value.findings.find(({ code }) => code === "other_encoding");
    expect(finding).toMatchObject({ severity: "error", line: 1 });
    expect(finding?.sentence).toContain("UTF-16");
    const profile = await profileBytes(chunked(bytes, 7), { rules: [] });
    expect(profile).toMatchObject({ value: { examples: 12, badRows: 0, rejected: { openai: expect.any(Number) } } });
  });
});
