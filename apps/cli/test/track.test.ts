import { describe, expect, it } from "vitest";
import { around, runOver } from "./host.ts";
import { run } from "../src/run.ts";

const asked =
  "gpu --model llama-3.1-8b --method lora --gpu h100-sxm-80 --gpus 8 --framework llama-factory --micro-batch 2 --examples 8000 --tokens-per-example 600 --epochs 2 --format json".split(
    " ",
  );
const estimate = runOver({}, ...asked);

const entry = (step: number, elapsed: string): string =>
  `{"current_steps": ${step}, "total_steps": 400, "loss": ${(2 - step / 400).toFixed(3)}, "lr": 1e-05, "epoch": 0.1, "percentage": 1.0, "elapsed_time": "${elapsed}"}\n`;
const log = entry(100, "0:05:00") + entry(200, "0:10:00");

const track = async (text: string, ...more: string[]): ReturnType<typeof runOver> =>
  runOver({ "run.json": (await estimate).stdout, "log.jsonl": text }, "reconcile", "run.json", "log.jsonl", ...more);

describe("tunecast reconcile of a run on GPUs", () => {
  it("says how far the run is, what it will take, and the speed to measure by", async () => {
    const { stdout } = await track(log);
    expect(stdout).toContain("Step 200 of 400 (50 %), by the log of LLaMA-Factory.");
    expect(stdout).toContain("Hours: 10 min spent, 20 min in all");
    expect(stdout).toMatch(/Money: \$[\d.]+ spent, \$[\d.]+ in all/);
    expect(stdout).toContain("Loss: 1.75 at first, 1.5 now");
  });

  it("gives JSON, and 1 outside the estimate", async () => {
    const { stdout, exitCode } = await track(entry(200, "9:00:00"), "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ within: false, hours: { spent: 9 }, steps: { done: 200, of: 400 } });
    expect(exitCode).toBe(1);
  });

  it("follows a log until the run is over, over what stands on the terminal", async () => {
    const files = { "run.json": (await estimate).stdout, "log.jsonl": "" };
    const pages = [entry(100, "0:05:00"), log, log + entry(400, "0:20:00")];
    let written = "";
    let waits = 0;
    const outcome = await run(["reconcile", "run.json", "log.jsonl", "--follow", "--every", "1"], {
      ...around(files, 100),
      write: async (text) => void (written += text),
      wait: async () => {
        files["log.jsonl"] = pages[waits] ?? "";
        waits += 1;
      },
    });
    expect(waits).toBe(3);
    expect(written).toContain("Step 100 of 400");
    const [, second = ""] = written.split("\u001B[J");
    expect(second).toContain("Step 200 of 400");
    expect(outcome.stdout).toContain("Step 400 of 400 (100 %)");
  });

  it("takes --elapsed for a log without a clock", async () => {
    const state = JSON.stringify({ max_steps: 400, log_history: [{ step: 100, loss: 2 }] });
    const { stdout } = await track(state, "--elapsed", "5m");
    expect(stdout).toContain("Hours: 5 min spent, 20 min in all");
    expect((await track(state)).stderr).toContain("--elapsed");
    expect((await track(state, "--elapsed", "2:10:00")).stdout).toContain("Hours: 2.2 h spent");
    // A clock of two parts may be minutes or hours.
    for (const time of ["soon", "2:10", "90", "0s"]) expect((await track(state, "--elapsed", time)).exitCode).toBe(2);
  });

  it("says that an option decides nothing", async () => {
    const clocked = await track(log, "--elapsed", "5m");
    expect(clocked.stderr).toBe("tunecast: --elapsed changes nothing: the log has a clock.\n");
    expect(clocked.stdout).toBe((await track(log)).stdout);
    expect((await track(log, "--job", "a", "--every", "5")).stderr).toBe(
      "tunecast: --job changes nothing: a log is of one run.\ntunecast: --every changes nothing: only --follow reads the log again.\n",
    );
  });

  it("says whose the steps are of a log without a total", async () => {
    const steps = '{"step": 100, "loss": 2, "elapsed": 300}\n{"step": 200, "loss": 1.9, "elapsed": 600}\n';
    const { stdout } = await track(steps);
    expect(stdout).toMatch(/Step 200 of the estimate's \d+ \(\d+ %\), by the log of a list of entries\./u);
    expect(stdout).not.toContain("The log has");
  });

  it.each([
    ["hello", "is no log that is read"],
    ['{"current_steps": 5, "total_steps": 512, "percentage": 1, "elapsed_time": "0:00:05"}', "log of a prediction"],
    [
      `{"loss": 1, "global_step/max_steps": "10/100", "elapsed_time": "1m 0s"}\n{"model_parameter_info": "M: 70553.7M Params"}`,
      "a model of 70.6 billion parameters, the estimate of llama-3.1-8b",
    ],
  ])("%j: exit code 2 and a sentence", async (text, said) => {
    const { stderr, exitCode } = await track(text);
    expect(stderr).toContain(said);
    expect(exitCode).toBe(2);
  });
});
