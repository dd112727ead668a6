import { describe, expect, it } from "vitest";
import { shapeOf } from "../../src/shapes/table.ts";
import { mergeProfiles, profileBytes, profileText, readProfile, type DatasetProfile } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { assistant, lines, times, user } from "../checks/rows.ts";

async function profiled(rows: readonly unknown[]): Promise<DatasetProfile> {
  const profile = await profileBytes(textChunks(lines(rows)), { rules: [] });
  if (!profile.ok) throw new Error(JSON.stringify(profile.problem));
  return profile.value;
}

const kto = (label: boolean, i: number): object => ({ prompt: `p${i}`, completion: "c", label });

const rowOf = (wanted: number, row: object): [string, string, number, object] => ["kto", "labelled", wanted, row];

describe("what the rows of a file can train", () => {
  it.each<[shape: string, nature: string, wanted: number, row: object]>([
    ["chat-sft", "chat", 1, { messages: [user("a"), assistant("b")] }],
    ["rft", "graded", 0, { messages: [user("a")], answer: "b" }],
    ["prompt-only", "prompt", 0, { prompt: "a" }],
    ["kto", "labelled", 1, kto(true, 0)],
    ["kto", "labelled", 0, kto(false, 0)],
    ["kto", "labelled", 0, { instruction: "a", input: "", output: "b", kto_tag: false }],
    ["classification", "labelled", 1, { text: "a", label: "sport" }],
    ["classification", "labelled", 1, { text: "a", labels: { topic: "sport" } }],
    ["classification", "labelled", 0, { messages: [user("a")], labels: { topic: "sport" } }],
    ["classification", "labelled", 1, { text: "a", sentiment: "positive" }],
    ["classification", "labelled", 1, { id: 7, text: "a", emotion: "joy", airline: null }],
    [
      "text",
      "text",
      1,
      { text: "a", category: "news", url: "https://example.org/news/2026/12/the-lake-behind-the-hill" },
    ],
    ["text", "text", 1, { text: "a", category: "news", meta: {} }],
    ["preference", "pair", 1, { chosen: "a", rejected: "b" }],
    ["text", "text", 1, { text: "a" }],
    ["parquet-tokenised", "text", 1, { input_ids: [1, 2], labels: [-100, 2] }],
    // Verdicts as people write them; a number beside a conversation without an answer is a class.
    ...([1, "1", "true", "True", "yes", "desirable", 1.0] as const).map((label) =>
      rowOf(1, { prompt: "a", completion: "b", label }),
    ),
    ...([0, -1, "0", "false", "False", "no", "undesirable"] as const).map((label) =>
      rowOf(0, { prompt: "a", completion: "b", label }),
    ),
    ["kto", "labelled", 0, { messages: [user("a"), assistant("b")], label: 0 }],
    ["prompt-completion", "chat", 1, { prompt: "a", completion: "b", label: "sport" }],
    ["prompt-completion", "chat", 1, { prompt: "a", completion: " 1@@@", label: 1 }],
    ["prompt-completion", "chat", 1, { prompt: "a", completion: "No.", label: "no" }],
    ["rft", "graded", 0, { messages: [user("a")], label: 1 }],
  ])("is said in the profile: %s is %s, wanted %d", async (shape, nature, wanted, row) => {
    expect(await profiled([row])).toMatchObject({ format: shape, natures: { [shape]: nature }, wanted });
  });

  it("counts the examples with tools, which not every provider's rows can hold", async () => {
    const tools = [{ type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } }];
    const call = {
      role: "assistant",
      tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }],
    };
    const plain = { messages: [user("a"), assistant("b")] };
    const rows = [plain, { ...plain, tools }, { messages: [user("a"), call] }, plain];
    const counted = await profiled(rows);
    expect(counted.toolExamples).toBe(2);
    expect(mergeProfiles(counted, await profiled(rows))).toMatchObject({ value: { toolExamples: 4 } });
    expect(readProfile(profileText(counted))).toEqual({ ok: true, value: counted });
    expect(readProfile(JSON.stringify({ ...counted, toolExamples: -1 }))).toMatchObject({
      problem: { field: "toolExamples" },
    });
  });

  it("adds up when profiles are merged", async () => {
    const [a, b] = [
      await profiled(times(10, (i) => kto(i % 2 === 0, i))),
      await profiled([{ prompt: "a", completion: "b" }]),
    ];
    const merged = mergeProfiles(a, b);
    expect(merged).toMatchObject({
      value: { wanted: 6, natures: { kto: "labelled", "prompt-completion": "chat" }, format: "mixed" },
    });
  });
});

describe("a column of pairs that is null", () => {
  const turns = [{ role: "user", content: "q" }];

  it.each([
    [
      "is the answer that is missing, beside the other",
      { messages: turns, chosen: null, rejected: turns },
      "preference",
    ],
    ["says nothing where both are", { messages: turns, chosen: null, rejected: null }, "chat-sft"],
  ])("%s", (_what, given, shape) => {
    expect(shapeOf(given)).toBe(shape);
  });
});
