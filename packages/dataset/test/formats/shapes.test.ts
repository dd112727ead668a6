import { describe, expect, it } from "vitest";
import { profileBytes, shapes, sniff, type DatasetProfile, type RowOptions } from "../../src/index.ts";
import { chunked, dataBytes, hasData, textChunks } from "../data.ts";
import { unitRule } from "../units.ts";

async function profiled(chunks: AsyncIterable<Uint8Array>, options: RowOptions = {}): Promise<DatasetProfile> {
  const profile = await profileBytes(chunks, { ...options, rules: [unitRule()] });
  if (!profile.ok) throw new Error(JSON.stringify(profile.problem));
  return profile.value;
}

/** Tokens in all, trained ones, and those before the answer, of one example. */
function figures(profile: DatasetProfile): (number | undefined)[] {
  const counts = profile.counts["plain/units"];
  return [counts?.tokens, counts?.trainable, counts?.prompt].map((histogram) => histogram?.[0]?.[0]);
}

const user = { role: "user", content: "abc" };
const assistant = { role: "assistant", content: "defg" };
const parts = (text: string): object[] => [{ text }];

describe("shapes of rows", () => {
  it.each<[string, object, number, number, number, number]>([
    // shape, row, messages, tokens in all, trained, before the answer
    ["chat-sft", { messages: [user, assistant] }, 2, 7, 4, 3],
    ["chat-sft", { messages: [user, assistant, user, { ...assistant, weight: 0 }] }, 4, 14, 4, 10],
    [
      "chat-sft",
      {
        messages: [
          {
            ...user,
            content: [
              { type: "text", text: "a" },
              { type: "text", text: "bc" },
            ],
          },
          assistant,
        ],
      },
      2,
      7,
      4,
      3,
    ],
    ["chat-sft", { messages: [{ ...user, content: [{ type: "text", value: "abc" }] }, assistant] }, 2, 7, 4, 3],
    ["chat-sft", { interactions: [user, { role: "assistant", text: "defg" }] }, 2, 7, 4, 3],
    ["rft", { messages: [user], reference_answer: "x" }, 1, 3, 0, 3],
    [
      "dpo",
      {
        input: { messages: [user] },
        preferred_output: [assistant],
        non_preferred_output: [{ role: "assistant", content: "no" }],
      },
      3,
      9,
      6,
      3,
    ],
    ["prompt-completion", { prompt: "abc", completion: "defg" }, 2, 7, 4, 3],
    ["prompt-completion", { prompt: [user], completion: [assistant] }, 2, 7, 4, 3],
    ["prompt-only", { prompt: "abc" }, 1, 3, 0, 3],
    ["preference", { prompt: "abc", chosen: "defg", rejected: "no" }, 3, 9, 6, 3],
    ["preference", { chosen: [user, assistant], rejected: [user, { role: "assistant", content: "no" }] }, 3, 9, 6, 3],
    [
      "preference",
      {
        conversations: [{ from: "human", value: "abc" }],
        chosen: { from: "gpt", value: "defg" },
        rejected: { from: "gpt", value: "no" },
      },
      3,
      9,
      6,
      3,
    ],
    ["kto", { prompt: "abc", completion: "defg", label: true }, 2, 7, 4, 3],
    ["kto", { messages: [user, assistant], kto_tag: false }, 2, 7, 4, 3],
    [
      "gemini-contents",
      {
        systemInstruction: { parts: parts("s") },
        contents: [
          { role: "user", parts: parts("abc") },
          { role: "model", parts: parts("defg") },
        ],
      },
      3,
      8,
      4,
      4,
    ],
    [
      "bedrock-conversation-2024",
      {
        system: parts("s"),
        messages: [
          { role: "user", content: parts("abc") },
          { role: "assistant", content: parts("defg") },
        ],
      },
      3,
      8,
      4,
      4,
    ],
    ["claude-messages", { system: "s", messages: [user, assistant] }, 3, 8, 4, 4],
    [
      "cohere-chat",
      {
        messages: [
          { role: "User", content: "abc" },
          { role: "Chatbot", content: "defg" },
        ],
      },
      2,
      7,
      4,
      3,
    ],
    [
      "sharegpt",
      {
        conversations: [
          { from: "human", value: "abc" },
          { from: "gpt", value: "defg" },
        ],
        system: "s",
      },
      3,
      8,
      4,
      4,
    ],
    // Parts as DashScope has them: no blocks of Bedrock's.
    [
      "chat-sft",
      {
        messages: [
          { role: "user", content: [{ image: "a.png" }, { text: "ab" }] },
          { role: "assistant", content: [{ text: "defg" }] },
        ],
      },
      2,
      6,
      4,
      2,
    ],
    [
      "chat-sft",
      {
        messages: [
          { role: "system", content: [{ text: "s" }] },
          { role: "user", content: [{ text: "ab" }] },
          { role: "assistant", content: [{ text: "defg" }] },
        ],
      },
      3,
      7,
      4,
      3,
    ],
    ["alpaca", { instruction: "ab", input: "", output: "defg" }, 2, 6, 4, 2],
    ["alpaca", { instruction: "ab", input: "c", output: "defg", system: "s", history: [["q", "a"]] }, 5, 11, 5, 7],
    ["question-answer", { question: "abc", answer: "defg" }, 2, 7, 4, 3],
    ["text", { text: "abc" }, 1, 3, 3, 0],
    ["parquet-tokenised", { input_ids: [1, 2, 3], labels: [-100, 2, 3] }, 0, 3, 2, 1],
  ])("%s: %j", async (shape, row, messages, ...counts) => {
    const profile = await profiled(textChunks(JSON.stringify(row)));
    expect(profile).toMatchObject({ format: shape, examples: 1, badRows: 0, messages });
    expect(figures(profile)).toEqual(counts);
    expect(shapes).toContain(shape);
  });

  it("counts every model turn anew with the conversation before it", async () => {
    const profile = await profiled(textChunks(JSON.stringify({ messages: [user, assistant, user, assistant] })));
    expect(profile.modelTurns).toBe(2);
    expect(profile.counts["plain/units"]?.recounted).toEqual([[7 + 14, 1]]);
  });

  it("reads columns that the user names", async () => {
    const columns = { prompt: "Frage", completion: "Antwort" };
    const profile = await profiled(textChunks('{"Frage":"abc","Antwort":"defg"}'), { columns });
    expect(figures(profile)).toEqual([7, 4, 3]);
  });

  it("takes the shape that the user names", async () => {
    const row = JSON.stringify({ instruction: "ab", output: "c", text: "abcdef" });
    expect(figures(await profiled(textChunks(row)))).toEqual([3, 1, 2]);
    expect(figures(await profiled(textChunks(row), { format: "text" }))).toEqual([6, 6, 0]);
    const wrong = await profileBytes(textChunks(row), { rules: [], format: "nonsense" });
    expect(wrong).toMatchObject({ ok: false, problem: { kind: "unknown_format", format: "nonsense" } });
  });
});

