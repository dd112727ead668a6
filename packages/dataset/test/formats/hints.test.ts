import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { hintOf, lines, profiled, readAsProposed, said } from "./hints.ts";

describe("the columns that a refusal proposes", () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    [
      "two columns of text",
      lines((i) => ({ quiz: said(i), solution: "It is 42." })),
      { prompt: "quiz", completion: "solution" },
    ],
    [
      "columns with spaces in their names",
      lines((i) => ({ "Tweet text": said(i), ID: i, text_label: "complaint" })),
      { prompt: "Tweet text", completion: "text_label" },
    ],
    [
      "an instruction beside a task",
      lines((i) => ({ task: "RE", source: "NYT", instruction: said(i), label: "[]" })),
      { prompt: "instruction", completion: "label" },
    ],
    [
      "a text and its translations",
      lines((i) => ({
        source: said(i),
        machineTranslation: "Es ist so gut.",
        byHand: "So ist es gut.",
        category: "idiom",
      })),
      { prompt: "source", completion: "machineTranslation" },
    ],
    [
      "columns of which some have no name",
      lines((i) => ({ "": said(i), quiz: said(i), solution: "It is 42." })),
      { prompt: "quiz", completion: "solution" },
    ],
    [
      "a question, its gold answer and its picture",
      lines((i) => ({ prompt_id: `p${i}`, image_path: "images/1.png", question: said(i), gold: "Yes" })),
      { prompt: "question", completion: "gold" },
    ],
    [
      "a query, its tools and the one that was selected",
      lines((i) => ({ "User Query": said(i), "Tool Config": "pays a bill by card", "Selected Tool": "pay" })),
      { prompt: "User Query", completion: "Selected Tool" },
    ],
    ["one column of text", lines((i) => ({ note: said(i), at: i })), { text: "note" }],
    ["a text and its class", lines((i) => ({ note: said(i), label: i })), { prompt: "note", completion: "label" }],
    [
      "questions and answers within objects",
      lines((i) => ({ id: i, inputs: { question: `What is ${i}?` }, outputs: { answer: "It is." } })),
      { prompt: "inputs.question", completion: "outputs.answer" },
    ],
    [
      "objects of a question and an answer",
      lines((i) => ({ input: { question: said(i) }, output: { answer: "It is." } })),
      { prompt: "input.question", completion: "output.answer" },
    ],
    [
      "a list in each of several rows",
      lines((i) => ({ talk: [{ one: said(i), other: "It is what it is." }], bar: 1 })),
      { prompt: "talk.0.one", completion: "talk.0.other" },
    ],
    [
      "a premise and a hypothesis",
      lines((i) => ({ premise: said(i), hypothesis: said(i + 1), target: 0 })),
      { prompt: "premise", completion: "hypothesis" },
    ],
    [
      "answers with the names of their models",
      lines((i) => ({ instruction: said(i), completions: [{ model: "gpt-4", response: "It is what it is." }] })),
      { prompt: "instruction", completion: "completions.0.response" },
    ],
    [
      "the results of promptfoo",
      JSON.stringify({
        results: {
          results: [1, 2].map((i) => ({
            promptId: "p",
            prompt: { raw: said(i), label: said(i) },
            response: { output: "It is what it is." },
          })),
        },
      }),
      { rows: "results.results", prompt: "prompt.raw", completion: "response.output" },
    ],
    [
      "a question and its class",
      lines((i) => ({ query: said(i), intent: "airfare" })),
      { prompt: "query", completion: "intent" },
    ],
    [
      "a question and a result of one word",
      lines((i) => ({ id: i, question: said(i), chain: "", result: "42", source: "dummy" })),
      { prompt: "question", completion: "result" },
    ],
    [
      "a description, the name of its source and a query",
      lines((i) => ({ description: said(i), source: "wikisql", sql: { query: "SELECT a FROM b" } })),
      { prompt: "description", completion: "sql.query" },
    ],
    [
      "a story and its answer in a list",
      lines((i) => ({ context: said(i), answer: ["Because he fought."] })),
      { prompt: "context", completion: "answer.0" },
    ],
    [
      "an instruction and its rated samples",
      lines((i) => ({ instruction: said(i), generations: ["It is what it is.", "No."], ratings: [5, 1] })),
      { prompt: "instruction", completion: "generations.0" },
    ],
    [
      "an instruction, its gold answer and what a model answered",
      lines((i) => ({ instruction: said(i), gold_commands: "brew upgrade", raw_response: "It is what it is." })),
      { prompt: "instruction", completion: "gold_commands" },
    ],
    [
      "a profile and the discount that is expected",
      lines((i) => ({ customer_profile: said(i), expected_discount: "15", remark: "Senior only" })),
      { prompt: "customer_profile", completion: "expected_discount" },
    ],
    [
      "two columns, of which the second comes first in use",
      lines((i) => ({ remark: "A lake is a lot of water.", question: said(i) })),
      { prompt: "question", completion: "remark" },
    ],
    [
      "an article, its title and its address",
      lines((i) => ({ title: "What a lake is to us", body: said(i), url: "https://example.org", words: 6 })),
      { text: "body" },
    ],
    [
      "a list of rows",
      JSON.stringify({
        version: 1,
        articles: [
          { title: "T", body: said(1), words: 6 },
          { title: "U", body: said(2), words: 6 },
        ],
      }),
      { rows: "articles", text: "body" },
    ],
    [
      "a list of rows of a known shape",
      JSON.stringify({ meta: { by: "me" }, split: { items: [{ prompt: "a", completion: "b" }] } }),
      { rows: "split.items" },
    ],
  ])("of %s are read when they are followed", async (_what, text, columns) => {
    const read = { before: 0, proposed: columns, badRows: 0, findings: [], hasExamples: true };
    expect(await readAsProposed(text)).toEqual(read);
  });

  it.each<[string, string]>([
    [
      "texts by their ids",
      JSON.stringify({
        queries: Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`id-${i}`, said(i)])),
        corpus: Object.fromEntries(
          Array.from({ length: 70 }, (_, i) => [`node-${i}`, "A text about lakes and hills."]),
        ),
      }),
    ],
    [
      "a query, a function and its arguments",
      lines((i) => ({ user_query: said(i), function_name: "pay", arguments: '{"to": 1}' })),
    ],
    [
      "a sentence in many languages",
      lines((i) => ({
        index: i,
        hi: "नाम",
        en: said(i),
        ru: "Как тебя зовут сегодня?",
        de: "Wie heißt du?",
        domain: "home",
      })),
    ],
    ["a word in many languages", lines(() => ({ sign: "one", north: "yi", south: "jat", coast: "iq" }))],
    [
      "two texts to compare and the questions about them",
      lines((i) => ({
        poem1: said(i),
        poem2: said(i + 1),
        question1: "Which do you like more?",
        question2: "Which rhymes?",
      })),
    ],
    [
      "a question and its choices",
      lines((i) => ({ question: said(i), answer_info: { ans0: ["the hill"], ans1: ["the lake"] }, context: said(i) })),
    ],
    [
      "a question, its passage and the lines of its answer",
      lines((i) => ({ question: said(i), answers: [1, 2], context: said(i), city: "Munich", language: "en" })),
    ],
    [
      "what a file is about",
      lines((i) => ({
        file: `${i}.ahk`,
        title: "Paste",
        category: "GUI",
        url: "",
        description: said(i),
        checked: "True",
        libraries: "",
        bytes: 12,
      })),
    ],
    ["figures by language and category", lines((i) => ({ language: "en", category: "age", overall: i, exact: i }))],
    ["songs", lines((i) => ({ track_name: "Seven", year: i, streams: i, key: "B", mode: "Major" }))],
    [
      "a name of several words among others",
      lines(() => ({ bank: "Lakeside", state: "IA", buyer: "Iowa Trust & Savings Bank" })),
    ],
    [
      "a list that is written out",
      lines(() => ({ domain: "home", part: "mail", things: "['a', 'mail', 'a', 'map']" })),
    ],
    [
      "the results of a run",
      JSON.stringify({
        model: "m",
        results: [1, 2].map((i) => ({
          image: `${i}.jpg`,
          class: "A16",
          size: i,
          grade: "coarse",
          guess: { size: i, grade: "coarse" },
          raw: "It is a coarse stone of 16 mm.",
          right: true,
        })),
      }),
    ],
    [
      "the first of several texts of a row",
      lines((i) => ({
        id: i,
        comments: [
          { by: "user 1", body: said(i) },
          { by: "agent 2", body: said(i + 1) },
        ],
      })),
    ],
    ["a picture by its file", lines((i) => ({ image: `set/${i} of all my pictures.jpg` }))],
    ["rows of marks alone", lines((i) => ({ answer_id: `a${i}`, model_id: "m", stamp: i }))],
    [
      "lists whose rows are no text",
      JSON.stringify({ a1: { train: [{ input: [[1]], output: [[2]] }], test: 1 }, a2: 3 }),
    ],
  ])("are none for %s", async (_what, text) => {
    const refused = await profiled(text);
    expect(refused.examples).toBe(0);
    expect(hintOf(refused)).toBeUndefined();
  });
});

