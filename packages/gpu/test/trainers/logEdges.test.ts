import { describe, expect, it } from "vitest";
import { entryOf, numberOf, secondsOf, timeOf } from "../../src/logs/entry.ts";
import { paceOf, trackRun } from "../../src/track/track.ts";
import { configLine, configNotes, configWarnings, keyTable, type ConfigNote } from "../../src/words/configReport.ts";
import { problemSentence, readTrainingLog } from "../../src/trainers.ts";
import type { TrainingLog } from "../../src/track/tracked.ts";
import { answer } from "../asked.ts";
import { book, rate } from "../book.ts";
import { log, points } from "../trackedLog.ts";
import { read as readConfig } from "./configs.ts";

function read(text: string, name = "log"): TrainingLog {
  const found = readTrainingLog({ name, text });
  if (!found.ok) throw new Error(problemSentence(found.problem));
  return found.value;
}

describe("the state of a Hugging Face trainer", () => {
  const state = (more: object, ...history: object[]): TrainingLog =>
    read(JSON.stringify({ log_history: history, ...more }), "trainer_state.json");

  it("says the steps of the run, and its parameters by its work: six operations a parameter and token", () => {
    const own = state(
      { max_steps: 40, global_step: 20, total_flos: 6e15, num_input_tokens_seen: 1_000_000 },
      { step: 10, loss: 2 },
    );
    expect(own).toMatchObject({ tool: "a Hugging Face trainer", steps: 40, parameters: 1e9, finished: false });
    // Its own step may lie behind that of its last entry.
    expect(own.points.map(({ step }) => step)).toEqual([10, 20]);
    expect(state({ global_step: 5 }, { step: 5, loss: 2 })).toMatchObject({ steps: null, parameters: null });
    expect(state({ total_flos: 6e15, num_input_tokens_seen: 0 }, { step: 5, loss: 2 }).parameters).toBeNull();
    expect(state({ max_steps: 5, global_step: 5 }, { step: 5, loss: 2 }).finished).toBe(true);
    expect(state({ max_steps: 6, global_step: 5 }, { step: 5, loss: 2 }).finished).toBe(false);
  });
});

