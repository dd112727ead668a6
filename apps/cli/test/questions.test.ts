import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

/** Questions of the guide: what was asked, the command that answers it, and how its output begins. */
interface Asked {
  readonly title: string;
  readonly argv: readonly string[];
  /** Parts of the output in their order; what stands between them is a price or a place that changes. */
  readonly begins: readonly string[];
  readonly isRefused: boolean;
}

const page = readFileSync(new URL("../../guide/questions.md", import.meta.url), "utf8");
const [, answered = "", refused = ""] = page.split(/^## /mu);

function askedIn(part: string, isRefused: boolean): Asked[] {
  return part
    .split(/^### /mu)
    .slice(1)
    .map((text) => {
      const [title = ""] = text.split("\n");
      const command = /```sh\nnpx tunecast (.+?)\n```/su.exec(text)?.[1] ?? "";
      const quoted = [...text.matchAll(/^> (.*)$/gmu)].map(([, line = ""]) => line).join(" ");
      return { title, argv: command.split(/\s+/u), begins: quoted.split("…").map((one) => one.trim()), isRefused };
    });
}

const questions = [...askedIn(answered, false), ...askedIn(refused, true)];
const folder = new URL("questions/", import.meta.url);
const long = Array.from({ length: 15 }, (_, n) => ({
  messages: [
    { role: "user", content: `Row ${n}. ${"word ".repeat(2050)}` },
    { role: "assistant", content: "Read." },
  ],
}));
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")])),
  "long.jsonl": long.map((row) => JSON.stringify(row)).join("\n"),
};

describe("questions that people asked before a fine-tune", () => {
  it("are 36 or more, 28 of them answered", () => {
    expect(questions.length).toBeGreaterThanOrEqual(36);
    expect(questions.filter(({ isRefused }) => !isRefused).length).toBeGreaterThanOrEqual(28);
    expect(new Set(questions.map(({ title }) => title)).size).toBe(questions.length);
    // An answer is quoted, and not the whole of what is printed.
    const quoted = questions.map(({ begins }) => begins.join("").length);
    expect(quoted.filter((length) => length < 20 || length > 500)).toEqual([]);
    expect(page.match(/^\[[^\]]+\]\(https:\/\/[^)]+\), .+\.$/gmu)).toHaveLength(questions.length);
  });

  it.each(questions)("$title", async ({ argv, begins }) => {
    const { stdout, stderr } = await runOver(files, ...argv);
    const text = (stdout === "" ? stderr.replace(/^tunecast: /u, "") : stdout).replaceAll(/\s+/gu, " ");
    let at = 0;
    for (const part of begins) {
      const found = text.indexOf(part, at);
      expect(at === 0 ? text.slice(0, part.length) : found < 0 ? text.slice(at) : part).toBe(part);
      at = found + part.length;
    }
  });

  it.each(questions.filter(({ isRefused }) => isRefused))("refused, $title", async ({ argv }) => {
    const { exitCode } = await runOver(files, ...argv);
    expect(exitCode).toBeGreaterThan(0);
  });
});
