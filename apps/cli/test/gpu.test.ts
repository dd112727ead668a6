import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./surroundings.ts";

const run = ["gpu", "--model", "llama-3.1-8b", "--method", "qlora"];

describe("tunecast gpu", () => {
  it("gives memory, cards, hours and cost as JSON", async () => {
    const { exitCode, stdout } = await runOver(
      {},
      ...run,
      "--examples",
      "8000",
      "--tokens-per-example",
      "620",
      "--epochs",
      "3",
      "--format",
      "json",
    );
    const answer = JSON.parse(stdout);
    expect(answer.memory.totalGiB).toBeGreaterThan(answer.memory.low);
    expect(answer.hours.low).toBeLessThan(answer.hours.high);
    expect(answer.cost.cheapest.total.currency).toBe("USD");
    expect(answer.fits.length).toBeGreaterThan(20);
    expect(exitCode).toBe(0);
  });

  it("takes the lengths of a data file", async () => {
    const { stdout } = await runOver({ "a.jsonl": chatRows(50) }, ...run, "--data", "a.jsonl", "--format", "json");
    expect(JSON.parse(stdout).hours.typical).toBeGreaterThan(0);
  });

  it("exits with 1 where the card asked about is too small", async () => {
    const { exitCode, stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-70b",
      "--method",
      "full",
      "--gpu",
      "t4-16",
    );
    expect(stdout).toMatch(/t4-16\s+15 GiB\s+[\d.]+ GiB\s+does not fit/);
    expect(exitCode).toBe(1);
  });

  it.each([
    // cards of one's own, and what is said of them
    ["gpu=t4-16,price=300,kwh=0.2", "The run does not fit your own cards."],
    ["gpu=h100-sxm-80,gpus=8,price=30000,kwh=0.2", "On your 8 × h100-sxm-80: $"],
  ])("says of --owned %s what it comes to", async (owned, sentence) => {
    const data = ["--examples", "1000", "--tokens-per-example", "600"];
    const { stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-8b",
      "--method",
      "lora",
      ...data,
      "--owned",
      owned,
    );
    expect(stdout).toContain(sentence);
  });

  it("gives no speed and asks for no data where the run does not fit", async () => {
    const data = ["--examples", "1000", "--tokens-per-example", "500"];
    const { stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-70b",
      "--method",
      "full",
      "--gpu",
      "t4-16",
      ...data,
    );
    expect(stdout).toContain("It does not fit 1 × T4");
    expect(stdout).not.toMatch(/tokens a second|Give --data/u);
  });

  it("gives short runs in minutes", async () => {
    const data = ["--examples", "1000", "--tokens-per-example", "500", "--gpu", "h100-sxm-80"];
    const { stdout } = await runOver({}, ...run, ...data);
    expect(stdout).toMatch(/^\d+ minutes? for one run \(\d+ to \d+ minutes\)$/mu);
    expect(stdout).toMatch(/ \d+ min +\$/u);
    expect(stdout).not.toMatch(/ 0\.0\d /u);
  });

  it("prices one's own cards and applies a measurement", async () => {
    const own = [
      "--gpu",
      "rtx-4090-24",
      "--owned",
      "gpu=rtx-4090-24,price=2000,kwh=0.3",
      "--measured",
      "tokens-per-second=3000",
    ];
    const { stdout } = await runOver(
      {},
      ...run,
      ...own,
      "--examples",
      "1000",
      "--tokens-per-example",
      "600",
      "--format",
      "json",
    );
    const answer = JSON.parse(stdout);
    expect(answer.cost.owned.gpu).toBe("rtx-4090-24");
    expect(answer.throughput.tokensPerSecondPerGpu).toBeCloseTo(3000, 6);
    expect(answer.calibration.speed).toBeGreaterThan(0);
  });

  it.each([
    [["gpu"], "--model"],
    [["gpu", "--model", "llama-9"], "llama-9"],
    [[...run, "--gpu", "abacus"], "Known are h100-sxm-80,"],
    [["gpu", "--model", "abacus"], "Known are "],
    [[...run, "--measured", "tokens-per-second=100"], "--measured needs --gpu"],
    [[...run, "--owned", "gpu=abacus,price=300,kwh=0.2"], 'No card is named "abacus"'],
    [[...run, "--rank", "0"], "rank"],
    [[...run, "--examples", "10"], "need each other"],
    [[...run, "--owned", "gpu=t4-16"], "--owned needs gpu, price and kwh"],
    [[...run, "--owned", "colour=red"], '--owned has no "colour"'],
    [["gpu", "--model", "none.json"], "There is no file none.json"],
    [["gpu", "--model", "config.json"], "config.json"],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver({ "config.json": '{"hidden_size": "wide"}' }, ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});

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
    const { stdout } = await runOver({}, "gpu", ...asked);
    const rows = [...stdout.matchAll(/^(?:\d+ × )?(\S+) +\d+ GiB .*(?:does not fit|tight) +(--.*)$/gmu)];
    expect(rows.length).toBeGreaterThan(3);
    const different = new Map(rows.map(([, gpu = "", flags = ""]) => [flags, gpu]));
    for (const [flags, gpu] of different) expect(await fitOn(gpu, [...asked, ...flags.split(" ")]), flags).toBe("fits");
  });

  it("takes what only the library took: the network, the experts, compilation, 32-bit embeddings", async () => {
    const argv = ["gpu", "--model", "gpt-oss-20b", "--method", "qlora", "--gpus", "16", "--experts", "grouped"];
    const more = ["--compiled", "--no-upcast-embeddings", "--network-gbs", "50", ...json];
    const { input } = JSON.parse((await runOver({}, ...argv, ...more)).stdout);
    expect(input).toMatchObject({ experts: "grouped", compiled: true, upcastEmbeddings: false, networkGBs: 50 });
  });

  it("adds the hours of further stages", async () => {
    const first = [...run, "--gpu", "h100", "--examples", "1000", "--tokens-per-example", "500", "--epochs", "3"];
    const hours = async (...more: string[]): Promise<number> =>
      JSON.parse((await runOver({ "a.jsonl": chatRows(50) }, ...first, ...more, ...json)).stdout).hours.typical;
    const once = await hours();
    const again = ["--stage", "examples=1000,tokens-per-example=500"];
    expect(await hours(...again)).toBeCloseTo(2 * once, 9);
    expect(await hours(...again, "--stage", "examples=1000,tokens-per-example=500,epochs=6")).toBeCloseTo(4 * once, 9);
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
  expect(stdout.indexOf("supernova9")).toBeLessThan(stdout.indexOf("Memory per card"));
});

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
    expect(stderr).toContain("l.jsonl: 1 row is longer than the 2048 tokens that phi-1.5 reads");
    expect(exitCode).toBe(2);
  });
});