describe("lines of a log", () => {
  it("that cannot be read are counted, the first by its line; empty ones are none", () => {
    const line = (step: number): string => JSON.stringify({ step, loss: 1 });
    expect(read([line(1), "", line(2)].join("\n")).unread).toBeNull();
    expect(read([line(1), "{cut", line(2), "{cut"].join("\n")).unread).toEqual({ lines: 2, first: 2 });
    expect(read([line(1), line(2), "{"].join("\r\n")).unread).toEqual({ lines: 1, first: 3 });
  });

  it("are of the trainer whose names they have", () => {
    const of = (record: object): string => read(`${JSON.stringify(record)}\n${JSON.stringify(record)}`).tool;
    expect(of({ "global_step/max_steps": "6/60", loss: 1 })).toBe("ms-swift");
    expect(of({ step: 6, "train_speed(iter/s)": 1, loss: 1 })).toBe("ms-swift");
    expect(of({ current_steps: 6, total_steps: 60, loss: 1 })).toBe("LLaMA-Factory");
    expect(of({ step: 6, loss: 1 })).toBe("a list of entries");
    const swift = read(`{"model_parameter_info": "M: 7615.6M Params (1M Trainable)"}\n{"step": 6, "loss": 1}`);
    expect(swift.parameters).toBe(7615.6e6);
    expect(read(`{"step": 6, "loss": 1}\n{"step": 7, "loss": 1}`).parameters).toBeNull();
  });

  it("refuses a table whose row has more cells than the header, by its line", () => {
    const log = readTrainingLog({ name: "log.csv", text: "step,loss\n1,2\n1,000,1\n" });
    expect(log).toEqual({
      ok: false,
      problem: { kind: "long_row", file: "log.csv", line: 3, got: 3, expected: 2 },
    });
  });

  it("of a table end with one that is cut, where its last row has fewer cells", () => {
    const whole = read("step,loss\n1,2\n2,1\n", "log.csv");
    expect([whole.tool, whole.points.length, whole.unread]).toEqual(["a table", 2, null]);
    const cut = read("step,loss\n1,2\n2,1\n3", "log.csv");
    expect([cut.points.length, cut.unread]).toEqual([2, { lines: 1, first: 4 }]);
  });

  it("are no log where they are of predictions, or hold no step", () => {
    const kind = (text: string): string => {
      const found = readTrainingLog({ name: "log", text });
      return found.ok ? "log" : found.problem.kind;
    };
    const two = (record: object): string => `${JSON.stringify(record)}\n${JSON.stringify(record)}`;
    expect(kind(two({ current_steps: 5, percentage: 10 }))).toBe("log_of_prediction");
    expect(kind(two({ current_steps: 5, percentage: 10, loss: 1 }))).toBe("log");
    expect(kind(two({ step: 5, predict_loss: 10 }))).toBe("log_of_prediction");
    expect(kind(two({ loss: 5 }))).toBe("not_a_log");
    expect(kind(two({ step: 0, loss: 5 }))).toBe("not_a_log");
    expect(kind("[]")).toBe("not_a_log");
    expect(kind("hello")).toBe("not_a_log");
  });

  it("begin before the first of them, as fast as they go on", () => {
    const at = (step: number, second: string): object => ({ step, loss: 1, time: `2026-02-17 12:00:${second}` });
    const seconds = (...records: object[]) =>
      read(records.map((one) => JSON.stringify(one)).join("\n")).points.map((point) => point.seconds);
    expect(seconds(at(10, "10"), at(20, "30"))).toEqual([20, 40]);
    expect(seconds(at(10, "10"), at(10, "12"), at(20, "30"))).toEqual([22, 40]);
    expect(seconds({ ...at(10, "10"), step_time: 3 }, at(20, "30"))).toEqual([30, 50]);
    expect(seconds(at(10, "10"))).toEqual([0]);
  });
});

describe("an entry's numbers", () => {
  it("are times of day from 1973 on, in seconds or thousandths", () => {
    expect([timeOf(1e8), timeOf(100_000_001), timeOf(1e12), timeOf(1_000_000_000_001)]).toEqual([
      undefined,
      100_000_001,
      1e12,
      1_000_000_000.001,
    ]);
    expect(timeOf("2026-02-17 12:00:00")).toBe(Date.UTC(2026, 1, 17, 12) / 1000);
    expect(timeOf("2026-02-17 12:00:00,250")).toBe(Date.UTC(2026, 1, 17, 12) / 1000 + 0.25);
    expect(timeOf("2026-02-17T12:00:00+02:00")).toBe(Date.UTC(2026, 1, 17, 10) / 1000);
    expect([numberOf(" 1.5e3 "), numberOf("1.5x"), numberOf(Infinity), numberOf(null)]).toEqual([
      1500,
      undefined,
      undefined,
      undefined,
    ]);
    expect([secondsOf("2:03"), secondsOf("1 day, 0:00:00"), secondsOf("1d 2h 3m 4s")]).toEqual([123, 86_400, 93_784]);
  });

  it("are taken by the surest name, thousandths as thousandths", () => {
    expect(entryOf({ "global_step/max_steps": "6/60", step: 9 })).toMatchObject({ step: 6, steps: 60 });
    expect(entryOf({ step: 9, "global_step/max_steps": "6 of 60" }).step).toBe(9);
    expect(entryOf({ step: 9, tps_per_gpu: 1 }).step).toBe(10);
    expect(entryOf({ step: 9, train_runtime: 5, loss: 1 })).toMatchObject({ step: 9, finished: true, loss: undefined });
    expect(entryOf({ step: 9, loss: 1 })).toMatchObject({ loss: 1, finished: undefined, isDated: false });
    expect(entryOf({ step: 9, elapsed_hours: 2 })).toMatchObject({ seconds: 7200, isDated: false });
    expect(entryOf({ step: 9, time: "2026-02-17 12:00:00" }).isDated).toBe(true);
    expect(entryOf({ step: 9, time: "2026-02-17 12:00:00", elapsed: 5 })).toMatchObject({ seconds: 5, isDated: false });
    expect(entryOf({ step: 9, tokens_seen: 0 }).tokens).toBeUndefined();
  });
});

