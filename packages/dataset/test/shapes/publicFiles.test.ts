import { columnFromArray, int64, list, struct, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { convertBytes, countRules, profileBytes, type Loss } from "../../src/index.ts";
import { checked } from "../checks/codes.ts";
import { chunked, textChunks } from "../data.ts";

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

async function hintOf(text: string): Promise<string> {
  const profile = await profileBytes(textChunks(text), { rules: [] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value.findings.map(({ code, detail = "" }) => `${code}: ${detail}`).join("; ");
}

async function converted(
  chunks: AsyncIterable<Uint8Array>,
  to: string,
): Promise<{ rows: unknown[]; losses: readonly Loss[] }> {
  let written = "";
  const done = await convertBytes(chunks, { to, write: (text) => void (written += text) });
  if (!done.ok) throw new Error(done.problem.kind);
  const rows = written.split("\n").filter((line) => line !== "");
  return { rows: rows.map((line) => JSON.parse(line) as unknown), losses: done.value.losses };
}

/** Prompts for reinforcement beside a whole number of 64 bits, as verl writes its Parquet files, or a call whose arguments hold one. */
function arrow(columns: "prompt" | "calls", numbers: readonly bigint[]): Uint8Array {
  const of = (value: object[], type: Parameters<typeof columnFromArray>[1]) => columnFromArray(value, type);
  const turn = struct({ role: utf8(), content: utf8() });
  const call = struct({ function: struct({ name: utf8(), arguments: struct({ count: int64() }) }) });
  const table =
    columns === "prompt"
      ? tableFromColumns({
          prompt: of(
            numbers.map((n) => [{ role: "user", content: `What is ${n} plus one?` }]),
            list(turn),
          ),
          key: columnFromArray([...numbers], int64()),
        })
      : tableFromColumns({
          messages: of(
            numbers.map((count) => [
              { role: "user", content: "Roll the dice.", tool_calls: null },
              { role: "assistant", content: "", tool_calls: [{ function: { name: "roll", arguments: { count } } }] },
            ]),
            list(struct({ role: utf8(), content: utf8(), tool_calls: list(call) })),
          ),
        });
  return tableToIPC(table, { format: "file" }) as Uint8Array;
}

describe("whole numbers of 64 bits", () => {
  it("go along with prompts for reinforcement, each digit of them", async () => {
    const { rows, losses } = await converted(chunked(arrow("prompt", [7n, 9_007_199_254_740_993n])), "openai");
    expect(losses).toEqual([]);
    expect(rows).toMatchObject([{ key: 7 }, { key: "9007199254740993" }]);
  });

  it("in the arguments of a call are counted as in a line of JSON", async () => {
    const rules = await countRules(["plain/o200k_base"]);
    if (!rules.ok) throw new Error("no rules");
    const call = { function: { name: "roll", arguments: { count: 123_456 } } };
    const messages = [
      { role: "user", content: "Roll the dice." },
      { role: "assistant", content: "", tool_calls: [call] },
    ];
    const counts = [chunked(arrow("calls", [123_456n])), textChunks(lines([{ messages }]))].map(async (chunks) => {
      const profile = await profileBytes(chunks, { rules: rules.value });
      return profile.ok ? profile.value.counts["plain/o200k_base"]?.tokens : profile.problem;
    });
    const [packed, plain] = await Promise.all(counts);
    expect(packed).toEqual(plain);
  });

  it.each([
    [
      "a weight of 0 leaves an answer out of the loss",
      columnFromArray(
        [[{ role: "assistant", content: "Lakes hold water.", weight: 0n }]],
        list(struct({ role: utf8(), content: utf8(), weight: int64() })),
      ),
      { messages: [{ role: "assistant", content: "Lakes hold water.", weight: 0 }] },
    ],
    [
      "ranks say which completion is better",
      columnFromArray(
        [["No.", "Yes, lakes hold water."].map((completion, i) => ({ completion, rank: BigInt(1 - i) }))],
        list(struct({ completion: utf8(), rank: int64() })),
      ),
      { completions: ["No.", "Yes, lakes hold water."].map((completion, i) => ({ completion, rank: 1 - i })) },
    ],
  ])("are read as those of JSON: %s", async (_what, column, row) => {
    const rules = await countRules(["plain/o200k_base"]);
    if (!rules.ok) throw new Error("no rules");
    const packed = tableToIPC(tableFromColumns({ [Object.keys(row).join()]: column }), { format: "file" });
    const read = [chunked(packed as Uint8Array), textChunks(lines([row]))].map(async (chunks) => {
      const profile = await profileBytes(chunks, { rules: rules.value });
      if (!profile.ok) throw new Error(profile.problem.kind);
      const { format, findings, counts } = profile.value;
      return { format, findings, trainable: counts["plain/o200k_base"]?.trainable };
    });
    expect(await read[0]).toEqual(await read[1]);
  });
});

describe("columns that are named as a provider's, and hold something else", () => {
  it.each([
    [
      "the text of a document",
      [{ id: "d1", contents: "A lake is a body of water that is surrounded by land." }],
      "text=contents",
    ],
    [
      "pairs of sentences",
      [{ title: "One", contents: [{ source: "Where is the lake?", target: "Wo ist der See?" }] }],
      "rows=contents",
    ],
  ])("%s in `contents` is no conversation of Gemini", async (_, rows, hint) => {
    const told = await hintOf(lines(rows));
    expect(told).toContain("unknown_shape");
    expect(told).toContain(hint);
  });

  it("turns in a `dialogue` are a conversation, and a text in it is none", async () => {
    const turns = [
      { from: "human", value: "Where is the lake?" },
      { from: "gpt", value: "Behind the hill." },
    ];
    const { rows } = await converted(textChunks(lines([{ dialogue: turns }, { dialog: turns }])), "openai");
    expect(rows).toHaveLength(2);
    const told = { dialogue: "A: Where is it? B: Behind the hill.", summary: "They talk of a hill." };
    const profile = await profileBytes(textChunks(lines([told])), { rules: [] });
    expect(profile.ok && profile.value.shapes).toEqual({ "question-answer": 1 });
  });
});

describe("calls that are written beside their tools, as Salesforce's xLAM data have them", () => {
  const row = {
    id: 0,
    query: "Where can I find live giveaways for beta access?",
    answers: '[{"name": "live_giveaways", "arguments": {"kind": "beta"}}]',
    tools: '[{"name": "live_giveaways", "description": "Lists giveaways.", "parameters": {"kind": {"type": "str"}}}]',
  };
  const called = {
    messages: [
      { role: "user", content: row.query },
      { role: "assistant", tool_calls: [{ function: { name: "live_giveaways", arguments: '{"kind":"beta"}' } }] },
    ],
    tools: [{ type: "function", function: { name: "live_giveaways" } }],
  };

  it.each([undefined, { prompt: "query", completion: "answers" }])(
    "are read as calls (columns: %j)",
    async (columns) => {
      let written = "";
      const write = (text: string) => void (written += text);
      const done = await convertBytes(textChunks(lines([row])), { to: "openai", write, ...(columns && { columns }) });
      expect(JSON.parse(written || "{}")).toMatchObject(called);
      expect(done.ok && done.value.losses.map(({ what }) => what)).toEqual(["id"]);
      const rules = await countRules(["openai/o200k_base"]);
      if (!rules.ok) throw new Error("no rules");
      const [own, other] = await Promise.all(
        [lines([row]), written].map((text, at) =>
          profileBytes(textChunks(text), { rules: rules.value, ...(at === 0 && columns && { columns }) }),
        ),
      );
      expect(own?.ok && own.value.unread).toBeUndefined();
      expect(own?.ok && own.value.counts).toEqual(other?.ok && other.value.counts);
    },
  );

  it("stay texts without tools, and in a list of answers", async () => {
    const { rows } = await converted(textChunks(lines([{ question: "Which?", answer: row.answers }])), "openai");
    expect(rows).toMatchObject([{ messages: [{}, { content: row.answers }] }]);
    expect(await hintOf(lines([{ query: "Which of all of these?", answers: ["one", "two"] }]))).toContain(
      "unknown_shape",
    );
  });
});

describe("the columns that a refusal proposes", () => {
  it("do not take the instructions of the system for a prompt", async () => {
    const rows = [{ system: "You review programs for mistakes.", input: "Review this program for me, please." }];
    expect(await hintOf(lines(rows))).toMatch(/--columns text=input$/u);
  });

  it("take the query that is to be written for the answer", async () => {
    const row = {
      question: "How many lakes are there?",
      schema: "(:Lake {name, depth, area})",
      cypher: "MATCH (l:Lake) RETURN count(l)",
    };
    expect(await hintOf(lines([row]))).toMatch(/--columns prompt=question,completion=cypher$/u);
  });

  it("take no word beside a list of texts for all of the text", async () => {
    const rows = [1, 2].map((n) => ({
      category: "writing",
      turns: [`Write a story of ${n} lines.`, "Make it shorter."],
    }));
    expect(await hintOf(lines(rows))).not.toContain("--columns");
  });

  it("name a list of messages in one row as in several", async () => {
    const log = (n: number): object => ({
      request: { messages: [{ role: "user", content: `How much is ${n} and one?` }] },
    });
    for (const rows of [[log(1)], [log(1), log(2)]])
      expect(await hintOf(lines(rows))).toMatch(/--columns messages=request\.messages$/u);
  });

  it("are told by a conversion, too", async () => {
    const rows = [1, 2].map((n) => ({ quiz: `What is ${n} plus one, then?`, cypher: `It is the number ${n + 1}.` }));
    const { losses } = await converted(textChunks(lines(rows)), "openai");
    expect(losses).toMatchObject([{ what: "unknown_shape", detail: expect.stringContaining("--columns prompt=quiz") }]);
  });
});

describe("what a trainer leaves out", () => {
  const [user, assistant] = [
    { role: "user", content: "Where is the lake?" },
    { role: "assistant", content: "Behind the hill." },
  ];

  it("is a row that begins with a developer, at LLaMA-Factory", async () => {
    const developer = { role: "developer", content: "Be short." };
    const row = { messages: [developer, user, assistant] };
    const ofAll = async (...rows: object[]): Promise<unknown> => {
      const { verdict, findings } = await checked(rows, { provider: "llama-factory" });
      return [
        verdict,
        ...findings.flatMap(({ severity, code }) => (severity === "advice" ? [] : `${severity} ${code}`)),
      ];
    };
    expect(await ofAll(row, { messages: [user, assistant] })).toEqual(["warning", "warning example_skipped"]);
    // Nothing is left to train on: it stops with "Cannot find valid samples".
    expect(await ofAll(row)).toEqual(["error", "error too_few_examples", "warning example_skipped"]);
  });

  it.each([
    ["openai", ["unread_column"]],
    ["fireworks", ["unread_column"]],
    ["llama-factory", []],
    ["ms-swift", []],
  ])("is a system text beside the messages: %s", async (provider, codes) => {
    const rows = Array.from({ length: 60 }, (_, n) => ({
      system: "Be short.",
      messages: [{ role: "user", content: `Where is lake ${n}?` }, assistant],
    }));
    const report = await checked(rows, { provider });
    expect(
      report.findings
        .map(({ code }) => code)
        .filter((code) => code === "unread_column")
        .slice(0, 1),
    ).toEqual(codes);
  });
});