describe.skipIf(!hasData)("files of twelve formats", () => {
  it.each([
    // file, container, format, examples
    ["alpaca/llamafactory_identity.json", "json-array", "alpaca", 91],
    ["alpaca/stanford_alpaca_seed_tasks.jsonl", "json-lines", "alpaca", 175],
    ["bedrock/distillation_uber10K_first12.jsonl", "json-lines", "prompt-completion", 12],
    ["bedrock/nova_formatted_test_ft_first30.jsonl", "json-lines", "bedrock-conversation-2024", 30],
    ["bedrock/rft_test_validation_data.jsonl", "json-lines", "rft", 100],
    ["csv/ms_swift_alpaca.csv", "csv", "alpaca", 3],
    ["derived/cohere_chat_from_tinker_40.jsonl", "json-lines", "cohere-chat", 40],
    ["derived/gemini_sft_from_tinker_40.jsonl", "json-lines", "gemini-contents", 40],
    ["derived/messages_json_from_tinker.parquet", "parquet", "chat-sft", 128],
    ["openai_preference/azure_dpo_intel_orca_validation_first60.jsonl", "json-lines", "dpo", 60],
    ["openai_tools/azure_rft_toolcall_train.jsonl", "json-lines", "rft", 10],
    ["openai_tools/llamafactory_reason_tool_use_demo_50.jsonl", "json-lines", "chat-sft", 50],
    ["other_jsonl/azure_sarcasm_qa.jsonl", "json-lines", "question-answer", 500],
    ["preference/llamafactory_dpo_en_demo.json", "json-array", "preference", 300],
    ["preference/llamafactory_kto_en_demo.json", "json-array", "kto", 300],
    ["preference/llamafactory_v1_dpo_demo.jsonl", "json-lines", "preference", 10],
    ["prompt_completion/gptchem_glass_train_50.jsonl", "json-lines", "prompt-completion", 50],
    ["sharegpt/fastchat_dummy_conversation.json", "json-array", "sharegpt", 500],
    ["vision/llamafactory_mllm_demo.json", "json-array", "chat-sft", 6],
    ["vision/llamafactory_v1_multimodal_demo.jsonl", "json-lines", "chat-sft", 24],
  ])("reads %s", async (file, container, format, examples) => {
    const bytes = dataBytes(`datasets/${file}`);
    const profile = await profiled(chunked(bytes), { name: file });
    expect(profile).toMatchObject({ format, examples, badRows: 0, rows: examples });
    expect(sniff(bytes.subarray(0, 65_536), file).kind).toBe(container);
  });

  it.each(["derived/alpaca_from_torchtune.csv", "derived/alpaca_from_torchtune.parquet"])(
    "counts %s as the JSON file that it was made from",
    async (file) => {
      const json = await profiled(chunked(dataBytes("datasets/alpaca/torchtune_alpaca_tiny.json"), 777));
      const other = await profiled(chunked(dataBytes(`datasets/${file}`), 777), { name: file });
      expect(other.counts).toEqual(json.counts);
    },
  );
});
