import { describe, expect, it } from "vitest";
import { commandsIn } from "../src/config/commandLine.ts";
import type { Command } from "../src/config/entry.ts";

const lastIn = (script: string): Command => {
  const last = commandsIn(script).at(-1);
  if (last === undefined) throw new Error(`no command in ${script}`);
  return last;
};
const valuesOf = (script: string): Readonly<Record<string, unknown>> => lastIn(script).values;

describe("sums of a shell", () => {
  it.each([
    ["2 * 4", 8],
    ["64 / 3", 21],
    ["64 / 4 / 2", 8],
    ["10 - 2 * 3", 4],
    ["10 - 4 - 3", 3],
    ["10 - 4 + 3", 9],
    ["3 - 4", -1],
    ["(1 + 2) * 4", 12],
    ["2 * (10 - (1 + 2))", 14],
    ["8 * (1 - 3)", -16],
    ["GPUS * 2", 16],
    ["128 / (GPUS * 4)", 4],
  ])("%s is %d", (sum, is) => {
    expect(valuesOf(`GPUS=8\ntorchrun train.py --batch $((${sum}))`)["batch"]).toBe(is);
  });

  it.each(["2 ** 3", "1.5 * 2", "NODES * 2", "$(nproc) * 2"])("%s is not known", (sum) => {
    expect(valuesOf(`torchrun train.py --batch $((${sum}))`)["batch"]).toBe("$OUTPUT");
  });

  it("takes expr as well, and nothing else that a program would print", () => {
    expect(valuesOf("N=4\ntorchrun train.py --batch $(expr $N + 1) --gpus $(nvidia-smi -L) --lr 1")).toEqual({
      batch: 5,
      gpus: "$OUTPUT",
      lr: 1,
    });
  });
});

describe("what a script sets", () => {
  it.each([
    ["as it is", "N=8", "$N", 8],
    ["in braces", "N=8", "${N}", 8],
    ["in quotes", 'N="8"', '"$N"', 8],
    ["in single quotes", "N='a b'", '"$N"', "a b"],
    ["exported", "export N=8", "$N", 8],
    ["in a function", "  local N=8", "$N", 8],
    ["with a comment behind it", "N=8 # cards", "$N", 8],
    ["by another variable", "M=4\nN=$((M * 2))", "$N", 8],
    ["twice, the last of which counts", "N=4\nN=8", "$N", 8],
    ["to what stands before", "N=a\nN+=b", '"$N"', "a b"],
    ["as its usual value", "", "${N:-8}", 8],
    ["as its usual value in quotes", "", '${N:-"8"}', 8],
    ["as its usual value without a colon", "", "${N-8}", 8],
    ["before its usual value", "N=4", "${N:-8}", 4],
    ["as a usual value within another", "M=x", '"${N:-${M}/y}"', "x/y"],
    ["nowhere", "", "$N", "$N"],
    ["nowhere, in braces", "", "${N}", "$N"],
    ["by the one who calls it", "", "$1", "$1"],
  ])("is filled in: %s", (_how, before, word, value) => {
    expect(valuesOf(`${before}\ntorchrun train.py --x ${word}`)["x"]).toEqual(value);
  });

  it("has the value that stands before a command", () => {
    const script = "N=1\ntorchrun train.py --x $N\nN=2\ntorchrun train.py --x $N\nN=3\n";
    expect(commandsIn(script).map(({ values }) => values)).toEqual([{ x: 1 }, { x: 2 }]);
  });

  it("joins lines that a backslash, an array or a here-document joins, and leaves comments out", () => {
    const script = `#!/bin/bash
# --rank 3
ARGS=(
  --rank 8   # of the adapters
  --batch 2
)
ARGS+=(--lr 1e-4)
read -r -d '' MORE <<'EOF'
  --epochs 3
  --seed 7
EOF
torchrun train.py "\${ARGS[@]}" $MORE \\
  --length 512 \\
  --packed # "rows" fill packs`;
    expect(valuesOf(script)).toEqual({ rank: 8, batch: 2, lr: 1e-4, epochs: 3, seed: 7, length: 512, packed: true });
  });

  // As bash 5.2 does it: a backslash counts at the very end of a line, and a comment has no next line.
  it.each([
    ["a comment", "--rank 8 \\\n  # --batch 2 \\\n  --length 512 \\\n  --packed"],
    ["an empty line", "--rank 8 \\\n\n  --length 512 \\\n  --packed"],
    ["a comment behind a backslash", "--rank 8 \\ # of the adapters\n  --length 512 --packed"],
    ["a space behind a backslash", "--rank 8 \\ \n  --length 512 --packed"],
    ["no backslash", "--rank 8\n  --length 512 --packed"],
  ])("ends a command at %s, and the options behind it are cut off", (_what, options) => {
    const { values, cut } = lastIn(`torchrun train.py ${options}\necho done\n`);
    expect([values, cut]).toEqual([{ rank: 8 }, { length: 512, packed: true }]);
  });

  it("cuts nothing off where a comment stands in an array, in quotes or at the end", () => {
    const script = `A=(--x 1 # one\n  # two\n --y "a # b")\ntorchrun train.py "\${A[@]}" --z 'c # d' \\\n  # --w 3\n\necho --w\n`;
    expect(lastIn(script)).toMatchObject({ values: { z: "c # d" }, cut: {} });
  });

  it.each([
    [
      `srun -N 2 bash -c "cd /src; torchrun train.py --rank \\$RANKS --name \\"a b\\""`,
      { rank: "$RANKS", name: "a b" },
    ],
    [`sh -c 'torchrun train.py --rank 8'`, { rank: 8 }],
    [`bash -lc \\\n"torchrun train.py \\\n --rank 8" &>> log`, { rank: 8 }],
  ])("runs what a shell is given to run: %s", (script, values) => {
    expect(lastIn(script)).toMatchObject({ command: expect.arrayContaining(["torchrun", "train.py"]), values });
  });

  it.each([
    ["torchrun train.py --rank 4", "torchrun eval.py --rank 8"],
    ["python3 -m verl.trainer.main_ppo trainer.nnodes=2", "python3 -m verl.model_merger merge --backend fsdp"],
    ["deepspeed --module openrlhf.cli.train_sft --rank 4", "deepspeed --module openrlhf.cli.batch_inference --rank 8"],
  ])("takes no program for the run that trains nothing by its name: %s, %s", (run, other) => {
    expect(commandsIn(`${run}\n${other}\n`).map(({ values }) => values)).toEqual([valuesOf(run)]);
    expect(commandsIn(other)).toEqual([]);
  });

  it("is a run of a launcher's command or of verl's, wherever other programs of Python stand", () => {
    const verl = "python3 -u -m verl.trainer.main_ppo trainer.nnodes=2";
    const script = `torchrun train.py --rank 4\n${verl}\npython plot.py --rank 1\n`;
    expect(commandsIn(script).map(({ values }) => values)).toEqual([{ rank: 1 }, { rank: 4 }, { "trainer.nnodes": 2 }]);
  });

  it("is a run of the last command that trains and has options", () => {
    const script = "torchrun train.py --rank 4\ntorchrun train.py --rank 8\necho torchrun\npython eval.sh --rank 1\n";
    expect(valuesOf(script)).toEqual({ rank: 8 });
  });
});

