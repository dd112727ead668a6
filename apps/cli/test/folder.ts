import { PassThrough, Readable } from "node:stream";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prices } from "@tunecast/pricing/history";
import { afterAll } from "vitest";
import { nodeFiles } from "../src/read/files.ts";
import { silent } from "../src/count/progress.ts";
import { run } from "../src/run.ts";
import type { Outcome } from "../src/read/host.ts";

/** A folder of real files that is gone after the tests. */
export class Folder {
  readonly path: string = mkdtempSync(join(tmpdir(), "tunecast-test-"));

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true }));
  }

  /** Writes a file and gives its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  /** Runs the program over real files. */
  run(
    argv: readonly string[],
    { stdin = "", env = {} }: { stdin?: string; env?: Record<string, string> } = {},
  ): Promise<Outcome> {
    return run(argv, {
      prices,
      today: "2026-11-24",
      env,
      screen: { columns: undefined, colour: false },
      wait: async () => {},
      conversation: { input: Readable.from([]), output: new PassThrough() },
      write: async () => {},
      files: nodeFiles({ stdin: bytesOf(stdin), progress: silent, threads: 1 }),
    });
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