describe("a table without a header", () => {
  it("has no columns to propose, since the names of these are the texts of its first row", async () => {
    const table = "What is a lake and where is it?,12\nWhat is a hill and where is it?,13\n";
    const profile = await profileBytes(textChunks(table), { rules: [], name: "table.csv" });
    const details = profile.ok ? profile.value.findings.map(({ code, detail = "" }) => `${code}: ${detail}`) : [];
    expect(details).toEqual(["data_as_header: ", "unknown_shape: 12, What is a lake and where is it?"]);
  });
});

describe("rows that are named", () => {
  it("are read, each by its name, as the values of one object", async () => {
    const named = Object.fromEntries([1, 2, 3].map((i) => [`math/${i}.json`, { problem: said(i), solution: "42" }]));
    expect(await profiled(JSON.stringify(named))).toMatchObject({ format: "question-answer", examples: 3, badRows: 0 });
  });

  it("are not the sides of a pair", async () => {
    const pair = {
      input: { role: "user", content: "a" },
      chosen: { role: "assistant", content: "b" },
      rejected: { role: "assistant", content: "c" },
    };
    expect(await profiled(JSON.stringify(pair))).toMatchObject({ format: "preference", examples: 1 });
  });
});

describe("the sides of a pair", () => {
  it("may each hold their messages under that name", async () => {
    const side = (answer: string): object => ({
      messages: [
        { role: "user", content: "a" },
        { role: "assistant", content: answer },
      ],
    });
    const row = { chosen: side("b"), rejected: side("c") };
    expect(await profiled(`${JSON.stringify(row)}\n`)).toMatchObject({ format: "preference", messages: 3, badRows: 0 });
  });
});