describe("the options of a command", () => {
  it.each([
    ["--rank 8", { rank: 8 }],
    ["--rank=8", { rank: 8 }],
    ["--lora-rank 8", { lora_rank: 8 }],
    ["-r 8", { r: 8 }],
    ["--packed", { packed: true }],
    ["--packed --rank 8", { packed: true, rank: 8 }],
    ["--packed True --fused false", { packed: true, fused: false }],
    ["--eval None --save null", { eval: null, save: null }],
    ["--lr 1e-5 --decay .5 --warm 5. --beta +0.1 --top -1", { lr: 1e-5, decay: 0.5, warm: 5, beta: 0.1, top: -1 }],
    ["--version 1.2.3", { version: "1.2.3" }],
    ["--targets q_proj v_proj", { targets: ["q_proj", "v_proj"] }],
    [`--kwargs '{"a": 1}' --list [1,2] --bad [x`, { kwargs: { a: 1 }, list: [1, 2], bad: "[x" }],
    [`--name "two words" --path 'a "b"' --mixed a"b c"`, { name: "two words", path: 'a "b"', mixed: "ab c" }],
    [`--name "a \\"b\\""`, { name: 'a "b"' }],
    ["data.length=512 +new.key=x ++forced.key=true", { "data.length": 512, "new.key": "x", "forced.key": true }],
    ["--rank 8 data.length=512", { rank: 8, "data.length": 512 }],
    ["--rank 8 > out.log", { rank: 8 }],
    ["--rank 8 && echo done", { rank: 8 }],
    ["--rank 8 | tee log", { rank: 8 }],
    ["--rank 8 $@", { rank: 8 }],
    ["--nodes $NODES --rank 8", { nodes: "$NODES", rank: 8 }],
    ["--packed $@", { packed: true }],
  ])("%s", (options, values) => {
    expect(valuesOf(`torchrun train.py ${options}`)).toEqual(values);
  });

  it("tells the program from its options", () => {
    const command = (line: string): readonly string[] => lastIn(line).command;
    expect(command("python -m my.trainer --rank 8")).toEqual(["python", "my.trainer"]);
    expect(command("deepspeed --module my.trainer --rank 8")).toEqual(["deepspeed", "my.trainer"]);
    expect(command("torchrun --nproc_per_node 8 train.py --rank 8")).toEqual(["torchrun", "train.py"]);
    expect(lastIn("torchrun --standalone train.py --rank 8")).toMatchObject({
      command: ["torchrun", "train.py"],
      values: { standalone: true, rank: 8 },
    });
    expect(valuesOf("torchrun --nproc_per_node 8 train.py --rank 8")).toEqual({
      nproc_per_node: 8,
      rank: 8,
    });
    expect(command("ray job submit --address x -- python train.py --rank 8")).toEqual(["python", "train.py"]);
    expect(command("CUDA_VISIBLE_DEVICES=0 torchrun train.py --rank 8")).toEqual([
      "CUDA_VISIBLE_DEVICES=0",
      "torchrun",
      "train.py",
    ]);
  });

  it.each([
    ["torchrun train.py --rank 8", true],
    ["python3 train.py --rank 8", true],
    ["llamafactory-cli train stage=sft", true],
    ["swift sft --model x", true],
    ["torchrun train.py", false],
    ["ls -l", false],
    ["model: x\nstart: torchrun train.py --rank 8\n", false],
    ["", false],
  ])("are looked for in a command that trains: %j is one: %s", (text, is) => {
    expect(commandsIn(text).length > 0).toBe(is);
  });
});
