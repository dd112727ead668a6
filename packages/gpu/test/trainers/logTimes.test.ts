import { describe, expect, it } from "vitest";
import { problemSentence, readTrainingLog } from "../../src/trainers.ts";
import type { TrainingLog } from "@tunecast/gpu";

function read(text: string): TrainingLog {
  const log = readTrainingLog({ name: "log", text });
  if (!log.ok) throw new Error(problemSentence(log.problem));
  return log.value;
}
const jsonLines = (...records: object[]): TrainingLog => read(records.map((one) => JSON.stringify(one)).join("\n"));
const secondsOf = (record: object): number | null | undefined =>
  jsonLines({ step: 10, loss: 1, ...record }).points.at(-1)?.seconds;

describe("the time of an entry", () => {
  it.each([
    [90.5, 90.5],
    [0, 0],
    ["90.5", 90.5],
    [" 90 ", 90],
    ["2:12", 132],
    ["0:02:12", 132],
    ["1:02:12", 3732],
    ["0:00:01.5", 1.5],
    ["1 day, 2:03:04", 93_784],
    ["3 days, 0:00:01", 259_201],
    ["4m 34s", 274],
    ["1h 2m", 3720],
    ["2d 1h", 176_400],
    ["5 minutes, 3 seconds", 303],
    ["1 hour", 3600],
    ["2 days", 172_800],
    ["10sec", 10],
    ["7 mins", null],
    ["soon", null],
    ["3 m and more", null],
    [-1, null],
    ["", null],
    [true, null],
  ])("%j is %d seconds", (elapsed, seconds) => {
    expect(secondsOf({ elapsed })).toBe(seconds);
  });

  it("is in hours where its name says so, and the surest name counts", () => {
    expect(secondsOf({ elapsed_hours: 0.5 })).toBe(1800);
    expect(secondsOf({ elapsed_time: "0:01:00", _runtime: 90 })).toBe(60);
    expect(secondsOf({ elapsed_time: "soon", _runtime: 90 })).toBe(90);
  });

  it.each([
    ["seconds since 1970", [{ _timestamp: 1_700_000_000 }, { _timestamp: 1_700_000_060 }]],
    ["milliseconds since 1970", [{ timestamp: 1_700_000_000_000 }, { timestamp: 1_700_000_060_000 }]],
    ["a day and a time", [{ time: "2026-02-17 12:00:00" }, { time: "2026-02-17 12:01:00" }]],
    ["with a comma", [{ time: "2026-02-17 12:00:00,500" }, { time: "2026-02-17 12:01:00,500" }]],
    ["in zones", [{ time: "2026-02-17T12:00:00Z" }, { time: "2026-02-17T14:01:00+02:00" }]],
    ["in a zone without a colon", [{ time: "2026-02-17T12:00:00-0500" }, { time: "2026-02-17T17:01:00Z" }]],
  ] as const)("counts from the first where it is a time of day: %s", (_how, [first, second]) => {
    const { points } = jsonLines({ step: 1, loss: 2, ...first }, { step: 2, loss: 1, ...second });
    expect(points.map(({ seconds }) => seconds)).toEqual([60, 120]);
  });

  it("is none where a number is no time of day", () => {
    expect(secondsOf({ time: 5000 })).toBeNull();
    expect(secondsOf({ time: "yesterday" })).toBeNull();
    expect(secondsOf({ time: "2026-99-99 12:00:00" })).toBeNull();
  });

  it("is the sum of what steps took, where nothing else says it", () => {
    const { points } = jsonLines(
      { step: 10, loss: 1, step_time: 2 },
      { step: 20, loss: 1, step_time: 3 },
      { step: 21, loss: 1, step_time: 4 },
    );
    expect(points.map(({ seconds }) => seconds)).toEqual([20, 50, 54]);
    expect(jsonLines({ step: 10, loss: 1, step_time: 2, elapsed: 7 }).points[0]?.seconds).toBe(7);
  });
});

describe("a clock that falls back", () => {
  const restarts = (...seconds: number[]): readonly [number, number | null | undefined] => {
    const log = jsonLines(...seconds.map((elapsed, at) => ({ step: 10 * (at + 1), loss: 1, elapsed })));
    return [log.restarts, log.points.at(-1)?.seconds];
  };

  // The writers of one run differ by up to a minute, or by a twentieth of the whole.
  it.each([
    [
      [1000, 939],
      [1, 1939],
    ],
    [
      [1000, 941],
      [0, 1000],
    ],
    [
      [10_000, 9501],
      [0, 10_000],
    ],
    [
      [10_000, 9499],
      [1, 19_499],
    ],
    [
      [1000, 100, 50],
      [1, 1100],
    ],
    [
      [1000, 100, 20],
      [2, 1120],
    ],
    [
      [1000, 100, 1000, 100],
      [2, 2100],
    ],
  ])("%j began anew so often, and stands at: %j", (seconds, expected) => {
    expect(restarts(...seconds)).toEqual(expected);
  });
});

