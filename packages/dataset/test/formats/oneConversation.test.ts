import { describe, expect, it } from "vitest";
import { convertBytes, profileBytes } from "../../src/index.ts";
import { textChunks } from "../data.ts";

const [ask, say] = ["What is a lake?", "A body of water."];
const turns = [
  { role: "system", content: "Be brief." },
  { role: "user", content: ask },
  { role: "assistant", content: say },
];
const shared = [
  { from: "human", value: ask },
  { from: "gpt", value: say },
];

describe("a file that is one conversation", () => {
  it.each<[string, string, number]>([
    ["a list of messages", JSON.stringify(turns), 3],
    ["a list of messages on a line", `${JSON.stringify(turns)}\n`, 3],
    ["a list of messages on many lines", JSON.stringify(turns, null, 2), 3],
    ["a list of turns from somebody", JSON.stringify(shared, null, 2), 2],
    ["an object of messages", JSON.stringify({ messages: turns }), 3],
    ["an object of messages on many lines", JSON.stringify({ messages: turns }, null, 2), 3],
  ])("is one example: %s", async (_what, text, messages) => {
    const profile = await profileBytes(textChunks(text), { rules: [], name: "chat.json" });
    expect(profile).toMatchObject({
      value: { rows: 1, examples: 1, badRows: 0, messages, modelTurns: 1, findings: [] },
    });
    let written = "";
    await convertBytes(textChunks(text), { to: "openai", write: (more) => void (written += more) });
    expect(JSON.parse(written)).toMatchObject({
      messages: (messages === 3 ? turns : turns.slice(1)).map(({ content }) => ({ content })),
    });
  });

  it.each<[string, unknown]>([
    ["messages of several trees", [1, 2].map((id) => ({ message_id: id, role: "prompter", text: ask }))],
    ["turns and other things", [...turns, { prompt: ask, completion: say }]],
    ["no turns", []],
  ])("is none of %s", async (_what, value) => {
    const profile = await profileBytes(textChunks(JSON.stringify(value)), { rules: [], name: "chat.json" });
    expect(profile).toMatchObject({ value: { examples: 0 } });
  });
});
