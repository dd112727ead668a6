import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const texts = {
  "train.jsonl": chatRows(200),
  "pilots.csv": "n,value,se\n250,0.612,0.012\n500,0.655,0.011\n1000,0.701,0.011\n",
  "axolotl.yml":
    "base_model: NousResearch/Llama-3.2-1B\nadapter: qlora\nload_in_4bit: true\nsequence_len: 2048\nlora_r: 32\nmicro_batch_size: 2\n",
};
const traffic = "--requests 240k --input-tokens 400 --output-tokens 120";

/** What somebody tries who has read the README and the first page of the help, and what each try is answered. */
const tasks: Readonly<Record<string, readonly (readonly [line: string, answer: RegExp])[]>> = {
  "the bill of a file": [["estimate train.jsonl", /^From \$[\d.,]+ to train/u]],
  "pay-back against a cached few-shot prompt": [
    [`advise train.jsonl ${traffic} --way few_shot=1860`, /examples in the prompt, today +\$0\.00 +\$234\.72/u],
    [
      `advise train.jsonl ${traffic} --way few_shot=1860,cached=1800`,
      /No price of cached tokens is known of Nova 2 Lite: examples in the prompt at the full price/u,
    ],
    [
      `advise train.jsonl ${traffic} --way few_shot=1860,cached=1800 --offer openai/gpt-4.1-mini-2025-04-14:sft`,
      /examples in the prompt, today +\$0\.00 +\$133\.44.*never/su,
    ],
  ],
  "best size with labels at $0.40": [
    ["curve pilots.csv --label-cost 0.40", /The next doubling costs \$400\.00/u],
    ["curve pilots.csv --label-cost 0.40 --value-per-point 500", /Best size: [\d,]+ examples for \$[\d.,]+/u],
  ],
  "EUR plan within 1,000": [
    ["plan train.jsonl --budget 1000 --label-cost 0.40 --currency EUR", /--own-prices EUR=0\.92/u],
    ["plan train.jsonl --budget 1000 --label-cost 0.40 --own-prices EUR=0.92", /^€1,000\.00 pays for [\d,]+ examples/u],
  ],
  "cost of a config on 8 H100": [
    ["gpu axolotl.yml --gpu h100 --gpus 8", /Fits 8 × H100.*Add --data/su],
    ["gpu axolotl.yml --gpu h100 --gpus 8 --data train.jsonl", /^From \$[\d.]+ on 8 × H100/u],
  ],
};

it("five tasks are answered in at most twelve tries by the README and the first page of the help", async () => {
  let tries = 0;
  for (const [task, lines] of Object.entries(tasks)) {
    let read = readme;
    for (const [line, answer] of lines) {
      const [command = "", ...argv] = line.split(" ");
      const { stdout: help } = await runOver({}, command, "--help");
      read += help;
      // A try may be wrong; what it says then is read, too.
      for (const option of argv.filter((word) => word.startsWith("--") && word !== "--currency"))
        expect(read, `${task}: ${option}`).toContain(option);
      expect(!line.includes(",cached=") || read.includes(",cached="), task).toBe(true);
      const { stdout, stderr } = await runOver(texts, command, ...argv);
      expect(stdout + stderr, task).toMatch(answer);
      read += stdout + stderr;
      tries += 1;
    }
  }
  console.log(`${Object.keys(tasks).length} tasks in ${tries} tries.`);
  expect(tries).toBeLessThanOrEqual(12);
});
