import { describe, expect, it } from "vitest";
import { commandsIn, otherWays } from "../../src/config/commandLine.ts";
import { read, refusal } from "./configs.ts";

describe("what Slurm rents", () => {
  const sft = "src/train.py --stage sft --model_name_or_path Qwen/Qwen3-8B --finetuning_type full";
  const cards = (batch: string, start = "srun torchrun --nproc_per_node=$SLURM_GPUS_ON_NODE"): number | undefined =>
    read(`#!/bin/bash\n${batch}\n${start} ${sft}\n`, "run.sh").question.gpus;
  it.each([
    ["#SBATCH --gpus=8", 8],
    ["#SBATCH --nodes=2\n#SBATCH --gpus=8", 8],
    // Cards of all machines, begun ones counted on each.
    ["#SBATCH --nodes=2\n#SBATCH --gpus=7", 8],
    ["#SBATCH --gpus-per-task=2", 2],
    ["#SBATCH --ntasks-per-node=4\n#SBATCH --gpus-per-task=2", 8],
    ["#SBATCH --nodes=2\n#SBATCH --gpus-per-node=4\n#SBATCH --gpus=6", 8],
    // What stands last counts.
    ["#SBATCH --gpus=8\n#SBATCH --gpus=4", 4],
  ])("%j: %d cards", (batch, gpus) => {
    expect(cards(batch)).toBe(gpus);
  });
});

describe("the commands of a script", () => {
  const options = (text: string) => commandsIn(text).at(-1)?.values;
  const trl = "trl sft --model_name_or_path a/b";

  it("reckon sums as the shell does, in whole numbers", () => {
    const reckoned = (sum: string): unknown => options(`N=7\n${trl} --max_length $((${sum}))`)?.["max_length"];
    expect([reckoned("N + 1"), reckoned("N * 3 - 1"), reckoned("1 + N * 3"), reckoned("(1 + N) * 3")]).toEqual([
      8, 20, 22, 24,
    ]);
    expect([reckoned("N / 2"), reckoned("20 - N - 3"), reckoned("100 / 7 / 2"), reckoned("-N + 10")]).toEqual([
      3, 10, 7, 3,
    ]);
  });

  it("have values of their own kind", () => {
    const value = (word: string): unknown => options(`${trl} --x ${word} --y 1`)?.["x"];
    expect(["true", "False", "null", "None", "3", "-2.5e3", ".5", "1e"].map(value)).toEqual([
      true,
      false,
      null,
      null,
      3,
      -2500,
      0.5,
      "1e",
    ]);
    expect([value("'[1, 2]'"), value("'{\"a\": 1}'"), value("'{a}'"), value("a b")]).toEqual([
      [1, 2],
      { a: 1 },
      "{a}",
      ["a", "b"],
    ]);
    expect(options(`${trl} --x --y`)).toMatchObject({ x: true, y: true });
    expect(options(`${trl} --per-device=4`)).toMatchObject({ per_device: 4 });
  });

  it("go each way that an if leaves open", () => {
    const script = `if [ $A ]; then\n${trl} --x 1\nelse\n${trl} --x 2\nfi`;
    expect(otherWays(script).map((way) => options(way)?.["x"])).toEqual([1, undefined]);
    expect(otherWays("x=1\ntrue")).toEqual(["x=1\ntrue", "x=1\ntrue"]);
  });

  it("count what mason.py starts on several machines", () => {
    const start =
      "python mason.py --num_nodes 2 --gpus 8 -- accelerate launch --num_processes 8 open_instruct/finetune.py --model_name_or_path a/b";
    expect(options(start)?.["num_processes"]).toBe(16);
    expect(options(start.replace("--gpus 8 ", ""))?.["num_processes"]).toBe(16);
    expect(options(start.replace("--gpus 8", "--gpus 4"))?.["num_processes"]).toBe(8);
    expect(options(start.replace("--num_nodes 2 ", ""))?.["num_processes"]).toBe(8);
  });
});

describe("a file that cannot be read", () => {
  it("is refused by its line, with the parser's own reason", () => {
    expect(refusal("a: 1\nb: [1\nc: 2\n")).toMatch(/^run\.yaml, line 3 cannot be read: Flow sequence/u);
    expect(refusal("base_model: a/b\nbase_model: c/d\n")).toMatch(
      /^run\.yaml, line 2 cannot be read: its key stands in the file twice/u,
    );
    expect(refusal('[model]\nname = "a\n', "run.toml")).toMatch(
      /^run\.toml, line 2 cannot be read: Invalid TOML document/u,
    );
    expect(refusal("just words")).toMatch(/^run\.yaml, line 1 cannot be read: it holds no keys/u);
    expect(refusal("import torch\nx = {\n", "train.py")).toMatch(/^train\.py, line 1 cannot be read: it is a script/u);
  });
});
