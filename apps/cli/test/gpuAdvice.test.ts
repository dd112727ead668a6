import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const run = ["gpu", "--model", "llama-3.1-8b", "--method", "qlora"];

describe("what tunecast gpu advises", () => {
  const json = ["--format", "json"];
  const fitOn = async (gpu: string, argv: readonly string[]): Promise<string> => {
    const { stdout } = await runOver({}, "gpu", ...argv, "--gpu", gpu, ...json);
    const fits = JSON.parse(stdout).fits as { gpu: string; verdict: string }[];
    return fits.find((fit) => fit.gpu === gpu)?.verdict ?? "unknown";
  };

  it.each([
    ["llama-3.1-70b", "full"],
    ["llama-3.1-8b", "full"],
    ["llama-3.1-70b", "lora"],
    ["gpt-oss-20b", "lora"],
  ])("of %s, %s, is flags that can be pasted behind the command, and then it fits", async (model, method) => {
    const asked = ["--model", model, "--method", method];
    const { stdout } = await runOver({}, "gpu", ...asked, "--all-cards");
    const rows = [...stdout.matchAll(/^(?:\d+ × )?(\S+) +\d+ GiB .*(?:does not fit|tight) +(--.*)$/gmu)];
    expect(rows.length).toBeGreaterThan(3);
    const different = new Map(rows.map(([, gpu = "", flags = ""]) => [flags, gpu]));
    for (const [flags, gpu] of different) expect(await fitOn(gpu, [...asked, ...flags.split(" ")]), flags).toBe("fits");
  });

  it("takes what only the library took: the network, the experts, compilation, 32-bit embeddings", async () => {
    const argv = ["gpu", "--model", "gpt-oss-20b", "--method", "qlora", "--gpus", "16", "--set", "experts=grouped"];
    const more = [
      ...["compiled=true", "upcastEmbeddings=false", "networkGBs=50"].flatMap((one) => ["--set", one]),
      ...json,
    ];
    const { input } = JSON.parse((await runOver({}, ...argv, ...more)).stdout);
    expect(input).toMatchObject({ experts: "grouped", compiled: true, upcastEmbeddings: false, networkGBs: 50 });
  });

  it("adds the hours of further stages", async () => {
    const first = [...run, "--gpu", "h100", "--examples", "1000", "--tokens-per-example", "500", "--epochs", "3"];
    const hours = async (...more: string[]): Promise<number> =>
      JSON.parse((await runOver({ "a.jsonl": chatRows(50) }, ...first, ...more, ...json)).stdout).hours.typical;
    const once = await hours();
    // Hours are printed with seven digits.
    const again = ["--stage", "examples=1000,tokens-per-example=500"];
    expect(await hours(...again)).toBeCloseTo(2 * once, 6);
    expect(await hours(...again, "--stage", "examples=1000,tokens-per-example=500,epochs=6")).toBeCloseTo(4 * once, 6);
    expect(await hours("--stage", "data=a.jsonl")).toBeGreaterThan(once);
  });

  it.each([
    [["--stage", "epochs=2"], "--stage needs either data"],
    [["--stage", "examples=5"], "need each other"],
    [["--stage", "colour=red"], '--stage has no "colour"'],
    [["--stage", "data=none.jsonl"], "--stage needs a first stage"],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver(
      {},
      ...run,
      ...argv,
      ...(argv[1] === "examples=5" ? ["--examples", "9", "--tokens-per-example", "9"] : []),
    );
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});

it("says before any figure that a family is not known", async () => {
  const config = {
    model_type: "supernova9",
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    intermediate_size: 14336,
    vocab_size: 128256,
    max_position_embeddings: 8192,
  };
  const { stdout } = await runOver({ "nova.json": JSON.stringify(config) }, "gpu", "--model", "nova.json");
  expect(stdout.match(/The family supernova9 is not known/gu)).toHaveLength(1);
  expect(stdout.indexOf("supernova9")).toBeLessThan(stdout.indexOf("GiB"));
});

describe("a corpus of so many tokens", () => {
  it.each([
    ["569e9", "2.7e22 model FLOPs"],
    ["569B", "2.7e22 model FLOPs"],
    ["0.569T", "2.7e22 model FLOPs"],
    ["15T", "7.0e23 model FLOPs"],
  ])("is given as people write it: %s", async (tokens, flops) => {
    const { stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-8b",
      "--objective",
      "scratch",
      "--tokens",
      tokens,
    );
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(flops);
    expect(stdout).toContain("State the number of cards.");
  });

  it("belongs to running text", async () => {
    const { stderr, exitCode } = await runOver({}, "gpu", "--model", "llama-3.1-8b", "--tokens", "1e9");
    expect(stderr).toContain("--objective scratch or continued");
    expect(exitCode).toBe(2);
  });
});

it("prices reinforcement on cards of one's own, by the completions that it draws", async () => {
  const asked = [
    "gpu",
    "--model",
    "qwen2.5-7b",
    "--objective",
    "grpo",
    "--examples",
    "1000",
    "--tokens-per-example",
    "200",
  ];
  const { stdout } = await runOver({}, ...asked, "--rollouts", "tokens=600,per-prompt=8");
  expect(stdout).toContain("8 completions of 600 tokens are drawn for each prompt");
  expect((await runOver({}, ...asked)).stderr).toContain("state their mean tokens");
});
