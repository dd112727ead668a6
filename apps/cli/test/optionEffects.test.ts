import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { chatRows } from "./host.ts";
import { Folder } from "./folder.ts";

const folder = new Folder();
// Tests ask nobody: a copy that is to be opened is not there.
beforeAll(() => void vi.spyOn(globalThis, "fetch").mockRejectedValue(new Error("no network")));
const rows = folder.file("rows.jsonl", chatRows(60));
const bad = folder.file("bad.jsonl", `${chatRows(20)}{"messages":[]}\n`.repeat(14));
const table = folder.file("table.jsonl", '{"q":"a","a":"b","s":"c"}\n'.repeat(20));
const pilots = folder.file("p.csv", "n,value,se\n125,0.71,0.02\n250,0.745,0.02\n500,0.775,0.02\n1000,0.80,0.02\n");
const discount = { discounts: [{ provider: "openai", percent: "10", source: "contract" }] };
const own = folder.file("own.json", JSON.stringify(discount));
const gold = folder.file("gold.txt", "yes\nno\nyes\nNo\n");
const said = folder.file("said.txt", "yes\nno\nno\nno\n");
const run = folder.file(
  "run.yml",
  "base_model: meta-llama/Llama-3.2-1B\nadapter: lora\nlora_r: 16\nlora_alpha: 32\nmicro_batch_size: 2\ngradient_accumulation_steps: 4\nsequence_len: 2048\nnum_epochs: 2\ndatasets:\n  - path: a.jsonl\n    type: alpaca\n",
);
const job = folder.file(
  "job.json",
  JSON.stringify(
    [1, 2].map((n) => ({
      object: "fine_tuning.job",
      id: `ftjob-${n}`,
      model: "gpt-4.1-mini-2025-04-14",
      trained_tokens: 7_000_000 * n,
      hyperparameters: { n_epochs: 3 },
    })),
  ),
);

const mini = "openai/gpt-4.1-mini-2025-04-14:sft";
const hosted = "azure/gpt-4.1-mini:sft@regional";
const typed = ["--examples", "8000", "--tokens-per-example", "620"];
const use = ["--requests", "240000", "--input-tokens", "900", "--output-tokens", "120"];

/** What an option is given, and what has to stand beside it for that; `[]` is an option without a value. */
type Toggle = readonly string[];
interface Asked {
  readonly base: readonly string[];
  readonly options: Readonly<Record<string, Toggle>>;
  /** Beside an option. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** In place of the base. */
  readonly instead?: Readonly<Record<string, readonly string[]>>;
}

const data = { "--shape": ["text"], "--columns": ["prompt=q,completion=a"] };
const ofOffer = {
  "--model": [mini],
  "--offer": [hosted],
  "--tokens-per-example": ["700"],
  "--epochs": ["2"],
  "--as-of": ["2025-09-01"],
  "--own-prices": [own],
};
const priced = ["--offer", hosted, "--tokens-per-example", "620"];
const besideOffer = {
  "--offer": ["--tokens-per-example", "620"],
  "--tokens-per-example": ["--offer", hosted],
  "--epochs": priced,
  "--own-prices": ["--offer", mini, "--tokens-per-example", "620"],
};
const book = {
  "--format": ["csv"],
  "--as-of": ["2025-03-01"],
  "--provider": ["openai"],
  "--model": ["gpt-4.1-2025-04-14"],
  "--kind": ["training"],
  "--sort": ["amount"],
};
const question = {
  "--examples": ["9000"],
  "--tokens-per-example": ["700"],
  "--epochs": ["2"],
  "--stage": ["data=10m,method=cpt"],
  "--validation": ["examples=100,tokens-per-example=300"],
  "--as-of": ["2025-06-01"],
  "--own-prices": [own],
  "--provider": ["azure"],
  "--model": [hosted],
  "--method": ["dpo"],
  "--set": ["job.maxSequenceTokens=400"],
  ...data,
};
const questionBeside = { "--validation": ["--set", "job.evaluations=5"], "--set": ["--as-of", "2025-06-01"] };
const traffic = {
  "--requests": ["300k"],
  "--input-tokens": ["950"],
  "--cached-input-tokens": ["500"],
  "--output-tokens": ["130"],
  "--batch-share": ["0.5"],
  "--months": ["5"],
};

