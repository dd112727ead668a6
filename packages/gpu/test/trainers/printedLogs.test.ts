import { describe, expect, it } from "vitest";
import { problemSentence, readTrainingLog } from "../../src/trainers.ts";
import type { TrainingLog } from "@tunecast/gpu";

function read(...lines: readonly string[]): TrainingLog {
  const log = readTrainingLog({ name: "train.log", text: lines.join("\n") });
  if (!log.ok) throw new Error(problemSentence(log.problem));
  return log.value;
}
const pointsOf = (...lines: readonly string[]) =>
  read(...lines).points.map(({ step, seconds, loss }) => [step, seconds, loss]);

/** Lines as the programs print them, with figures of our own. */
const megatron = (time: string, step: number, loss: string, took: number): string =>
  ` [2026-04-13 ${time}] iteration ${String(step).padStart(8)}/    1000 | consumed samples:          160 | elapsed time per iteration (ms): ${took} | learning rate: 1.000000E-04 | global batch size:    16 |${loss} loss scale: 4096.0 | number of skipped iterations:   0 |`;
const verl = (step: number, took: number, loss: number): string =>
  `\u001B[36m(TaskRunner pid=4711)\u001B[0m step:${step} - actor/kl_loss:0.001 - actor/entropy_loss:0.41 - actor/pg_loss:${loss} - actor/lr:0.000 - timing_s/gen:9.9 - timing_s/step:${took} - timing_per_token_ms/gen:0.9`;
const nemo = (step: number, loss: number): string =>
  `0: Training epoch 0, iteration ${step}/99 | lr: 5.6e-06 | global_batch_size: 32 | global_step: ${step} | reduced_train_loss: ${loss} | train_step_timing in s: 0.5 | consumed_samples: 928 | val_loss: 7.7`;

describe("a bar that begins anew with each epoch", () => {
  const lightning = (epoch: number, at: number, clock: string, more = "loss=1.50"): string =>
    `Epoch ${epoch}: ${at}%|████      | ${at}/100 [${clock}<00:10,  2.00it/s, v_num=0, ${more}]`;

  it("is counted through: its steps, and its time", () => {
    const lines = [
      lightning(0, 50, "00:25"),
      lightning(0, 100, "00:50"),
      lightning(1, 100, "00:40"),
      lightning(2, 20, "00:08"),
    ];
    expect(read(...lines)).toMatchObject({ steps: null, finished: false, restarts: 0 });
    expect(pointsOf(...lines).map(([step, seconds]) => [step, seconds])).toEqual([
      [50, 25],
      [100, 50],
      [200, 90],
      [220, 98],
    ]);
  });

  it.each(["loss", "train_loss", "train/loss_step", "train_loss_step"])("has its loss beside it: %s", (name) => {
    expect(read(lightning(0, 40, "00:20", `${name}=3.10`)).points.at(-1)?.loss).toBe(3.1);
  });

  it("is over where the program says how many epochs there are", () => {
    const end = "`Trainer.fit` stopped: `max_epochs=2` reached.";
    const lines = [lightning(0, 100, "00:50"), lightning(1, 100, "00:40"), `${lightning(1, 100, "00:40")}${end}`];
    expect(read(...lines)).toMatchObject({ steps: 200, finished: true });
  });

  it("is torchtune's as well, and one epoch alone is the run", () => {
    const bar = (epoch: number, step: number, at: number, clock: string): string =>
      `${epoch}|${step}|Loss: 1.2345: ${at * 10}%|█████     | ${at}/10 [${clock}<00:15,  3.00s/it]`;
    const run = read(bar(1, 5, 5, "00:15"), bar(1, 10, 10, "00:30"), bar(2, 20, 10, "00:29"));
    expect(run.points.at(-1)).toEqual({ step: 20, seconds: 59, tokens: null, loss: 1.2345 });
    expect(read(bar(1, 10, 10, "00:30"))).toMatchObject({ steps: 10, finished: true });
  });
});

describe("what a Hugging Face trainer prints", () => {
  it.each([
    ["{'loss': 0.5, 'grad_norm': 0.1, 'learning_rate': 1e-06, 'epoch': 1.0}", 0.5],
    ["{'train_runtime': '158.8', 'train_samples_per_second': '26.2', 'train_loss': '1.567', 'epoch': '1'}", null],
  ])("may begin with an entry: %s", (first, loss) => {
    const run = read(
      first,
      "100%|██████████| 260/260 [02:38<00:00,  1.64it/s]",
      "[2026-06-20 15:38:29,823] done",
      first,
    );
    expect(run).toMatchObject({ steps: 260, finished: true });
    expect(run.points.at(-1)).toMatchObject({ step: 260, seconds: 158, loss });
  });
});

