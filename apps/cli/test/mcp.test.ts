import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import { mostBytes, type AgentAnswer } from "../src/agent/answer.ts";
import { questions } from "../src/agent/questions.ts";
import { fieldsOf } from "../src/agent/schema.ts";
import { loaded, run } from "../src/run.ts";
import { mcpServer } from "../src/agent/server.ts";
import { nodeFiles } from "../src/read/files.ts";
import { silent } from "../src/count/progress.ts";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { around, runOver } from "./host.ts";

const job = { examples: 8000, tokensPerExample: 620 };
const secret = '{"API_KEY": sk-live-51H8xQ2vZ9,\n"password": "hunter2-correct-horse"}';

/** Asks over the official client, with real files below one open folder. */
async function asked<T>(ask: (client: Client, folder: string) => Promise<T>, open = true): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tunecast-agent-"));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const files = nodeFiles({ stdin: (async function* () {})(), progress: silent, threads: 1 });
  const opened = join(folder, "open");
  mkdirSync(opened);
  for (const name of ["secret.txt", "secret.json", "secret.jsonl"]) writeFileSync(join(opened, name), secret);
  writeFileSync(join(folder, "outside.jsonl"), secret);
  symlinkSync(join(folder, "outside.jsonl"), join(opened, "link.jsonl"));
  const client = new Client({ name: "test", version: "1" });
  try {
    await mcpServer({ ...around({}), files, run, loaded }, "0.1.0", open ? [opened] : []).connect(theirs);
    await client.connect(ours);
    return await ask(client, opened);
  } finally {
    await client.close();
    rmSync(folder, { recursive: true });
  }
}

async function call(
  client: Client,
  name: string,
  given: object,
): Promise<{ readonly isError: boolean; readonly text: string; readonly answer: AgentAnswer }> {
  const { isError = false, content, structuredContent } = await client.callTool({ name, arguments: { ...given } });
  const [first] = content;
  return { isError, text: first?.type === "text" ? first.text : "", answer: structuredContent as AgentAnswer };
}

