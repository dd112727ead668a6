import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, it } from "vitest";

const command = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));

it("talks over standard input and output, and ends with the client", async () => {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [command, "mcp"] }));
  expect(client.getInstructions()).toContain("at least");
  const given = { examples: 8000, tokensPerExample: 620, asOf: "2026-11-24", top: 1 };
  const answers = await Promise.all([1, 2].map(() => client.callTool({ name: "estimate", arguments: given })));
  expect(answers[0]?.isError).toBe(false);
  expect(answers[1]).toEqual(answers[0]);
  await client.close();
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "mcp"], { input: "", encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([0, "", ""]);
});
