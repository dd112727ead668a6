import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const typed = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--epochs", "3"];
const openai = ["--provider", "openai"];

describe("tunecast estimate --format focus", () => {
  it.each([
    [[], /^0,estimate,/],
    [["--as-billed"], /^0\.9,estimate,/],
  ])("with %j writes what was billed", async (more, begins) => {
    const one = ["--model", "gpt-4o-mini-2024-07-18", "--method", "sft", "--format", "focus"];
    const { stdout } = await runOver({}, ...typed, ...openai, ...one, ...more);
    expect(stdout.split("\r\n")[1]).toMatch(begins);
  });
});

describe("tunecast estimate --format focus, its options", () => {
  const rows = (...more: string[]) => runOver({}, ...typed, ...openai, "--format", "focus", ...more);
  const offersIn = (stdout: string): number => new Set(stdout.match(/openai\/[\w.-]+:\w+(?=,openai,)/gu)).size;

  it("writes the first offer alone and says so, or all", async () => {
    const { stdout, stderr } = await rows();
    expect(offersIn(stdout)).toBe(1);
    expect(stderr).toMatch(/Rows of openai\/\S+ alone/u);
    const all = await rows("--all");
    expect(offersIn(all.stdout)).toBeGreaterThan(3);
    expect(all.stderr).not.toContain("alone");
  });

  it.each([
    [["--batch-share", "0.5"], {}],
    [
      ["--own-prices", "own.json"],
      { "own.json": '{"discounts":[{"provider":"openai","percent":"10","source":"contract"}]}' },
    ],
  ])("names %j, which changes other offers alone", async (more, files) => {
    const used = ["--requests", "9k", "--input-tokens", "90", "--output-tokens", "9"];
    const models = ["--model", "nova-2-lite,gpt-4.1-2025-04-14"];
    const argv = [...typed, ...used, ...models, ...more, "--format", "focus"];
    const { stdout, stderr, exitCode } = await runOver(files, ...argv);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(`${more[0]}: no bill of a service here changes with it`);
    expect(stdout).not.toContain("openai/");
    expect((await runOver(files, ...argv, "--all")).stderr).not.toContain("changes with it");
  });

  it("has no rows of a bill in a provider's credits, and says so", async () => {
    const snowflake = ["--provider", "snowflake", "--as-of", "2026-01-20", "--format", "focus", "--all"];
    const { stdout, stderr } = await runOver({}, ...typed, ...snowflake);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain("No rows of snowflake/");
  });

  it("writes version 1.4, and shares to the cent", async () => {
    const { stdout } = await rows("--focus-version", "1.4", "--allocate", "team=50,ops=30,lab=20");
    const [header = "", ...lines] = stdout.trim().split("\r\n");
    expect(header).toContain("ServiceProviderName,HostProviderName");
    expect(header).not.toMatch(/,ProviderName|PublisherName/u);
    for (const party of ["team", "ops", "lab"]) expect(lines.some((line) => line.includes(`,${party},`))).toBe(true);
  });

  it.each([
    [["--allocate", "team=50,ops=30"], "must add up to 100"],
    [["--allocate", "team"], "team=50,ops=30,lab=20"],
    [["--focus-version", "1.9"], "1.2, 1.4"],
  ])("refuses %j", async (more, named) => {
    const { stderr, exitCode } = await rows(...more);
    expect(stderr).toContain(named);
    expect(exitCode).toBe(2);
  });
});
