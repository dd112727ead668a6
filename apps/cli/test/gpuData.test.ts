import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

/** Rows of OpenAI's preference shape, answers of one word. */
function pairRows(count: number): string {
  const answer = (content: string): object[] => [{ role: "assistant", content }];
  const row = (n: number): string =>
    JSON.stringify({
      input: { messages: [{ role: "user", content: `Is ${n} an even number? Answer in one word.` }] },
      preferred_output: answer("yes"),
      non_preferred_output: answer("no"),
    });
  return Array.from({ length: count }, (_, n) => `${row(n)}\n`).join("");
}

describe("the tokens that tunecast gpu trains", () => {
  const files = { "a.jsonl": chatRows(40), "pairs.jsonl": pairRows(40) };
  const json = async (
    ...argv: string[]
  ): Promise<{ input: { objective: string; data: { tokens: [number, number][] } } }> =>
    JSON.parse((await runOver(files, ...argv, "--format", "json")).stdout);
  const tokensOf = (bars: readonly (readonly [number, number])[]): number =>
    bars.reduce((sum, [tokens, examples]) => sum + tokens * examples, 0);
  const profileOf = async (file: string, rule: string): Promise<Record<"tokens" | "prompt", [number, number][]>> =>
    JSON.parse((await runOver(files, "profile", file, "--rules", rule)).stdout).counts[rule];

  it.each([
    ["llama-3.1-8b", "llama-3.1/llama3"],
    ["llama-3-8b", "llama-3/llama3"],
    ["qwen2.5-7b", "qwen2.5/qwen2"],
    ["qwen3-8b", "qwen3/qwen2"],
    ["mistral-nemo-12b", "mistral-v3/tekken"],
    ["phi-4", "phi-4/cl100k_base"],
  ])("are those of the chat template of %s", async (model, rule) => {
    const { input } = await json("gpu", "--model", model, "--data", "a.jsonl");
    expect(tokensOf(input.data.tokens)).toBe(tokensOf((await profileOf("a.jsonl", rule)).tokens));
  });

  it("are estimated where no rule is public, and the answer says so", async () => {
    const { stdout } = await runOver(files, "gpu", "--model", "llama-4-scout", "--method", "lora", "--data", "a.jsonl");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain("this model's own vocabulary was not run over the data");
  });

  it("are those of pairs with the prompt twice, by DPO, unless something else is asked for", async () => {
    const { tokens, prompt } = await profileOf("pairs.jsonl", "llama-3.1/llama3");
    const { input } = await json("gpu", "--model", "llama-3.1-8b", "--data", "pairs.jsonl");
    expect(input.objective).toBe("dpo");
    expect(tokensOf(input.data.tokens)).toBe(tokensOf(tokens) + tokensOf(prompt));
    const asked = async (objective: string, data: string): Promise<string> =>
      (await runOver(files, "gpu", "--model", "llama-3.1-8b", "--objective", objective, "--data", data)).stderr;
    expect(await asked("dpo", "a.jsonl")).toContain("chat-sft cannot be used for dpo");
    expect(await asked("sft", "pairs.jsonl")).toContain("dpo cannot be used for sft");
  });

  it("are refused where a row is longer than the model reads, with the file", async () => {
    const long = JSON.stringify({
      messages: [
        { role: "user", content: "Count." },
        { role: "assistant", content: "one two three four ".repeat(1000) },
      ],
    });
    const { stderr, exitCode } = await runOver(
      { "l.jsonl": `${long}\n` },
      "gpu",
      "--model",
      "phi-1.5",
      "--data",
      "l.jsonl",
    );
    expect(stderr).toContain("l.jsonl: 1 row is longer than the 2,048 tokens that phi-1.5 reads");
    expect(exitCode).toBe(2);
  });
});

describe("tunecast estimate --self-host", () => {
  it("puts runs on rented cards among the services, sorted", async () => {
    const typed = [
      "estimate",
      "--examples",
      "8000",
      "--tokens-per-example",
      "620",
      "--provider",
      "together",
      "--format",
      "json",
    ];
    const { stdout } = await runOver({}, ...typed, "--self-host", "llama-3.1-8b:qlora");
    const offers = JSON.parse(stdout).offers as { id: string; priceAge: number | null; total: { amount: string } }[];
    expect(offers.some(({ id }) => id.startsWith("self-hosted/llama-3.1-8b:qlora@"))).toBe(true);
    // A price that nobody has seen for 180 days ranks below every fresher one, however cheap.
    const ranks = offers.map(({ priceAge, total }) => [Number(Number(priceAge) > 180), Number(total.amount)] as const);
    expect(ranks).toEqual([...ranks].sort(([oldA, a], [oldB, b]) => oldA - oldB || a - b));
  });

  it("counts a file by the same rule as the services do, exactly, whatever offers are asked for", async () => {
    const files = { "a.jsonl": chatRows(40) };
    const billed = async (provider: string): Promise<Map<string, [string, boolean]>> => {
      const asked = [
        "estimate",
        "a.jsonl",
        "--provider",
        provider,
        "--self-host",
        "llama-3.1-8b:lora",
        "--format",
        "json",
      ];
      const { offers } = JSON.parse((await runOver(files, ...asked)).stdout) as {
        offers: { id: string; billedTokens: string; tokensExact: boolean }[];
      };
      return new Map(
        offers.map(({ id, billedTokens, tokensExact }) => [id.split("@")[0] ?? "", [billedTokens, tokensExact]]),
      );
    };
    const together = await billed("together");
    expect(together.get("self-hosted/llama-3.1-8b:lora")).toEqual(
      together.get("together/llama-3.1-8b-instruct:sft-lora"),
    );
    expect((await billed("openai")).get("self-hosted/llama-3.1-8b:lora")).toEqual(
      together.get("self-hosted/llama-3.1-8b:lora"),
    );
  });

  it("trains pairs by DPO", async () => {
    const files = { "pairs.jsonl": pairRows(40) };
    const { stdout } = await runOver(
      files,
      "estimate",
      "pairs.jsonl",
      "--self-host",
      "llama-3.1-8b:lora",
      "--format",
      "csv",
    );
    expect(stdout).toContain("self-hosted/llama-3.1-8b:dpo-lora@");
  });

  it("refuses a run that the data is too long for, and keeps the services", async () => {
    const long = ["estimate", "--examples", "10", "--tokens-per-example", "200000", "--provider", "together"];
    const { stdout, exitCode } = await runOver({}, ...long, "--self-host", "llama-3.1-8b", "--format", "json");
    const { offers, refused } = JSON.parse(stdout) as {
      offers: unknown[];
      refused: { id: string; sentence: string }[];
    };
    expect(offers.length).toBeGreaterThan(0);
    expect(refused.find(({ id }) => id === "self-hosted/llama-3.1-8b:lora")?.sentence).toContain("131,072 tokens");
    expect(exitCode).toBe(0);
  });
});
