import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

/**
 * Whatever is done to a text that a person gives, the command ends with 0, 1 or 2 and says something: files of data have a
 * fuzzer of their own (`npm run test:fuzz`). FUZZ_RUNS sets how many mutants of each are tried.
 */
const runs = Number(process.env["FUZZ_RUNS"] ?? 60);

const question = JSON.stringify({
  job: { examples: 1000, tokensPerExample: 500, epochs: 3 },
  only: { providers: ["openai"] },
  traffic: { requestsPerMonth: 1000, inputTokens: 100, outputTokens: 50, months: 3 },
});
const own = JSON.stringify({
  discounts: [{ provider: "openai", percent: "10", source: "contract" }],
  exchange: [{ from: "USD", to: "EUR", rate: "0.86", date: "2026-11-20", source: "ECB reference rate" }],
});
const pilots = "n,value,se\n125,0.71,0.01\n250,0.745,0.01\n500,0.775,0.01\n";
const job =
  "FineTuningJob(id='ftjob-1', hyperparameters=Hyperparameters(n_epochs=10), model='gpt-4.1', object='fine_tuning.job', status='succeeded', trained_tokens=4780)";
const log =
  '{"current_steps": 5, "total_steps": 100, "loss": 1.2, "elapsed_time": "0:01:00", "percentage": 5}\n'.repeat(4);
const config = "base_model: Qwen/Qwen2.5-0.5B\nadapter: lora\nlora_r: 16\nsequence_len: 2048\nmicro_batch_size: 1\n";

const typed = ["--examples", "100", "--tokens-per-example", "50"];
const doors: readonly [what: string, text: string, path: string, argv: readonly string[]][] = [
  ["a question", question, "q.json", ["estimate", "q.json"]],
  ["own prices", own, "own.json", ["estimate", ...typed, "--provider", "openai", "--own-prices", "own.json"]],
  ["pilots", pilots, "p.csv", ["curve", "p.csv"]],
  ["a job", job, "job.json", ["reconcile", "e.json", "job.json", "--offer", "azure/gpt-4.1:sft@global"]],
  ["a log", log, "log.jsonl", ["reconcile", "g.json", "log.jsonl"]],
  ["a trainer's config", config, "run.yml", ["gpu", "run.yml", ...typed]],
];

/** Pieces that parsers stumble over. */
const piece = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom('"', "{", "[", ",", "}", "1e999", "-1", "null", "__proto__", "\0", "\uD800", "é", "\n", ":", "NaN"),
);
const change = fc.record({ at: fc.nat(), cut: fc.nat(6), put: piece });

describe("a text that a person gives", async () => {
  const said = async (...argv: string[]): Promise<string> => (await runOver({}, ...argv)).stdout;
  const asked = ["--examples", "10", "--tokens-per-example", "47.8", "--epochs", "10"];
  const beside = {
    "e.json": await said("estimate", ...asked, "--provider", "azure", "--format", "json"),
    "g.json": await said(
      "gpu",
      "--model",
      "qwen2.5-0.5b",
      "--method",
      "lora",
      "--gpu",
      "t4",
      ...asked,
      "--format",
      "json",
    ),
  };

  it.each(doors)("%s whole is no fault", async (_what, text, path, argv) => {
    expect((await runOver({ ...beside, [path]: text }, ...argv)).exitCode).toBeLessThan(2);
  });

  it.each(doors)("%s changed ends with 0, 1 or 2, and in words", async (_what, text, path, argv) => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let mutant = text;
        for (const { at, cut, put } of changes) {
          const place = at % (mutant.length + 1);
          mutant = mutant.slice(0, place) + put + mutant.slice(place + cut);
        }
        const { exitCode, stdout, stderr } = await runOver({ ...beside, [path]: mutant }, ...argv);
        expect([0, 1, 2]).toContain(exitCode);
        expect(stdout + stderr).not.toBe("");
        expect(stdout + stderr).not.toContain("A fault of the program");
        expect(stdout).not.toMatch(/\bundefined\b|\[object|\bNaN\b/u);
      }),
      { numRuns: runs, seed: 11 },
    );
  });
});
