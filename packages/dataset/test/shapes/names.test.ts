import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, profileBytes } from "../../src/index.ts";
import { chunked, textChunks } from "../data.ts";
import { assistant, lines, user } from "../checks/rows.ts";
import { read } from "../formats/read.ts";

/** The row as TRL is given it. */
async function written(row: object, losses: readonly object[] = []): Promise<unknown> {
  let text = "";
  const conversion = await convertBytes(textChunks(lines([row])), { to: "trl", write: (more) => void (text += more) });
  expect(conversion).toMatchObject({ value: { rows: 1, written: 1, losses } });
  return JSON.parse(text) as unknown;
}

async function shapeOf(row: object): Promise<string> {
  const profile = await profileBytes(textChunks(lines([row])), { rules: [] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  expect(profile.value.unread).toBeUndefined();
  return profile.value.format;
}

describe("a question and its answer", () => {
  it.each([
    ["problem", "solution"],
    ["instruction", "generation"],
    ["problem", "answer"],
    ["question", "solution"],
    ["inputs", "targets"],
    ["text_input", "output"],
    ["input_text", "output_text"],
    ["document", "summary"],
    ["article", "highlights"],
    ["dialogue", "summary"],
    ["human", "assistant"],
    ["Question", "Response"],
    ["Prompt", "Completion"],
    ["INSTRUCTION", "RESPONSE"],
  ])("are read under the names %s and %s", async (question, answer) => {
    const row = { [question]: "What is it?", [answer]: "It is a clock." };
    expect(await shapeOf(row)).toBe("question-answer");
    expect(await written(row)).toEqual({ messages: [user("What is it?"), assistant("It is a clock.")] });
  });

  it("may be a list of messages and a text, behind a system text (NVIDIA's Nemotron data)", async () => {
    const row = { input: [user("What is it?")], output: "It is a clock.", system_prompt: "Think." };
    const system = { role: "system", content: "Think." };
    expect(await written(row)).toEqual({ messages: [system, user("What is it?"), assistant("It is a clock.")] });
  });

  it("may be lists of messages", async () => {
    const row = {
      input: [{ role: "user", content: [{ type: "input_text", text: "q" }] }],
      output: [{ role: "assistant", content: [{ type: "output_text", text: "a" }] }],
    };
    expect(await shapeOf(row)).toBe("question-answer");
    expect(await written(row)).toEqual({ messages: [user("q"), assistant("a")] });
    // Models that think say so, though not what.
    const thought = { ...row, output: [{ type: "reasoning", summary: [] }, ...row.output] };
    expect(await written(thought)).toEqual({ messages: [user("q"), assistant("a")] });
    const called = {
      input: [
        user("q"),
        { type: "function_call", call_id: "c", name: "f", arguments: "{}" },
        { type: "function_call", call_id: "d", name: "f", arguments: "{}" },
        { type: "function_call_output", call_id: "c", output: "1" },
        { type: "function_call_output", call_id: "d", output: "2" },
      ],
      output: row.output,
    };
    const calls = ["c", "d"].map((id) => ({ id, type: "function", function: { name: "f", arguments: "{}" } }));
    const answers = ["c", "d"].map((id, i) => ({ role: "tool", content: String(i + 1), tool_call_id: id }));
    expect(await written(called)).toEqual({
      messages: [user("q"), { role: "assistant", tool_calls: calls }, ...answers, assistant("a")],
    });
    // A response as OpenAI logs it.
    const logged = { object: "response", instructions: "Be brief.", ...row };
    const system = { role: "system", content: "Be brief." };
    expect(await written(logged, [{ what: "object" }])).toEqual({ messages: [system, user("q"), assistant("a")] });
  });
});

describe("pairs of trainers", () => {
  const pair = { prompt: [user("q")], chosen: [assistant("a")], rejected: [assistant("b")] };

  it.each<[string, object]>([
    [
      "torchtune",
      { chosen_conversations: [user("q"), assistant("a")], rejected_conversations: [user("q"), assistant("b")] },
    ],
    ["ms-swift, of messages", { messages: [user("q"), assistant("a")], rejected_response: "b" }],
    [
      "ms-swift, of messages, the worse answer a list",
      { messages: [user("q"), assistant("a")], rejected_response: [assistant("b")] },
    ],
    ["ms-swift, of columns", { query: "q", response: "a", rejected_response: "b" }],
    ["ms-swift, of instructions", { instruction: "q", input: "", output: "a", rejected_response: "b" }],
  ])("are read: %s", async (_what, row) => {
    expect(await written(row)).toEqual(pair);
    const profile = await profileBytes(textChunks(lines([row])), { rules: [] });
    expect(profile).toMatchObject({ value: { wanted: 1 } });
    expect(profile.ok && Object.values(profile.value.natures ?? {})).toEqual(["pair"]);
    expect(profile.ok && profile.value).not.toHaveProperty("unread");
  });
});

it("the better answer of ms-swift is all behind the last user", async () => {
  const messages = [user("q"), assistant("a"), user("r"), { role: "tool_call", content: '{"name":"f"}' }];
  const row = { messages: [...messages, { role: "tool_response", content: "1" }, assistant("b")] };
  const called = {
    role: "assistant",
    tool_calls: [expect.objectContaining({ function: { name: "f", arguments: "" } })],
  };
  expect(await written({ ...row, rejected_response: [assistant("c")] })).toEqual({
    prompt: messages.slice(0, 3),
    chosen: [called, expect.objectContaining({ role: "tool", content: "1" }), assistant("b")],
    rejected: [assistant("c")],
  });
});

describe("turns of other tools", () => {
  const chat = { messages: [user("q"), assistant("a")] };

  it.each<[string, object, object?]>([
    ["ms-swift: question and answer in one item", { conversation: [{ human: "q", assistant: "a" }] }],
    [
      "XTuner, with the system text in the first item",
      {
        conversation: [
          { system: "s", input: "q", output: "a" },
          { input: "r", output: "b" },
        ],
      },
      { messages: [{ role: "system", content: "s" }, user("q"), assistant("a"), user("r"), assistant("b")] },
    ],
    [
      "parts, as the AI SDK keeps messages",
      {
        messages: [
          { role: "user", parts: [{ type: "text", text: "q" }] },
          { role: "assistant", parts: [{ type: "text", text: "a" }] },
        ],
      },
    ],
    [
      "roles in capitals",
      {
        messages: [
          { role: "USER", content: "q" },
          { role: "Assistant", content: "a" },
        ],
      },
    ],
    [
      "LangChain's roles",
      {
        messages: [
          { role: "human", content: "q" },
          { role: "ai", content: "a" },
        ],
      },
    ],
  ])("are read: %s", async (_what, row, expected = chat) => {
    expect(await written(row)).toEqual(expected);
    await shapeOf(row);
  });

  it("that are Python's text of a list are refused, and it is said why", async () => {
    const table = new TextEncoder().encode(`messages\n"[{'role': 'user', 'content': 'q'}]"\n`);
    const report = await checkFor("trl", chunked(table), { name: "x.csv" });
    expect(report.ok && report.value.findings.map(({ sentence }) => sentence).join()).toContain("a list as text");
  });
});

describe("rows of other tools", () => {
  it("that hold one turn each are no texts to learn", async () => {
    for (const role of ["prompter", "assistant", "user"]) {
      const profile = await profileBytes(textChunks(lines([{ message_id: "m", parent_id: null, text: "t", role }])), {
        rules: [],
      });
      expect(profile).toMatchObject({ value: { examples: 0, findings: [{ code: "unknown_shape" }] } });
    }
    expect(await shapeOf({ text: "t", role: "headline" })).toBe("text");
  });

  it("in a table are read under a header with colons, and behind Excel's line of the delimiter", async () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const rows = [{ input: "a", output: "b" }];
    expect((await read(bytes("input: ,output: \na,b\n"))).rows).toEqual(rows);
    for (const size of [1, 997]) {
      const { rows: met, end } = await read(bytes("\uFEFFsep=;\r\ninput;output\r\na;b\r\n"), "", size);
      expect({ met, end }).toEqual({ met: rows, end: "csv" });
    }
  });
});