describe("an entry of a log", () => {
  it("is taken by the whole steps that it names, by whatever name", () => {
    for (const name of ["current_steps", "global_step", "_step", "train/global_step", "iteration", "iter"])
      expect(jsonLines({ [name]: 7, loss: 1 }).points.map(({ step }) => step)).toEqual([7]);
    expect(jsonLines({ step: 1.5, loss: 1 }, { step: 2, loss: 1 }).points.map(({ step }) => step)).toEqual([2]);
    expect(jsonLines({ step: -1, loss: 1 }, { step: "3", loss: 1 }).points.map(({ step }) => step)).toEqual([3]);
    expect(jsonLines({ step: "3 of 4", loss: 1 }, { step: 4, loss: 1 }).points.map(({ step }) => step)).toEqual([4]);
    expect(jsonLines({ step: 0, loss: 3 }, { step: 1, loss: 1 }).points.map(({ step }) => step)).toEqual([1]);
  });

  it("is the first where its program counts from 0, as NeMo AutoModel does", () => {
    const at = (step: number, second: string): object => ({
      step,
      timestamp: `2026-06-02T10:00:${second}.000Z`,
      loss: 3 - step,
      tps: 9000,
      tps_per_gpu: 1125,
    });
    expect(jsonLines(at(0, "10"), at(1, "12")).points.map(({ step, seconds, loss }) => [step, seconds, loss])).toEqual([
      [1, 2, 3],
      [2, 4, 2],
    ]);
  });

  it("keeps the first loss of a step and its newest tokens and time", () => {
    const { points } = jsonLines(
      { step: 5, loss: 2, elapsed: 10, tokens_seen: 100 },
      { step: 5, loss: 9, elapsed: 12 },
      { step: 5, tokens_seen: 120 },
    );
    expect(points).toEqual([{ step: 5, seconds: 12, tokens: 120, loss: 2 }]);
  });

  it("has a loss where it is a number, and tokens where there are any", () => {
    expect(jsonLines({ step: 1, loss: "1.5e-1" }).points[0]?.loss).toBe(0.15);
    expect(jsonLines({ step: 1, loss: ".5" }).points[0]?.loss).toBe(0.5);
    expect(jsonLines({ step: 1, loss: "nan", lr: 1 }).points[0]?.loss).toBeNull();
    expect(jsonLines({ step: 1, loss: 1, tokens_seen: 0 }).points[0]?.tokens).toBeNull();
  });

  it("says of how many steps it is, and the last that says so counts", () => {
    expect(jsonLines({ step: 1, max_steps: 50, loss: 1 }, { step: 2, max_steps: 60, loss: 1 }).steps).toBe(60);
    expect(jsonLines({ step: 1, max_steps: 50, loss: 1 }, { step: 2, loss: 1 }).steps).toBe(50);
    expect(jsonLines({ step: 1, loss: 1 }).steps).toBeNull();
    expect(jsonLines({ "steps[global_step/max_steps]": "3/9", loss: 1 })).toMatchObject({
      steps: 9,
      points: [{ step: 3 }],
    });
  });

  it.each([
    [{ loss: 1 }, "read"],
    [{ lr: 1 }, "read"],
    [{ reward: 1 }, "read"],
    [{ epoch: 1 }, "read"],
    [{ predict_loss: 1 }, "log_of_prediction"],
    [{ predict_loss: 1, loss: 1 }, "read"],
    [{ percentage: 1 }, "log_of_prediction"],
    [{ percentage: 1, learning_rate: 1 }, "read"],
    [{ anything: 1 }, "read"],
  ])("trains or only predicts: %j is %s", (record, kind) => {
    const log = readTrainingLog({ name: "log", text: JSON.stringify({ step: 1, ...record }) });
    expect(log.ok ? "read" : log.problem.kind).toBe(kind);
  });
});

describe("the parameters that a log shows", () => {
  it("are those of ms-swift's line, or of the FLOPs of a state with its tokens", () => {
    const state = (more: object): number | null =>
      read(JSON.stringify({ max_steps: 2, log_history: [{ step: 1, loss: 1 }], ...more })).parameters;
    expect(state({ total_flos: 6e12, num_input_tokens_seen: 1000 })).toBe(1e9);
    expect(state({ total_flos: 6e12, num_input_tokens_seen: 0 })).toBeNull();
    expect(state({ total_flos: 6e12 })).toBeNull();
    expect(state({ num_input_tokens_seen: 1000 })).toBeNull();
    const swift = jsonLines({ "train_speed(iter/s)": 1, step: 1, loss: 1 }, { model_parameter_info: "x: 7.5M Params" });
    expect(swift).toMatchObject({ tool: "ms-swift", parameters: 7_500_000 });
    expect(jsonLines({ step: 1, loss: 1 }).parameters).toBeNull();
  });
});

