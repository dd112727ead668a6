import { describe, expect, it } from "vitest";
import { commandsIn } from "../../src/config/commandLine.ts";
import { problemSentence, readTrainerConfig } from "../../src/trainers.ts";

// verl at b178a3cd and slime at 624b824a, read on 2026-12-07: examples/sft/vlm/run_qwen3_vl_2b.sh,
// tests/special_e2e/run_fully_async_policy.sh, examples/fully_async/run-qwen2.5-0.5B-fully_async.sh.
describe("what a script decides itself", () => {
  const engines = `SPLIT="engine=fsdp optim.betas="[0.9,0.95]" engine.ulysses_sequence_parallel_size=2"
SHARED="engine=megatron optim.betas="[0.9,0.95]" engine.tensor_model_parallel_size=2"`;
  const script = (backend: string, sign: string): string => `#!/bin/bash
ENTRY=\${ENTRY:-"-m verl.trainer.sft_trainer"}
backend=\${BACKEND:-${backend}}
${engines}
if [ "$backend" ${sign} "fsdp" ]; then
  ENGINE="$SPLIT"
else
  ENGINE="$SHARED"
fi
torchrun --nproc_per_node=4 \${ENTRY} data.max_length=1024 data.train_batch_size=64 model.path=Qwen/Qwen3-8B $ENGINE
`;

  it.each([
    ["fsdp", "=", { framework: "hf-inplace", contextParallel: 2 }],
    ["megatron", "==", { framework: "megatron", tensorParallel: 2 }],
    ["megatron", "!=", { framework: "hf-inplace", contextParallel: 2 }],
  ])("is read in the way that it goes: %s %s fsdp", (backend, sign, run) => {
    const read = readTrainerConfig([{ name: "run.sh", text: script(backend, sign) }]);
    if (!read.ok) throw new Error(problemSentence(read.problem));
    expect(read.value.question).toMatchObject({ model: "Qwen/Qwen3-8B", gpus: 4, ...run });
  });

  const rowsIn = (text: string): unknown =>
    commandsIn(`${text}\ntorchrun train.py --rows $ROWS\n`).at(-1)?.values["rows"];

  it.each([
    [1, "8B", "8B", "4B"],
    [2, "4B", "8B", "4B"],
    [3, "1B", "8B", "4B"],
    [1, "8B", "8B", "8B"],
  ])("goes into the branch %i of %s, %s and %s", (rows, size, first, second) => {
    const branches = `if [[ $SIZE == "${first}" ]]; then\n  ROWS=1\nelif [ $SIZE = ${second} ]; then\n  ROWS=2\nelse\n  ROWS=3\nfi`;
    expect(rowsIn(`SIZE=${size}\n${branches}`)).toBe(rows);
    expect(rowsIn(`SIZE=${size}\nif [ $SIZE = 2B ]; then echo 2B; fi\nif [ -n "$MORE" ]; then\n${branches}\nfi`)).toBe(
      rows,
    );
    expect(rowsIn(`SIZE=${size}\nif [ $SIZE = none ]; then\n${branches}\nROWS=4\nfi`)).toBe("$ROWS");
  });

  it("is open where one of the texts is not known", () => {
    expect(rowsIn("if [ $1 = a ]; then\n  ROWS=1\nelse\n  ROWS=2\nfi")).toBe(2);
  });

  it.each([
    ['NAME="a ${B:-"b c"} d"', ["a", "b", "c", "d"]],
    ['NAME=${B:-"b c"}', ["b", "c"]],
    ['NAME="a "[b]" c"', ["a", "[b]", "c"]],
  ])("keeps blanks in quotes: %s", (line, words) => {
    expect(commandsIn(`${line}\ntorchrun train.py --x $NAME\n`).at(-1)?.values["x"]).toEqual(words);
  });

  it("keeps a text of several lines with quotes in it for the option that it belongs to", () => {
    const text = `ENV_JSON="{
  \\"env_vars\\": {\\"A\\": \\"1\\"}
}"
ARGS=(
  --hf-checkpoint a/b
)
ray job submit --runtime-env-json="\${ENV_JSON}" -- python3 train.py --actor-num-nodes "\${N:-1}" "\${ARGS[@]}"
`;
    expect(commandsIn(text).at(-1)).toMatchObject({
      command: ["python3", "train.py"],
      values: { actor_num_nodes: 1, hf_checkpoint: "a/b" },
    });
  });
});
