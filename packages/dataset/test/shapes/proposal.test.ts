import { describe, expect, it } from "vitest";
import { fileColumns } from "../../src/index.ts";
import { textChunks } from "../data.ts";

describe("fileColumns", () => {
  it.each([
    ["a,b\n1,2", ["a", "b"], null],
    ["a,b\nyes,no", ["a", "b"], { prompt: "a", completion: "b" }],
    [
      'n,"what, in short",what we said\n1,Where is it?,On its way.',
      ["n", "what, in short", "what we said"],
      { prompt: "what, in short", completion: "what we said" },
    ],
    [
      'Question text;"Our reply, sent"\n"one\ntwo";2',
      ["Question text", "Our reply, sent"],
      { prompt: "Question text", completion: "Our reply, sent" },
    ],
    // A datum of Tinker's holds token ids; what they are stored as is no text.
    [
      '{"loss_fn_inputs":{"target_tokens":{"data":[1,2],"dtype":"int64"},"weights":{"data":[0,1],"dtype":"float32"}}}',
      ["target_tokens.data", "target_tokens.dtype", "weights.data", "weights.dtype"].map(
        (one) => `loss_fn_inputs.${one}`,
      ),
      null,
    ],
    ['{"a":1,"b":null,"c":[],"d":["x"]}', ["a", "b", "c", "d"], null],
    [
      '[{"in":{"q":"x y z w","of":{"a":1}},"out":[{"text":"y"}]},{"in":{"q":"x"}}]',
      ["in.q", "in.of.a", "out.0.text"],
      null,
    ],
    [
      '{"messages":[{"role":"user","content":"x"}],"answer":{"role":"assistant"}}',
      ["messages", "answer"],
      { prompt: "messages", completion: "answer" },
    ],
    [
      '{"inputs":{"messages":[{"role":"user","content":"x"}]},"outputs":{"messages":[{"role":"assistant","content":"y"}]}}',
      ["inputs.messages", "outputs.messages"],
      { prompt: "inputs.messages", completion: "outputs.messages" },
    ],
    // An agent's run gives what it was given back.
    [
      '{"inputs":{"messages":[{"role":"user","content":"x"}]},"outputs":{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}}',
      ["inputs.messages", "outputs.messages"],
      { messages: "outputs.messages" },
    ],
    [
      '{"a":1,"of":{"train":[{"frage":"Wo?","antwort":"Da"},{"frage":"Wo?","antwort":"Da","n":1}]}}',
      ["frage", "antwort", "n"],
      { rows: "of.train", prompt: "frage", completion: "antwort" },
    ],
    ['{"of":[{"messages":[]}]}\n{"b":"Some words of a text."}', ["of.0.messages", "b"], { text: "b" }],
    [
      `id,request,response\n1,"{""messages"":[{""role"":""user"",""content"":""x""}]}","{""choices"":[{""message"":{""role"":""assistant""}}]}"`,
      ["id", "request.messages", "response.choices.0.message"],
      { prompt: "request.messages", completion: "response.choices.0.message" },
    ],
    [
      '{"input":{"messages":[{"role":"user","content":"x"}]},"expectedOutput":"On its way."}',
      ["input.messages", "expectedOutput"],
      { prompt: "input.messages", completion: "expectedOutput" },
    ],
    ["", [], null],
    [
      "Title,Input.ref_statement,Input.target_statement,Answer.Category\nCompare the two statements,The cat sat on it.,The cat lay on it.,agrees",
      ["Title", "Input.ref_statement", "Input.target_statement", "Answer.Category"],
      { prompt: "Input.ref_statement", completion: "Answer.Category" },
    ],
    [
      "term,part of speech,definition,example\nepoch,noun,One pass over the data.,We trained for an epoch.",
      ["term", "part of speech", "definition", "example"],
      { prompt: "term", completion: "definition" },
    ],
    [
      '{"knowledge":"A lake lies behind the hill.","question":"What lies behind it?","right_answer":"A lake","hallucinated_answer":"A lake, or a pond of some kind"}',
      ["knowledge", "question", "right_answer", "hallucinated_answer"],
      { prompt: "question", completion: "right_answer" },
    ],
    [
      '{"incorrect":"He go to the lake.","correct":"He goes to the lake."}',
      ["incorrect", "correct"],
      { prompt: "incorrect", completion: "correct" },
    ],
    [
      '{"question":"Which lakes are there?","query":"SELECT name FROM lakes"}',
      ["question", "query"],
      { prompt: "question", completion: "query" },
    ],
    [
      '{"sql_prompt":"How many lakes are there?","sql_context":"CREATE TABLE lakes (id INT);","sql":"SELECT COUNT(*) FROM lakes;"}',
      ["sql_prompt", "sql_context", "sql"],
      { prompt: "sql_prompt", completion: "sql" },
    ],
  ])("of %s", async (text, columns, proposal) => {
    expect(await fileColumns(textChunks(text), { name: /^\w/u.test(text) ? "a.csv" : "a.json" })).toEqual({
      ok: true,
      value: { columns, proposal },
    });
  });

  it("reads no further than it has to", async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      const line = new TextEncoder().encode('{"x":"Some words of a text."}\n');
      for (; ; read += 1) yield line;
    }
    expect(await fileColumns(endless())).toMatchObject({ ok: true, value: { columns: ["x"] } });
    expect(read).toBeLessThan(20_000);
  });
});
