import { describe, expect, it } from "vitest";
import { runOver } from "./surroundings.ts";

const job = ["--examples", "8000", "--tokens-per-example", "620"];
const use = ["--requests", "240000", "--input-tokens", "400", "--output-tokens", "120", "--months", "6"];
const mini = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft"];
const advise = (...more: string[]) => runOver({}, "advise", ...job, ...use, ...more);

describe("tunecast advise", () => {
  it("says first when tuning has paid for itself, and that a cache would end the case", async () => {
    const { stdout, exitCode } = await advise(...mini, "--few-shot", "1860");
    const [first = ""] = stdout.split("\n\n");
    expect(first.replaceAll("\n", " ")).toMatch(
      /saves \$94\.08 a month and has paid for itself in about 3 weeks, on 2026-12-/,
    );
    expect(first.replaceAll("\n", " ")).toContain("cache, the case is gone: it would never pay for itself");
    expect(stdout).toContain("if it answers as well");
    expect(exitCode).toBe(0);
  });

  it("puts the ways side by side, the cheapest first, each with its model", async () => {
    const { stdout } = await advise(
      ...mini,
      "--few-shot",
      "1860",
      "--larger-model",
      "anthropic/claude-haiku-4-5",
      "--format",
      "json",
    );
    const { ways, today, advice } = JSON.parse(stdout);
    expect(today).toBe("few_shot");
    expect(ways.map(({ id }: { id: string }) => id)).toEqual([
      "prompt",
      "anthropic/claude-haiku-4-5",
      "few_shot",
      "openai/gpt-4.1-mini-2025-04-14:sft",
    ]);
    // It answers for 51 days: fewer months compare with no full ones, and stand last.
    expect(ways[3]).toMatchObject({ clippedAt: "2027-01-14", months: 1.6767 });
    expect(ways.map(({ quality }: { quality: unknown }) => quality)).toEqual([null, null, null, null]);
    expect(advice[0]).toMatchObject({ approach: "prompt", stand: "first" });
  });

  it("holds labels against the saving: one-off costs of people are part of the pay-back", async () => {
    const months = async (...more: string[]): Promise<number> => {
      const { stdout } = await advise(...mini, "--few-shot", "1860", "--format", "json", ...more);
      const tuned = JSON.parse(stdout).ways.find(({ kind }: { kind: string }) => kind === "tuned");
      return tuned.against.months;
    };
    // 74.40 / 94.08 a month; with 8,000 labels at 0.40: 3,274.40 / 94.08
    expect(await months()).toBeCloseTo(0.79, 2);
    const { stdout } = await advise(...mini, "--few-shot", "1860", "--label-cost", "0.40");
    expect(stdout.replaceAll("\n", " ")).toContain(
      "never pays for itself: that would take 2.9 years, and it stops answering on",
    );
  });

  it("names what to find out first", async () => {
    const { stdout } = await advise(
      ...mini,
      "--few-shot",
      "1860",
      "--label-cost",
      "0.10..2.00",
      "--requests-range",
      "200000..260000",
    );
    expect(stdout.replaceAll("\n", " ")).toMatch(/Find out first: the price of a label \(\d+ % of what is open\)/);
  });

  it("compares measured qualities, and says when the tuned model answers worse", async () => {
    const scores = [
      "--quality",
      "few_shot=0.74..0.78:accuracy",
      "--quality",
      "openai/gpt-4.1-mini-2025-04-14:sft=0.60..0.64:accuracy",
    ];
    const { stdout } = await advise(...mini, "--few-shot", "1860", ...scores);
    expect(stdout.replaceAll("\n", " ")).toContain("but answers worse");
  });

  it("puts retrieval first where facts are missing, and tuning after it for style", async () => {
    const order = async (needs: string): Promise<string> => {
      const { stdout } = await advise(...mini, "--needs", needs, "--format", "json");
      const steps = JSON.parse(stdout).advice as { approach: string; stand: string }[];
      return steps
        .filter(({ stand }) => stand !== "not")
        .map(({ approach }) => approach)
        .join(" ");
    };
    expect(await order("facts")).toBe("prompt few_shot rag chain larger_model tuning");
    expect(await order("style")).toBe("prompt few_shot chain larger_model tuning");
    expect(await order("vocabulary,tools")).toBe("prompt few_shot chain larger_model tuning domain_model scratch");
  });

  it.each([
    [["--label-cost", "0.5..0.1"], "label"],
    [["--larger-model", "anthropic/claude-haku-4-5", "--today", "rag"], "rag"],
    [["--teacher", "openai/gpt-5"], "--teacher-tokens"],
    [["--quality", "few_shot=good"], "few_shot=0.68..0.74:accuracy"],
    [["--needs", "luck"], "facts, style, tools, vocabulary, latency"],
    [["--offer", "openai/gpt-9:sft"], "gpt-9"],
  ])("%j: a sentence that names it, and exit code 2", async (more, named) => {
    const { stderr, exitCode } = await advise("--few-shot", "1860", ...more);
    expect(stderr).toContain(named);
    expect(exitCode).toBe(2);
  });

  it("needs traffic", async () => {
    const { stderr, exitCode } = await runOver({}, "advise", ...job);
    expect(stderr).toContain("--requests");
    expect(exitCode).toBe(2);
  });
});
