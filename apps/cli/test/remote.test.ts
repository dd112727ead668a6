import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder } from "./folder.ts";
import { chatRows } from "./host.ts";

const folder = new Folder();
const rules = ["--rules", "openai/o200k_base"];
const objects = new Map<string, Uint8Array>([
  ["/large.jsonl", Buffer.from(chatRows(3000))],
  ["/packed.jsonl.gz", gzipSync(chatRows(40))],
  ["/empty.jsonl", new Uint8Array(0)],
]);
const asked: string[] = [];
let server: Server;
let base = "";

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
  const { range } = request.headers;
  asked.push(`${request.method} ${pathname} ${range ?? ""}`.trim());
  const body = objects.get(pathname);
  if (request.method !== "GET" || searchParams.get("signature") !== "right") response.writeHead(403).end();
  else if (body === undefined) response.writeHead(404).end();
  else if (range === undefined) {
    response.writeHead(200, { "content-length": body.length, etag: `"${body.length}"` });
    if (searchParams.has("breaks")) response.write(body.subarray(0, 100), () => response.destroy());
    else response.end(body);
  } else answerRange(range, body, response);
}

function answerRange(range: string, body: Uint8Array, response: ServerResponse): void {
  const [, from = "0", to = ""] = /^bytes=(\d+)-(\d*)$/u.exec(range) ?? [];
  if (Number(from) >= body.length) {
    response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
    return;
  }
  const part = body.subarray(Number(from), to === "" ? body.length : Number(to) + 1);
  const headers = { "content-length": part.length, "content-range": `bytes ${from}-${to}/${body.length}` };
  response.writeHead(206, { ...headers, etag: `"${body.length}"` }).end(part);
}

/** An object store that answers signed addresses to GET alone, with ranges, and breaks off where it is told to. */
beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => server.close());

const signed = (name: string): string => `${base}/${name}?signature=right`;

async function manifest(name: string, ...addresses: string[]): Promise<string> {
  const { stdout, stderr } = await folder.run(["manifest", ...addresses]);
  if (stdout === "") throw new Error(stderr);
  return folder.file(name, stdout);
}

describe("signed addresses", () => {
  it("are counted in parts, by ranges of bytes, as the files are", async () => {
    const list = await manifest("m.json", signed("large.jsonl"), signed("packed.jsonl.gz"), signed("empty.jsonl"));
    const whole = (await folder.run(["profile", "--manifest", list, "--task", "1/1", ...rules])).stdout;
    expect(JSON.parse(whole)).toMatchObject({ examples: 3040, badRows: 0 });
    const parts: string[] = [];
    for (let task = 1; task <= 4; task += 1)
      parts.push((await folder.run(["profile", "--manifest", list, "--task", `${task}/4`, ...rules])).stdout);
    expect((await folder.run(["merge", "-"], { stdin: parts.toReversed().join("") })).stdout).toBe(whole);
    expect(asked.some((line) => /^GET \/large\.jsonl bytes=[1-9]\d*-$/u.test(line))).toBe(true);
    expect(asked.every((line) => line.startsWith("GET "))).toBe(true);
  });

  it.each([
    ["a wrong signature", () => `${base}/large.jsonl?signature=wrong`, "status 403"],
    ["no such object", () => signed("none.jsonl"), "status 404"],
    ["nobody there", () => "http://127.0.0.1:9/x.jsonl?signature=secret", "could not be fetched"],
  ])("that fail are a sentence without the signature: %s", async (_what, address, sentence) => {
    const { exitCode, stderr } = await folder.run(["manifest", address()]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/signature|secret/u);
  });

  it("of an object that grew since it was listed ask for another manifest", async () => {
    objects.set("/moving.jsonl", Buffer.from(chatRows(9)));
    const list = await manifest("moving.json", signed("moving.jsonl"));
    objects.set("/moving.jsonl", Buffer.from(chatRows(10)));
    const { exitCode, stdout, stderr } = await folder.run(["profile", "--manifest", list, ...rules]);
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining("is not the file that was listed")]);
  });

  it("whose range is past the end of what is there now say so", async () => {
    objects.set("/short.jsonl", Buffer.from(chatRows(3000)));
    const list = await manifest("short.json", signed("short.jsonl"));
    objects.set("/short.jsonl", Buffer.from(chatRows(2)));
    const { exitCode, stderr } = await folder.run(["profile", "--manifest", list, "--task", "4/4", ...rules]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/ends before byte \d+: it changed/u)]);
  });

  it.each([".jsonl", ".jsonl.gz"])("that break off in the middle are no rows that are missing: %s", async (ending) => {
    const rows = Buffer.from(chatRows(200));
    objects.set(`/breaks${ending}`, ending.endsWith("gz") ? gzipSync(rows) : rows);
    const list = await manifest(`breaks${ending}.json`, `${signed(`breaks${ending}`)}&breaks`);
    const { exitCode, stdout, stderr } = await folder.run(["profile", "--manifest", list, ...rules]);
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining("could not be fetched")]);
  });
});
