import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const action = path("../../../.github/actions/cost/");
const sample = path("../sample/support-replies.jsonl");
const options = "--model aws-bedrock/nova-micro:sft --epochs 3 --as-of '2026-11-24'";

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

/** The sample is counted once; every run reads its profile. */
let counted = "";
beforeAll(() => {
  counted = mkdtempSync(join(tmpdir(), "tunecast-counted-"));
  const args = [path("../bin/tunecast.js"), "profile", sample, "--format", "json"];
  writeFileSync(join(counted, "sample.json"), spawnSync(process.execPath, args, { encoding: "utf8" }).stdout);
});
afterAll(() => rmSync(counted, { recursive: true, force: true }));

/** The few addresses of GitHub that the script asks. */
let server: Server;
let folder = "";
let comments: Comment[] = [];
let asked: string[] = [];
const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-action-"));
  [comments, asked] = [[], []];
  writeFileSync(join(folder, "event.json"), JSON.stringify({ pull_request: { number: 7 } }));
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push(`${method} ${url.replace(/\?.*/, "")} ${headers.authorization}`);
      const id = Number(/comments\/(\d+)$/.exec(url)?.[1] ?? comments.length + 1);
      if (method !== "GET") {
        const { body } = JSON.parse(text) as { readonly body: string };
        comments = [...comments.filter((one) => one.id !== id), { id, body, url: `${address()}/comments/${id}` }];
      }
      response.setHeader("content-type", "application/json");
      const page = Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 1);
      response.end(JSON.stringify(method === "GET" ? comments.slice(100 * (page - 1), 100 * page) : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (inputs: Readonly<Record<string, string>>): Promise<number | null> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      TUNECAST: `${process.execPath} ${path("../bin/tunecast.js")}`,
      FILES: join(counted, "sample.json"),
      OPTIONS: options,
      GITHUB_TOKEN: "secret",
      GITHUB_API_URL: address(),
      GITHUB_REPOSITORY: "owner/name",
      GITHUB_EVENT_PATH: join(folder, "event.json"),
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
      ...inputs,
    };
    spawn(process.execPath, [join(action, "cost.mjs")], { cwd: folder, env }).on("close", resolve);
  });
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

