import { describe, expect, it } from "vitest";
import { problemSentence, readTrainingLog } from "../../src/trainers.ts";
import type { TrainingLog } from "@tunecast/gpu";

function read(text: string, name = "log"): TrainingLog {
  const log = readTrainingLog({ name, text });
  if (!log.ok) throw new Error(problemSentence(log.problem));
  return log.value;
}
const refusal = (text: string): string => {
  const log = readTrainingLog({ name: "the.log", text });
  return log.ok ? "read" : problemSentence(log.problem);
};
const factory = (step: number, elapsed: string, more = ""): string =>
  `{"current_steps": ${step}, "total_steps": 100, "loss": 1.5, "lr": 1e-05, "epoch": 0.1, "percentage": ${step}.0, "elapsed_time": "${elapsed}"${more}}\n`;

describe("readTrainingLog", () => {
  it.each([
    [
      "LLaMA-Factory's trainer_log.jsonl",
      factory(50, "1 day, 2:03:04", ', "throughput": 4129.18, "total_tokens": 24689312'),
      { tool: "LLaMA-Factory", steps: 100 },
      { step: 50, seconds: 93_784, tokens: 24_689_312, loss: 1.5 },
    ],
    [
      "ms-swift's logging.jsonl",
      `{"loss": 0.2, "epoch": 0.4, "global_step/max_steps": "60/438", "elapsed_time": "1h 4m 34s", "train_speed(iter/s)": 0.2}
{"model_parameter_info": "PeftModelForCausalLM: 8212.5588M Params (21.8235M Trainable)", "log_history": []}`,
      { tool: "ms-swift", steps: 438, parameters: 8_212_558_800.000001 },
      { step: 60, seconds: 3874, tokens: null, loss: 0.2 },
    ],
    [
      "trainer_state.json with what a step took",
      JSON.stringify({
        max_steps: 200,
        total_flos: 4.2e16,
        num_input_tokens_seen: 1e6,
        log_history: [
          { loss: 0.1, step: 10, step_time: 3, num_tokens: 5000 },
          { loss: 0.05, step: 20, step_time: 5, num_tokens: 9000 },
        ],
      }),
      { tool: "a Hugging Face trainer", steps: 200, parameters: 7e9 },
      { step: 20, seconds: 80, tokens: 9000, loss: 0.05 },
    ],
    [
      "wandb's export",
      '"Step","train/loss","_runtime","_timestamp","train/global_step"\n1,0.9,30.5,1700000030,10\n2,0.8,60.5,1700000060,20\n',
      { tool: "a table", steps: null },
      { step: 20, seconds: 60.5, tokens: null, loss: 0.8 },
    ],
    [
      "a table with times of day",
      "timestamp,step,loss,tokens_total\n2026-02-17T12:00:00,0,,\n2026-02-17T12:10:00.5,100,4.5,1638400\n",
      { tool: "a table" },
      { step: 100, seconds: 600.5, tokens: 1_638_400, loss: 4.5 },
    ],
    [
      "a list of entries as JSON",
      '[{"_step": 5, "_runtime": 12.5, "train/loss": 2}, {"_step": 9, "_runtime": 20, "train/loss": 1}]',
      { tool: "a list of entries" },
      { step: 9, seconds: 20, tokens: null, loss: 1 },
    ],
    [
      "bars on the screen",
      " 12%|█▏  | 120/1000 [04:10<30:33,  2.08s/it]\r{'loss': 0.7, 'learning_rate': 1e-5, 'epoch': 0.1}\n 50%|█████ | 500/1000 [17:20<17:20,  2.08s/it]\n",
      { tool: "the screen", steps: 1000 },
      { step: 500, seconds: 1040, tokens: null, loss: null },
    ],
    [
      "lines with a time of day",
      "[INFO|2024-11-26 22:07:15] trainer.py:2315 >>   Num Epochs = 10\n[INFO|2024-11-26 22:07:15] trainer.py:2321 >>   Total optimization steps = 1,700\n[INFO|2024-11-26 22:17:15] logging.py:157 >> {'loss': 2.2, 'learning_rate': 2e-06, 'epoch': 5.0}\n",
      { tool: "the screen", steps: 1700 },
      { step: 850, seconds: 600, tokens: null, loss: 2.2 },
    ],
  ])("reads %s", (_name, text, about, last) => {
    const log = read(text);
    expect(log).toMatchObject(about);
    expect(log.points.at(-1)).toEqual(last);
    expect(log.finished).toBe(false);
  });

  it("leaves out a line that is cut, and says which", () => {
    const log = read(factory(5, "0:00:10") + factory(10, "0:00:20") + '{"current_steps": 15, "total_st');
    expect(log.points.map(({ step }) => step)).toEqual([5, 10]);
    expect(log.unread).toEqual({ lines: 1, first: 3 });
    expect(read("step,loss,elapsed_s\n10,0.5,3\n20,0.").unread).toEqual({ lines: 1, first: 3 });
  });

  it("goes on with the clock of a run that was taken up again, and counts each step once", () => {
    const log = read(
      factory(40, "1:00:00") +
        factory(50, "1:15:00") +
        factory(42, "0:03:00") +
        factory(50, "0:15:00") +
        factory(60, "0:30:00"),
    );
    expect(log.restarts).toBe(1);
    expect(log.points.map(({ step, seconds }) => [step, seconds])).toEqual([
      [40, 3600],
      [50, 5400],
      [60, 6300],
    ]);
  });

  it("reads a log that several processes of one run write", () => {
    const log = read(
      factory(10, "0:10:00") +
        factory(10, "0:10:01") +
        factory(20, "0:20:00") +
        factory(10, "0:19:59") +
        factory(30, "0:30:00"),
    );
    expect(log.restarts).toBe(0);
    expect(log.points.map(({ step }) => step)).toEqual([10, 20, 30]);
  });

  it("takes the steps of the training, not those of an evaluation behind it", () => {
    const evaluated =
      '{"current_steps": 30, "total_steps": 30, "eval_loss": 1.2, "percentage": 100.0, "elapsed_time": "0:11:00"}\n';
    const log = read(factory(90, "0:09:00") + factory(100, "0:10:00") + evaluated);
    expect([log.steps, log.points.at(-1)?.step]).toEqual([100, 100]);
  });

  it("takes the bar of the training, not those of tokenising and evaluating", () => {
    const bars =
      "Running tokenizer: 100%|████| 1096/1096 [00:03<00:00, 360 examples/s]\n  0%|  | 0/54 [00:00<?, ?it/s]\n 11%|█ | 6/54 [01:46<13:58, 17.46s/it]\n{'loss': 1.2, 'epoch': 0.3}\n100%|███| 20/20 [00:40<00:00,  2.0s/it]\n{'eval_loss': 1.1}\n";
    for (const text of [
      bars,
      `***** Running training *****\n  Total optimization steps = 54\n${bars}`,
      bars.replace("'loss'", "'other'"),
    ]) {
      const log = read(text);
      expect([log.steps, log.points.map(({ step }) => step)]).toEqual([54, [6]]);
    }
  });

  it.each([
    [factory(100, "0:10:00"), true],
    [`${factory(90, "0:10:00")}{"current_steps": 90, "total_steps": 100, "train_runtime": 600}\n`, true],
    [factory(99, "0:10:00"), false],
  ])("knows whether the run is over", (text, over) => {
    expect(read(text).finished).toBe(over);
  });

  it.each([
    ["", "is no log that is read"],
    ["model: llama\n", "is no log that is read"],
    ['{"timestamp": "2025-07-17T11:27:05", "user": "hello"}', "is no log that is read"],
    ['{"current_steps": 5, "total_steps": 512, "percentage": 0.98, "elapsed_time": "0:00:05"}', "log of a prediction"],
    ['{"log_history": []}', "is no log that is read"],
  ])("refuses %j", (text, said) => {
    expect(refusal(text)).toContain(said);
  });
});

describe("a screen without a run", () => {
  const loading = "Loading weights: 100%|██████████| 1013/1013 [00:10<00:00, 96.2it/s]";

  it.each([
    ["Loading weights"],
    ["Loading checkpoint shards"],
    ["Map (num_proc=8)"],
    ["Tokenizing train dataset"],
    ["Saving model checkpoint"],
  ])("is no log, though it shows a bar of its own: %s", (label) => {
    const text = `run sh: python -m swift.cli.sft\n${loading.replace("Loading weights", label)}\nexitcode: 1\n`;
    expect(readTrainingLog({ name: "stdout.log", text })).toMatchObject({ ok: false, problem: { kind: "not_a_log" } });
  });

  it("is one where the run's own bar stands beside it, named or not", () => {
    for (const label of ["", "Train: "]) {
      const text = `${loading}\n${label} 50%|█████     | 20/40 [01:30<01:30,  4.50s/it]\n`;
      const log = readTrainingLog({ name: "stdout.log", text });
      expect(log).toMatchObject({ ok: true, value: { steps: 40, points: [{ step: 20, seconds: 90 }] } });
    }
  });
});