const commands: Readonly<Record<string, Asked>> = {
  estimate: {
    base: [...typed, ...use],
    options: {
      ...question,
      ...traffic,
      "--rollouts": ["tokens=900"],
      "--licence": ["apache-2.0"],
      "--residency": ["EU"],
      "--max-parameters": ["8"],
      "--deployed-hours": ["300"],
      "--alternative": ["few_shot=1860"],
      "--budget": ["200"],
      "--max": ["20"],
      "--max-monthly": ["20"],
      "--warn": ["20"],
      "--focus-version": ["1.4"],
      "--all": [],
      "--allocate": ["team=50,ops=50"],
      "--as-billed": [],
      "--self-host": ["llama-3.1-8b:qlora"],
      "--format": ["csv"],
      "--show-refused": [],
      "--lines": [],
      "--by": ["offer"],
      "--top": ["3"],
    },
    beside: {
      ...questionBeside,
      "--rollouts": ["--method", "rft-lora"],
      "--deployed-hours": ["--model", hosted],
      "--all": ["--format", "focus"],
      "--focus-version": ["--format", "focus"],
      "--allocate": ["--format", "focus"],
      "--as-billed": ["--format", "focus"],
    },
    instead: { "--shape": [rows], "--columns": [table] },
  },
  advise: {
    base: [...typed, ...use, "--way", "few_shot=1860", "--label-cost", "0.40", "--model", mini],
    options: {
      ...question,
      ...traffic,
      "--offer": [hosted],
      "--residency": ["EU"],
      "--growth": ["0.05"],
      "--way": ["rag=1600,cached=1000"],
      "--today": ["prompt"],
      "--quality": ["few_shot=0.7:accuracy"],
      "--needs": ["facts"],
      "--self-host": ["llama-3.1-8b:qlora"],
      "--scratch": ["bloomberggpt"],
      "--data-stays": [],
      "--examples-owned": ["5000"],
      "--label-cost": ["0.80"],
      "--teacher": ["model=openai/gpt-5,input=800,output=200"],
      "--eval-items": ["400"],
      "--eval-cost": ["0.10"],
      "--tuning-rounds": ["3"],
      "--failed-runs": ["0.2"],
      "--retrain-every": ["2"],
      "--monitor-items": ["60"],
      "--format": ["json"],
      "--lines": [],
      "--methods": [],
      "--domain-tokens": ["2e9"],
      "--leaving": [mini],
    },
    beside: {
      ...questionBeside,
      "--eval-items": ["--eval-cost", "0.05"],
      "--eval-cost": ["--eval-items", "300"],
      "--monitor-items": ["--eval-items", "300", "--eval-cost", "0.05"],
      "--retrain-every": ["--months", "12"],
      "--growth": ["--months", "12"],
      "--data-stays": ["--self-host", "llama-3.1-8b:qlora"],
      "--domain-tokens": ["--methods"],
    },
    instead: { "--shape": [rows, ...use], "--columns": [table, ...use], "--leaving": [rows] },
  },
  plan: {
    base: [...typed, "--budget", "900", "--label-cost", "0.40", "--model", mini, "--pilots", pilots],
    options: {
      ...question,
      "--budget": ["500"],
      "--label-cost": ["0.80"],
      "--examples-owned": ["5000"],
      "--pilots": [pilots],
      "--metric": ["error"],
      "--test-size": ["400"],
      "--value-per-point": ["400"],
      "--target": ["0.85"],
      "--format": ["json"],
      "--by": ["offer"],
      "--top": ["3"],
    },
    beside: questionBeside,
    instead: {
      "--pilots": [...typed, "--budget", "900", "--label-cost", "0.40", "--model", mini],
      "--by": [...typed, "--budget", "900"],
      "--top": [...typed, "--budget", "900"],
      "--shape": [rows, "--budget", "900", "--label-cost", "0.40"],
      "--columns": [table, "--budget", "900", "--label-cost", "0.40"],
    },
  },
  diff: { base: ["@old.json", "@new.json"], options: { "--format": ["json"], "--top": ["2"] } },
  reconcile: {
    base: ["@one.json", job],
    options: {
      "--offer": [hosted],
      "--job": ["ftjob-2"],
      "--elapsed": ["2:10:00"],
      "--follow": [],
      "--every": ["5"],
      "--format": ["json"],
    },
  },
  curve: {
    base: [pilots],
    options: {
      "--format": ["json"],
      "--at": ["3000"],
      "--target": ["0.85"],
      "--value-per-point": ["400"],
      "--cost": ["55"],
      "--label-cost": ["0.40"],
      "--training-cost": ["0.01"],
      "--examples-owned": ["400"],
      "--plot": [],
      ...ofOffer,
      "--metric": ["error"],
      "--direction": ["lower"],
      "--lower": ["0.2"],
      "--upper": ["0.95"],
      "--chance": ["0.5"],
      "--unit": ["percent"],
      "--test-size": ["40"],
      "--no-nested": [],
      "--before": [],
      "--task": ["classification"],
      "--examples": ["700"],
      "--score": ["0.7"],
      "--gain": ["5"],
    },
    beside: {
      ...besideOffer,
      "--examples-owned": ["--label-cost", "0.40"],
      "--value-per-point": ["--label-cost", "0.40"],
    },
    instead: {
      "--before": ["--task", "classification"],
      "--task": ["--before", "--metric", "accuracy"],
      "--examples": ["--before", "--metric", "accuracy"],
      "--score": ["--before", "--metric", "accuracy"],
      "--gain": ["--before", "--metric", "accuracy", "--examples", "500"],
      "--direction": ["@other.csv"],
      "--test-size": ["@bare.csv"],
    },
  },
  pilots: {
    base: ["--examples", "4000"],
    options: {
      "--examples": ["8000"],
      "--score": ["0.6"],
      "--gain": ["0.02"],
      "--test-size": ["1500"],
      "--format": ["json"],
      ...ofOffer,
    },
    beside: { ...besideOffer, "--score": ["--gain", "0.02"], "--test-size": ["--gain", "0.02"] },
  },
  "pilots next": {
    base: [pilots, "--examples", "4000", "--value-per-point", "400"],
    options: {
      "--examples": ["8000"],
      "--value-per-point": ["800"],
      "--label-cost": ["0.40"],
      "--training-cost": ["0.01"],
      "--metric": ["error"],
      "--test-size": ["400"],
      "--format": ["json"],
      ...ofOffer,
    },
    beside: besideOffer,
    instead: { "--test-size": ["@bare.csv", "--examples", "4000"] },
  },
  "pilots score": {
    base: [said, "--gold", gold],
    options: {
      "--gold": ["@gold2.txt"],
      "--metric": ["rouge-l"],
      "--n": ["400"],
      "--case-sensitive": [],
      "--format": ["items"],
    },
    beside: { "--n": ["--format", "items"] },
    instead: { "--metric": ["@words.txt", "--gold", "@wordsGold.txt", "--format", "items"] },
  },
  "pilots cut": {
    base: [rows, "--test", "20"],
    options: {
      "--out": ["@fresh"],
      "--sizes": ["10,20"],
      "--repeats": ["2"],
      "--test": ["10"],
      "--seed": ["7"],
      "--similar": ["0.2"],
      "--jobs": ["openai"],
      ...data,
      ...ofOffer,
    },
    beside: { ...besideOffer, "--jobs": ["--model", mini] },
    instead: { "--columns": [table, "--test", "5"] },
  },
  gpu: {
    base: ["--model", "llama-3.1-8b", "--method", "lora", "--gpu", "a100-sxm-80", ...typed],
    options: {
      "--model": ["qwen3-8b"],
      "--format": ["json"],
      "--write": ["axolotl"],
      "--launch": ["skypilot"],
      "--fit": [],
      "--all-cards": [],
      "--checkpoints": ["s3://mine/runs"],
      "--as-of": ["2026-08-01"],
      "--data": [rows],
      "--examples": ["9000"],
      "--tokens-per-example": ["700"],
      "--tokens": ["569e6"],
      "--stage": ["data=10m,method=cpt"],
      "--method": ["qlora"],
      "--objective": ["dpo"],
      "--rollouts": ["tokens=900"],
      "--rank": ["64"],
      "--targets": ["qv"],
      "--quantisation": ["nf4"],
      "--optimizer": ["adamw-8bit"],
      "--checkpointing": ["none"],
      "--loss": ["fused"],
      "--packing": ["padded"],
      "--framework": ["unsloth"],
      "--max-tokens": ["300"],
      "--micro-batch": ["4"],
      "--accumulation": ["8"],
      "--epochs": ["3"],
      "--gpu": ["h100-sxm-80"],
      "--gpus": ["4"],
      "--sharding": ["zero3"],
      "--tensor-parallel": ["2"],
      "--offload": ["optimizer"],
      "--owned": ["price=15000,years=3"],
      "--measured": ["tokens-per-second=5000"],
      "--input-tokens": ["950"],
      "--output-tokens": ["130"],
      "--set": ["failedShare=0.3"],
      ...data,
    },
    beside: {
      "--checkpoints": ["--launch", "skypilot"],
      "--rollouts": ["--objective", "grpo"],
      "--quantisation": ["--method", "qlora"],
      "--sharding": ["--gpus", "4"],
      "--tensor-parallel": ["--gpus", "4"],
      "--input-tokens": ["--output-tokens", "120"],
      "--output-tokens": ["--input-tokens", "900"],
    },
    instead: {
      "--data": ["--model", "llama-3.1-8b", "--method", "lora", "--gpu", "a100-sxm-80"],
      "--tokens": ["--model", "llama-3.1-8b", "--objective", "cpt", "--gpu", "a100-sxm-80"],
      "--shape": ["--model", "llama-3.1-8b", "--gpu", "a100-sxm-80", "--data", rows],
      "--columns": ["--model", "llama-3.1-8b", "--gpu", "a100-sxm-80", "--data", table],
      "--gpu": [run, "--examples", "500", "--tokens-per-example", "200"],
    },
  },
  check: {
    base: [bad, "--provider", "openai"],
    options: {
      "--provider": ["together"],
      "--model": ["openai/gpt-4o-2024-08-06"],
      "--validation": [rows],
      "--near-duplicates": ["0.1"],
      "--all-places": [],
      "--format": ["json"],
      ...data,
    },
    instead: {
      "--columns": [table, "--provider", "generic"],
      "--model": [rows, "--provider", "openai"],
      "--near-duplicates": [rows, "--provider", "openai"],
    },
  },
  profile: {
    base: [rows],
    options: {
      "--format": ["table"],
      "--rules": ["plain/o200k_base"],
      "--sample": ["20"],
      "--shard": ["1/2"],
      ...data,
    },
    beside: { "--sample": ["--format", "table"] },
    instead: {
      "--columns": [table],
    },
  },
  merge: {
    base: ["@part1.json"],
    options: { "--format": ["json"], "--strict": [], "--partial": [] },
    beside: { "--strict": ["--partial"] },
  },
  convert: {
    base: [bad, "--to", "openai"],
    options: { "--to": ["together"], "--all-places": [], ...data },
    instead: { "--columns": [table, "--to", "openai"], "--to": [rows] },
  },
  prices: { base: [], options: book },
  "prices check": {
    base: [],
    options: {
      "--format": ["csv"],
      "--as-of": ["2027-06-01"],
      "--days": ["30"],
      "--fail": [],
      "--fetch": [],
      "--repositories": ["http://127.0.0.1:1"],
    },
  },
};