describe("pauses that are still to come", () => {
  /** A pause of a minute in the gap that ends at step 110, of steps of 2 s. */
  const typical = (steps: number): number => {
    const times = Array.from({ length: 15 }, (_, i) => ({
      step: 10 * (i + 1),
      seconds: 20 * (i + 1) + (i >= 10 ? 60 : 0),
    }));
    return paceOf(times, steps).whole.typical;
  };

  it("come as far apart as the first from the start, by the middle of its gap, and none in the last hundredth", () => {
    // The middle is 105: a second one by step 210, if that is before 99 % of the steps.
    expect(typical(212)).toBeCloseTo(2 * 212 + 60, 9);
    expect(typical(213)).toBeCloseTo(2 * 213 + 120, 9);
    expect(typical(318)).toBeCloseTo(2 * 318 + 120, 9);
    expect(typical(319)).toBeCloseTo(2 * 319 + 180, 9);
  });
});

describe("a run held against its estimate", () => {
  const rates = [rate("eight", "h100-sxm-80", 8, "24")];
  const few = { ...book, rates, hardware: book.hardware.filter(({ id }) => id === "h100-sxm-80") };
  const estimate = answer(
    { method: "lora", framework: "torchtune", gpu: "h100-sxm-80", gpus: 8, accumulation: 4 },
    few,
  );

  it("takes a log of up to 1.7 times the parameters", () => {
    const of = { ...estimate, model: { ...estimate.model, parameters: 1e9 } };
    const kind = (parameters: number): string => {
      const run = trackRun(of, log({ parameters }));
      return run.ok ? "tracked" : run.problem.kind;
    };
    expect([kind(1.7e9), kind(1.7001e9), kind(1e9)]).toEqual(["tracked", "log_of_another_model", "tracked"]);
  });

  it("has the tokens of all micro-steps of a step", () => {
    const run = trackRun(estimate, log(), { steps: 1000 });
    const { throughput, gpus } = estimate;
    const perStep = throughput.tokensPerSecondPerGpu * gpus * throughput.stepSeconds * 4;
    expect(run.ok && run.value.tokensPerSecond).toBeCloseTo(perStep / 3.6, 2);
  });

  it("needs an estimate of a run, with all that it is held against", () => {
    const kind = (of: object): string => {
      const run = trackRun(of as typeof estimate, log());
      return run.ok ? "tracked" : run.problem.kind;
    };
    expect(kind(estimate)).toBe("tracked");
    expect([kind({}), kind({ ...estimate, gpus: 0 }), kind({ ...estimate, model: { id: "a" } })]).toEqual(
      Array.from({ length: 3 }, () => "not_a_run_estimate"),
    );
    expect(kind({ ...estimate, hours: { low: 1, typical: 2 } })).toBe("not_a_run_estimate");
    expect(kind({ ...estimate, hours: null })).toBe("tracked");
    expect(kind({ ...estimate, cost: { offers: 3 } })).toBe("not_a_run_estimate");
    expect(kind({ ...estimate, input: { accumulation: 0 } })).toBe("not_a_run_estimate");
    const empty = trackRun(estimate, log({ points: [] }));
    expect(empty.ok ? "" : empty.problem.kind).toBe("log_without_entries");
    expect(trackRun(estimate, log({ points: points([1000, 60]) })).ok).toBe(true);
  });
});

