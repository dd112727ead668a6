import { describe, expect, it } from "vitest";
import { lines, readAsProposed, said } from "./hints.ts";

describe("the columns that a refusal proposes for conversations, logs and annotations", () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    [
      "a logged request and its answer",
      lines((i) => ({
        request: { model: "m", messages: [{ role: "user", content: said(i) }] },
        response: { choices: [{ message: { role: "assistant", content: "42" } }] },
      })),
      { prompt: "request.messages", completion: "response.choices.0.message" },
    ],
    [
      "requests and answers that are written as JSON in texts",
      lines((i) => ({
        asked: JSON.stringify({ model: "m", messages: [{ role: "user", content: said(i) }] }),
        told: JSON.stringify({ message: { role: "assistant", content: "42" } }),
      })),
      { prompt: "asked.messages", completion: "told.message" },
    ],
    [
      "turns of speakers and utterances",
      lines((i) => ({
        dialog_turns: [
          { speaker: "human", utterance: said(i) },
          { speaker: "bot", utterance: "It is 42." },
        ],
      })),
      { messages: "dialog_turns" },
    ],
    [
      "messages and the answer that is expected",
      lines((i) => ({ input: { messages: [{ role: "user", content: said(i) }] }, expectedOutput: "42" })),
      { prompt: "input.messages", completion: "expectedOutput" },
    ],
    [
      "messages and the ideal answer",
      lines((i) => ({ input: [{ role: "user", content: said(i) }], ideal: "42" })),
      { prompt: "input", completion: "ideal" },
    ],
    [
      "a prompt and the answers of annotators",
      lines((i) => ({ prompt: said(i), response: [{ user_id: "u", value: "It is.", status: "submitted" }] })),
      { prompt: "prompt", completion: "response.0.value" },
    ],
    [
      "the fields and responses of Argilla",
      lines((i) => ({
        id: "a",
        fields: { prompt: said(i) },
        responses: { answer: [{ value: "It is.", user_id: "u", status: "submitted" }] },
        suggestions: {},
      })),
      { prompt: "fields.prompt", completion: "responses.answer.0.value" },
    ],
    [
      "the annotations of Label Studio",
      lines((i) => ({
        id: i,
        data: { prompt: said(i) },
        annotations: [
          { completed_by: 1, result: [{ id: "x", type: "textarea", value: { text: ["It is what it is."] } }] },
        ],
      })),
      { prompt: "data.prompt", completion: "annotations.0.result.0.value.text.0" },
    ],
    [
      "a batch at Bedrock",
      lines((i) => ({
        recordId: "r",
        modelInput: { anthropic_version: "bedrock", messages: [{ role: "user", content: said(i) }] },
        modelOutput: { content: [{ type: "text", text: "It is." }], stop_reason: "end" },
      })),
      { prompt: "modelInput.messages", completion: "modelOutput.content.0.text" },
    ],
    [
      "a batch at Vertex AI",
      lines((i) => ({
        request: { contents: [{ role: "user", parts: [{ text: said(i) }] }] },
        response: { candidates: [{ content: { role: "model", parts: [{ text: "It is." }] }, finishReason: "STOP" }] },
      })),
      { prompt: "request.contents", completion: "response.candidates.0.content" },
    ],
    [
      "messages and two answers",
      lines((i) => ({ context: [{ role: "user", content: said(i) }], response1: "It is so.", response2: "No." })),
      { prompt: "context", completion: "response1" },
    ],
    [
      "a conversation under another name",
      lines((i) => ({
        dialogs: [
          { role: "user", content: said(i) },
          { role: "assistant", content: "42" },
        ],
      })),
      { messages: "dialogs" },
    ],
    [
      "a request without its answer",
      lines((i) => ({
        custom_id: "r",
        url: "/v1",
        body: { model: "m", messages: [{ role: "user", content: said(i) }] },
      })),
      { messages: "body.messages" },
    ],
    [
      "turns of Gemini in a request",
      lines((i) => ({ request: { contents: [{ role: "user", parts: [{ text: said(i) }] }] } })),
      { messages: "request.contents" },
    ],
    [
      "LangSmith's messages and their answer",
      lines((i) => ({
        inputs: { messages: [{ type: "human", content: said(i) }] },
        outputs: { output: { type: "ai", content: "42" } },
      })),
      { prompt: "inputs.messages", completion: "outputs.output" },
    ],
    [
      "a request with tools",
      lines((i) => ({
        body: {
          messages: [{ role: "user", content: said(i) }],
          tools: [{ type: "function", function: { name: "look" } }],
        },
      })),
      { messages: "body.messages" },
    ],
    [
      "messages and right answers",
      lines((i) => ({ input: [{ role: "user", content: said(i) }], ideal: ["42", "forty-two"] })),
      { prompt: "input", completion: "ideal.0" },
    ],
    [
      "the predictions of Label Studio",
      lines((i) => ({
        data: { question: said(i), context: "A long text about lakes and hills." },
        predictions: [
          {
            model_version: "v1",
            result: [
              { from_name: "answer", to_name: "text", type: "textarea", value: { text: ["It is what it is."] } },
            ],
          },
        ],
      })),
      { prompt: "data.question", completion: "predictions.0.result.0.value.text.0" },
    ],
    [
      "a conversation of Label Studio, and its turns once more",
      lines((i) => {
        const turns = [
          { role: "user", content: said(i) },
          { role: "assistant", content: "42" },
        ];
        return { id: i, annotations: [{ id: i, completed_by: 1 }], data: { messages: turns, turn1_dialogue: turns } };
      }),
      { messages: "data.messages" },
    ],
    [
      "requests with tools in a list",
      JSON.stringify({
        input: [1, 2].map((i) => ({
          responses_create_params: {
            input: [{ role: "user", content: said(i) }],
            tools: [{ type: "function", name: "look", description: "Looks a word up in a list." }],
          },
          agent_ref: { type: "agents", name: "simple" },
        })),
        expected_output: [1, 2].map((i) => ({ message_log: [{ role: "user", content: said(i) }] })),
      }),
      { rows: "input", messages: "responses_create_params.input" },
    ],
  ])("of %s are read when they are followed", async (_what, text, columns) => {
    const read = { before: 0, proposed: columns, badRows: 0, findings: [], hasExamples: true };
    expect(await readAsProposed(text)).toEqual(read);
  });
});