/** Options that ask for what is the default already, or only name where to write. */
const defaults: ReadonlySet<string> = new Set(["merge --format", "pilots cut --out"]);
/** Options of which the command says each time that they decide nothing, and what does. */
const explained: ReadonlyMap<string, string> = new Map([["plan --examples", "The budget decides how many examples"]]);

async function written(name: string, argv: readonly string[]): Promise<string> {
  const path = join(folder.path, name);
  if (!existsSync(path)) folder.file(name, (await folder.run(argv)).stdout);
  return path;
}

/** Files that other commands write, and a folder that is not there yet. */
async function given(word: string): Promise<string> {
  if (word === "@old.json")
    return written("old.json", ["estimate", ...typed, "--as-of", "2026-10-22", "--format", "json"]);
  if (word === "@new.json") return written("new.json", ["estimate", ...typed, "--format", "json"]);
  if (word === "@one.json") return written("one.json", ["estimate", ...typed, "--model", mini, "--format", "json"]);
  if (word === "@part1.json") return written("part1.json", ["profile", bad, "--shard", "1/2"]);
  if (word === "@gold2.txt") return folder.file("gold2.txt", "no\nno\nyes\nNo\n");
  if (word === "@words.txt") return folder.file("words.txt", "the red car\na blue boat\n");
  if (word === "@wordsGold.txt") return folder.file("wordsGold.txt", "the green car\na blue boat\n");
  if (word === "@bare.csv") return folder.file("bare.csv", "n,value\n125,0.71\n250,0.745\n500,0.775\n");
  if (word === "@other.csv") return folder.file("speed.csv", "n,value,se\n125,7.1,0.1\n250,6.4,0.1\n500,6.1,0.1\n");
  if (word === "@fresh") return join(folder.path, `out${(outs += 1)}`);
  return word;
}
let outs = 0;