describe("what a config was taken for", () => {
  const notes = (text: string): ConfigNote[] => configNotes(readConfig(text));
  const axolotl = "base_model: Qwen/Qwen3-8B\n";

  it("is said key by key: what it means, what it is only like, and what is not counted", () => {
    const of = (text: string, key: string) => notes(axolotl + text).find((note) => note.key === key);
    expect(of("micro_batch_size: 2\n", "micro_batch_size")).toMatchObject({ kind: "taken", value: "2", line: 2 });
    expect(of("sample_packing: true\n", "sample_packing")?.meaning).not.toContain(":");
    // What is off is no news.
    expect(of("sample_packing: false\n", "sample_packing")).toBeUndefined();
    const factory = "model_name_or_path: Qwen/Qwen3-8B\nstage: sft\nflash_attn: disabled\n";
    expect(notes(factory).find(({ key }) => key === "flash_attn")?.kind).toBe("taken");
    expect(of("optimizer: muon\n", "optimizer")?.meaning).toContain("it is counted as");
    expect(of("learning_rate: 2e-4\n", "learning_rate")).toMatchObject({ kind: "idle", meaning: "" });
    expect(of("sequence_lem: 5\n", "sequence_lem")).toMatchObject({
      kind: "unknown",
      meaning: "did you mean sequence_len?",
    });
    expect(of("quite_another: 5\n", "quite_another")).toMatchObject({ kind: "unknown", meaning: "" });
    const long = "x".repeat(60);
    expect(of(`quite_another: ${long}\n`, "quite_another")?.value).toBe(`${"x".repeat(47)}…`);
    expect(of(`quite_another: ${"y".repeat(48)}\n`, "quite_another")?.value).toBe("y".repeat(48));
    expect(notes(axolotl).some(({ kind, meaning }) => kind === "assumed" && meaning.endsWith("all weights"))).toBe(
      true,
    );
  });

  it("is summed up in a line, and warns of what has no effect", () => {
    const note = (kind: ConfigNote["kind"], key: string, more: Partial<ConfigNote> = {}): ConfigNote => ({
      kind,
      key,
      meaning: "",
      // What is assumed stands in no file.
      ...(kind === "assumed" ? { value: "", file: "", line: undefined } : { value: "1", file: "a.yml", line: 3 }),
      ...more,
    });
    const shown = (steps: number | null, ...list: ConfigNote[]) => ({ trainer: "axolotl", steps, notes: list });
    const line = (steps: number | null): string =>
      configLine(shown(steps, note("assumed", ""), note("taken", "a"), note("taken", "b")));
    expect(line(null)).toBe("a.yml (axolotl): 2 keys read, 1 left at the trainer's default.");
    expect(line(1200)).toBe("a.yml (axolotl): 1,200 steps, 2 keys read, 1 left at the trainer's default.");
    const warnings = (...list: ConfigNote[]) => configWarnings(shown(null, ...list)).map(({ text }) => text);
    expect(
      warnings(note("unknown", "a"), note("unknown", "b", { meaning: "did you mean c?", line: undefined })),
    ).toEqual([
      "axolotl does not know this key, so it is left out: a (line 3).",
      "axolotl does not know this key, so it is left out: b; did you mean c?",
    ]);
    expect(warnings(note("not_counted", "a", { meaning: "why" }))).toEqual(["Not counted: a (line 3): why."]);
    // What changes nothing is set small; what is left out is not.
    const small = (list: ConfigNote) => configWarnings(shown(null, list)).map((one) => one.small ?? false);
    expect([small(note("idle", "a")), small(note("unknown", "a"))]).toEqual([[true], [false]]);
    const idle = (count: number) => warnings(...Array.from({ length: count }, (_, at) => note("idle", `k${at}`)))[0];
    expect(idle(0)).toBeUndefined();
    expect(idle(12)).toMatch(/: k0, .*, k11\.$/u);
    expect(idle(13)).toMatch(/k11 and 1 more\.$/u);
    const { rows } = keyTable(
      shown(null, note("taken", "a", { line: undefined }), note("taken", "b"), note("assumed", "", { meaning: "m" })),
    );
    expect(rows.map(({ cells }) => cells)).toEqual([
      ["a", "1", "", ""],
      ["b", "1", "3", ""],
      ["", "", "", "m"],
    ]);
  });
});