describe("losses before the first bar", () => {
  const bar = (step: number, elapsed: string): string => `${step}%|█  | ${step}/100 [${elapsed}<00:10, 1it/s]`;
  const loss = (value: number, epoch: string): string => `{'loss': '${value}', 'epoch': '${epoch}'}`;

  it.each([
    ["  Num Epochs = 2", ""],
    ["", "{'train_runtime': '200', 'train_loss': '1.2', 'epoch': '2'}"],
  ])("stand where their epoch is: %j %j", (first, last) => {
    const losses = [loss(3, "0.2"), loss(2, "0.4"), loss(1, "1.5")];
    expect(pointsOf(first, ...losses, bar(1, "00:02"), bar(20, "00:40"), bar(100, "03:20"), last)).toEqual([
      [1, 2, null],
      [10, null, 3],
      [20, 40, 2],
      [75, null, 1],
      [100, 200, null],
    ]);
  });

  it("do not hide that the run was taken up again", () => {
    const lines = ["Num Epochs = 2", loss(3, "0.2"), bar(20, "02:40"), bar(60, "08:00"), bar(61, "00:09")];
    expect(read(...lines)).toMatchObject({ restarts: 1, points: [{ loss: 3 }, {}, {}, { step: 61, seconds: 489 }] });
  });
});

describe("steps that a program numbers on its lines", () => {
  it.each([
    [
      "Megatron-LM",
      [
        megatron("23:41:12", 10, "", 1200),
        megatron("23:41:20", 20, " lm loss: 1.072453E+01 |", 800),
        " validation loss at iteration 20 | lm loss value: 8.889540E+00 | lm loss PPL: 7.255679E+03 | ",
        "saving checkpoint at iteration     20 to /checkpoints in torch_dist format",
        megatron("23:41:30", 30, " lm loss: 9.5E+00 |", 810),
      ],
      { steps: 1000, finished: false },
      [
        [10, 12, null],
        [20, 20, 10.724_53],
        [30, 30, 9.5],
      ],
    ],
    [
      "NeMo",
      [nemo(28, 2.778), nemo(29, 2.782), nemo(99, 2.5)],
      { steps: 100, finished: true },
      [
        [29, 14.5, 2.778],
        [30, 15, 2.782],
        [100, 50, 2.5],
      ],
    ],
    [
      "torchtitan, of two ranks",
      [
        "[rank0]:[titan] 2026-07-21 15:57:42,500 - root - INFO - step:  5  loss:  4.9925  grad_norm:  2.6422  memory:  9.46GiB(64.99%)  tps: 30,768  tflops: 3.15  mfu: 0.32%",
        "[rank1]:[titan] 2026-07-21 15:57:42,500 - root - INFO - step:  5  loss:  4.9925  grad_norm:  2.6422  memory:  9.46GiB(64.99%)",
        "[rank0]:[titan] 2026-07-21 15:57:44,500 - root - INFO - step: 10  loss:  3.9119  grad_norm:  1.6558  memory:  9.46GiB(64.99%)",
      ],
      { steps: null, finished: false },
      [
        [5, 2, 4.9925],
        [10, 4, 3.9119],
      ],
    ],
    [
      "torchtune, which has no clock",
      [
        "Step 4 | loss:0.36 lr:1e-06 tokens_per_second_per_gpu:9001.1 peak_memory_active:85.5",
        "Step 5 | loss:0.35 lr:1e-06 tokens_per_second_per_gpu:9077.2 peak_memory_active:85.5",
      ],
      { steps: null },
      [
        [4, null, 0.36],
        [5, null, 0.35],
      ],
    ],
    [
      "verl",
      [
        "(TaskRunner pid=4711) Total training steps: 560",
        "(TaskRunner pid=4711) step:0 - val/test_score/logic:0.000",
        verl(1, 29, -0.375),
        verl(2, 31, -0.05),
      ],
      { steps: 560 },
      [
        [1, 29, -0.375],
        [2, 60, -0.05],
      ],
    ],
    [
      "a loop of one's own",
      [
        "1 epoch = 20 batches",
        "step 0 | loss: 10.9 | lr: 6.0000e-05 | norm: 27.0159 | time: 17830.71ms | tokens/sec: 29403.65",
        "step 1 | loss: 9.6 | lr: 1.2000e-04 | norm: 9.5112 | time: 4500.00ms | tokens/sec: 118307.47",
        "step 2 | loss: 9.2 | lr: 1.8000e-04 | norm: 5.6746 | dt: 4000.00ms | tokens/sec: 118288.30",
      ],
      { steps: null },
      [
        [1, 4.5, 9.6],
        [2, 8.5, 9.2],
      ],
    ],
    [
      "NeMo AutoModel",
      [
        "2026-06-02 10:00:10 | INFO | recipes.llm.train_ft | step 0 | epoch 0 | loss 2.5000 | grad_norm 2.1 | lr 1.00e-05 | tps 9000.00(1125.00/gpu) | num_label_tokens 4000",
        "2026-06-02 10:00:12 | INFO | recipes.llm.train_ft | step 1 | epoch 0 | loss 2.4000 | grad_norm 2.0 | lr 1.00e-05 | tps 9000.00(1125.00/gpu) | num_label_tokens 4000",
        '2026-06-02 10:00:15 | INFO | recipes.llm.train_ft | [val] name "default" | step 1 | epoch 0 | loss 2.9000 | lr 1.00e-05 | num_label_tokens 900',
      ],
      { steps: null, finished: false },
      [
        [1, 2, 2.5],
        [2, 4, 2.4],
      ],
    ],
  ])("are read: %s", (_name, lines, about, points) => {
    expect(read(...lines)).toMatchObject({ tool: "the screen", ...about });
    expect(pointsOf(...lines)).toEqual(points);
  });

  it("take what stands on the lines behind them, as OLMo prints it", () => {
    const step = (time: string, at: number, tokens: string, loss: number): string[] => [
      `2026-12-26 ${time}.500\thost:0\tolmo.train:990\tINFO\t[step=${at}/1000,epoch=0]`,
      "    optim/total_grad_norm=5.485",
      `    train/CrossEntropyLoss=${loss}`,
      `    throughput/total_tokens=${tokens}`,
    ];
    const log = read(...step("19:17:38", 10, "20,971,520", 9.051), ...step("19:18:28", 20, "41,943,040", 7.5));
    expect(log.steps).toBe(1000);
    expect(log.points).toEqual([
      { step: 10, seconds: 50, tokens: 20_971_520, loss: 9.051 },
      { step: 20, seconds: 100, tokens: 41_943_040, loss: 7.5 },
    ]);
  });

  it("do not count where the run shows a bar", () => {
    const bar = " 50%|█████     | 20/40 [01:30<01:30,  4.50s/it]";
    expect(pointsOf("step 300/4000 loss: 7", bar)).toEqual([[20, 90, null]]);
  });

  it("are asked for where lines have losses alone", () => {
    const text = "{'loss': 10.5, 'epoch': 0.0}\n{'loss': 9.8, 'epoch': 0.01}\n{'train_runtime': 1403.7, 'epoch': 1.0}";
    const log = readTrainingLog({ name: "train.log", text });
    expect(log.ok ? "read" : problemSentence(log.problem)).toContain(
      "what the run printed, with its bar or with numbered steps",
    );
  });
});