describe("the GitHub Action", () => {
  it.each([
    ["pass", { MAX: "50", WARN: "40" }, 0, /^Pass: aws-bedrock\/nova-micro:sft costs \$0\.019: within \$50\.00/m],
    ["warning", { MAX: "50", WARN: "0.01" }, 0, /^Warning: aws-bedrock\/nova-micro:sft costs \$0\.019: over \$0\.01/m],
    ["fail", { MAX: "0.01" }, 1, /^Fail: aws-bedrock\/nova-micro:sft costs \$0\.019: over \$0\.01/m],
  ])("says %s: comment, exit code, output, summary and artefact", async (verdict, limits, code, line) => {
    expect(await run(limits)).toBe(code);
    expect(asked).toEqual([
      "GET /repos/owner/name/issues/7/comments Bearer secret",
      "POST /repos/owner/name/issues/7/comments Bearer secret",
    ]);
    const [comment] = comments;
    expect(comment?.body).toMatch(new RegExp(`^<!-- tunecast -->\n### Fine-tuning cost: ${verdict}\n`));
    expect(comment?.body).toMatch(line);
    expect(comment?.body).toContain("| aws-bedrock/nova-micro:sft");
    expect(read("output")).toBe(`verdict=${verdict}\n`);
    expect(read("summary.md")).toBe(`${comment?.body}\n`);
    const { asOf, offers } = JSON.parse(read("tunecast-estimate.json")) as { asOf: string; offers: readonly object[] };
    expect([asOf, offers.length]).toEqual(["2026-11-24", 1]);
  });

  it("writes its comment anew, and says what is wrong with a file instead of a price", async () => {
    expect(await run({ MAX: "50" })).toBe(0);
    expect(await run({ FILES: "nowhere.jsonl", MAX: "50" })).toBe(2);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain("### Fine-tuning cost: problem");
    expect(comments[0]?.body).toContain("nowhere.jsonl");
    expect(comments[0]?.body).not.toContain("$");
    expect(asked.at(-1)).toBe("PATCH /comments/1 Bearer secret");
  });

  it("finds its own comment among 250, and leaves that of another use alone", async () => {
    comments = Array.from({ length: 250 }, (_, index) => {
      const id = index + 1;
      const body = id === 240 ? "<!-- tunecast -->\nold" : id === 3 ? "<!-- tunecast eval -->\nother" : "Nice work!";
      return { id, body, url: `${address()}/comments/${id}` };
    });
    expect(await run({ MAX: "50" })).toBe(0);
    expect([comments.length, asked.filter((one) => one.startsWith("GET")).length, asked.at(-1)]).toEqual([
      250,
      3,
      "PATCH /comments/240 Bearer secret",
    ]);
    expect(await run({ MAX: "50", ID: "eval" })).toBe(0);
    expect(asked.at(-1)).toBe("PATCH /comments/3 Bearer secret");
  });

  it("takes paths with spaces, one a line or quoted, and quoted options", async () => {
    writeFileSync(join(folder, "my data.json"), readFileSync(join(counted, "sample.json")));
    expect(await run({ FILES: '"my data.json"', MAX: "50" })).toBe(0);
    expect(await run({ FILES: "\nmy data.json\nmy data.json\n", MAX: "50" })).toBe(0);
    expect(await run({ FILES: "my\\ data.json", OPTIONS: `${options} --set "job.epochs=3"`, MAX: "50" })).toBe(0);
    expect(existsSync(join(folder, "tunecast-estimate.json"))).toBe(true);
  });

  it("fails on offers that only earlier customers can buy, and warns where one is named", async () => {
    const closed = "--provider openai --method sft --epochs 3 --as-of 2026-11-24";
    expect(await run({ OPTIONS: closed, MAX: "50" })).toBe(1);
    expect(comments[0]?.body).toMatch(/^Fail: .* only earlier customers can buy it/m);
    const named = "--model openai/gpt-4o-mini-2024-07-18:sft --epochs 3 --as-of 2026-11-24";
    expect(await run({ OPTIONS: named, MAX: "50" })).toBe(0);
    expect(comments[0]?.body).toMatch(/^Warning: .* only earlier customers can buy it/m);
  });

  it("checks each file before a commit", () => {
    writeFileSync(join(folder, "bad file.jsonl"), '{"messages": 1}\n');
    const check = (...args: string[]): number | null =>
      spawnSync(process.execPath, [join(action, "check.mjs"), ...args], {
        cwd: folder,
        env: { ...process.env, TUNECAST: path("../bin/tunecast.js") },
      }).status;
    expect(check("--provider", "openai", sample)).toBe(0);
    expect(check("--provider", "openai", sample, "bad file.jsonl")).toBe(1);
    expect(check("--provider", "nobody", sample)).toBe(2);
    const [hook] = parse(readFileSync(join(action, ".pre-commit-hooks.yaml"), "utf8")) as { readonly entry: string }[];
    const { bin } = JSON.parse(readFileSync(join(action, "package.json"), "utf8")) as { bin: Record<string, string> };
    expect(bin[hook?.entry ?? ""]).toBe("check.mjs");
  });

  it("writes no comment outside of a pull request", async () => {
    writeFileSync(join(folder, "event.json"), "{}");
    expect(await run({ MAX: "50" })).toBe(0);
    expect([asked, existsSync(join(folder, "tunecast-estimate.json"))]).toEqual([[], true]);
  });

  it("hands every input to its script, and pins the version that it comes with", () => {
    const { inputs, runs } = parse(readFileSync(join(action, "action.yml"), "utf8")) as {
      readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
      readonly runs: { readonly steps: readonly { readonly env?: Readonly<Record<string, string>> }[] };
    };
    const handed = runs.steps.flatMap(({ env = {} }) => Object.values(env)).join(" ");
    expect(Object.keys(inputs).filter((name) => !handed.includes(`inputs.${name} `))).toEqual([]);
    const { version } = JSON.parse(readFileSync(path("../package.json"), "utf8")) as { readonly version: string };
    const { version: own, dependencies } = JSON.parse(readFileSync(join(action, "package.json"), "utf8")) as {
      readonly version: string;
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect([inputs["version"]?.default, own, dependencies["tunecast"]]).toEqual([version, version, version]);
  });
});
