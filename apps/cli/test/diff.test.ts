import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const typed = [
  "estimate",
  "--examples",
  "8000",
  "--tokens-per-example",
  "620",
  "--provider",
  "openai",
  "--format",
  "json",
];
const answer = async (...more: string[]): Promise<string> => (await runOver({}, ...typed, ...more)).stdout;

describe("tunecast diff", () => {
  it("says first how much changed, then each change with its reason", async () => {
    const files = { "a.json": await answer("--as-of", "2026-10-22"), "b.json": await answer("--as-of", "2026-11-24") };
    const { stdout, exitCode } = await runOver(files, "diff", "a.json", "b.json");
    expect(stdout).toMatch(/^From 2026-10-22 to 2026-11-24: \d+ newly refused, \d+ the same\.\n/);
    expect(stdout).toContain(
      "openai/gpt-3.5-turbo-0125:sft       refused. Retired: the model has not answered since 2026-10-23.",
    );
    expect(exitCode).toBe(0);
  });

  it("words statuses as the table of offers does", async () => {
    const at = (day: string): Promise<string> => answer("--provider", "azure", "--model", "gpt-4.1", "--as-of", day);
    const files = { "a.json": await at("2026-10-01"), "b.json": await at("2026-11-24") };
    const { stdout } = await runOver(files, "diff", "a.json", "b.json");
    expect(stdout).toMatch(/^From .*: \d with another status, \d the same\.\n/);
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      "azure/gpt-4.1:sft@global listed until 2026-10-14 → earlier customers only, until 2027-10-14",
    );
  });

  it("says what differs in the questions field by field, and other data without their counts", async () => {
    const own = { credits: [{ provider: "openai", amount: "5", currency: "USD", source: "memo" }] };
    const files = { "rows.jsonl": chatRows(12), "more.jsonl": chatRows(20), "own.json": JSON.stringify(own) };
    const json = ["--provider", "openai", "--model", "gpt-4.1-mini", "--format", "json"];
    const written = async (...argv: string[]) => (await runOver(files, "estimate", ...argv, ...json)).stdout;
    const traffic = ["--requests", "1000", "--input-tokens", "90", "--output-tokens", "10"];
    const answers = {
      "a.json": await written("rows.jsonl"),
      "b.json": await written("more.jsonl", ...traffic, "--own-prices", "own.json"),
    };
    const { stdout } = await runOver(answers, "diff", "a.json", "b.json");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      "The questions differ in the data: 12 → 20 examples; ownPrices.credits: nothing → a list of 1; traffic.cachedInputTokens: nothing → 0; traffic.inputTokens: nothing → 90; traffic.months: nothing → 1; traffic.outputTokens: nothing → 10; traffic.requestsPerMonth: nothing → 1,000.",
    );
  });

  it("shows money, and of what it is made", async () => {
    const files = { "a.json": await answer(), "b.json": await answer("--epochs", "4") };
    const { stdout } = await runOver(files, "diff", "a.json", "b.json", "--top", "1");
    expect(stdout).toContain("The questions differ in job.epochs: 3 → 4.");
    expect(stdout.replaceAll(/\n +/g, " ")).toMatch(
      /\$[\d,.]+ → \$[\d,.]+ \(\+\$[\d,.]+\): Training, 4 epochs, billed quantity: \$/,
    );
    expect(stdout).toMatch(/\d+ more\. --top \d+ shows all/);
  });

  it("asks runs on rented cards again, too", async () => {
    const files = { "a.json": await answer("--self-host", "llama-3.1-8b:qlora") };
    expect((await runOver(files, "diff", "a.json")).stdout).toMatch(/^From 2026-11-24 to 2026-11-24: \d+ the same\.\n/);
  });

  it.each([
    ["not JSON", "JSON"],
    ["{}", "no answer of estimate"],
  ])("%j is named as what it is", async (text, said) => {
    const { stderr, exitCode } = await runOver(
      { "a.json": text, "b.json": await answer() },
      "diff",
      "a.json",
      "b.json",
    );
    expect(stderr).toContain("a.json");
    expect(stderr).toContain(said);
    expect(exitCode).toBe(2);
  });
});
