import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { describe, expect, it } from "vitest";
import { mcpServer } from "../src/agent/server.ts";
import { around, chatRows, runOver } from "./host.ts";

const files = { "train.jsonl": chatRows(12), "bad.jsonl": `${chatRows(12)}{"messages": 1}\n` };
const job = { examples: 8000, tokensPerExample: 620 };

async function talk(): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await mcpServer(around(files), "0.1.0").connect(theirs);
  const client = new Client({ name: "test", version: "1" });
  await client.connect(ours);
  return client;
}

interface Said {
  readonly isError: boolean;
  readonly texts: readonly string[];
}

async function readQuestion(name: string, given: Readonly<Record<string, unknown>>): Promise<Said> {
  const reply = await (await talk()).callTool({ name, arguments: given });
  const content = reply.content as readonly { readonly text: string }[];
  return { isError: reply.isError === true, texts: content.map(({ text }) => text) };
}

interface Bounded {
  readonly offers: readonly {
    readonly id: string;
    readonly complete: boolean;
    readonly assumptions: readonly object[];
    readonly lines: readonly object[];
  }[];
  readonly refused: readonly object[];
  readonly leftOut: Readonly<Record<string, number>>;
}
const read = ({ texts }: Said): Bounded => JSON.parse(texts[0] ?? "") as Bounded;

describe("the server for agents", () => {
  it("lists seven tools whose fields are the options of the commands", async () => {
    const { tools } = await (await talk()).listTools();
    expect(tools.map(({ name }) => name)).toEqual(["estimate", "advise", "plan", "gpu", "check", "prices", "curve"]);
    const [estimate, , plan, , check] = tools;
    expect(Object.keys(estimate?.inputSchema.properties ?? {})).toEqual(
      expect.arrayContaining(["files", "examples", "tokensPerExample", "epochs", "asOf", "set", "budget", "top"]),
    );
    expect(estimate?.inputSchema.properties).not.toHaveProperty("format");
    expect(plan?.inputSchema.properties).toHaveProperty("budget");
    expect(check?.inputSchema.required).toEqual(["file", "provider"]);
  });

  it("gives the offers of the command, the first ten, and counts the rest", async () => {
    const answer = read(await readQuestion("estimate", job));
    const { stdout } = await runOver({}, "estimate", "--examples=8000", "--tokens-per-example=620", "--format=json");
    const whole = JSON.parse(stdout) as Bounded;
    expect(answer.offers).toEqual(whole.offers.slice(0, 10));
    expect(answer.leftOut["offers"]).toBe(whole.offers.length - 10);
    expect(answer.leftOut["refused"]).toBe(whole.refused.length - 10);
    // Every list is cut, that of what is assumed of an offer too.
    const two = (offer: Bounded["offers"][number]): unknown => ({
      ...offer,
      assumptions: offer.assumptions.slice(0, 2),
      lines: offer.lines.slice(0, 2),
    });
    const short = read(await readQuestion("estimate", { ...job, top: 2 }));
    expect(short.offers).toEqual(whole.offers.slice(0, 2).map(two));
  });

  it.each([
    ["estimate", { ...job, model: "gpt-4.1-mini", top: 50 }],
    ["estimate", { files: ["train.jsonl"] }],
    ["advise", { ...job, requests: 1000, inputTokens: 900, outputTokens: 100 }],
    ["plan", { ...job, budget: "1000", labelCost: 0.4, top: 50 }],
    ["gpu", { ...job, model: "llama-3.1-8b", method: "qlora", top: 50 }],
    ["check", { file: "bad.jsonl", provider: "openai" }],
    ["prices", { model: "gpt-4.1-mini", kind: "training" }],
  ])("%s %j: the same bytes twice, and no more than an agent reads", async (name, given) => {
    const first = await readQuestion(name, given);
    expect(first.isError, first.texts.join("\n")).toBe(false);
    expect(await readQuestion(name, given)).toEqual(first);
    expect(first.texts.join("").length).toBeLessThan(70_000);
  });

  it.each([
    ["estimate", {}, /examples/],
    ["estimate", { ...job, model: "gpt-9" }, /gpt-9/],
    ["estimate", { ...job, asOf: "2026-02-30" }, /day that exists/],
    ["estimate", { ...job, exmples: 1 }, /no field exmples\.$/],
    ["estimate", { ...job, "as-of": "2026-11-24" }, /no field as-of; did you mean asOf/],
    ["estimate", { file: "a.jsonl" }, /no field file; did you mean files/],
    ["estimate", { ...job, epochs: [3] }, /epochs must be a text or a number/],
    ["advise", { ...job, dataStays: "yes" }, /dataStays must be true or false/],
    ["estimate", { ...job, top: 51 }, /from 1 to 50/],
    ["estimate", { files: ["-"] }, /name a file/],
    ["check", { file: "--help", provider: "openai" }, /no file --help/],
    ["plan", job, /budget/],
    ["convert", {}, /call one of estimate/],
  ])("%s %j: a sentence in place of an answer", async (name, given, sentence) => {
    const { isError, texts } = await readQuestion(name, given);
    expect(isError).toBe(true);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(sentence);
  });
});