/** All that a command says and writes, without the names of the folders that it writes to. */
async function told(command: string, argv: readonly string[]): Promise<{ text: string; exitCode: number }> {
  const out = command === "pilots cut" && !argv.includes("--out") ? ["--out", "@fresh"] : [];
  const words = await Promise.all([...command.split(" "), ...argv, ...out].map(given));
  const { stdout, stderr, exitCode } = await folder.run(words);
  const place = words[words.indexOf("--out") + 1] ?? "";
  const files =
    words.includes("--out") && existsSync(place) ? readdirSync(place, { recursive: true, withFileTypes: true }) : [];
  const contents = files.flatMap((one) =>
    one.isFile() ? [one.name, readFileSync(join(one.parentPath, one.name), "utf8")] : [],
  );
  return { text: `${exitCode} ${stdout}${stderr}${contents.join("\n")}`.replaceAll(/out\d+/gu, "out"), exitCode };
}

async function optionsOf(command: string): Promise<readonly string[]> {
  const { stdout } = await folder.run([...command.split(" "), "--help", "all"]);
  return [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gmu)].flatMap(([, option = ""]) =>
    option === "--help" ? [] : [option],
  );
}

/** The lines that repeat the question, which change with every option. */
const echo = /^(?:.*examples of .*tokens.*|.*requests a month.*|Prices of .*|Not seen for .*)$/gmu;
const counts = { answers: 0, refusals: 0 };

