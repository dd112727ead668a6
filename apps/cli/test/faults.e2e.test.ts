import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatRows } from "./host.ts";

const command = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));
let folder = "";
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-faults-"));
  writeFileSync(path("large.jsonl"), chatRows(90_000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command with a module loaded before it, in every thread. */
function withHook(hook: string, ...args: readonly string[]) {
  writeFileSync(path("hook.mjs"), hook);
  return spawnSync(process.execPath, ["--import", path("hook.mjs"), command, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: `--import ${path("hook.mjs")}` },
  });
}
const profile = ["profile", "large.jsonl", "--rules", "openai/o200k_base", "--format", "json"];

describe("what goes wrong while the command runs", () => {
  it("a file that is cut while it is read: said, and never passed over", () => {
    // So large that a second thread counts a part of it.
    writeFileSync(path("cut.jsonl"), readFileSync(path("large.jsonl"), "utf8").repeat(4));
    const cutting = `import { isMainThread } from "node:worker_threads";\nimport { truncateSync } from "node:fs";\nif (!isMainThread) truncateSync(${JSON.stringify(path("cut.jsonl"))}, 2_000_000);`;
    const [name = "", , ...rest] = profile;
    const { status, stderr } = withHook(cutting, name, "cut.jsonl", ...rest);
    expect(status).toBe(2);
    expect(stderr).toContain("cut.jsonl changed while it was read: count it again.");
  });
});
