import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));
const copy = mkdtempSync(`${packageFolder}.scratch-`);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** The example of the README. */
const readme = readFileSync(`${packageFolder}README.md`, "utf8");
const source = /```ts\n\/\/ src\/shapes\/riddle\.ts\n([^]*?)```/.exec(readme)?.[1] ?? "";

/** A copy of the package whose table has the new shape, and files beside it. */
function written(files: Readonly<Record<string, string>>): void {
  cpSync(`${packageFolder}src`, `${copy}/src`, { recursive: true });
  symlinkSync(`${packageFolder}tables`, `${copy}/tables`);
  const table = `${copy}/src/shapes/table.ts`;
  const lines = readFileSync(table, "utf8")
    .replace("import * as texts", 'import { riddle } from "./riddle.ts";\nimport * as texts')
    .replace("  chats.questionAnswer,\n", "  riddle,\n  chats.questionAnswer,\n");
  writeFileSync(table, lines);
  for (const [name, text] of Object.entries(files)) writeFileSync(`${copy}/src/shapes/${name}.ts`, text);
  const config = { extends: "../tsconfig.json", compilerOptions: { composite: false, noEmit: true }, include: ["src"] };
  writeFileSync(`${copy}/tsconfig.json`, JSON.stringify(config));
}

/** What the compiler says to the copy, line by line. */
function compiled(): string[] {
  const compiler = fileURLToPath(new URL("../../../../node_modules/typescript/bin/tsc", import.meta.url));
  try {
    return execFileSync(process.execPath, [compiler, "-p", copy], { encoding: "utf8" }).split("\n");
  } catch (error) {
    return (error as { stdout: string }).stdout.split("\n");
  }
}

const parts = ["nature", "is", "read", "columns", "check"];

describe("a new shape of rows", () => {
  it("is one entry and a line of the table: read, counted, checked, and does not compile without a part", async () => {
    const without = (part: string): string => source.replace(new RegExp(`^  ${part}: .*\\n`, "m"), "");
    written({ riddle: source, ...Object.fromEntries(parts.map((part) => [`without-${part}`, without(part)])) });
    const said = compiled();
    expect(said.filter((line) => line.includes("riddle.ts"))).toEqual([]);
    for (const part of parts) {
      const ofPart = said.filter((line) => line.includes(`without-${part}.ts`)).join("\n");
      expect(`${ofPart}\n${said.join("\n")}`).toContain(`Property '${part}' is missing`);
      expect(ofPart).not.toBe("");
    }
    const { checkFor, countRules, profileBytes } = (await import(
      `${copy}/src/index.ts`
    )) as typeof import("../../src/index.ts");
    const text = '{"riddle":"What has hands and cannot clap?","solution":"A clock."}\n';
    const bytes = (): ReadableStream<Uint8Array> => new Blob([text]).stream();
    const rules = await countRules(["openai/o200k_base"]);
    const profile = rules.ok ? await profileBytes(bytes(), { rules: rules.value }) : rules;
    expect(profile).toMatchObject({
      value: { format: "riddle", natures: { riddle: "chat" }, wanted: 1, messages: 2, badRows: 0 },
    });
    expect(await checkFor("generic", bytes())).toMatchObject({ value: { format: "riddle", verdict: "valid" } });
  });
});
