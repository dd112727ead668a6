import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, expect, it } from "vitest";

const command = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));
const sample = fileURLToPath(new URL("../sample/support-replies.jsonl", import.meta.url));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-mcp-"));
  copyFileSync(sample, join(folder, "train.jsonl"));
  const args = [command, "estimate", "train.jsonl", "--as-of", "2026-10-01", "--format", "json"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 1e8 });
  writeFileSync(join(folder, "october.json"), stdout);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A client that opens the folder as its root, as editors do, or one that opens nothing. */
async function connected(version: "legacy" | "auto" = "auto"): Promise<Client> {
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: { roots: {} }, versionNegotiation: { mode: version } },
  );
  client.setRequestHandler("roots/list", async () => ({ roots: [{ uri: pathToFileURL(folder).href, name: "data" }] }));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [command, "mcp"], cwd: tmpdir() }));
  return client;
}

type Call = readonly [string, Readonly<Record<string, unknown>>];
const job = { examples: 8000, tokensPerExample: 620 };
const ask = (question: string, fields?: object): Call => [
  "ask",
  fields === undefined ? { question } : { question, fields },
];

/** Ten questions as people put them, the calls of an agent that knows the schemas alone, and what the last answer must say. */
const tenQuestions: readonly { readonly said: string; readonly calls: readonly Call[]; readonly answer: RegExp }[] = [
  {
    said: "What does this file cost at OpenAI and Azure?",
    calls: [["estimate", { files: ["train.jsonl"], provider: ["openai", "azure"] }]],
    answer: /openai\/gpt-4\.1-mini.*"price":"\$0\.0\d+/u,
  },
  {
    said: "Who still takes jobs for Llama 3.1 8B, and for how much?",
    calls: [["estimate", { ...job, model: ["llama-3.1-8b"] }]],
    answer: /together\/llama-3\.1-8b-instruct.*\$\d.*No new training jobs are taken since/u,
  },
  {
    said: "Does tuning pay against my cached prompt?",
    calls: [
      [
        "decide",
        { ...job, requests: 240_000, inputTokens: 400, outputTokens: 120, way: ["few_shot=1860,cached=1800"] },
      ],
    ],
    answer: /pays back in|never pays/u,
  },
  {
    said: "How many examples for 3 points more?",
    calls: [
      ask("curve"),
      ask("curve", { before: true, task: "classification", examples: 500, score: "0.62", gain: "3" }),
    ],
    answer: /3 points took half of them [\d,]+ examples or fewer/u,
  },
  {
    said: "Which GPU for a 14B QLoRA?",
    calls: [["fit", { model: "qwen3-14b", method: "qlora", ...job, smallest: true }]],
    answer: /Smallest that holds the run/u,
  },
  {
    said: "Hours and dollars on 8 H100?",
    calls: [["fit", { model: "llama-3.1-8b", method: "lora", gpu: "h100-sxm-80", gpus: 8, ...job }]],
    answer: /From \$[\d.,]+ on 8 × H100.*(?:hours|minutes)/u,
  },
  {
    said: "What changed since last month's answer?",
    calls: [ask("diff"), ask("diff", { old: "october.json" })],
    answer: /From 2026-10-01 to \d{4}-\d\d-\d\d: \d+ /u,
  },
  {
    said: "Is this file accepted by Together?",
    calls: [ask("check"), ask("check", { file: "train.jsonl", provider: "together" })],
    answer: /together takes train\.jsonl/u,
  },
  {
    said: "What is the monthly bill at 2 million requests?",
    calls: [["estimate", { ...job, requests: 2_000_000, inputTokens: 900, outputTokens: 120 }]],
    answer: /"a month":"\$[\d,]+/u,
  },
  {
    said: "What happens when this provider closes?",
    calls: [ask("leaving"), ask("leaving", { files: ["train.jsonl"], leaving: "openai/gpt-4.1-2025-04-14:sft" })],
    answer: /answers no more from .* other providers checked/su,
  },
];

it.each(["auto", "legacy"] as const)(
  "answers ten questions in at most three calls each (%s protocol)",
  async (version) => {
    const client = await connected(version);
    const { tools } = await client.listTools();
    console.log(`schema ${JSON.stringify(tools).length} bytes, ${tools.length} tools, protocol ${version}`);
    let answered = 0;
    for (const { said, calls, answer } of tenQuestions) {
      let known = "";
      const bytes: number[] = [];
      for (const [name, given] of calls) {
        // An agent knows a field from the schema of its tool, or from what the tool said before.
        const listed = Object.keys(tools.find((tool) => tool.name === name)?.inputSchema.properties ?? {});
        const { fields = {} } = given as { readonly fields?: object };
        const unseen = [
          ...Object.keys(given).filter((field) => !listed.includes(field)),
          ...Object.keys(fields).filter((field) => !known.includes(`"field":"${field}"`)),
        ];
        expect(unseen, `${said} ${name}`).toEqual([]);
        const { content, structuredContent, isError } = await client.callTool({ name, arguments: { ...given } });
        expect(isError ?? false, JSON.stringify(content)).toBe(false);
        known = JSON.stringify(structuredContent);
        bytes.push(new TextEncoder().encode(known).length);
      }
      const isAnswer = answer.test(known);
      answered += Number(isAnswer && calls.length <= 3);
      console.log(`${isAnswer ? "yes" : "NO "}  ${calls.length} calls, ${bytes.join(" + ")} bytes: ${said}`);
      expect(Math.max(...bytes)).toBeLessThanOrEqual(4000);
    }
    await client.close();
    console.log(`${answered} of ${tenQuestions.length} questions`);
    expect(answered).toBe(tenQuestions.length);
  },
);

it("gives the same answer twice, and ends with the client", async () => {
  const client = await connected();
  expect(client.getInstructions()).toContain("at least");
  const answers = await Promise.all([1, 2].map(() => client.callTool({ name: "estimate", arguments: job })));
  expect(answers[1]).toEqual(answers[0]);
  await client.close();
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "mcp"], { input: "", encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([0, "", ""]);
});

it("is described for the registry as it is published", () => {
  const read = (path: string): Record<string, unknown> =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<string, unknown>;
  const [manifest, server] = [read("../package.json"), read("../server.json")];
  const { name, version, packages, description } = server as {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly packages: readonly { readonly identifier: string; readonly version: string }[];
  };
  expect([name, version]).toEqual([manifest["mcpName"], manifest["version"]]);
  expect(packages.map(({ identifier, version: of }) => [identifier, of])).toEqual([[manifest["name"], version]]);
  expect(description.length).toBeLessThanOrEqual(100);
});
