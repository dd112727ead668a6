import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { profileBytes, type DatasetProfile } from "../../src/index.ts";
import { chunked } from "../data.ts";
import { unitRule } from "../units.ts";

const good = JSON.stringify({
  messages: [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello" },
  ],
});

async function profiled(bytes: Uint8Array | AsyncIterable<Uint8Array>, name?: string): Promise<DatasetProfile> {
  const chunks = bytes instanceof Uint8Array ? chunked(bytes) : bytes;
  const profile = await profileBytes(chunks, { rules: [unitRule()], name });
  if (!profile.ok) throw new Error(JSON.stringify(profile.problem));
  return profile.value;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function deep(levels: number): string {
  return `${"[".repeat(levels)}${"]".repeat(levels)}`;
}

describe("a system prompt that rows share", () => {
  it("is counted in each of them, and each of the others for itself", async () => {
    const rowOf = (...said: string[]): string =>
      JSON.stringify({ messages: said.map((content, i) => ({ role: ["system", "user", "assistant"][i], content })) });
    // 9 + 2 + 5 characters twice, 9 + 3 + 1, and 4 + 3 + 1 with another prompt.
    const rows = [
      ["Be brief.", "Hi", "Hello"],
      ["Be brief.", "Why", "?"],
      ["Be brief.", "Hi", "Hello"],
      ["Talk", "Why", "?"],
    ];
    const { counts } = await profiled(encode(rows.map((said) => `${rowOf(...said)}\n`).join("")));
    expect(counts["plain/units"]?.tokens).toEqual([
      [8, 1],
      [13, 1],
      [16, 2],
    ]);
  });
});

describe("a bad line among good ones", () => {
  it.each<[string, string | Uint8Array, string]>([
    // what, the line, the code it is reported by
    ["broken JSON", "{", "invalid_json"],
    ["no object", "[1,2]", "not_object"],
    ["a number", "12", "not_object"],
    ["no known field", '{"a":1}', "unknown_shape"],
    ["a message without role", '{"messages":[{"content":"Hi"}]}', "missing_role"],
    ["a role that is a number", '{"messages":[{"role":7,"content":"Hi"}]}', "bad_field_type"],
    ["an unknown role", '{"messages":[{"role":"narrator","content":"Hi"}]}', "unknown_role"],
    ["content that is a number", '{"messages":[{"role":"user","content":7}]}', "bad_content_type"],
    ["no content", '{"messages":[{"role":"user"}]}', "missing_content"],
    ["messages that are text", '{"messages":"Hi"}', "bad_field_type"],
    ["no messages", '{"messages":[]}', "missing_messages"],
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), "non_utf8"],
    ["a completion that is missing", '{"prompt":"Hi","completion":null}', "missing_field"],
    ["messages nested 10,000 deep", `{"messages":[{"role":"user","content":${deep(10_000)}}]}`, "bad_content_type"],
    ["an own __proto__ key alone", '{"__proto__":{"messages":[]}}', "unknown_shape"],
  ])("%s costs only itself", async (_what, line, code) => {
    const bytes = typeof line === "string" ? encode(line) : line;
    const file = new Uint8Array([...encode(`${good}\n`), ...bytes, ...encode(`\n${good}\n`)]);
    const profile = await profiled(file);
    expect(profile).toMatchObject({ rows: 3, examples: 2, badRows: 1, format: "chat-sft" });
    expect(profile.findings).toMatchObject([{ severity: "error", code, count: 1, lines: [[0, 2]] }]);
    expect(profile.counts["plain/units"]?.tokens).toEqual([[7, 2]]);
  });

  it.each([
    ["a blank line", "", "blank_line"],
    ["a lone surrogate", '{"messages":[{"role":"user","content":"\\ud83d"}]}', "lone_surrogate"],
    ["NUL", '{"messages":[{"role":"user","content":"\\u0000"}]}', "nul_character"],
  ])("%s is only warned of", async (_what, line, code) => {
    const profile = await profiled(encode(`${good}\n${line}\n${good}\n`));
    expect(profile.badRows).toBe(0);
    expect(profile.findings).toEqual([{ severity: "warning", code, count: 1, lines: [[0, 2]] }]);
  });

  it.each([String.raw`\ud83d\ude00`, String.raw`\\ud83d`, String.raw`\\u0000`])(
    "takes %s for what it is",
    async (text) => {
      const profile = await profiled(encode(`{"messages":[{"role":"user","content":"${text}"}]}`));
      expect(profile.findings).toEqual([]);
    },
  );
});

