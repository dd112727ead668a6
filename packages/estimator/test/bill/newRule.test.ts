import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const readme = readFileSync(join(root, "apps/guide/architecture.md"), "utf8");
/** The rule that the README writes. */
const [, rule = ""] = /```ts\n\/\/ bill\/rules\/amounts\.ts\n([\s\S]*?)```/.exec(readme) ?? [];

let copy = "";

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "tunecast-rule-"));
  for (const path of [
    ".config",
    "packages/estimator/src",
    "packages/estimator/package.json",
    "packages/estimator/tsconfig.json",
    "pricing",
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => {
  rmSync(copy, { recursive: true });
});

function run(...args: readonly string[]): { readonly code: number; readonly output: string } {
  try {
    return { code: 0, output: execFileSync(process.execPath, args, { cwd: copy, encoding: "utf8", stdio: "pipe" }) };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { code: 1, output: stdout + stderr };
  }
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(copy, path), "utf8");
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(copy, path), text.replace(from, to));
}

const compile = ["node_modules/typescript/bin/tsc", "-b", "packages/estimator"];

describe("a billing rule, made as the README says", () => {
  it("is one entry of a list; without one of its parts it does not compile", () => {
    const list = join(copy, "packages/estimator/src/bill/rules/amounts.ts");
    const before = readFileSync(list, "utf8");
    const write = (entry: string): void => {
      writeFileSync(
        list,
        before.replace(/(amountRules: readonly Rule\[\] = \[\n)/, (head) => head + entry),
      );
    };
    for (const part of ["tag", "role", "parameters"]) {
      write(rule.replace(new RegExp(`^  ${part}: .*\n`, "m"), ""));
      const { code, output } = run(...compile);
      expect([part, code, output.includes("amounts.ts")]).toEqual([part, 1, true]);
    }
    write(rule);
    expect(run(...compile)).toEqual({ code: 0, output: "" });
    edit(
      "pricing/providers/ori.json",
      '"tag": "validation_once" }',
      '"tag": "validation_once" }, { "tag": "surcharge", "percent": 10 }',
    );
    expect(run("pricing/build.mjs")).toEqual({ code: 0, output: "" });
    const ask = `
      import { estimate } from "./packages/estimator/dist/index.js";
      import { prices } from "./pricing/dist/index.js";
      const job = { examples: 1000, tokensPerExample: 1000, epochs: 1 };
      const { offers } = estimate({ asOf: "2026-11-24", prices, job, only: { providers: ["ori"] } });
      console.log(offers[0].lines.map(({ kind, amount }) => [kind, amount].join(" ")).join(", "), offers[0].total.amount);`;
    expect(run("--input-type=module", "-e", ask).output.trim()).toBe("training 0.46, surcharge 0.046 0.506");
  });

  it("fails the build, with the file and the place, where a price file slips", () => {
    const files = "pricing/providers";
    edit(`${files}/azure.json`, '"idleDeletedAfterHours"', '"idleDeletedAfter"');
    edit(`${files}/fireworks.json`, '"low": 0.7', '"lo": 0.7');
    edit(`${files}/alibaba.json`, '{ "tag": "tokens_times_epochs" }', '{ "tag": "validation_free" }');
    edit(`${files}/mistral.json`, '"tag": "round_amount_up", "to": "0.01"', '"tag": "round_amount_up"');
    edit(
      `${files}/openai.json`,
      '{ "tag": "validation_free" }',
      '{ "tag": "validation_free" }, { "tag": "validation_once" }',
    );
    edit(
      `${files}/ori.json`,
      '"rates": [',
      '"rates": [{ "kind": "minimum", "amount": "2", "currency": "USD", "per": "job", "from": "2026-11-24", "fromKind": "stated", "source": "https://docs.ori.co/fine-tuning/billing", "seen": "2026-11-24", "confidence": "primary" }, ',
    );
    const { code, output } = run("pricing/build.mjs");
    expect(code).toBe(1);
    for (const line of [
      /pricing\/providers\/azure\.json \S*serving\.\d+\.idleDeletedAfter: .* has no parameter "idleDeletedAfter"; did you mean idleDeletedAfterHours\?/,
      /pricing\/providers\/fireworks\.json defaults\.offers\.0\.billing\.\d+\.lo: .* has no parameter "lo"; did you mean low\?/,
      /pricing\/providers\/alibaba\.json \S*offers\.0\.billing: No billing rule says what the training rate is multiplied by\./,
      /pricing\/providers\/mistral\.json \S*billing\.\d+\.to: Its billing rule round_amount_up cannot be read: to must be a decimal above 0/,
      /pricing\/providers\/openai\.json \S*billing\.\d+: Its billing rules validation_free and validation_once contradict each other\./,
      /pricing\/providers\/ori\.json models\.0\.rates\.0: The price list has a rate for minimum that none of its billing rules reads/,
    ])
      expect(output).toMatch(line);
  });
});
