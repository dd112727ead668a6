import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { around, chatRows, runOver } from "./host.ts";

const mini = "openai/gpt-4o-mini-2024-07-18:sft";
const use = ["--requests", "240000", "--input-tokens", "400", "--output-tokens", "120"];
const json = async (text: string, ...more: string[]) => {
  const { stdout, stderr, exitCode } = await runOver(
    { "train.jsonl": text },
    "advise",
    "train.jsonl",
    "--leaving",
    mini,
    ...use,
    "--format",
    "json",
    ...more,
  );
  return { answer: stdout === "" ? null : JSON.parse(stdout), stderr, exitCode };
};

/** A developer's text, a name, and a pair of user messages in a row: each is taken at OpenAI and not everywhere. */
const strange = (n: number): string =>
  JSON.stringify({
    messages: [
      { role: "system", content: "Answer shortly." },
      { role: "user", content: `What is ${n} plus one?`, name: "ann" },
      { role: "user", content: "Say it in words." },
      { role: "assistant", content: `It is ${n + 1}.` },
    ],
  });
const rows = (count: number): string => Array.from({ length: count }, (_, n) => `${strange(n)}\n`).join("");

describe("advise --leaving", () => {
  it("says the dates first, then who takes the file and what it costs there, on one screen", async () => {
    const texts = { "train.jsonl": chatRows(200) };
    const { stdout, exitCode } = await run(["advise", "train.jsonl", "--leaving", mini, ...use], around(texts, 80));
    const [first = ""] = stdout.replaceAll("\n", " ").split("  ");
    expect(first).toContain("takes no new job from 2027-01-07 and answers no more from 2027-01-14");
    expect(stdout.replaceAll("\n", " ")).toContain("a lower price says nothing of quality");
    expect(stdout.replaceAll("\n", " ")).toMatch(/pilots on [\d, ]+ examples/u);
    expect(stdout.split("\n").length).toBeLessThanOrEqual(25);
    expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(exitCode).toBe(0);
  });

  it.each([
    ["plain chats", chatRows(200)],
    ["names and turns in a row", rows(200)],
  ])("names only offers whose check accepts the file, converted where it was: %s", async (_, text) => {
    const { answer } = await json(text);
    expect(answer.accepted.length).toBeGreaterThan(3);
    for (const { rules, file } of answer.accepted) {
      let data = text;
      if (file.converted !== null) {
        const made = await runOver({ "train.jsonl": text }, "convert", "train.jsonl", "--to", file.converted);
        data = made.stdout;
      }
      const argv = ["check", "data.jsonl", "--provider", rules.check, "--model", rules.model];
      const { exitCode, stdout } = await runOver({ "data.jsonl": data }, ...argv);
      expect(exitCode, stdout).toBe(0);
    }
  });

  it("says what a conversion loses", async () => {
    const { answer } = await json(rows(200));
    const lost = answer.accepted.flatMap(({ file }: { file: { losses: { what: string }[] } }) =>
      file.losses.map(({ what }) => what),
    );
    expect(lost).toContain("turns_joined");
    expect(answer.rejected).toContainEqual(expect.objectContaining({ provider: "together" }));
  });

  it("holds each price against today's, and puts nobody there who closes as soon", async () => {
    const { answer } = await json(chatRows(200));
    expect(answer.today).toMatchObject({ id: mini, monthly: { amount: "63.36" } });
    const nova = answer.accepted.find(({ offer }: { offer: { id: string } }) => offer.id.startsWith("aws-bedrock"));
    expect(Number(nova.monthly.amount)).toBeCloseTo(Number(nova.offer.monthly.amount) - 63.36, 9);
    expect(answer.accepted.some(({ offer }: { offer: { provider: string } }) => offer.provider === "openai")).toBe(
      false,
    );
    expect(answer.accepted.every(({ rules }: { rules: unknown }) => rules !== null)).toBe(true);
    expect(answer.unchecked).toContain("tinker");
    for (const { cost } of answer.pilots.design) expect(cost).toMatch(/^\d+\.\d+$/u);
  });

  it("names nobody where nobody takes the file, with exit code 1", async () => {
    const { answer, exitCode } = await json(chatRows(2));
    expect(answer.accepted.map(({ offer }: { offer: { provider: string } }) => offer.provider)).not.toContain("azure");
    const none = await json(chatRows(200), "--provider", "tinker");
    expect(none.answer.accepted).toEqual([]);
    expect([exitCode, none.exitCode]).toEqual([0, 1]);
  });

  it("names who takes the file of a model that is retired by now, with the age of their prices and sources", async () => {
    const texts = { "train.jsonl": chatRows(200) };
    const gone = ["--leaving", "openai/gpt-4.1-nano-2025-04-14:sft", "--as-of", "2026-12-03"];
    const { stdout, exitCode } = await runOver(texts, "advise", "train.jsonl", ...gone, ...use);
    expect(stdout).toMatch(/^GPT-4\.1 nano \(2025-04-14\) at OpenAI has not answered since 2026-10-23\./u);
    expect(stdout).toContain("Not compared with a bill of today. Retired");
    expect(stdout).toMatch(/nebius\/\S+ ‡/u);
    expect(stdout).toMatch(/Prices from\n {2}https:/u);
    expect(exitCode).toBe(0);
  });

  it("knows a tuned model's own name, and refuses what the book does not have", async () => {
    const texts = { "train.jsonl": chatRows(20) };
    const tuned = await runOver(
      texts,
      "advise",
      "train.jsonl",
      "--leaving",
      "ft:gpt-4o-mini-2024-07-18:acme::9Xy",
      "--format",
      "json",
    );
    expect(JSON.parse(tuned.stdout).today.id).toBe(mini);
    const wrong = await runOver(texts, "advise", "train.jsonl", "--leaving", "openai/gpt-4o-mini-2024-07-19:sft");
    expect(wrong.stderr).toContain(`did you mean ${mini}`);
    expect(wrong.exitCode).toBe(2);
    const typed = await runOver({}, "advise", "--leaving", mini, "--examples", "9", "--tokens-per-example", "9");
    expect(typed.stderr).toContain("--leaving needs one data file");
  });
});
