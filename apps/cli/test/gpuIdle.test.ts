import type { SelfHostAnswer } from "@tunecast/gpu";
import { describe, expect, it } from "vitest";
import { chatRows } from "./host.ts";
import { Folder } from "./folder.ts";

const folder = new Folder();
const rows = folder.file("rows.jsonl", chatRows(30));
const config = folder.file("run.yml", "base_model: Qwen/Qwen3-8B\nadapter: lora\nlora_r: 64\nsequence_len: 2048\n");

const lora = ["--model", "qwen3-8b", "--gpu", "h100-sxm-80"];
const data = ["--examples", "8000", "--tokens-per-example", "620"];
const runs: Readonly<Record<string, readonly string[]>> = {
  lora,
  "lora with data": [...lora, ...data],
  full: ["--model", "qwen3-1.7b", "--gpu", "h100-sxm-80", "--method", "full"],
  grpo: [...lora, "--objective", "grpo", "--rollouts", "tokens=900", ...data],
  "lora of an h100": ["--model", "qwen3-8b", "--gpu", "h100"],
  "full on more cards": ["--model", "llama-3.1-8b", "--gpu", "h100-sxm-80", "--method", "full"],
  "a config": [config, "--gpu", "h100-sxm-80"],
};

/** What a question comes to on one card, without its echo, and what is said beside it. */
async function told(run: string, more: readonly string[]): Promise<{ figures: object; said: string }> {
  const { stdout, stderr } = await folder.run(["gpu", ...(runs[run] ?? []), ...more, "--format", "json"]);
  const { memory, throughput, hours, cost, serving } = JSON.parse(stdout) as SelfHostAnswer;
  const offers = cost?.offers.filter(({ gpus }) => gpus === 1);
  return { figures: { memory, throughput, hours, offers, serving }, said: stderr };
}

const isIdle = "no figure of this run changes with it";

