import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { around } from "./surroundings.ts";

const root = new URL("../../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");

describe("README", () => {
  it("shows a library call that prints what it says", () => {
    const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const said = /console\.log\(.*\/\/ (.*)/.exec(code)?.[1];
    // Beside the built command, where the packages resolve as they do for a user.
    const file = fileURLToPath(new URL("apps/cli/dist/readme.mjs", root));
    writeFileSync(file, code);
    const { stdout } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    rmSync(file);
    expect(stdout.trim()).toBe(said);
  });

  it("names only commands that there are, and all of them", async () => {
    const { stdout } = await run(["--help"], around({}));
    const known = [...stdout.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map((match) => match[1]);
    const rows = [...readme.matchAll(/^\| `([a-z]+)[^`/]*` \|/gm)]
      .map((match) => match[1])
      .filter((word) => word !== "pricing");
    expect(rows.toSorted()).toEqual(known.toSorted());
  });

  it("links to files that exist", () => {
    const links = [...readme.matchAll(/(?:\]\(|src="|srcset=")(?!https?:)([^)"#]+)[)"]/g)].map(
      (match) => match[1] ?? "",
    );
    expect(links.filter((link) => !existsSync(new URL(link, root)))).toEqual([]);
  });
});
