import { describe, expect, it } from "vitest";
import { convertBytes, countRules, profileBytes, type CheckReport } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";
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

const scored = (score: unknown, text: string): object => ({ score, completion: turn("model", text) });
const judged = (i: number): object => ({
  system_instruction: systemInstruction,
  contents: [turn("user", `q${i}`)],
  completions: [scored(0, "worse"), scored(1, "the better one")],
});

describe("rows for preference tuning on Vertex AI", () => {
  it("are pairs, whichever answer stands first", async () => {
    expect(await checked(times(20, judged), "vertex-gemini")).toMatchObject({
      format: "gemini-preference",
      verdict: "valid",
      examples: 20,
    });
    const rules = await countRules(["plain/o200k_base"]);
    if (!rules.ok) throw new Error(rules.problem.kind);
    const profile = await profileBytes(textChunks(lines([judged(1)])), { rules: rules.value });
    expect(profile).toMatchObject({
      value: { natures: { "gemini-preference": "pair" }, messages: 4 },
    });
    expect(profile.ok && profile.value).not.toHaveProperty("unread");
    let text = "";
    const written = await convertBytes(textChunks(lines([judged(1)])), {
      to: "openai",
      write: (more) => void (text += more),
    });
    expect(written).toMatchObject({ value: { written: 1, losses: [] } });
    expect(JSON.parse(text)).toEqual({
      input: { messages: [{ role: "system", content: "s" }, user("q1")] },
      preferred_output: [assistant("the better one")],
      non_preferred_output: [assistant("worse")],
    });
    let back = "";
    await convertBytes(textChunks(text), { to: "vertex-gemini", write: (more) => void (back += more) });
    expect(JSON.parse(back)).toMatchObject({
      systemInstruction,
      contents: [turn("user", "q1")],
      completions: [scored(1, "the better one"), scored(0, "worse")],
    });
  });

  it.each<[what: string, change: object, code: string]>([
    ["end with the model", { contents: [turn("user", "q"), turn("model", "a")] }, "last_not_user"],
    ["rate both alike", { completions: [scored(1, "a"), scored(1, "b")] }, "bad_field_type"],
    ["rate by other numbers", { completions: [scored(0.9, "a"), scored(0.1, "b")] }, "bad_field_type"],
    ["have three answers", { completions: [scored(1, "a"), scored(0, "b"), scored(0, "c")] }, "bad_field_type"],
    [
      "show a picture",
      { contents: [{ role: "user", parts: [{ fileData: { mimeType: "image/png", fileUri: "gs://b/a.png" } }] }] },
      "image_unsupported_model",
    ],
  ])("are refused where they %s", async (_what, change, code) => {
    const report = await checked([...times(20, judged), { ...judged(20), ...change }], "vertex-gemini");
    expect(errors(report)).toEqual([code]);
  });
});

