import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { adviseQuestions } from "../src/ask/questionnaire.ts";
import { around, chatRows } from "./host.ts";

/** What was asked and what came of it, with a person who gives these answers and then ends the input. */
async function talk(answers: readonly string[], ...argv: string[]) {
  const [asked, left] = [[] as string[], [...answers]];
  const ask = async (question: string): Promise<string | undefined> => {
    asked.push(question);
    return left.shift();
  };
  const outcome = await run(["advise", ...argv], { ...around({ "train.jsonl": chatRows(20) }), ask });
  return { ...outcome, asked, left };
}

const numbers = ["8000", "620", "240000", "400", "120"];

describe("tunecast advise on a terminal", () => {
  it("asks what decides, and gives the answer of the options that it prints", async () => {
    const { asked, stdout, stderr, exitCode, left } = await talk([
      ...numbers,
      "1860",
      "",
      "0.20..0.60",
      "6000",
      "style",
      "",
      "no",
      "6",
    ]);
    expect({ exitCode, left }).toEqual({ exitCode: 0, left: [] });
    expect(asked).toHaveLength(13);
    const options = /^The answers as options: (.*)$/mu.exec(stderr)?.[1] ?? "";
    expect(options).toBe(
      "--examples 8000 --tokens-per-example 620 --requests 240000 --input-tokens 400 --output-tokens 120 --way few_shot=1860 --label-cost 0.20..0.60 --examples-owned 6000 --needs style --months 6",
    );
    const typed = await run(["advise", ...options.split(" ")], around({}));
    expect(stdout).toBe(typed.stdout);
  });

  it("asks again with the reason where an answer cannot be read, and where one is needed", async () => {
    const { asked } = await talk(["many", "", "8000", "620"]);
    expect(asked.slice(0, 4).map((one) => one.split("\n").length)).toEqual([1, 2, 2, 1]);
    expect(asked[1]).toContain("whole number");
    expect(asked[3]).toContain("tokens");
  });

  it("asks nothing about rows that it can count, nor what was given or follows", async () => {
    const { asked } = await talk(["1000", "50", "20"], "train.jsonl", "--label-cost", "0.4", "--way", "few_shot=100");
    expect(asked[0]).toContain("requests a month");
    const all = asked.join("\n");
    expect(all).not.toContain("labelled example");
    expect(all).not.toContain("examples in the prompt");
  });

  it("asks for the model on own cards where the data stay", async () => {
    const { asked, exitCode, stdout } = await talk([
      "8000",
      "620",
      "240000",
      "400",
      "120",
      "",
      "",
      "",
      "",
      "",
      "maybe",
      "yes",
      "llama-3.1-8b:qlora",
      "6",
    ]);
    expect(asked.filter((one) => one.includes("yes or no.\n"))).toHaveLength(1);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Only your own cards (Llama 3.1 8B");
  });

  it("refuses as without a terminal where the input ends too early", async () => {
    const { exitCode, stderr } = await talk(["8000"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--tokens-per-example");
  });

  it("asks nothing where traffic is given, or another question is put", async () => {
    expect(
      (
        await talk(
          [],
          "--examples",
          "10",
          "--tokens-per-example",
          "10",
          "--requests",
          "1",
          "--input-tokens",
          "1",
          "--output-tokens",
          "1",
        )
      ).asked,
    ).toEqual([]);
    expect((await talk([], "--methods", "--examples", "10", "--tokens-per-example", "10")).asked).toEqual([]);
  });

  it("has an option for every question", async () => {
    const { stdout } = await run(["advise", "--help", "all"], around({}));
    for (const { option } of adviseQuestions)
      expect(stdout).toContain(`--${option.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)} `);
  });
});
