import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, expect, it } from "vitest";

const command = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));
const sample = fileURLToPath(new URL("../sample/support-replies.jsonl", import.meta.url));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-mcp-"));
  copyFileSync(sample, join(folder, "train.jsonl"));
  writeFileSync(join(folder, "pilots.csv"), "n,value,se\n250,0.612,0.012\n500,0.655,0.011\n1000,0.701,0.011\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A client that is not ours, and every message of its conversation, as it went over the pipe. */
async function connected(): Promise<{ readonly client: Client; readonly said: readonly string[] }> {
  const said: string[] = [];
  const client = new Client({ name: "test", version: "1" });
  const transport = new StdioClientTransport({ command: process.execPath, args: [command, "mcp"], cwd: folder });
  await client.connect(transport);
  const [send, receive] = [transport.send.bind(transport), transport.onmessage];
  const recorded: Pick<StdioClientTransport, "send" | "onmessage"> = {
    send: (message) => {
      said.push(`> ${JSON.stringify(message)}`);
      return send(message);
    },
    onmessage: (message) => {
      said.push(`< ${JSON.stringify(message)}`);
      receive?.(message);
    },
  };
  Object.assign(transport, recorded);
  return { client, said };
}

const asOf = "2026-11-24";
const only = { model: "openai/gpt-4.1-2025-04-14:sft", asOf };
/** A coding agent before a job: what there is, the file, its bill, a budget, cards, a price, and three slips. */
const conversation: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["check", { file: "train.jsonl", provider: "openai" }],
  ["estimate", { files: ["train.jsonl"], ...only, top: 1 }],
  ["plan", { files: ["train.jsonl"], budget: "2", ...only, top: 1 }],
  ["gpu", { model: "llama-3.1-8b", method: "qlora", examples: "1000", tokensPerExample: "500", asOf, top: 1 }],
  ["curve", { pilots: "pilots.csv", at: "2000" }],
  ["prices", { model: "gpt-4.1-2025-04-14", asOf, top: 1 }],
  ["estimate", { files: ["nowhere.jsonl"], asOf }],
  ["estimate", { examples: 10, tokensPerExample: 10, model: "gpt-4.1-mimi", asOf }],
  ["train", {}],
];

it("answers a recorded conversation of the SDK's own client with the same bytes (else run with -u, and look)", async () => {
  const { client, said } = await connected();
  await client.listTools();
  for (const [name, given] of conversation) await client.callTool({ name, arguments: given });
  await client.close();
  // The fingerprint of the prices changes with every price, also with those that nobody asked for here.
  await expect(`${said.join("\n").replaceAll(/[0-9a-f]{64}/g, "SHA-256")}\n`).toMatchFileSnapshot(
    "mcp/conversation.txt",
  );
});

it("talks over standard input and output, and ends with the client", async () => {
  const { client } = await connected();
  expect(client.getInstructions()).toContain("at least");
  const given = { examples: 8000, tokensPerExample: 620, asOf, top: 1 };
  const answers = await Promise.all([1, 2].map(() => client.callTool({ name: "estimate", arguments: given })));
  expect(answers[0]?.isError).toBe(false);
  expect(answers[1]).toEqual(answers[0]);
  await client.close();
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "mcp"], { input: "", encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([0, "", ""]);
});