describe("a log in a file of its kind", () => {
  it.each([
    ["Step,loss,elapsed\n1,2,3\n", "a table"],
    ["train/iteration,loss\n1,2\n", "a table"],
    ["epoch,global_step,loss\n0.1,1,2\n", "a table"],
    ['"step",loss\n1,2\n', "a table"],
    // What TensorBoard exports.
    ["Wall time,Step,Value\n1700000000.5,1,2\n", "a table"],
  ])("%j is %s", (text, tool) => {
    expect(read(text)).toMatchObject({ tool, points: [{ step: 1 }] });
  });

  it("is read though a line in its middle is cut, and lines are empty", () => {
    const log = read('{"step": 1, "loss": 2}\n\n{"step": 2, "lo\n{"step": 3, "loss": 1}\nnothing\n');
    expect(log.points.map(({ step }) => step)).toEqual([1, 3]);
    expect(log.unread).toEqual({ lines: 2, first: 3 });
    expect(read('{"step": 1, "loss": 2}\n').unread).toBeNull();
    expect(read("step,loss\n1,2\n").unread).toBeNull();
  });

  it("is over after its last step, or once it says how long it ran", () => {
    expect(jsonLines({ step: 9, max_steps: 10, loss: 1 }).finished).toBe(false);
    expect(jsonLines({ step: 10, max_steps: 10, loss: 1 }).finished).toBe(true);
    expect(jsonLines({ step: 9, max_steps: 10, loss: 1 }, { train_runtime: 5 }).finished).toBe(true);
    expect(jsonLines({ step: 9, loss: 1 }).finished).toBe(false);
  });
});

describe("what a run printed", () => {
  const bar = (step: number, of: number, elapsed: string): string =>
    `${step}%|██ | ${step}/${of} [${elapsed}<00:10, 1it/s]`;

  it("has the loss of a line with the bar before it", () => {
    const { points } = read(`${bar(5, 20, "00:10")}\n{'loss': 0.5, 'epoch': 0.1}\n${bar(10, 20, "01:00:20")}\n`);
    expect(points).toEqual([
      { step: 5, seconds: 10, tokens: null, loss: 0.5 },
      { step: 10, seconds: 3620, tokens: null, loss: null },
    ]);
  });

  it.each(["'loss': 0.5", '"loss": 0.5', "loss=0.5", "loss: 0.5", "loss: '0.5'"])("reads %s", (said) => {
    expect(read(`${bar(5, 20, "00:10")} ${said}\n`).points[0]?.loss).toBe(0.5);
  });

  it("takes a moment since 1970 for milliseconds from a million million on", () => {
    const [first, second] = [1e12 + 1, 1e12 + 60_001].map((timestamp) => ({ timestamp }));
    const { points } = jsonLines({ step: 1, loss: 2, ...first }, { step: 2, loss: 1, ...second });
    expect(points.map(({ seconds }) => seconds)).toEqual([60, 120]);
  });

  it("takes the bar that went on longest where no loss is printed", () => {
    const text = [bar(50, 50, "00:20"), bar(5, 20, "00:30"), bar(100, 100, "00:25"), bar(10, 20, "01:00")].join("\n");
    expect(read(text)).toMatchObject({ steps: 20, points: [{ step: 5 }, { step: 10 }] });
  });

  it("takes the bar beside which most losses are printed", () => {
    const text = [bar(5, 20, "00:10"), "'loss': 1", bar(6, 20, "00:12"), "'loss': 1", bar(9, 90, "09:00"), "'loss': 3"];
    expect(read(text.join("\n")).steps).toBe(20);
  });

  it("counts steps by epochs where lines have a time of day", () => {
    const at = (minute: string, said: string): string => `2025-03-02 05:${minute}:00,348 - INFO - ${said}`;
    const lines = [
      "  Num Epochs = 2",
      at("00", "Total optimization steps = 1,000"),
      at("10", "{'loss': 2.0, 'epoch': 0.5}"),
      at("20", "{'loss': 1.0, 'epoch': 1.0}"),
      "{'train_runtime': 1200}",
    ];
    const log = read(lines.join("\n"));
    expect(log.points.map(({ step, seconds, loss }) => [step, seconds, loss])).toEqual([
      [250, 600, 2],
      [500, 1200, 1],
    ]);
    expect([log.steps, log.finished]).toEqual([1000, true]);
  });
});