describe("the server for agents", () => {
  it("names the columns of a row without blanks around", async () => {
    await asked(async (client, folder) => {
      writeFileSync(join(folder, "pilots.csv"), "n,accuracy\n250,0.61\n500,0.66\n1000,0.7\n");
      const { answer } = await call(client, "ask", { question: "curve", fields: { pilots: "pilots.csv" } });
      const names = Object.keys(answer.rows?.[0] ?? {});
      expect(names).toContain("median");
      expect(names.filter((name) => name !== name.trim())).toEqual([]);
    });
  });

  it("has four tools of at most 12 described fields each, in at most 9 kB", async () => {
    const { tools } = await asked((client) => client.listTools());
    expect(tools.map(({ name }) => name)).toEqual(["estimate", "decide", "fit", "ask"]);
    expect(JSON.stringify(tools).length).toBeLessThanOrEqual(9000);
    for (const { title, annotations, inputSchema, outputSchema } of tools) {
      const fields = Object.values(inputSchema.properties ?? {}) as { description?: string }[];
      expect(fields.length).toBeLessThanOrEqual(12);
      expect(fields.filter(({ description = "" }) => description.length < 5)).toEqual([]);
      expect([title !== undefined, annotations?.readOnlyHint, outputSchema?.type]).toEqual([true, true, "object"]);
    }
    expect(JSON.stringify(tools)).not.toMatch(/exit|--|\bshell\b|standard input/u);
  });

  it("says what the command says: the same headline, the same rows", async () => {
    const { answer } = await asked((client) => call(client, "estimate", job));
    const { stdout } = await runOver({}, "estimate", "--examples=8000", "--tokens-per-example=620");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(answer.answer.split(" 8,000 examples")[0]);
    expect(answer.rows?.length).toBeGreaterThan(5);
    const cells = answer.rows
      ?.slice(0, 5)
      .flatMap(({ id: _id, ...row }: { readonly id?: string }) => Object.values(row));
    expect(cells?.filter((cell) => !stdout.includes(String(cell)))).toEqual([]);
  });

  it("gives every entry once over its pages, each of at most 4 kB", async () => {
    const rows = await asked(async (client) => {
      const all: unknown[] = [];
      for (let from: number | undefined = 0; from !== undefined;) {
        const { answer, text } = await call(client, "estimate", { ...job, from });
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(mostBytes);
        all.push(...(answer.rows ?? []));
        const next: string | undefined = /from: (\d+)/u.exec(answer.more ?? "")?.[1];
        from = next === undefined ? undefined : Number(next);
      }
      return all;
    });
    const { stdout } = await runOver({}, "estimate", "--examples=8000", "--tokens-per-example=620", "--top=999");
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    const [table = ""] = stdout.split("\n\n").filter((part) => part.startsWith("model "));
    expect(table.split("\n").filter((line) => /[$€¥]|credits|CNY/u.test(line))).toHaveLength(rows.length);
  });

  it.each(Object.keys(questions))("says the fields of %s, each with words of an agent", async (question) => {
    const { isError, answer } = await asked((client) => call(client, "ask", { question }));
    expect(isError).toBe(false);
    expect(JSON.stringify(answer)).not.toMatch(/--[a-z]|exit code|standard input/iu);
  });

  it.each([
    ["estimate", {}, /examples and tokensPerExample/],
    ["estimate", { ...job, model: "gpt-9" }, /gpt-9/],
    ["ask", { question: "estimate", fields: { ...job, asOf: "2026-02-30" } }, /day that exists/],
    ["estimate", { ...job, exmples: 1 }, /no field exmples; did you mean examples\?$/],
    ["estimate", { ...job, "as-of": "2026-11-24" }, /no field as-of; did you mean asOf\?$/],
    ["estimate", { file: "a.jsonl" }, /no field file; did you mean files\?$/],
    ["estimate", { exampels: 100 }, /no field exampels; did you mean examples\?$/],
    ["estimate", { colour: "red" }, /no field colour; it takes .*files/],
    ["estimate", { ...job, from: -1 }, /from must be a whole number/],
    ["decide", job, /needs requests and inputTokens and outputTokens/],
    ["estimate", { ...job, requests: 5 }, /requests needs inputTokens and outputTokens/],
    ["fit", { model: "llama-3.1-8b", smallest: "yes" }, /smallest must be true or false/],
    ["estimate", { files: ["-"] }, /name a file/],
    ["ask", { question: "check", fields: { file: "--all", provider: "openai" } }, /no file/],
    ["ask", { question: "plan", fields: job }, /Give the budget: budget/],
    ["train", {}, /no tool train/],
    ["prices", { model: "gpt-4.1" }, /no tool prices: give ask the question/],
    ["ask", { question: "train" }, /ask one of estimate/],
    ["ask", { question: "prices", from: "x" }, /from must be a whole number/],
    ["ask", { question: "prices", from: 99 }, /from must be a whole number below 4/],
    ["ask", { question: "prices", fields: [] }, /no field fields/],
    ["estimate", { ...job, from: 9999 }, /from must be a whole number below \d+/],
    ["estimate", { ...job, epochs: { low: 1, high: 3, likely: 2 } }, /epochs must be a number, or a range as \{low/],
    ["estimate", { ...job, epochs: { low: 1 } }, /epochs must be a number, or a range/],
    ["ask", { question: "estimate", examples: 5, fields: job }, /examples is given twice/],
    ["ask", { question: "estimate", from: 2, fields: { ...job, from: 3 } }, /from is given twice/],
    ["ask", { question: "convert" }, /ask one of estimate/],
  ])("%s %j: a sentence in place of an answer", async (name, given, sentence) => {
    const { isError, text } = await asked((client) => call(client, name, given));
    expect(isError).toBe(true);
    expect(text).toMatch(sentence);
    expect(text).not.toMatch(/--[a-z]+[ -][a-z]|exit code/u);
  });

  it("opens nothing outside of its folder, and nothing at all without one", async () => {
    const said = await asked((client) =>
      Promise.all(
        ["/etc/passwd", "../outside.jsonl", "link.jsonl", "https://example.org/a.jsonl"].map(async (path) => {
          const { isError, text } = await call(client, "estimate", { files: [path] });
          return [isError, /outside of the folders/u.test(text)];
        }),
      ),
    );
    expect(said).toEqual(said.map(() => [true, true]));
    const { text } = await asked((client) => call(client, "estimate", { files: ["secret.jsonl"] }), false);
    expect(text).toMatch(/no folder is open/u);
  });

  it("quotes no byte of a file in a refusal, whatever field names it", async () => {
    const pieces = ["API_KEY", "sk-live", "51H8xQ", "password", "hunter2", "correct-horse"];
    let asks = 0;
    await asked(async (client) => {
      for (const [question, how] of Object.entries(questions)) {
        const fields = Object.entries(await fieldsOf(how, loaded));
        const paths = fields.filter(([, { description }]) => /\bpath|file\b/u.test(description));
        for (const [field, { items }] of paths)
          for (const name of ["secret.txt", "secret.json", "secret.jsonl"]) {
            const needed = fields.filter(([one, { required }]) => required && one !== field);
            const others = needed.map(([one, { type }]) => [one, type === "number" ? 1 : "secret.json"]);
            const value = items === undefined ? name : [name];
            const given = { ...(field === "ownPrices" && job), ...Object.fromEntries(others), [field]: value };
            const { text } = await call(client, "ask", { question, fields: given });
            expect(
              pieces.filter((piece) => text.includes(piece)),
              `${question} ${field} ${name}: ${text}`,
            ).toEqual([]);
            asks++;
          }
      }
    });
    console.log(`${asks} questions that name a secret file: none of its bytes came back.`);
    expect(asks).toBeGreaterThan(30);
  });
});
