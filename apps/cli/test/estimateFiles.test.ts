import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const typed = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--epochs", "3"];
const openai = ["--provider", "openai"];

describe("tunecast estimate from files", () => {
  it("counts the rows and prices them", async () => {
    const { exitCode, stdout, stderr } = await runOver(
      { "a.jsonl": chatRows(12) },
      "estimate",
      "a.jsonl",
      ...openai,
      "--method",
      "sft",
    );
    expect(stdout).toMatch(/^From \$[^]*?\na\.jsonl: 12 examples \(chat-sft\), 24 messages, [\d,]+ tokens/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("counts good rows beside a bad one, says at least, and exits with 1", async () => {
    const rows = chatRows(12).split("\n");
    const texts = { "a.jsonl": [...rows.slice(0, 6), '{"messages": [', ...rows.slice(6)].join("\n") };
    const { exitCode, stdout, stderr } = await runOver(texts, "estimate", "a.jsonl", ...openai, "--method", "sft");
    expect(stdout).toContain("12 examples");
    expect(stdout).toContain("error invalid json: line 7");
    expect(stdout).toMatch(/GPT-4o mini .*≥ .*\$/);
    expect(stderr).toContain("at least");
    expect(exitCode).toBe(1);
  });

  it("shows the same count of a file whichever offers are asked about", async () => {
    const head = async (provider: string): Promise<string> => {
      const { stdout } = await runOver({ "a.jsonl": chatRows(12) }, "estimate", "a.jsonl", "--provider", provider);
      return / [\d,]+ tokens of text [^\n]*/.exec(stdout)?.[0] ?? "";
    };
    expect(await head("openai")).toContain("tokens of text in o200k_base");
    expect(await head("together")).toBe(await head("openai"));
  });

  it("names the tokens that stand in the bills beside those of the texts", async () => {
    const { stdout } = await runOver(
      { "a.jsonl": chatRows(12) },
      "estimate",
      "a.jsonl",
      ...openai,
      "--method",
      "sft",
      "--lines",
    );
    const billed = /^Billed as ([\d,]+) tokens/m.exec(stdout)?.[1] ?? "none";
    expect(stdout).toMatch(new RegExp(`Training, 3 epochs +${billed} tokens`));
  });

  it("gives the range of billed tokens where every bill has the same", async () => {
    const { stdout } = await runOver({ "a.jsonl": chatRows(12) }, "estimate", "a.jsonl", "--provider", "databricks");
    const [, billed = "", low = "", high = ""] =
      /^Billed as ([\d,]+) tokens over all epochs \(([\d,]+) to ([\d,]+)\)\.$/mu.exec(stdout) ?? [];
    const numberOf = (text: string): number => Number(text.replaceAll(",", ""));
    expect(numberOf(low)).toBeLessThan(numberOf(billed));
    expect(numberOf(high)).toBeGreaterThan(numberOf(billed));
  });

  it.each([
    "openai",
    "together",
    "fireworks",
    "google-vertex",
    "aws-bedrock",
    "azure",
    "nebius",
    "alibaba",
    "tinker",
    "databricks",
  ])("names a next step that runs, by the rules of the first offer of %s", async (provider) => {
    const texts = { "a.jsonl": chatRows(120) };
    const { stdout } = await runOver(texts, "estimate", "a.jsonl", "--provider", provider);
    const [, next = ""] = /tunecast ((?:check|convert) a\.jsonl[^#\n]*?)(?: {2,}|$)/mu.exec(stdout) ?? [];
    const { exitCode, stderr } = await runOver(texts, ...next.trim().split(/ +/u));
    expect({ next, exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it("takes a profile instead of the file, with the same answer", async () => {
    const rows = chatRows(12);
    const profile = await runOver({ "a.jsonl": rows }, "profile", "a.jsonl", "--format", "json");
    const counted = await runOver({ "a.jsonl": rows }, "estimate", "a.jsonl", "--format", "json");
    const again = await runOver({ "a.profile.json": profile.stdout }, "estimate", "a.profile.json", "--format", "json");
    expect(again.stdout).toBe(counted.stdout);
  });

  it("adds up several files", async () => {
    const { stdout } = await runOver(
      { "a.jsonl": chatRows(12), "b.jsonl": chatRows(5) },
      "estimate",
      "a.jsonl",
      "b.jsonl",
      "--format",
      "json",
    );
    expect(JSON.parse(stdout).input.job.profile.examples).toBe(17);
  });

  it.each([
    ["missing.jsonl", {}, "There is no file missing.jsonl"],
    ["empty.jsonl", { "empty.jsonl": "" }, "empty.jsonl is empty"],
    ["half.json", { "half.json": '{"schemaVersion":1,"format":"chat-sft"' }, "half.json"],
  ])("%s: exit code 2", async (path, texts, sentence) => {
    const result = await runOver(texts, "estimate", path);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });

  it("shows the arithmetic of a file that every offer refuses", async () => {
    const { exitCode, stdout } = await runOver(
      { "a.jsonl": chatRows(9) },
      "estimate",
      "a.jsonl",
      ...openai,
      "--method",
      "sft",
    );
    expect(stdout).toContain("9 examples; this provider takes at least 10. It would be $");
    expect(exitCode).toBe(1);
  });
});

describe("a price book of one's own", () => {
  it("wins over the book and marks the line", async () => {
    const rate = {
      provider: "openai",
      kind: "training",
      amount: "1",
      currency: "USD",
      per: "1M tokens",
      source: "contract 7",
    };
    const argv = [
      ...typed,
      ...openai,
      "--model",
      "gpt-4o-mini-2024-07-18",
      "--method",
      "sft",
      "--own-prices",
      "own.json",
      "--format",
      "json",
    ];
    const { stdout } = await runOver({ "own.json": JSON.stringify({ rates: [rate] }) }, ...argv);
    const [offer] = JSON.parse(stdout).offers;
    expect(offer.total.amount).toBe("0.3");
    expect(offer.lines[0].rate).toMatchObject({ overlay: true, source: "contract 7" });
  });
});
