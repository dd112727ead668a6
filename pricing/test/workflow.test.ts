import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = join(root, "pricing/refresh/pullRequest.mjs");
const workflow = readFileSync(join(root, ".github/workflows/prices.yml"), "utf8");

let folder = "";
const git = (...words: string[]): string =>
  execFileSync("git", words, { cwd: join(folder, "clone"), encoding: "utf8" });

/** A clone with a price file, its origin, and a `gh` that writes down what it is asked. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prices-"));
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", join(folder, "origin")]);
  execFileSync("git", ["clone", "-q", join(folder, "origin"), join(folder, "clone")], { stdio: "ignore" });
  mkdirSync(join(folder, "clone/pricing"));
  writeFileSync(join(folder, "clone/pricing/a.json"), "{}\n");
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "Prices");
  mkdirSync(join(folder, "bin"));
  writeFileSync(
    join(folder, "bin/gh"),
    `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/asked"\necho https://example.com/1\n`,
  );
  chmodSync(join(folder, "bin/gh"), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

function propose(): string {
  const env = { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}` };
  return execFileSync(process.execPath, [script, "report.txt"], { cwd: join(folder, "clone"), encoding: "utf8", env });
}

describe("the weekly workflow", () => {
  it("runs nothing but scripts of the project", () => {
    const steps = [...workflow.matchAll(/^\s*(?:- )?run: (.*)$/gmu)].map(([, step = ""]) => step);
    expect(
      steps.filter((step) => !/^(?:npm ci|npm run build|node [\w/.]+\.mjs|node apps\/cli|npx vitest) ?/u.test(step)),
    ).toEqual([]);
    for (const [path = ""] of workflow.matchAll(/pricing\/[\w/]+\.mjs/gu))
      expect(existsSync(join(root, path))).toBe(true);
    expect(workflow).toContain("node pricing/refresh/pullRequest.mjs report.txt");
  });

  it("pushes a branch with the changed prices and asks for a pull request with the report", () => {
    writeFileSync(join(folder, "clone/pricing/a.json"), '{ "checked": "2026-11-28" }\n');
    writeFileSync(join(folder, "clone/report.txt"), "One price changed.\n");
    expect(propose()).toContain("https://example.com/1");
    const day = new Date().toISOString().slice(0, 10);
    expect(git("ls-remote", "--heads", "origin")).toContain(`refs/heads/prices-${day}`);
    expect(git("show", "--stat", "--format=%s", `origin/prices-${day}`)).toMatch(
      /^Prices seen on .*\n[\s\S]*pricing\/a\.json/u,
    );
    // The report is the text of the request, and no part of the commit.
    expect(git("show", "--name-only", "--format=", `origin/prices-${day}`).trim()).toBe("pricing/a.json");
    expect(readFileSync(join(folder, "asked"), "utf8")).toContain(`--body-file\nreport.txt`);
  });

  it("asks for nothing where nothing changed", () => {
    writeFileSync(join(folder, "clone/report.txt"), "Nothing.\n");
    expect(propose()).toContain("No price has changed.");
    expect(existsSync(join(folder, "asked"))).toBe(false);
  });
});