describe("the verdict of tunecast gpu", () => {
  const large = ["gpu", "--model", "deepseek-v3", "--method", "qlora"];
  const data = ["--examples", "1000", "--tokens-per-example", "500"];

  it.each([
    ["with data", [...large, ...data], "fsdp"],
    ["without data", large, "fsdp"],
    ["on a card asked for", [...large, ...data, "--gpu", "h100-sxm-80"], "fsdp"],
    ["on one card", run, ""],
  ])("is one: headline, table and exit code agree, %s", async (_name, argv, sharding) => {
    const { stdout, exitCode } = await runOver({}, ...argv);
    const [, gpus = "", verdict = ""] = /^On (\d+) × [^:\n]+: (fits|tight|does not fit)/mu.exec(stdout) ?? [];
    expect(stdout).toContain(sharding === "" ? "On 1 ×" : `(${sharding})`);
    const { gpu, verdict: said, fits } = JSON.parse((await runOver({}, ...argv, "--format", "json")).stdout);
    expect(verdict).toBe(said === "no" ? "does not fit" : said);
    const row = new RegExp(`^${gpus === "1" ? "" : `${gpus} × `}${gpu.id} .* (fits|tight|does not fit)`, "mu");
    expect(row.exec(stdout)?.[1]).toBe(verdict);
    expect(fits.some((fit: { verdict: string }) => fit.verdict !== "no")).toBe(exitCode === 0);
    expect(exitCode).toBe(0);
  });

  it("says tight", async () => {
    const { stdout } = await runOver({}, "gpu", "--model", "llama-3.1-8b", "--method", "lora", "--gpu", "rtx-4090-24");
    expect(stdout).toContain("On 1 × RTX 4090 24GB: tight, it fits with little memory to spare");
  });

  it("calls a trained head a head", async () => {
    const { stdout } = await runOver({}, "gpu", "--model", "llama-3.2-1b", "--method", "head");
    expect(stdout).toMatch(/^ {2}trained head +[\d.]+ GiB$/mu);
    expect(stdout).not.toContain("adapters");
  });

  it("writes out a range from less than a minute", async () => {
    const argv = ["gpu", "--model", "llama-3.2-1b", "--method", "lora", "--gpu", "h100", "--tokens-per-example", "200"];
    const lines = await Promise.all(
      [1000, 2000, 3000, 4000, 6000].map(async (examples) => {
        const { stdout } = await runOver({}, ...argv, "--examples", String(examples));
        return /^.+ for one run.*$/mu.exec(stdout)?.[0] ?? "";
      }),
    );
    expect(lines.join("\n")).toMatch(/\(less than a minute to \d minutes?\)/u);
    for (const line of lines) expect(line).toMatch(/for one run( \((\d+|less than a minute) to \d+ minutes?\))?$/u);
  });
});