describe("a file that is odd as a whole", () => {
  it("counts the same with CRLF, and with a byte order mark that it reports", async () => {
    const plain = await profiled(encode(`${good}\n${good}\n`));
    const crlf = await profiled(encode(`${good}\r\n${good}\r\n`));
    const bom = await profiled(encode(`\uFEFF${good}\n${good}\n`));
    expect(crlf.counts).toEqual(plain.counts);
    expect(bom.counts).toEqual(plain.counts);
    expect(crlf.findings).toEqual([]);
    expect(bom.findings).toEqual([{ severity: "warning", code: "bom", count: 1, lines: [[0, 1]] }]);
  });

  it("keeps what a broken-off gzip file still gives", async () => {
    const packed = gzipSync(encode(Array.from({ length: 5000 }, (_, i) => good.replace("Hi", `Hi ${i}`)).join("\n")));
    const whole = await profiled(packed);
    expect(whole).toMatchObject({ examples: 5000, badRows: 0, findings: [] });
    const broken = await profiled(packed.subarray(0, packed.length >> 1));
    expect(broken.findings.map(({ code }) => code)).toContain("broken_off");
    expect(broken.examples).toBeGreaterThan(100);
  });

  it.each<[what: string, bytes: Uint8Array, examples: number]>([
    ["a list of one row", encode(`[${good}`), 1],
    ["a packed file of which nothing is left", gzipSync(encode(`${good}\n`.repeat(3))).subarray(0, 12), 0],
    ["a list, between two rows", encode(`[${good},\n${good}\n`), 2],
    ["a list, within a row", encode(`[${good},\n${good.slice(0, -3)}`), 1],
  ])("is short of a row at least where it breaks off: %s", async (_what, bytes, examples) => {
    expect(await profiled(bytes)).toMatchObject({ examples, rows: examples + 1, badRows: 1 });
  });

  it("reads a gzip file of several members, and one with something behind it", async () => {
    const packed = gzipSync(encode(`${good}\n`));
    const two = Buffer.concat([packed, packed]);
    for (const bytes of [two, Buffer.concat([two, new Uint8Array(512)])])
      for (const size of [1, packed.length, bytes.length]) {
        const pieces = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        };
        expect(await profiled(pieces())).toMatchObject({ examples: 2, findings: [] });
      }
    const more = await profiled(Buffer.concat([gzipSync(encode(`${good}\n`.repeat(40))), encode("more")]));
    expect(more.findings.map(({ code }) => code)).toContain("broken_off");
    expect(more.examples).toBeGreaterThan(30);
  });

  it("skips a line over 64 MB without holding it, and reads on", async () => {
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      yield encode(`${good}\n{"messages":"`);
      const filler = new Uint8Array(1024 * 1024).fill(97);
      for (let i = 0; i < 70; i++) yield filler;
      yield encode(`"}\n${good}\n`);
    }
    const profile = await profiled(endless());
    expect(profile).toMatchObject({ rows: 3, examples: 2, badRows: 1 });
    expect(profile.findings).toEqual([{ severity: "error", code: "too_long", count: 1, lines: [[0, 2]] }]);
  });

  it("takes a verdict that is missing for no other shape, unless more columns stand beside it", async () => {
    const rows = [true, null, false].map((label) => ({ prompt: "a", completion: "b", label }));
    const profile = await profiled(encode(rows.map((row) => JSON.stringify(row)).join("\n")));
    expect(profile).toMatchObject({ format: "kto", examples: 3 });
    const others = rows.map((row) => ({ ...row, label: null, source: "c" }));
    expect(await profiled(encode(others.map((row) => JSON.stringify(row)).join("\n")))).toMatchObject({
      format: "prompt-completion",
      examples: 3,
    });
  });

  it("reports mixed shapes and counts them all", async () => {
    const profile = await profiled(encode(`${good}\n{"prompt":"Hi","completion":"Hello"}\n`));
    expect(profile).toMatchObject({ format: "mixed", examples: 2, shapes: { "chat-sft": 1, "prompt-completion": 1 } });
    expect(profile.findings).toEqual([{ severity: "error", code: "mixed_formats", count: 1, lines: [] }]);
  });

  it("says that an empty file is empty", async () => {
    const profile = await profiled(new Uint8Array(0));
    expect(profile.findings).toEqual([{ severity: "error", code: "empty_file", count: 1, lines: [[0, 1]] }]);
  });

  it.each([
    ["a zip archive without a file", [0x50, 0x4b, 0x03, 0x04]],
    ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
    ["utf-32", [0xff, 0xfe, 0x00, 0x00, 0x7b, 0x00, 0x00, 0x00]],
    ["pdf", [...encode("%PDF-1.7\n")]],
    ["binary", [0x89, 0x50, 0x4e, 0x47, ...Array.from({ length: 90 }, (_, i) => i)]],
  ])("names %s as what it cannot read", async (got, bytes) => {
    const result = await profileBytes(chunked(new Uint8Array(bytes)), { rules: [] });
    expect(result).toEqual({ ok: false, problem: { kind: "unsupported_container", got } });
  });

  it("takes a text with a stray control character or two as text", async () => {
    const profile = await profiled(encode(`${"One line of text.\n".repeat(9)}\u0001\u0002 here\n`));
    expect(profile).toMatchObject({ format: "text", badRows: 0 });
  });

  it("names a Parquet file that it cannot read", async () => {
    const result = await profileBytes(chunked(encode("PAR1 and then nothing")), { rules: [] });
    expect(result).toMatchObject({ ok: false, problem: { kind: "parquet_unreadable", row: 1 } });
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const chunks = chunked(encode(`${good}\n`.repeat(10_000)), 1000);
    const onProgress = ({ bytes }: { bytes: number }): void => {
      if (bytes > 100_000) controller.abort();
    };
    const result = await profileBytes(chunks, { rules: [], signal: controller.signal, onProgress });
    expect(result).toEqual({ ok: false, problem: { kind: "cancelled" } });
  });
});
