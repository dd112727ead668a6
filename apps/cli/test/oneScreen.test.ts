import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { around, chatRows, runOver } from "./host.ts";

const job = ["--examples", "2000", "--tokens-per-example", "620"];
const use = ["--requests", "240000", "--input-tokens", "400", "--output-tokens", "120", "--months", "12"];
const pilots = "n,value,se\n500,0.655,0.011\n1000,0.701,0.011\n2000,0.735,0.01\n";

const answer = async (...more: string[]): Promise<string> =>
  (await runOver({}, "estimate", ...job, "--format", "json", ...more)).stdout;

const short = ["--examples", "5000", "--tokens-per-example", "400"];

const axolotl = `base_model: NousResearch/Llama-3.2-1B
load_in_4bit: true
adapter: qlora
sequence_len: 2048
lora_r: 32
lora_target_linear: true
gradient_accumulation_steps: 16
micro_batch_size: 2
gradient_checkpointing: true
`;

/** Every answer by default, what its first sentence says, and the options that it is asked with. */
const cases: readonly (readonly [command: string, first: RegExp, argv: readonly string[]])[] = [
  ["estimate", /^From \$[\d.,]+ to train.* Half of the \d+ models that compare cost \$/su, job],
  ["estimate", /^From \$[\d.,]+ to train.* Half of the \d+ models that compare cost \$/su, [...job, ...use]],
  [
    "estimate",
    /^From \$[\d.,]+ to train and use until 2027-01-14 \(GPT-4.1 mini, OpenAI\)/u,
    [...job, ...use, "--model", "openai/gpt-4.1-mini-2025-04-14:sft"],
  ],
  ["estimate", /^Pass: /u, [...job, "--max", "50"]],
  ["estimate", /^Fail: /u, [...job, ...use, "--max", "1", "--max-monthly", "2"]],
  ["estimate", /^Within \$20\.00: /u, [...job, "--budget", "20"]],
  ["estimate", /^From \$[\d.,]+ to train.* Half of the \d+ models that compare cost \$/su, ["rows.jsonl"]],
  ["advise", /^Tune: it saves \$/u, [...job, ...use, "--way", "few_shot=1860", "--label-cost", "0.2..0.6"]],
  [
    "advise",
    /^Don't tune/u,
    [
      ...job,
      ...use,
      "--offer",
      "openai/gpt-4.1-mini-2025-04-14:sft",
      "--needs",
      "facts,style",
      ...["longer_prompt=300", "rag=900", "chain=2", "larger_model=openai/gpt-5"].flatMap((one) => ["--way", one]),
      "--way",
      "larger_model=anthropic/claude-haiku-4-5",
    ],
  ],
  ["advise", /^The training that costs least is transfer learning: /u, [...job, "--methods"]],
  ["advise", /^Only your own cards /u, [...job, ...use, "--data-stays", "--self-host", "llama-3.1-8b:qlora"]],
  ["advise", /takes no new job from/u, ["rows.jsonl", "--leaving", "openai/gpt-4o-mini-2024-07-18:sft"]],
  [
    "plan",
    /\$1,000\.00 (?:pays|would pay) for/u,
    [...job, "--budget", "1000", "--examples-owned", "2000", "--label-cost", "0.40"],
  ],
  [
    "plan",
    /\$1,000\.00 (?:pays|would pay) for/u,
    [
      ...job,
      "--budget",
      "1000",
      "--label-cost",
      "0.40",
      "--model",
      "gpt-4.1-mini",
      "--pilots",
      "p.csv",
      "--value-per-point",
      "900",
      "--target",
      "0.8",
    ],
  ],
  [
    "gpu",
    /^(?:From \$|Fits ).*mistral-7b-v0\.3 /su,
    ["--model", "mistralai/Mistral-7B-v0.3", "--method", "qlora", "--gpu", "rtx-3060", ...short],
  ],
  [
    "gpu",
    /^(?:From \$|Fits ).*qwen2\.5-7b /su,
    ["--model", "Qwen/Qwen2.5-7B-Instruct", "--method", "lora", "--gpu", "apple-m4-max-64", ...short],
  ],
  [
    "gpu",
    /^Does not fit 8 × H100/u,
    ["--model", "llama-3.1-70b", "--method", "full", "--gpu", "h100", "--gpus", "8", ...short],
  ],
  [
    "gpu",
    /^(?:From \$|Fits ).*llama-3\.1-8b /su,
    ["--model", "llama-3.1-8b", "--objective", "scratch", "--tokens", "569e9", "--gpu", "h100", "--gpus", "64"],
  ],
  [
    "gpu",
    /^(?:From \$|Fits ).*qwen2\.5-7b /su,
    [
      "--model",
      "Qwen/Qwen2.5-7B-Instruct",
      "--objective",
      "grpo",
      "--gpu",
      "a100-80gb",
      "--gpus",
      "8",
      "--rollouts",
      "tokens=800",
      ...short,
    ],
  ],
  ["gpu", /^(?:From \$|Fits ).*llama-3\.2-1b .*run\.yml \(axolotl\): 157 steps, 9 keys read/su, ["run.yml", ...short]],
  ["diff", /^From 2026-10-22 to 2026-11-24: /u, ["old.json", "new.json"]],
  ["check", /^together would reject bad\.jsonl: /u, ["bad.jsonl", "--provider", "together"]],
  [
    "curve",
    /^Doubling to 4,000 examples will probably bring/u,
    ["p.csv", "--target", "0.85", "--value-per-point", "500", "--label-cost", "1"],
  ],
  [
    "pilots",
    /^Run three pilots, on a quarter, a half and all of your examples/u,
    ["--examples", "4000", "--gain", "0.02", "--test-size", "1500"],
  ],
  ["prices", /^[\d,]+ rates of the price book/u, []],
  ["prices", /^[\d,]+ rates: /u, ["check"]],
  ["prices", /^openai\/gpt-4\.1-mini/u, ["show", "openai/gpt-4.1-mini-2025-04-14:sft"]],
  ["reconcile", /^openai\/\S+: the job lies /u, ["one.json", "job.json"]],
];