describe("Nova's preference rows", () => {
  const candidate = (text: string, preferenceLabel: string): object => ({ content: [{ text }], preferenceLabel });
  const row = (first: string, second: string): object => ({
    system: [{ text: "s" }],
    messages: [
      { role: "user", content: [{ text: "q" }] },
      { role: "assistant", candidates: [candidate("a", first), candidate("b", second)] },
    ],
  });

  it("have one answer that is preferred and one that is not, said by their labels", async () => {
    const good = times(20, () => row("preferred", "non-preferred"));
    expect(errors(await checked([...good, row("non-preferred", "preferred")], "generic"))).toEqual([]);
    for (const wrong of [row("preferred", "preferred"), row("better", "worse")])
      expect(errors(await checked([...good, wrong], "generic"))).toContain("bad_field_type");
  });

  it("are pairs, whichever answer stands first, and all of them is read", async () => {
    let text = "";
    const rows = lines([row("preferred", "non-preferred"), row("non-preferred", "preferred")]);
    await convertBytes(textChunks(rows), { to: "trl", write: (more) => void (text += more) });
    const written = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    const prompt = [{ role: "system", content: "s" }, user("q")];
    expect(written).toEqual([
      { prompt, chosen: [assistant("a")], rejected: [assistant("b")] },
      { prompt, chosen: [assistant("b")], rejected: [assistant("a")] },
    ]);
    const profile = await profileBytes(textChunks(rows), { rules: [] });
    expect(profile).toMatchObject({ value: { natures: { "bedrock-preference": "pair" } } });
    expect(profile.ok && profile.value).not.toHaveProperty("unread");
  });

  it("that do not say which answer is better are bad rows", async () => {
    const profile = await profileBytes(textChunks(lines([row("preferred", "preferred")])), { rules: [] });
    expect(profile).toMatchObject({ value: { examples: 0, badRows: 1 } });
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

  it.each([
    ["openai", [2]],
    ["mistral", [2]],
    ["llama-factory", []],
  ])("of a wrong answer is a warning where the answer would be learnt: %s", async (provider, places) => {
    const { findings } = await checked([row(true), row(false), row(true)], provider);
    const told = findings.filter(({ code, severity }) => code === "unwanted_answer" && severity === "warning");
    expect(told.map(({ line }) => line)).toEqual(places);
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

describe("a verdict that is no truth value", () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ prompt: `p${i}`, completion: "c", label: i % 2 }));

  it("is refused by TRL, which leaves such rows out of the loss, and by hosts that know no verdicts", async () => {
    const report = await checked(rows, "trl");
    expect(report).toMatchObject({ format: "kto", verdict: "error" });
    expect(report.findings.find(({ code }) => code === "bad_field_type")?.fix).toContain("true or false");
    expect((await checked(rows, "together")).verdict).toBe("error");
  });

  it("is written for TRL as true and false", async () => {
    let text = "";
    const conversion = await convertBytes(textChunks(lines(rows)), { to: "trl", write: (more) => void (text += more) });
    expect(conversion).toMatchObject({ value: { written: 12, losses: [] } });
    const written = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(written).toEqual(rows.map((row) => ({ ...row, label: row.label === 1 })));
  });
});

describe("pairs of answers", () => {
  const candidate = (text: string, preferenceLabel: string): object => ({ content: [{ text }], preferenceLabel });
  const nova = (i: number): object => ({
    schemaVersion: "bedrock-conversation-2024",
    messages: [
      { role: "user", content: [{ text: `q${i}` }] },
      { role: "assistant", candidates: [candidate(`a${i}`, "preferred"), candidate(`b${i}`, "non-preferred")] },
    ],
  });
  const trl = (i: number): object => ({ prompt: `q${i}`, chosen: `a${i}`, rejected: `b${i}` });

  it.each([
    ["bedrock-nova", nova, "bedrock-conversation-2024, rft; the rows: bedrock-preference"],
    ["bedrock-nova", trl, "bedrock-conversation-2024, rft; the rows: preference"],
    ["nebius", trl, "chat-sft, prompt-completion, text; the rows: preference"],
  ])("are said to be none of what %s tunes with", async (provider, pair, said) => {
    const sentence = `The file: the model is not tuned with such rows (${said}).`;
    const report = await checked(times(20, pair), provider);
    expect(report.findings[0]).toMatchObject({ severity: "error", code: "method_not_taken", sentence, line: null });
    // The rows are read as what they are, and nothing is said of each.
    expect(report.examples).toBe(20);
    expect(errors(report)).toEqual(["method_not_taken"]);
  });

  it.each([
    ["generic", nova],
    ["openai", trl],
    ["bedrock-nova", (i: number) => (i < 10 ? { ...nova(i), messages: [] } : nova(i))],
  ])("are not at %s, which takes pairs or is given fewer of them", async (provider, pair) => {
    expect(errors(await checked(times(20, pair), provider))).not.toContain("method_not_taken");
  });
});

describe("turns of ShareGPT at LLaMA-Factory", () => {
  const turns = (...speakers: string[]): object => ({
    conversations: speakers.map((from, i) => ({ from, value: `${from} ${i}` })),
  });

  it.each([
    [["gpt", "human"], "example_skipped"],
    [["human", "human", "gpt"], "example_skipped"],
    [["system", "human", "system", "gpt"], "example_skipped"],
    [["system", "human", "gpt"], undefined],
  ])("%j are said to be left out where they do not alternate: %s", async (speakers, code) => {
    const { findings } = await checked(
      [...times(12, () => turns("human", "gpt")), turns(...speakers)],
      "llama-factory",
    );
    expect(findings.find(({ line }) => line === 13 && line !== null && code !== undefined)?.code).toBe(code);
  });

  it("are a list", async () => {
    expect(errors(await checked([turns("human", "gpt"), { conversations: "Who?" }], "llama-factory"))).toEqual([
      "bad_field_type",
    ]);
  });
});

describe("turns of a conversation that stand in rows of their own", () => {
  it("are texts to TRL, and are said to be counted by their column alone", async () => {
    const rows = times(10, (i) => ({
      message_id: `m${i}`,
      role: "prompter",
      text: `What is a lake number ${i}, then?`,
    }));
    const report = await checked(rows, "trl");
    expect(report).toMatchObject({ examples: 10, format: "text" });
    const said = report.findings.find(({ code }) => code === "unknown_shape");
    expect(said).toMatchObject({ severity: "advice", sentence: expect.stringContaining("--columns text=text") });
  });
});

it.each([
  [{ messages: [user("a")], label: 1 }, []],
  [{ messages: [user("a")] }, ["missing_assistant"]],
])("a class beside the user's message is an answer at ms-swift: %j", async (row, codes) => {
  const { findings } = await checked([row], "ms-swift");
  expect(findings.filter(({ severity }) => severity !== "advice").map(({ code }) => code)).toEqual(codes);
});
