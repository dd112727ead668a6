import { chatRows } from "../host.ts";
import { Folder } from "../folder.ts";

/** Files that the options are tried on, and options that several commands have. */
export const folder = new Folder();
export const rows = folder.file("rows.jsonl", chatRows(60));
export const bad = folder.file("bad.jsonl", `${chatRows(20)}{"messages":[]}\n`.repeat(14));
export const table = folder.file("table.jsonl", '{"q":"a","a":"b","s":"c"}\n'.repeat(20));
export const pilots = folder.file(
  "p.csv",
  "n,value,se\n125,0.71,0.02\n250,0.745,0.02\n500,0.775,0.02\n1000,0.80,0.02\n",
);
const discount = { discounts: [{ provider: "openai", percent: "10", source: "contract" }] };
const own = folder.file("own.json", JSON.stringify(discount));
export const gold = folder.file("gold.txt", "yes\nno\nyes\nNo\n");
export const said = folder.file("said.txt", "yes\nno\nno\nno\n");
export const run = folder.file(
  "run.yml",
  "base_model: meta-llama/Llama-3.2-1B\nadapter: lora\nlora_r: 16\nlora_alpha: 32\nmicro_batch_size: 2\ngradient_accumulation_steps: 4\nsequence_len: 2048\nnum_epochs: 2\ndatasets:\n  - path: a.jsonl\n    type: alpaca\n",
);
export const job = folder.file(
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

/** Results of one run at each of three sizes, on two tasks by two metrics. */
export const results: readonly string[] = [125, 250, 500].map((n, at) => {
  const scored = (more: number) => ({ "acc,none": 0.7 + 0.03 * at + more, "f1,none": 0.6 + 0.04 * at + more });
  const path = folder.file(`r${n}.json`, JSON.stringify({ results: { one: scored(0), other: scored(0.02) } }));
  return `${n}=${path}`;
});

export const mini = "openai/gpt-4.1-mini-2025-04-14:sft";
export const hosted = "azure/gpt-4.1-mini:sft@regional";
export const typed = ["--examples", "8000", "--tokens-per-example", "620"];
export const use = ["--requests", "240000", "--input-tokens", "900", "--output-tokens", "120"];

/** What an option is given, and what has to stand beside it for that; `[]` is an option without a value. */
type Toggle = readonly string[];
export interface Asked {
  readonly base: readonly string[];
  readonly options: Readonly<Record<string, Toggle>>;
  /** Beside an option. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** In place of the base. */
  readonly instead?: Readonly<Record<string, readonly string[]>>;
}

export const data = { "--shape": ["text"], "--columns": ["prompt=q,completion=a"] };
export const ofOffer = {
  "--model": [mini],
  "--offer": [hosted],
  "--tokens-per-example": ["700"],
  "--epochs": ["2"],
  "--as-of": ["2025-09-01"],
  "--own-prices": [own],
};
const priced = ["--offer", hosted, "--tokens-per-example", "620"];
export const besideOffer = {
  "--offer": ["--tokens-per-example", "620"],
  "--tokens-per-example": ["--offer", hosted],
  "--epochs": priced,
  "--own-prices": ["--offer", mini, "--tokens-per-example", "620"],
};
export const book = {
  "--format": ["csv"],
  "--as-of": ["2025-03-01"],
  "--provider": ["openai"],
  "--model": ["gpt-4.1-2025-04-14"],
  "--kind": ["training"],
  "--sort": ["amount"],
};
export const question = {
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
export const questionBeside = { "--validation": ["--set", "job.evaluations=5"], "--set": ["--as-of", "2025-06-01"] };
export const traffic = {
  "--requests": ["300k"],
  "--input-tokens": ["950"],
  "--cached-input-tokens": ["500"],
  "--output-tokens": ["130"],
  "--batch-share": ["0.5"],
  "--months": ["5"],
};
