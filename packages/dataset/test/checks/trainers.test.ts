import { describe, expect, it } from "vitest";
import { checked, encode } from "./edges.ts";
import { assistant, chats, lines, times, user } from "./rows.ts";

const turns = [user("a"), assistant("b")];

/** Errors that a trainer's run would end in, one of each kind, with the line of the first. */
async function errorsOf(text: string, provider: string, name = "train.jsonl"): Promise<string[]> {
  const { findings } = await checked(encode(text), { provider, name });
  const errors = findings.filter(({ severity }) => severity === "error");
  const kinds = errors.filter(({ code }, i) => errors.findIndex((one) => one.code === code) === i);
  return kinds.map(({ code, line }) => `${code} ${line ?? "file"}`);
}

describe("a content that is a list of parts", () => {
  const typed = { messages: [user([{ type: "text", text: "a" }]), assistant("b")] };
  const bare = { messages: [user([{ text: "a" }]), assistant("b")] };

  it.each<[trainer: string, row: object, errors: string[]]>([
    // LLaMA-Factory puts texts into its template, and stops at anything else.
    ["llama-factory", typed, ["bad_content_type 13"]],
    ["llama-factory", bare, ["bad_content_type 13"]],
    // ms-swift and TRL look at the type of each part.
    ["ms-swift", typed, []],
    ["ms-swift", bare, ["bad_content_type 13"]],
    ["trl", typed, []],
    ["trl", bare, ["bad_content_type 13"]],
  ])("%s: %j", async (trainer, row, errors) => {
    expect(await errorsOf(lines([...chats, row]), trainer)).toEqual(errors);
  });
});

describe("messages that are written as a text", () => {
  const rows = times(3, () => ({ messages: JSON.stringify(turns) }));
  const table = ["messages", ...times(3, () => `"${JSON.stringify(turns).replaceAll('"', '""')}"`)].join("\n");

  it.each<[trainer: string, asLines: string[], asTable: string[]]>([
    ["trl", ["bad_field_type 1"], ["bad_field_type file"]],
    ["llama-factory", ["bad_field_type 1"], ["bad_field_type file"]],
    // It evaluates such a text.
    ["ms-swift", [], []],
    ["csv", ["bad_field_type 1"], []],
  ])("%s, in JSON lines and in a cell of a table", async (trainer, asLines, asTable) => {
    expect(await errorsOf(lines(rows), trainer)).toEqual(asLines);
    expect(await errorsOf(table, trainer, "train.csv")).toEqual(asTable);
  });

  it("no more than a text that is no JSON", async () => {
    expect(await errorsOf(lines([...chats, { messages: "[{'role'" }]), "ms-swift")).toEqual(["bad_field_type 13"]);
  });

  it("of the wrong role is found by its line", async () => {
    const row = { messages: JSON.stringify([user("a"), { role: "assistant" }]) };
    expect(await errorsOf(lines([...rows, row]), "ms-swift")).toEqual(["missing_content 4"]);
  });
});

describe("a class", () => {
  const model = "ministral-3b-classifier";

  it.each<[label: object, errors: string[]]>([
    [{ labels: { mood: "good" } }, []],
    [{ labels: { mood: ["good", "calm"] } }, []],
    [{ label: "good" }, ["missing_field 1"]],
    [{ labels: ["good"] }, ["missing_field 1"]],
  ])("stands in an object by its name at Mistral: %j", async (label, errors) => {
    const { findings } = await checked(
      encode(lines(times(40, (i) => ({ text: `What a day ${i}, and what weather it was`, ...label })))),
      {
        provider: "mistral",
        model,
      },
    );
    const found = findings.filter(({ severity }) => severity === "error").map(({ code, line }) => `${code} ${line}`);
    expect(found.slice(0, 1)).toEqual(errors);
  });
});
