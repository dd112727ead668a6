import { describe, expect, it } from "vitest";
import type { Conversion } from "../../src/index.ts";
import { answered, assistant, converted, user, withTools } from "./converted.ts";

const callOf = (id: string): object => ({ id, type: "function", function: { name: "f", arguments: "{}" } });
const answerTo = (id: string): object => ({ role: "tool", tool_call_id: id, content: `of ${id}` });
/** LLaMA-Factory has one observation behind several calls. */
const twoAnswers = {
  messages: [
    user,
    { role: "assistant", tool_calls: [callOf("1"), callOf("2")] },
    answerTo("1"),
    answerTo("2"),
    assistant,
  ],
};
const holding = (part: object): object => ({ role: "user", content: [{ type: "text", text: "Which?" }, part] });
const sound = {
  role: "user",
  parts: [{ text: "Which?" }, { fileData: { mimeType: "audio/mp3", fileUri: "gs://b/a.mp3" } }],
};
const segments = {
  segments: [
    { text: "<s>Q ", label: false },
    { text: "a", label: true },
    { text: " and ", label: false },
    { text: "b", label: true },
  ],
};

describe("what a conversion loses of a row", () => {
  it.each<[string, object, Conversion["losses"][number]["kind"], string]>([
    // target, row, whether the row is written, what is lost
    ["bedrock-llama", withTools, "refused", "tools"],
    ["together", { query: "a", pos: ["b"], neg: ["c"] }, "refused", "embedding_rows"],
    ["bedrock-nova", { prompt: "a", chosen: "b", rejected: "c" }, "refused", "preference"],
    ["openai", { text: "a" }, "refused", "text"],
    ["openai", { input_ids: [1] }, "refused", "tokens"],
    [
      "openai",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "s3://a/b.png" } }] }, assistant] },
      "refused",
      "images",
    ],
    ["openai", { messages: [{ content: "a" }] }, "refused", "missing_role"],
    ["bedrock-nova", { messages: [user, assistant, user] }, "refused", "last_not_assistant"],
    ["bedrock-nova", { messages: [user, { role: "system", content: "s" }, assistant] }, "refused", "system_not_first"],
    ["together", { messages: [{ role: "developer", content: "s" }, user, assistant] }, "changed", "developer_role"],
    ["together", { messages: [{ ...user, name: "n" }, assistant] }, "changed", "name"],
    ["trl", { messages: [user, { ...assistant, weight: 0 }] }, "changed", "weight"],
    ["openai", { messages: [user, assistant], answer: 1 }, "changed", "answer"],
    ["openai", { messages: [user] }, "refused", "missing_assistant"],
    ["together", { prompt: "a" }, "refused", "missing_assistant"],
    ["openai", { prompt: "a", completion: "b", label: true }, "changed", "label"],
    ["vertex-gemini", { messages: [user, user, assistant] }, "changed", "turns_joined"],
    ["llama-factory", twoAnswers, "changed", "turns_joined"],
    ["openai", { messages: [holding({ type: "audio", audio: "a.wav" }), assistant] }, "refused", "audio"],
    ["openai", { contents: [sound, answered] }, "refused", "fileData"],
    ["vertex-gemini", { contents: [sound, answered] }, "refused", "fileData"],
    ["trl", { messages: [holding({ type: "file", file: { file_id: "f" } }), assistant] }, "refused", "file"],
    ["openai", segments, "changed", "segments"],
    ["together", segments, "changed", "segments"],
    ["vertex-gemini", { messages: [user], reference_answer: 1 }, "refused", "last_not_assistant"],
  ])("to %s of %j tells what is %s: %s", async (to, row, kind, what) => {
    const conversion = await converted(`{}\n${JSON.stringify(row)}`, to);
    expect(conversion).toMatchObject({ rows: 2, written: kind === "refused" ? 0 : 1 });
    expect(conversion.losses).toContainEqual({ kind, what, count: 1, lines: [2] });
    expect(conversion.losses).toContainEqual({ kind: "refused", what: "unknown_shape", count: 1, lines: [1] });
  });

  it.each([
    ["trl", { prompt: "a", completion: "b" }, "label", "missing_field"],
    ["llama-factory", { instruction: "a", input: "", output: "b" }, "kto_tag", "no_verdict"],
  ])("to %s refuses an answer without its verdict among those that have one", async (to, row, field, what) => {
    const rows = [true, null, false].map((verdict) => JSON.stringify({ ...row, [field]: verdict }));
    expect(await converted(rows.join("\n"), to)).toMatchObject({
      rows: 3,
      written: 2,
      losses: [{ kind: "refused", what, count: 1, lines: [2] }],
    });
  });

  it("keeps prompts for reinforcement as Nova takes them", async () => {
    const graded = { messages: [{ role: "system", content: "s" }, user], reference_answer: { n: 1 } };
    const { text, losses } = await converted(JSON.stringify(graded), "bedrock-nova");
    expect([JSON.parse(text), losses]).toEqual([graded, []]);
    const asked = { messages: [{ role: "developer", content: "s" }, user], reference_answer: { n: 1 } };
    const other = await converted(JSON.stringify(asked), "bedrock-nova");
    expect([JSON.parse(other.text), other.losses.map(({ what }) => what)]).toEqual([graded, ["developer_role"]]);
  });

  it("says what the columns of a row may stand for, alone or among others", async () => {
    const row = { title: 1, entries: [{ customer_wrote: "what is this thing?", agent_said: "it is an old clock" }] };
    const told = async (rows: readonly object[]): Promise<unknown> =>
      (await converted(rows.map((one) => `${JSON.stringify(one)}\n`).join(""), "openai")).losses;
    const [alone, among] = [await told([row]), await told([row, row])];
    expect(alone).toMatchObject([{ what: "unknown_shape", count: 1 }]);
    expect(JSON.stringify(alone)).toContain("rows=entries,prompt=customer_wrote,completion=agent_said");
    expect(among).toMatchObject([{ what: "unknown_shape", count: 2 }]);
    expect(JSON.stringify(among)).not.toContain("rows=entries");
  });
});