describe("a time of day", () => {
  const at = (step: number, minute: string): string =>
    JSON.stringify({ step, loss: 1, timestamp: `2026-03-02T05:${minute}:00` });

  it("is counted from the start of the run, also where the first entry comes late", () => {
    expect(pointsOf(at(100, "10"), at(200, "20"))).toEqual([
      [100, 600, 1],
      [200, 1200, 1],
    ]);
    expect(pointsOf(at(100, "10"))).toEqual([[100, 0, 1]]);
  });
});

describe("the state of a Hugging Face trainer", () => {
  const state = (history: readonly object[], more: object = {}): TrainingLog =>
    read(JSON.stringify({ max_steps: 12, epoch: 3, log_history: history, ...more }));

  it("has come to its own step, which may lie behind its last entry", () => {
    const log = state([{ loss: 0.1, step: 10, num_tokens: 97_656 }], {
      global_step: 12,
      num_input_tokens_seen: 117_284,
    });
    expect(log.finished).toBe(true);
    expect(log.points.at(-1)).toEqual({ step: 12, seconds: null, tokens: 117_284, loss: null });
  });

  it("shows no parameters where it counted no FLOPs", () => {
    expect(state([{ loss: 0.1, step: 10 }], { total_flos: 0, num_input_tokens_seen: 117_284 }).parameters).toBeNull();
  });

  it("has the time of the whole run in its last entry, whose loss is a mean", () => {
    const log = state([
      { loss: 0.4, step: 10 },
      { step: 12, train_loss: 0.7, train_runtime: 1810.5 },
      { step: 12, eval_loss: 0.5 },
    ]);
    expect(log.points.map(({ step, seconds, loss }) => [step, seconds, loss])).toEqual([
      [10, null, 0.4],
      [12, 1810.5, null],
    ]);
  });
});

describe("tokens on the screen", () => {
  it("are those that a line of the trainer counts", () => {
    const text =
      " 50%|█████     | 20/40 [01:30<01:30,  4.50s/it]\n{'loss': '0.02', 'num_tokens': '1.257e+05', 'epoch': '0.5'}";
    expect(read(text).points).toEqual([{ step: 20, seconds: 90, tokens: 125_700, loss: 0.02 }]);
  });
});
