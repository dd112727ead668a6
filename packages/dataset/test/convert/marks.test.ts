import { describe, expect, it } from "vitest";
import { converted, lost, written } from "./converted.ts";

const chat = (first: string, second: string): object[] => [
  { role: "user", content: first },
  { role: "assistant", content: "A cat." },
  { role: "user", content: second },
  { role: "assistant", content: "A dog." },
];
const said = chat("<image>What is it?", "And <image> this?");
const at = (place: string) => ({ messages: said, images: [`${place}/a.png`, `${place}/b.png`] });
const url = (name: string): object => ({ type: "image_url", image_url: { url: `https://example.org/${name}.png` } });
const text = (words: string): object => ({ type: "text", text: words });

describe("marks of pictures in texts", () => {
  it.each(["openai", "azure-openai", "fireworks"])("become the pictures in their places at %s", async (to) => {
    const source = to === "fireworks" ? "data:image/png;base64,AAAA" : "https://example.org/a.png";
    const row = { messages: chat("<image>What is it?", "And this?"), images: [source] };
    const [first, , third] = ((await written(row, to)) as { readonly messages: readonly object[] }).messages;
    const shown = { type: "image_url", image_url: { url: source } };
    expect(first).toEqual({ role: "user", content: [shown, text("What is it?")] });
    expect(third).toEqual({ role: "user", content: "And this?" });
  });

  it("become pictures of the turn that has the mark", async () => {
    const row = at("https://example.org");
    expect(await written(row, "openai")).toMatchObject({
      messages: [
        { content: [url("a"), text("What is it?")] },
        {},
        { content: [text("And "), url("b"), text(" this?")] },
        {},
      ],
    });
    const file = (name: string): object => ({ fileData: { mimeType: "image/png", fileUri: `gs://b/${name}.png` } });
    expect(await written(at("gs://b"), "vertex-gemini")).toMatchObject({
      contents: [
        { parts: [file("a"), { text: "What is it?" }] },
        {},
        { parts: [{ text: "And " }, file("b"), { text: " this?" }] },
        {},
      ],
    });
    const stored = (name: string): object => ({
      image: { format: "png", source: { s3Location: { uri: `s3://b/${name}.png` } } },
    });
    for (const to of ["bedrock-nova", "bedrock-llama"])
      expect(await written(at("s3://b"), to)).toMatchObject({
        messages: [
          { content: [stored("a"), { text: "What is it?" }] },
          {},
          { content: [{ text: "And " }, stored("b"), { text: " this?" }] },
          {},
        ],
      });
    for (const to of ["openai", "vertex-gemini", "ms-swift", "llama-factory"]) expect(await lost(row, to)).toEqual([]);
  });

  it("stay marks where pictures are a column", async () => {
    const row = at("https://example.org");
    expect(await written(row, "ms-swift")).toEqual(row);
    const spoken = ["<image>What is it?", "A cat.", "And <image> this?", "A dog."];
    expect(await written(row, "llama-factory")).toEqual({
      conversations: spoken.map((value, i) => ({ from: i % 2 === 0 ? "human" : "gpt", value })),
      images: row.images,
    });
  });

  it("leave no part of white space between two pictures", async () => {
    const row = { messages: chat("<image>\n<image>\nAlike?", "So?"), images: at("https://example.org").images };
    expect(await written(row, "openai")).toMatchObject({
      messages: [{ content: [url("a"), url("b"), text("\nAlike?")] }, {}, {}, {}],
    });
  });

  it.each<[what: string, row: object, losses: string[]]>([
    ["more marks than pictures", { ...at(""), images: ["https://example.org/a.png"] }, ["changed picture_marks"]],
    ["no picture, as in a text about SVG", { messages: said }, []],
  ])("are told of where they stay text: %s", async (_what, row, losses) => {
    const conversion = await converted(JSON.stringify(row), "openai");
    expect(conversion.losses.map(({ kind, what }) => `${kind} ${what}`)).toEqual(losses);
    expect(conversion.written).toBe(1);
  });
});

describe("empty parts for pictures beside a column of them, as TRL has them", () => {
  const part = { type: "image" };
  const parted = (first: object[], second: object[]): object[] =>
    chat("", "").map((turn, i) =>
      i === 0 ? { ...turn, content: first } : i === 2 ? { ...turn, content: second } : turn,
    );

  it("become the pictures in their places", async () => {
    const messages = parted([part, text("What is it?")], [text("And"), part, text("this?")]);
    const row = { messages, images: ["https://example.org/a.png", "https://example.org/b.png"] };
    expect(await written(row, "openai")).toMatchObject({
      messages: [
        { content: [url("a"), text("What is it?")] },
        {},
        { content: [text("And"), url("b"), text("this?")] },
        {},
      ],
    });
    expect(await lost(row, "openai")).toEqual([]);
    expect(await written(row, "ms-swift")).toMatchObject({ images: row.images });
  });

  it("are filled from a single picture too", async () => {
    const messages = parted([part, text("What is it?")], [text("And this?")]);
    const row = { messages, image: "https://example.org/a.png" };
    expect(await written(row, "openai")).toMatchObject({
      messages: [{ content: [url("a"), text("What is it?")] }, {}, {}, {}],
    });
  });

  it("are filled in prompts and in pairs too", async () => {
    const prompt = [{ role: "user", content: [part, text("What is it?")] }];
    const [chosen, rejected] = ["A cat.", "A dog."].map((content) => [{ role: "assistant", content }]);
    const images = ["https://example.org/a.png"];
    const shown = [{ role: "user", content: [url("a"), text("What is it?")] }];
    expect(await written({ prompt, images, solution: "A cat." }, "openai")).toEqual({
      messages: shown,
      images,
      solution: "A cat.",
    });
    expect(await written({ prompt, completion: chosen, images }, "openai")).toEqual({
      messages: [...shown, ...(chosen ?? [])],
    });
    expect(await lost({ prompt, completion: chosen, images }, "openai")).toEqual([]);
    const data = "data:image/png;base64,AAAA";
    expect(await written({ prompt, chosen, rejected, images: [data] }, "fireworks")).toMatchObject({
      input: { messages: [{ content: [{ image_url: { url: data } }, text("What is it?")] }] },
    });
  });

  it("are refused where there are not as many pictures", async () => {
    const messages = parted([part, text("What is it?")], [part, text("And this?")]);
    expect(await lost({ messages, images: ["https://example.org/a.png"] }, "openai")).toEqual(["refused images"]);
  });
});

describe("films and sounds at their marks", () => {
  const row = { messages: chat("<video>What?", "So?"), videos: ["a.mp4"] };

  it.each<[target: string, row: object, what: string]>([
    ["openai", row, "videos"],
    ["together", { messages: chat("<audio>What?", "So?"), audios: ["a.wav"] }, "audios"],
    ["trl", { messages: chat("<image>What?", "So?"), video: "a.mp4" }, "video"],
  ])("keep a row from a target that has no place for them: %s", async (to, given, what) => {
    expect(await lost(given, to)).toEqual([`refused ${what}`]);
  });

  it.each(["llama-factory", "ms-swift"])("stay with their column at %s", async (to) => {
    expect(await lost(row, to)).toEqual([]);
    expect(await written(row, to)).toMatchObject({ videos: ["a.mp4"] });
  });

  it("are told where no text has a mark for them", async () => {
    expect(await lost({ messages: chat("What?", "So?"), audio: "a.wav" }, "openai")).toEqual(["changed audio"]);
  });
});