describe("the memory that tunecast gpu prints", () => {
  it.each([
    ["llama-3.1-8b", "lora"],
    ["llama-3.1-70b", "full"],
  ])("adds up: %s, %s", async (model, method) => {
    const { stdout } = await runOver({}, "gpu", "--model", model, "--method", method);
    const total = Number(/Memory per card: ([\d.]+) GiB/.exec(stdout)?.[1]);
    const parts = [...stdout.matchAll(/^ {2}[a-z][a-z ]+? +(-?[\d.]+) GiB$/gm)].map(([, gib]) => Number(gib));
    expect(parts.length).toBeGreaterThan(3);
    expect(Math.abs(parts.reduce((sum, gib) => sum + gib, 0) - total)).toBeLessThan(0.1);
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
    const offers = JSON.parse(stdout).offers as { id: string; total: { amount: string } }[];
    expect(offers.some(({ id }) => id.startsWith("self-hosted/llama-3.1-8b:qlora@"))).toBe(true);
    const totals = offers.map(({ total }) => Number(total.amount));
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
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
    expect(refused.find(({ id }) => id === "self-hosted/llama-3.1-8b:lora")?.sentence).toContain("131072 tokens");
    expect(exitCode).toBe(0);
  });
});

describe("tunecast gpu CONFIG", () => {
  const config = [
    "base_model: Qwen/Qwen2.5-7B-Instruct",
    "adapter: qlora",
    "load_in_4bit: true",
    "sequence_len: 2048",
    "micro_batch_size: 2",
    "gradient_accumulation_steps: 4",
    "num_epochs: 3",
    "lora_r: 16",
    "lora_target_linear: true",
    "gradient_checkpointing: true",
    "micro_bach_size: 4",
  ].join("\n");
  const data = ["--examples", "1000", "--tokens-per-example", "300"];

  it("gives the answer of the options that its keys mean, and says what each key was taken for", async () => {
    const read = await runOver({ "a.yml": config }, "gpu", "a.yml", ...data, "--format", "json");
    const options =
      "--method qlora --rank 16 --targets all --max-tokens 2048 --micro-batch 2 --accumulation 4 --epochs 3";
    const more = "--framework axolotl --loss plain --checkpointing full --packing padded --optimizer adamw";
    const typed = await runOver(
      {},
      "gpu",
      "--model",
      "qwen2.5-7b",
      ...options.split(" "),
      ...more.split(" "),
      ...data,
      "--format",
      "json",
    );
    const [a, b] = [read, typed].map(({ stdout }) => JSON.parse(stdout) as Record<string, never>);
    expect(a?.["memory"]).toEqual(b?.["memory"]);
    expect(a?.["hours"]).toEqual(b?.["hours"]);
    expect(a?.["config"]).toMatchObject({ trainer: "axolotl", steps: 375 });
    const shown = await runOver({ "a.yml": config }, "gpu", "a.yml", ...data);
    expect(shown.stdout).toContain(
      "Not known to axolotl, and left out: micro_bach_size (line 11); did you mean micro_batch_size?",
    );
    expect(shown.stdout).toContain("Read from a.yml (axolotl): 375 steps");
    expect(shown.stdout).toContain("Qwen/Qwen2.5-7B-Instruct is taken for qwen2.5-7b");
  });

  it("lets options win, and reads a file of DeepSpeed's that it names", async () => {
    const files = {
      "run/a.yml": `${config}\ndeepspeed: ds/zero.json\n`,
      "run/ds/zero.json": '{"zero_optimization": {"stage": 2}}',
    };
    const read = await runOver(files, "gpu", "run/a.yml", "--gpus", "2", "--rank", "64", "--format", "json");
    expect(JSON.parse(read.stdout).input).toMatchObject({ rank: 64, gpus: 2, sharding: "zero2" });
  });

  it("ends after max_steps, whatever the epochs", async () => {
    const read = await runOver({ "a.yml": `${config}\nmax_steps: 10\n` }, "gpu", "a.yml", ...data, "--format", "json");
    const answer = JSON.parse(read.stdout);
    expect(answer.config.steps).toBe(10);
    expect(answer.input.data).toEqual({ examples: 80, tokensPerExample: 300 });
  });

  it.each([
    [
      "sequence_len: 2048",
      "sequence_len: 265536",
      /^tunecast: a\.yml, line 4, sequence_len: qwen2\.5-7b reads at most/,
    ],
    [
      "Qwen/Qwen2.5-7B-Instruct",
      "our/own-model",
      /^tunecast: a\.yml, line 1, base_model: No model or offer is named "our\/own-model"/,
    ],
    [
      "load_in_4bit: true",
      "load_in_4bit: maybe",
      /^tunecast: a\.yml, line 3: load_in_4bit must be true or false, not "maybe"/,
    ],
  ])("names the line of %s", async (from, to, sentence) => {
    const refused = await runOver({ "a.yml": config.replace(from, to) }, "gpu", "a.yml");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(sentence);
  });

  it("writes the run for a trainer, and says what that one does otherwise", async () => {
    const clean = config.replace(/\nmicro_bach_size.*/, "");
    const same = await runOver({ "a.yml": clean }, "gpu", "a.yml", ...data, "--write", "axolotl");
    expect(same).toMatchObject({ exitCode: 0, stderr: "" });
    expect(same.stdout).toContain("base_model: Qwen/Qwen2.5-7B-Instruct\n");
    const again = await runOver({ "b.yml": same.stdout }, "gpu", "b.yml", ...data, "--format", "json");
    const before = await runOver({ "a.yml": clean }, "gpu", "a.yml", ...data, "--format", "json");
    const [b, a] = [again, before].map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
    for (const part of ["memory", "hours", "fits", "cost"]) expect(b?.[part]).toEqual(a?.[part]);
    const other = await runOver({ "a.yml": clean }, "gpu", "a.yml", ...data, "--write", "trl");
    expect(other.stdout).toContain("# trl sft --config run.yaml\n");
    expect(other.stderr).toMatch(/^As trl runs it: [\d.]+ GiB and [\d.]+ h, not [\d.]+ GiB and [\d.]+ h\.\n$/);
    const typed = await runOver({}, "gpu", "--model", "llama-3.1-8b", "--write", "llamafactory");
    expect(typed.stdout).toContain("model_name_or_path: meta-llama/Llama-3.1-8B\n");
    const refused = await runOver(
      { "a.yml": `${clean}\nload_in_8bit: false\nfp8: true\n` },
      "gpu",
      "a.yml",
      "--write",
      "trl",
    );
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("TRL has no key for this run's 8-bit products: change it");
  });

  it("writes the job that starts the run, and names the config that it needs", async () => {
    const launched = await runOver({ "a.yml": config }, "gpu", "a.yml", ...data, "--launch", "skypilot");
    expect(launched).toMatchObject({ exitCode: 0, stderr: "" });
    expect(launched.stdout).toContain("-m axolotl.cli.train a.yml\n");
    const typed = await runOver({}, "gpu", "--model", "qwen3-8b", ...data, "--launch", "slurm");
    expect(typed.stdout).toContain("srun env trl sft --num_processes 1 --config run.yaml\n");
    expect(typed.stderr).toBe("It reads run.yaml: the same command with --write trl > run.yaml\n");
    const unsloth = await runOver(
      {},
      "gpu",
      "--model",
      "qwen3-8b",
      ...data,
      "--framework",
      "unsloth",
      "--launch",
      "slurm",
    );
    expect(unsloth.stderr).toContain("A job is written for axolotl, LLaMA-Factory, torchtune or TRL, not for unsloth");
    const both = await runOver({ "a.yml": config }, "gpu", "a.yml", "--write", "trl", "--launch", "slurm");
    expect(both.exitCode).toBe(2);
  });

  it("needs a model or a config", async () => {
    expect((await runOver({}, "gpu")).stderr).toContain("Give --model, or the config of a trainer.");
    expect((await runOver({}, "gpu", "gone.yml")).stderr).toContain("There is no file gone.yml");
  });
});

describe("a corpus of so many tokens", () => {
  it.each([
    ["569e9", "2.7e22 FLOPs"],
    ["569B", "2.7e22 FLOPs"],
    ["0.569T", "2.7e22 FLOPs"],
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
    expect(stdout).toContain(flops);
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