describe.each(Object.entries(commands))(
  "an option of %s is never ignored",
  (command, { base, options, beside = {}, instead = {} }) => {
    it("is toggled whole: every option has its value", async () => {
      expect(Object.keys(options).toSorted()).toEqual([...new Set(await optionsOf(command))].toSorted());
    });

    it.each(Object.entries(options))("%s", async (option, value) => {
      const start = [...(instead[option] ?? base), ...(beside[option] ?? [])];
      const at = start.indexOf(option);
      const rest = at < 0 ? start : start.toSpliced(at, value.length + 1);
      const before = await told(command, start);
      const after = await told(command, [...rest, option, ...value]);
      const isRefused = after.exitCode === 2;
      counts[isRefused ? "refusals" : "answers"] += 1;
      const reason = explained.get(`${command} ${option}`);
      expect(after.text).toContain(reason ?? "");
      const isSame = reason === undefined && after.text.replaceAll(echo, "") === before.text.replaceAll(echo, "");
      expect(
        isRefused || !isSame || defaults.has(`${command} ${option}`),
        `${start.join(" ")} | ${after.text.slice(0, 400)}`,
      ).toBe(true);
    });
  },
);

describe("all commands", () => {
  it("are toggled, and what the toggles did is printed", async () => {
    const { stdout } = await folder.run(["--help"]);
    const named = [...stdout.matchAll(/^ {2}([a-z]+)(?= )/gmu)]
      .map(([, name]) => name)
      .filter((name) => name !== "tunecast");
    const whole = new Set([...Object.keys(commands).map((name) => name.split(" ")[0]), "mcp"]);
    expect(named.filter((name) => !whole.has(name))).toEqual([]);
    console.log(
      `${counts.answers + counts.refusals} options: ${counts.answers} changed what is said, ${counts.refusals} are refused; 0 silent.`,
    );
    expect(counts.answers).toBeGreaterThan(4 * counts.refusals);
  });
});
