import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, profileBytes } from "../../src/index.ts";
import { textChunks } from "../data.ts";

async function converted(row: unknown, to: string): Promise<unknown> {
  let text = "";
  const result = await convertBytes(textChunks(`${JSON.stringify(row)}\n`), {
    to,
    write: (more) => void (text += more),
  });
  if (!result.ok) throw new Error(result.problem.kind);
  return text === "" ? result.value.losses[0]?.what : JSON.parse(text);
}

const pair = { prompt: "What is it?", chosen: "A cat.", rejected: "A dog." };
const seen = {
  conversations: [
    { from: "human", value: "<image>What is it?" },
    { from: "gpt", value: "A cat." },
  ],
  image: "a.png",
};

describe("preference pairs and pictures", () => {
  it("become rows of LLaMA-Factory", async () => {
    expect(await converted(pair, "llama-factory")).toEqual({
      instruction: "What is it?",
      input: "",
      chosen: "A cat.",
      rejected: "A dog.",
    });
    expect(await converted(seen, "llama-factory")).toEqual({
      instruction: "<image>What is it?",
      input: "",
      output: "A cat.",
      images: ["a.png"],
    });
  });

  it("become rows of ms-swift, which its check takes", async () => {
    const messages = (asked: string): object[] => [
      { role: "user", content: asked },
      { role: "assistant", content: "A cat." },
    ];
    const rejected = { messages: messages("What is it?"), rejected_response: "A dog." };
    expect(await converted(pair, "ms-swift")).toEqual(rejected);
    expect(await converted(seen, "ms-swift")).toEqual({ messages: messages("<image>What is it?"), images: ["a.png"] });
    const report = await checkFor("ms-swift", textChunks(`${JSON.stringify(rejected)}\n`));
    expect(report.ok && report.value.verdict).not.toBe("error");
  });

  it("get a mark for each picture that has none in the text", async () => {
    const parts = [
      { type: "text", text: "Compare" },
      { type: "image_url", image_url: { url: "https://example.org/a.png" } },
      { type: "image_url", image_url: { url: "https://example.org/b.png" } },
    ];
    const row = {
      messages: [
        { role: "user", content: parts },
        { role: "assistant", content: "Alike." },
      ],
    };
    expect(await converted(row, "ms-swift")).toMatchObject({ messages: [{ content: "Compare<image><image>" }, {}] });
  });
});

describe("prompts for reinforcement", () => {
  const prompt = [{ role: "user", content: "What is 2 + 2?" }];
  const verl = { prompt, data_source: "gsm8k", reward_model: { style: "rule", ground_truth: "4 as a number" } };

  it("are prompts, and what stands beside them is the reward's", async () => {
    for (const row of [verl, { prompt: "What is 2 + 2?" }, { prompt }]) {
      const read = await profileBytes(textChunks(`${JSON.stringify(row)}\n`), { rules: [] });
      expect(read).toMatchObject({ ok: true, value: { natures: { "prompt-only": "prompt" }, findings: [] } });
    }
    const shown = await profileBytes(textChunks(`${JSON.stringify({ ...verl, images: ["a.png"] })}\n`), { rules: [] });
    expect(shown.ok && shown.value.unread).toEqual({ images: 1 });
  });

  it("become graded rows where a provider takes such", async () => {
    const { prompt: messages, ...beside } = verl;
    for (const to of ["openai", "azure-openai", "fireworks"])
      expect(await converted(verl, to)).toEqual({ messages, ...beside });
    expect(await converted(verl, "together")).toBe("missing_assistant");
  });
});