/** Rows with as many kinds of flaws as a file may have. */
const badRows = [
  '{"messages":[]}',
  '{"messages":[{"role":"robot","content":"Hi"},{"role":"assistant","content":"Yes."}]}',
  '{"messages":[{"role":"user","content":""},{"role":"user","content":"Hi"}],"colour":"red"}',
  '{"messages":[{"role":"user"},{"role":"assistant","content":"Yes.","weight":3}]}',
  '{"prompt":"Hi"}',
  "[1]",
  '{"messages":',
]
  .map((row) => `${row}\n`)
  .join("")
  .repeat(5);

describe("an answer on a terminal of 80 × 24", () => {
  it.each(cases)("%s fits, and says first what it found", async (command, first, argv) => {
    const one = ["--model", "openai/gpt-4.1-mini-2025-04-14:sft"];
    const texts = {
      "p.csv": pilots,
      "run.yml": axolotl,
      "rows.jsonl": chatRows(200),
      "bad.jsonl": badRows,
      "old.json": command === "diff" ? await answer("--as-of", "2026-10-22") : "",
      "new.json": command === "diff" ? await answer("--as-of", "2026-11-24") : "",
      "one.json": command === "reconcile" ? await answer(...one) : "",
      "job.json": JSON.stringify({
        object: "fine_tuning.job",
        model: "gpt-4.1-mini-2025-04-14",
        trained_tokens: 3_700_000,
        hyperparameters: { n_epochs: 3 },
        training_file: "f",
      }),
    };
    const host = around(texts, 80);
    const screen = { ...host.screen, rows: 24 };
    const { stdout, stderr } = await run([command, ...argv], { ...host, screen });
    const lines = stdout.replace(/\n$/u, "").split("\n");
    expect(stderr.replaceAll(/tunecast: .*\n/gu, "")).toBe("");
    const taken = lines.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / 80)), 0);
    expect(taken, stdout).toBeLessThan(24);
    expect(stdout.replaceAll("\n", " ")).toMatch(first);
  });
});
