import { PassThrough, Readable } from "node:stream";
import { prices } from "@tunecast/pricing/history";
import type { Problem } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { nodeFiles } from "../src/read/files.ts";
import { silent } from "../src/count/progress.ts";
import { run } from "../src/run.ts";
import type { Outcome, Host } from "../src/read/host.ts";

/** Runs the program over texts in place of files, on a fixed day and without a terminal. */
export async function runOver(texts: Readonly<Record<string, string>>, ...argv: string[]): Promise<Outcome> {
  let written = "";
  const outcome = await run(argv, { ...around(texts), write: async (text) => void (written += text) });
  return { ...outcome, stdout: written + outcome.stdout };
}

/** Host whose files are texts; every other path is missing. */
export function around(texts: Readonly<Record<string, string>>, columns?: number, colour: boolean = false): Host {
  const missing = (path: string): Problem => ({ kind: "file_missing", path });
  // The real reader with the text on its standard input: what it makes of bytes is the same.
  const reader = (path: string): ReturnType<typeof nodeFiles> =>
    nodeFiles({ stdin: bytesOf(texts[path] ?? ""), progress: silent, threads: 1 });
  const has = (path: string): boolean => Object.hasOwn(texts, path);
  return {
    prices,
    write: async () => {},
    wait: async () => {},
    today: "2026-11-24",
    screen: { columns, colour },
    env: {},
    conversation: { input: Readable.from([]), output: new PassThrough() },
    files: {
      describe: async (path) => fail(has(path) ? { kind: "not_shardable", path } : missing(path)),
      folder: async () => ok(undefined),
      close: async () => {},
      save: async () => fail({ kind: "file_forbidden" }),
      units: async () => fail({ kind: "file_forbidden" }),
      text: async (path) => (has(path) ? ok(texts[path] ?? "") : fail(missing(path))),
      chunks: async (path) => (has(path) ? reader(path).chunks("-") : fail(missing(path))),
      profile: async (path, options) => {
        if (!has(path)) return fail(missing(path));
        const profile = await reader(path).profile("-", options);
        return profile.ok ? ok({ ...profile.value, path }) : fail({ ...profile.problem, path });
      },
    },
  };
}

/** `count` rows of OpenAI's chat shape. */
export function chatRows(count: number): string {
  const row = (n: number): string =>
    JSON.stringify({
      messages: [
        { role: "user", content: `What is ${n} plus one?` },
        { role: "assistant", content: `It is ${n + 1}.` },
      ],
    });
  return Array.from({ length: count }, (_, n) => `${row(n)}\n`).join("");
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
