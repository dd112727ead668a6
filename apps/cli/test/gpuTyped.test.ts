import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const data = ["--examples", "100", "--tokens-per-example", "500"];
const run = ["--model", "Qwen/Qwen3-8B", "--gpu", "h100-sxm-80", ...data];

describe("what is typed for tunecast gpu", () => {
  it.each([
    ["--input-tokens 500 --output-tokens 100", "--input-tokens 500, --output-tokens 100: "],
    ["--input-tokens 500 --output-tokens 100 --set serving.utilisation=0.2", "--set serving.utilisation=0.2: "],
    ["--owned gpu=h100-sxm-80,price=30000,kwh=0.2", "--set owned.price=30000, --set owned.kwhPrice=0.2"],
  ])("is named where the file that is written holds nothing of it: %s", async (typed, named) => {
    const write = ["gpu", ...run, "--write", "axolotl"];
    const [plain, more] = [await runOver({}, ...write), await runOver({}, ...write, ...typed.split(" "))];
    expect(more.stdout).toBe(plain.stdout);
    expect(more.stderr).toContain(named);
    expect(more.stderr).toContain("nothing of the file changes with it.");
  });

  it.each(["--owned gpu=h100-sxm-80,price=30000,kwh=0.2", "--set owned.price=30000 --set owned.kwhPrice=0.2"])(
    "is one card of your own where nobody says how many, which is not said to be typed: %s",
    async (typed) => {
      const gpu = typed.startsWith("--set") ? ["--set", "owned.gpu=h100-sxm-80"] : [];
      const { stderr } = await runOver({}, "gpu", ...run, "--write", "axolotl", ...gpu, ...typed.split(" "));
      expect(stderr).toContain("--set owned.price=30000");
      expect(stderr).not.toContain("owned.gpus");
      const { stdout } = await runOver({}, "gpu", ...run, ...gpu, ...typed.split(" "), "--format", "json");
      expect(JSON.parse(stdout)).toMatchObject({ cost: { owned: { gpus: 1, gpu: "h100-sxm-80" } } });
    },
  );

  it.each([
    ["adapter: lora\nlora_r: 64\n", "qlora", { method: "qlora", rank: 64, quantisation: "nf4-double" }],
    ["adapter: qlora\nload_in_4bit: true\nlora_r: 64\n", "lora", { method: "lora", rank: 64, targets: "qv" }],
    ["lora_r: 64\n", "lora", { method: "lora", rank: 64, targets: "qv" }],
    ["adapter: qlora\nload_in_4bit: true\nlora_r: 64\nbf16: true\n", "full", { method: "full", weights: "bf16" }],
    ["adapter: lora\nlora_r: 64\n", "head", { method: "head" }],
  ])("wins over a config, whose adapters are kept: %j with --method %s", async (lines, method, input) => {
    const config = `base_model: Qwen/Qwen3-8B\n${lines}lora_target_modules: [q_proj, v_proj]\nsequence_len: 2048\n`;
    const { stdout, stderr } = await runOver(
      { "a.yml": config },
      "gpu",
      "a.yml",
      "--method",
      method,
      "--format",
      "json",
    );
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ input });
  });

  it("says which adapters TRL's config has, where --method trains them", async () => {
    const config = "model_name_or_path: Qwen/Qwen3-8B\nlora_r: 64\nper_device_train_batch_size: 2\n";
    const { stdout } = await runOver({ "sft.yaml": config }, "gpu", "sft.yaml", "--method", "lora", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ input: { method: "lora", rank: 64 } });
    expect(stdout).not.toContain("not_counted");
  });

  it("is told which command takes an option that this one does not", async () => {
    const asked = (...typed: string[]) => runOver({}, "gpu", "--model", "qwen3-8b", ...typed);
    expect((await asked("--requests", "4000")).stderr).toContain("It is a field: --set serving.requestsPerMonth=VALUE");
    expect((await asked("--provider", "openai")).stderr).toContain(
      "tunecast: It is an option of tunecast estimate, tunecast advise, tunecast plan",
    );
    expect((await asked("--follow")).stderr).toContain("tunecast: It is an option of tunecast reconcile.");
    expect((await asked("--nonsense")).stderr).not.toContain("It is");
  });

  it.each([
    ["qwen3-8b", "experts=loop", true],
    ["qwen3-8b", "dispatcher=deepep", true],
    ["qwen3-30b-a3b", "experts=loop", false],
  ])("is named where --fit on a card does not move with it: %s --set %s", async (model, field, isIdle) => {
    const { stderr } = await runOver({}, "gpu", "--model", model, "--gpu", "h100-sxm-80", "--fit", "--set", field);
    expect(stderr.includes("no figure here changes with it")).toBe(isIdle);
  });

  it.each(["Qwen/Qwen3-8B", "qwen3-8b", "Qwen/Qwen2.5-7B", "phi-1.5"])(
    "is told of --model where the name of a model stands for a config: %s",
    async (name) => {
      const { stderr, exitCode } = await runOver({}, "gpu", name);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`There is no file ${name}. For a model of that name: --model ${name}.`);
    },
  );

  it.each(["run.yaml", "configs/run.json", "train.sh"])("is told to check the path of a config: %s", async (path) => {
    const { stderr } = await runOver({}, "gpu", path);
    expect(stderr).toContain(`There is no file ${path}: check the path.`);
    expect(stderr).not.toContain("--model");
  });

  it("is told which key a trainer does not have for its model", async () => {
    const config = "model_name: Qwen/Qwen3-8B\nnum_train_epochs: 3\nper_device_train_batch_size: 8\nlora_r: 16\n";
    const { stderr, exitCode } = await runOver({ "own.yaml": config }, "gpu", "own.yaml", ...data);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /own\.yaml is read as a config of .*, which has no key model_name.*--model Qwen\/Qwen3-8B\./u,
    );
  });

  it("is told where a key of a config stands a second time, and why that is not read", async () => {
    const config = "base_model: Qwen/Qwen3-8B\nadapter: lora\nnum_epochs: 1\nmicro_batch_size: 2\nnum_epochs: 3\n";
    const { stderr, exitCode } = await runOver({ "run.yml": config }, "gpu", "run.yml", ...data);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "run.yml, line 5 cannot be read: its key stands in the file twice, of which some trainers take the last and others none: keep one.",
    );
  });
});
