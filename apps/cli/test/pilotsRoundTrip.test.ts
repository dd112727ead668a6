import { ok } from "@tunecast/estimator/problem";
import { describe, expect, it } from "vitest";
import {
  inspect,
  lmEvalResults,
  lmEvalSamples,
  marks,
  openaiEval,
  promptfoo,
} from "../../../packages/estimator/test/curve/results/recorded.ts";
import { run } from "../src/run.ts";
import { around, chatRows, runOver } from "./host.ts";

const recorders = { lmEvalResults, lmEvalSamples, promptfoo, inspect, openaiEval };

/** Sizes of the subsets that the command cuts of 900 rows, as its list has them. */
async function sizesCut(): Promise<number[]> {
  const over = around({ "train.jsonl": chatRows(900) });
  const saved: Record<string, string> = {};
  const save = async (_folder: string, name: string, text: string): Promise<ReturnType<typeof ok<true>>> => {
    saved[name] = text;
    return ok(true as const);
  };
  const argv = ["pilots", "cut", "train.jsonl", "--out", "pilots", "--test", "100", "--similar", "1"];
  const outcome = await run(argv, { ...over, files: { ...over.files, save, folder: async () => ok([]) } });
  expect(outcome.exitCode).toBe(0);
  const { files } = JSON.parse(saved["pilots.json"] ?? "{}");
  return files.map(({ examples }: { examples: number }) => examples);
}

describe("pilots from cut to curve", () => {
  it("goes by the results of five formats, and all give one curve", { timeout: 60_000 }, async () => {
    const sizes = await sizesCut();
    expect(sizes).toEqual([100, 200, 400, 800]);
    const right = [50, 58, 66, 72];
    const curves: Record<string, readonly number[]> = {};
    for (const [name, record] of Object.entries(recorders)) {
      const results = Object.fromEntries(
        sizes.map((n, at) => [`n${n}/result.json`, record(marks(100, right[at] ?? 0), "tuned")]),
      );
      const argv = ["pilots", "read", ...Object.keys(results), "--format", "csv"];
      const named = name === "promptfoo" ? [...argv, "--metric", "score"] : argv;
      const csv = await runOver(results, ...named);
      expect([csv.exitCode, csv.stderr], name).toEqual([0, ""]);
      const curve = await runOver({ "p.csv": csv.stdout }, "curve", "p.csv", "--format", "json");
      const { pilots, predictions } = JSON.parse(curve.stdout);
      expect(
        pilots.map(({ n, value }: { n: number; value: number }) => [n, value]),
        name,
      ).toEqual(sizes.map((n, at) => [n, expect.closeTo((right[at] ?? 0) / 100, 9)]));
      curves[name] = predictions.map(({ median }: { median: number }) => median);
    }
    const all = Object.values(curves);
    for (const medians of all)
      medians.forEach((median, at) => expect(Math.abs(median - (all[0]?.[at] ?? 0))).toBeLessThan(0.02));
  });
});
