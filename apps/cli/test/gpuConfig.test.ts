import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

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
    expect(shown.stdout.replaceAll("\n", " ")).toContain(
      "axolotl does not know this key, so it is left out: micro_bach_size (line 11); did you mean micro_batch_size?",
    );
    expect(shown.stdout).toContain("a.yml (axolotl): 375 steps");
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

  it("takes the steps of a config whole on cards that an option counts", async () => {
    const file =
      '[model]\nname = "llama3"\nflavor = "8B"\n[training]\nlocal_batch_size = 1\nseq_len = 8192\nsteps = 1000\n';
    const read = await runOver({ "t.toml": file }, "gpu", "t.toml", "--gpu", "h100", "--gpus", "8", "--format", "json");
    expect(JSON.parse(read.stdout)).toMatchObject({ config: { steps: 1000 }, input: { data: { examples: 8000 } } });
  });

  it("divides the rows of a step among the cards that an option counts", async () => {
    const command =
      "python -m openrlhf.cli.train_sft --pretrain meta-llama/Meta-Llama-3-8B --micro_train_batch_size 2 --train_batch_size 128";
    const on = (gpus: string): ReturnType<typeof runOver> =>
      runOver({ "t.sh": command }, "gpu", "t.sh", "--gpus", gpus, ...data, "--format", "json");
    const [one, eight] = (await Promise.all([on("1"), on("8")])).map(({ stdout }) => JSON.parse(stdout));
    expect([one.input.accumulation, eight.input.accumulation]).toEqual([64, 8]);
    expect([one.config.steps, eight.config.steps]).toEqual([16, 16]);
  });

  it("takes the batch of all cards whole on cards that are chosen for it, and refuses one that they cannot share", async () => {
    const openrlhf = "deepspeed --module openrlhf.cli.train_sft --pretrain meta-llama/Meta-Llama-3-8B --zero_stage 3";
    const rows = ["--examples", "100000", "--tokens-per-example", "600", "--gpu", "h100-sxm-80", "--format", "json"];
    const script = `${openrlhf} --micro_train_batch_size 2 --train_batch_size`;
    const { stdout } = await runOver({ "run.sh": `${script} 256 --max_epochs 1\n` }, "gpu", "run.sh", ...rows);
    const answer = JSON.parse(stdout) as { gpus: number; config: { steps: number }; input: { accumulation: number } };
    expect(answer.gpus).toBeGreaterThan(1);
    expect(answer.config.steps).toBe(Math.ceil(100_000 / 256));
    expect(answer.input.accumulation * answer.gpus * 2).toBe(256);
    const small = await runOver({ "run.sh": `${script} 8\n` }, "gpu", "run.sh", ...rows, "--gpus", "8");
    expect([small.exitCode, small.stderr]).toEqual([2, expect.stringContaining("use a step of at least 16 rows")]);
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
    expect(other.stderr).toMatch(
      /^tunecast: As trl runs it: [\d.]+ GiB and [\d.]+ h, not [\d.]+ GiB and [\d.]+ h\.\n$/,
    );
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

  it("reads a run that learns from its own completions, as long as it lets them be, unless they are told", async () => {
    const grpo = "base_model: Qwen/Qwen2.5-7B\nrl: grpo\nadapter: lora\nmicro_batch_size: 4\nmax_steps: 100\n";
    const files = { "a.yml": `${grpo}trl:\n  num_generations: 8\n  max_completion_length: 1024\n` };
    const hours = async (...more: readonly string[]): Promise<number> => {
      const { stdout } = await runOver(files, "gpu", "a.yml", ...data, "--gpus", "8", ...more, "--format", "json");
      const { hours: run, config: said } = JSON.parse(stdout) as { hours: { typical: number }; config: object };
      expect(said).toMatchObject({ steps: 100 });
      return run.typical;
    };
    expect(await hours()).toBeGreaterThan(1.3 * (await hours("--rollouts", "tokens=300,per-prompt=8")));
  });

  it("says what would make it fit in the keys of the config, and in its own options without one", async () => {
    const large = config
      .replace("micro_batch_size: 2", "micro_batch_size: 16")
      .replace("gradient_checkpointing: true", "gradient_checkpointing: false");
    const shown = await runOver({ "a.yml": large }, "gpu", "a.yml", "--gpu", "rtx-4090-24", ...data);
    expect(shown.stdout).toContain("What would make it fit: micro_batch_size: 1, gradient_checkpointing: true");
    const typed = await runOver({}, "gpu", "--model", "qwen2.5-7b", "--micro-batch", "16", ...data, "--all-cards");
    expect(typed.stdout).toMatch(/does not fit +--/);
  });

  it("writes the job that starts the run, and names the config that it needs", async () => {
    const launched = await runOver({ "a.yml": config }, "gpu", "a.yml", ...data, "--launch", "skypilot");
    expect(launched).toMatchObject({ exitCode: 0, stderr: "" });
    expect(launched.stdout).toContain("-m axolotl.cli.train a.yml\n");
    const typed = await runOver({}, "gpu", "--model", "qwen3-8b", ...data, "--launch", "slurm");
    expect(typed.stdout).toContain("srun env trl sft --num_processes 1 --config run.yaml\n");
    expect(typed.stderr).toBe("tunecast: It reads run.yaml: the same command with --write trl > run.yaml\n");
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
    expect(unsloth.stderr).toContain("A job is written for axolotl, LLaMA-Factory or TRL, not for unsloth");
    const both = await runOver({ "a.yml": config }, "gpu", "a.yml", "--write", "trl", "--launch", "slurm");
    expect(both.exitCode).toBe(2);
  });

  it("needs a model or a config", async () => {
    expect((await runOver({}, "gpu")).stderr).toContain("Give --model, or the config of a trainer.");
    expect((await runOver({}, "gpu", "gone.yml")).stderr).toContain("There is no file gone.yml");
  });
});