describe("a field of gpu that decides nothing", () => {
  it.each([
    ["lora", "--sharding", "zero3"],
    ["lora with data", "--sharding", "ddp"],
    ["full", "--sharding", "zero1"],
    ["grpo", "--sharding", "fsdp"],
    ["a config", "--sharding", "zero3"],
    ["lora", "--set", "failedShare=0.4"],
    ["full", "--set", "tuningRounds=2"],
    ["lora with data", "--set", "networkGBs=20"],
    ["full", "--set", "linkGBs=10"],
  ])("is said to, and changes no figure: %s %s %s", async (run, option, value) => {
    const [plain, typed] = [await told(run, []), await told(run, [option, value])];
    expect(typed.figures).toEqual(plain.figures);
    const name = option === "--set" ? `--set ${value}` : `${option} ${value}`;
    expect(typed.said).toContain(`${name}: ${isIdle}`);
  });

  it.each([
    ["lora", "--rank", "16"],
    ["lora with data", "--targets", "all"],
    ["full", "--optimizer", "adamw"],
    ["grpo", "--micro-batch", "1"],
    ["full", "--set", `failedShare=${1 / 11}`],
  ])("is said to hold what is taken anyway, where another value would count: %s %s %s", async (run, option, value) => {
    const more = run === "full" ? data : [];
    const [plain, typed] = [await told(run, more), await told(run, [...more, option, value])];
    expect(typed.figures).toEqual(plain.figures);
    expect(typed.said).toContain(`Taken anyway: ${option === "--set" ? `--set ${value}` : `${option} ${value}`}.`);
  });

  it.each([
    ["lora", "--rank", "64"],
    ["full", "--optimizer", "adamw-8bit"],
    ["grpo", "--max-tokens", "4096"],
    ["lora with data", "--set", "failedShare=0.4"],
    // a card by another of its names, and a field that decides how many cards are taken
    ["lora of an h100", "--rank", "64"],
    ["full on more cards", "--set", "fusedOptimizer=false"],
    // over the rank of the config
    ["a config", "--rank", "16"],
  ])("is not said of one that decides: %s %s %s", async (run, option, value) => {
    const [plain, typed] = [await told(run, []), await told(run, [option, value])];
    expect(typed.figures).not.toEqual(plain.figures);
    expect(typed.said).not.toMatch(/no figure|Taken anyway/u);
  });

  it.each([
    ["--shape", "text"],
    ["--columns", "prompt=a,completion=b"],
  ])("is refused beside a profile, whose rows are counted: %s", async (...option) => {
    const profile = folder.file("p.json", (await folder.run(["profile", rows, "--format", "json"])).stdout);
    for (const command of [
      ["gpu", ...lora, "--data", profile],
      ["estimate", profile],
    ]) {
      const { stderr, exitCode } = await folder.run([...command, ...option]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("its rows are counted");
    }
  });
});

/** What a question prints, and what is said beside it. */
async function printedBy(...asked: readonly string[]): Promise<{ stdout: string; said: string }> {
  const { stdout, stderr } = await folder.run(["gpu", ...asked]);
  return { stdout, said: stderr };
}

const fits: Readonly<Record<string, readonly string[]>> = {
  "a card": [...lora, "--fit"],
  "a card and data": [...lora, ...data, "--fit"],
  "no card": ["--model", "qwen3-8b", "--fit"],
  "no card and data": ["--model", "qwen3-8b", ...data, "--fit"],
  "a card that is too small": ["--model", "llama-3.1-8b", "--method", "full", "--gpu", "rtx-4090-24", "--fit"],
};

describe("a field of gpu --fit that decides nothing", () => {
  const isSilent = "no figure here changes with it";

  it.each([
    ["a card", "--set", "networkGBs=20"],
    ["a card", "--set", "failedShare=0.4"],
    ["a card", "--accumulation", "8"],
    ["a card and data", "--set", "networkGBs=20"],
    ["no card", "--gpus", "8"],
    ["no card", "--sharding", "zero2"],
    ["no card", "--set", "linkGBs=10"],
    ["no card and data", "--gpus", "8"],
  ])("is said to: %s %s %s", async (run, ...option) => {
    const [plain, typed] = [await printedBy(...(fits[run] ?? [])), await printedBy(...(fits[run] ?? []), ...option)];
    expect(typed.stdout).toBe(plain.stdout);
    expect(typed.said).toContain(isSilent);
  });

  it.each([
    ["a card", "--rank", "64"],
    ["a card", "--set", "attention=eager"],
    ["a card and data", "--set", "failedShare=0.4"],
    ["no card", "--micro-batch", "8"],
    ["no card and data", "--epochs", "3"],
    ["a card that is too small", "--optimizer", "adamw-8bit"],
  ])("is not said of one that decides: %s %s %s", async (run, ...option) => {
    const [plain, typed] = [await printedBy(...(fits[run] ?? [])), await printedBy(...(fits[run] ?? []), ...option)];
    expect(typed.stdout).not.toBe(plain.stdout);
    expect(typed.said).not.toContain(isSilent);
  });
});

const files: Readonly<Record<string, readonly string[]>> = {
  "a config": [...lora, "--write", "axolotl"],
  "a config from a config": [config, "--gpu", "h100-sxm-80", "--write", "llamafactory"],
  "a job": [...lora, ...data, "--launch", "skypilot"],
};

describe("a field of gpu that changes nothing of the file which is written", () => {
  const isSilent = "nothing of the file changes with it";

  it.each([
    ["a config", "--set", "networkGBs=20"],
    ["a config", "--set", "linkGBs=10"],
    ["a config", "--set", "failedShare=0.4"],
    ["a config", "--set", "tuningRounds=2"],
    ["a config from a config", "--set", "failedShare=0.4"],
    ["a job", "--set", "networkGBs=20"],
  ])("is said to: %s %s %s", async (file, ...option) => {
    const [plain, typed] = [
      await printedBy(...(files[file] ?? [])),
      await printedBy(...(files[file] ?? []), ...option),
    ];
    expect(typed.stdout).toBe(plain.stdout);
    expect(typed.said).toContain(isSilent);
  });

  it.each([
    ["a config", "--rank", "64"],
    ["a config", "--epochs", "3"],
    ["a config", "--gpus", "4"],
    ["a config from a config", "--rank", "16"],
    ["a job", "--set", "failedShare=0.4"],
  ])("is not said of one that does: %s %s %s", async (file, ...option) => {
    const [plain, typed] = [
      await printedBy(...(files[file] ?? [])),
      await printedBy(...(files[file] ?? []), ...option),
    ];
    expect(typed.stdout).not.toBe(plain.stdout);
    expect(typed.said).not.toMatch(/nothing/u);
  });

  it("is not said of one that holds what is taken anyway", async () => {
    expect((await printedBy(...(files["a config"] ?? []), "--rank", "16")).said).not.toContain(isSilent);
  });
});

describe("a job beside a config", () => {
  const asked = [config, ...data, "--gpu", "h100-sxm-80", "--launch", "skypilot"];

  it("runs the config that is at hand", async () => {
    const { stdout, said } = await printedBy(...asked);
    expect(stdout).toContain(config);
    expect(said).not.toContain("--write");
  });

  it.each([
    ["--rank", "8"],
    ["--micro-batch", "2"],
    ["--epochs", "2"],
  ])("runs what was priced, which the config does not say: %s %s", async (...option) => {
    const { stdout, said } = await printedBy(...asked, ...option);
    expect(stdout).toContain("run.yaml");
    expect(stdout).not.toContain(config);
    expect(said).toContain("--write axolotl > run.yaml");
  });

  it("runs the config where an option says the same, or nothing that stands in it", async () => {
    const { stdout } = await printedBy(...asked, "--rank", "64", "--set", "failedShare=0.2");
    expect(stdout).toContain(config);
  });
});
