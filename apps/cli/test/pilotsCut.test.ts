import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Outcome } from "../src/read/host.ts";
import { around, chatRows } from "./host.ts";

/** Runs the command over one file and keeps what it saves. */
async function cut(rows: number, ...argv: string[]): Promise<Outcome & { saved: Record<string, string> }> {
  return cutInto(fail({ kind: "file_missing", path: "pilots" }), rows, ...argv);
}

async function cutInto(
  folder: Result<readonly string[] | undefined>,
  rows: number,
  ...argv: string[]
): Promise<Outcome & { saved: Record<string, string> }> {
  const over = around({ "train.jsonl": chatRows(rows) });
  const saved: Record<string, string> = {};
  const files = {
    ...over.files,
    folder: async () => folder,
    save: async (folder: string, name: string, text: string) => {
      saved[`${folder}/${name}`] = text;
      return ok(true as const);
    },
  };
  const outcome = await run(["pilots", "cut", "train.jsonl", "--out", "pilots", ...argv], { ...over, files });
  return { ...outcome, saved };
}

describe("tunecast pilots cut", () => {
  it("writes the subsets, the test split and a list of them", async () => {
    const { exitCode, stdout, saved } = await cut(600, "--test", "100", "--repeats", "2", "--similar", "1");
    expect(exitCode).toBe(0);
    const names = Object.keys(saved);
    expect(names).toContain("pilots/test.jsonl");
    expect(names).toContain("pilots/train-n500-r1.jsonl");
    expect(names).not.toContain("pilots/train-n500-r2.jsonl");
    expect(saved["pilots/test.jsonl"]?.trimEnd().split("\n")).toHaveLength(100);
    const { files, seed } = JSON.parse(saved["pilots/pilots.json"] ?? "");
    expect([seed, files.length]).toEqual([1, 7]);
    for (const { name, examples } of files)
      expect(saved[`pilots/${name}`]?.trimEnd().split("\n")).toHaveLength(examples);
    expect(stdout).toContain("Every subset is part of the next larger one");
  });

  it("prices the runs at the offer: 400 × 600 tokens × 3 epochs at $5 per million is $3.60", async () => {
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "600"];
    const { stdout } = await cut(500, "--test", "100", "--sizes", "100,400", "--similar", "1", ...offer);
    expect(stdout).toContain("$3.60");
    expect(stdout).toContain("All runs cost $4.50");
  });

  it("writes what starts each run: at the offer's service, a service that is named, or a trainer", async () => {
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "600", "--epochs", "2"];
    const some = ["--test", "100", "--sizes", "100,200", "--similar", "1"];
    const service = await cut(500, ...some, ...offer);
    const job = JSON.parse(service.saved["pilots/job-n200-r1.json"] ?? "");
    expect(job).toMatchObject({ model: "gpt-4.1-mini-2025-04-14", training_file: "FILE_ID", seed: 1 });
    expect(job.method.supervised.hyperparameters).toEqual({ n_epochs: 2 });
    expect(service.stdout.replaceAll(/\s+/g, " ")).toContain("FILE_ID: the id of train-n100-r1.jsonl");
    const { files } = JSON.parse(service.saved["pilots/pilots.json"] ?? "");
    expect(files.map((file: { job: string }) => file.job)).toEqual(["job-n100-r1.json", "job-n200-r1.json"]);
    for (const id of ["together", "fireworks", "google-vertex", "tinker"]) {
      const { saved, exitCode } = await cut(500, ...some, "--jobs", id, "--model", "a-model");
      expect([exitCode, Object.keys(saved).filter((name) => name.includes("/job-")).length], id).toEqual([0, 2]);
    }
    for (const id of ["axolotl", "llamafactory", "trl"]) {
      const { saved, stdout } = await cut(500, ...some, "--jobs", id, "--model", "Qwen/Qwen3-8B");
      const named = Object.keys(saved).filter((name) => name.includes(`/${id}-`));
      expect(named, id).toHaveLength(2);
      const all = Object.values(saved).join("\n");
      expect(all.match(/train-n[12]00-r1\.jsonl/g)?.length, id).toBeGreaterThanOrEqual(4);
      expect(stdout).toContain(`${id}-n100-r1.yaml`);
    }
    expect((await cut(500, ...some, "--jobs", "nobody")).stderr).toContain("must be one of openai");
    expect((await cut(500, ...some, "--jobs", "trl")).stderr).toContain("needs --model");
  });

  it("writes into no folder that holds files", async () => {
    const { exitCode, stderr, saved } = await cutInto(ok(["train-n100-r1.jsonl"]), 600, "--test", "100");
    expect([exitCode, Object.keys(saved)]).toEqual([2, []]);
    expect(stderr).toContain("holds files already");
  });

  it.each([
    [["--test", "400"], "half of the rows"],
    [["--test", "10", "--sizes", "5000", "--similar", "1"], "give smaller sizes"],
    [["--sizes", "1.5"], "whole numbers"],
  ])("%j: one sentence, exit code 2, nothing written", async (argv, sentence) => {
    const { exitCode, stderr, saved } = await cut(200, ...argv);
    expect([exitCode, Object.keys(saved)]).toEqual([2, []]);
    expect(stderr).toContain(sentence);
  });
});
