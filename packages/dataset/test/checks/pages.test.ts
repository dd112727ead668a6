import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { knownProviders, type Finding } from "../../src/index.ts";
import { checked, encode, picture } from "./edges.ts";
import { assistant, chats, converse, lines, novas, times, user, type Rows } from "./rows.ts";

const media = (kind: "image" | "video", format: string): object => ({
  schemaVersion: "bedrock-conversation-2024",
  messages: [
    converse("user", { [kind]: { format, source: { s3Location: { uri: `s3://bucket/a.${format}` } } } }),
    converse("assistant", { text: "A cat." }),
  ],
});
const withTools = {
  ...(novas[0] as object),
  toolConfig: { tools: [{ toolSpec: { name: "f", description: "d", inputSchema: { json: {} } } }] },
};

const fireworks = "https://docs.fireworks.ai/fine-tuning/fine-tuning-vlm";
const nova2 = "https://docs.aws.amazon.com/nova/latest/nova2-userguide/nova-data-prep-sft-2.html";
const trl = "https://huggingface.co/docs/trl/dataset_formats";
const openai = "https://developers.openai.com/api/docs/guides/supervised-fine-tuning";
const nova = { model: "nova-2-lite" };

const row = (url: string): object => ({ messages: [picture(url), assistant("b")] });
const inline = (kind: string): string => `data:image/${kind};base64,iVBORw0KGgo=`;
const list = [assistant("b")];

/** What a check finds of one code, beside advice. */
async function verdictOn(
  rows: Rows | Uint8Array,
  provider: string,
  code: string,
  more: object,
): Promise<readonly Finding[]> {
  const bytes = rows instanceof Uint8Array ? rows : encode(lines(rows));
  const { findings } = await checked(bytes, { provider, ...more });
  return findings.filter((one) => one.code === code && one.severity !== "advice");
}

describe("what the page says of a file", () => {
  it.each<[string, string, Rows | Uint8Array, object, string, string, string]>([
    [
      "a picture on the web",
      "fireworks",
      [...chats, row("https://a.org/a.png")],
      {},
      "error",
      "image_bad_format",
      fireworks,
    ],
    ["a picture in webp", "fireworks", [...chats, row(inline("webp"))], {}, "error", "image_bad_format", fireworks],
    [
      "a picture in webp",
      "bedrock-nova",
      times(10, () => media("image", "webp")),
      nova,
      "error",
      "image_bad_format",
      nova2,
    ],
    [
      "a film in webm",
      "bedrock-nova",
      times(10, () => media("video", "webm")),
      nova,
      "error",
      "video_bad_format",
      nova2,
    ],
    [
      "pictures and films",
      "bedrock-nova",
      [...times(9, () => media("image", "png")), media("video", "mp4")],
      nova,
      "error",
      "mixed_modality",
      nova2,
    ],
    [
      "a text and an answer of messages",
      "trl",
      [{ prompt: "a", completion: list }],
      {},
      "error",
      "text_and_messages",
      trl,
    ],
    [
      "messages and an answer of text",
      "trl",
      [{ prompt: [user("a")], completion: "b" }],
      {},
      "error",
      "text_and_messages",
      trl,
    ],
    [
      "a pair of both",
      "trl",
      [{ prompt: "a", chosen: list, rejected: [assistant("c")] }],
      {},
      "error",
      "text_and_messages",
      trl,
    ],
    [
      "a verdict on both",
      "trl",
      [{ prompt: "a", completion: list, label: true }],
      {},
      "error",
      "text_and_messages",
      trl,
    ],
    ["tools", "bedrock-nova", [...novas, withTools], nova, "warning", "tools_disputed", nova2],
    [
      "gzip",
      "openai",
      new Uint8Array(gzipSync(lines(chats))),
      { name: "a.jsonl.gz" },
      "error",
      "wrong_extension",
      openai,
    ],
  ])("%s at %s", async (_what, provider, rows, more, severity, code, page) => {
    const [first] = await verdictOn(rows, provider, code, more);
    expect([first?.severity, first?.source?.page]).toEqual([severity, page]);
    expect(first?.source?.read).toMatch(/^\d{4}-\d\d-\d\d$/u);
  });

  it.each<[string, string, Rows, object, string]>([
    ["a picture as base64", "fireworks", [...chats, row(inline("png"))], {}, "image_bad_format"],
    ["a picture on the web", "openai", [...chats, row("https://a.org/a.png")], {}, "image_bad_format"],
    ["a picture in webp", "together", [...chats, row(inline("webp"))], {}, "image_bad_format"],
    ["a picture in gif", "bedrock-nova", times(10, () => media("image", "gif")), nova, "image_bad_format"],
    ["a film in mov", "bedrock-nova", times(10, () => media("video", "mov")), nova, "video_bad_format"],
    ["texts alone", "trl", [{ prompt: "a", completion: "b" }], {}, "text_and_messages"],
    ["messages alone", "trl", [{ prompt: [user("a")], completion: list }], {}, "text_and_messages"],
    ["a pair without a prompt", "trl", [{ chosen: list, rejected: [assistant("c")] }], {}, "text_and_messages"],
  ])("nothing is said against %s at %s", async (_what, provider, rows, more, code) => {
    expect(await verdictOn(rows, provider, code, more)).toEqual([]);
  });

  it("names one error for a data set that mixes pictures and films, however many rows mix", async () => {
    const rows = [...times(9, () => media("image", "png")), ...times(5, () => media("video", "mp4"))];
    const found = await verdictOn(rows, "bedrock-nova", "mixed_modality", nova);
    expect(found.map(({ severity, line }) => [severity, line])).toEqual([["error", null]]);
  });
});

describe("the page behind a finding", () => {
  it.each(knownProviders.filter((id) => !["sharegpt", "text", "csv", "generic"].includes(id)))(
    "of %s has an address and a day",
    async (provider) => {
      const { findings } = await checked(encode('{"messages": []}\n{"a": 1}\n'), { provider });
      const ruled = findings.filter(({ source }) => source !== null);
      expect(ruled.length).toBeGreaterThan(0);
      for (const { source } of ruled) {
        expect(source?.page).toMatch(/^https:\/\//u);
        expect(source?.read).toMatch(/^2026-\d\d-\d\d$/u);
      }
    },
  );

  it("is none where the finding is our own advice", async () => {
    const { findings } = await checked(encode(lines([chats[0], chats[0]])), { provider: "openai" });
    expect(findings.find(({ code }) => code === "duplicate_example")?.source).toBeNull();
  });
});
