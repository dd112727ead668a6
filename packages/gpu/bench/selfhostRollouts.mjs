// @ts-check
// Hours of published runs whose model draws its own completions: what the arithmetic says, and the range made of the
// other sources' runs.
import { readFileSync } from "node:fs";
import { trainingHours } from "../dist/physics/hours.js";
import { usualRolloutHours } from "../dist/physics/interval.js";
import { named } from "../dist/run/hardware.js";
import { resolveRun } from "../dist/run/resolveRun.js";
import { hardware, models, parseCsv } from "./selfhostRows.mjs";
import { spreadFrom } from "./selfhostSpread.mjs";

const path = new URL("../test/fixtures/rl.csv", import.meta.url);

/** @param {Record<string, string>} row the hours of the arithmetic alone, nothing waited for */
function computedHours(row) {
  const number = (/** @type {string} */ name) => Number(row[name]);
  const shape = named(models, row["model"] ?? "");
  const gpu = named(hardware, row["gpu"] ?? "");
  if (!shape || !gpu) return undefined;
  const question = {
    model: shape.id,
    objective: /** @type {const} */ ("grpo"),
    method: /** @type {const} */ ("full"),
    framework: row["framework"] ?? "hf",
    gpus: number("n_gpu"),
    tensorParallel: number("tensor_parallel"),
    expertParallel: number("expert_parallel"),
    pipelineParallel: number("pipeline_parallel"),
    contextParallel: number("context_parallel"),
    microBatch: number("micro_batch"),
    rollouts: { perPrompt: number("group"), tokens: number("completion_tokens") },
    data: { examples: number("prompts"), tokensPerExample: number("prompt_tokens") },
  };
  const cards = question.gpus / (question.tensorParallel * question.pipelineParallel * question.contextParallel);
  const perStep = (question.data.examples * question.rollouts.perPrompt) / number("steps");
  const accumulation = Math.max(1, Math.round(perStep / (cards * question.microBatch)));
  const run = resolveRun({ ...shape, context: Number.MAX_SAFE_INTEGER }, { ...question, accumulation });
  if (!run.ok) return undefined;
  const hours = trainingHours(run.value, gpu, question);
  return hours && { typical: hours.typical / usualRolloutHours, drawing: hours.drawing / usualRolloutHours };
}

/** Prints each run by its source, in the range that the other sources' runs give. */
export function rolloutReport() {
  const rows = parseCsv(readFileSync(path, "utf8"));
  const runs = rows.flatMap((row) => {
    const hours = computedHours(row);
    const off = hours ? Math.log(Number(row["hours"]) / hours.typical) : Number.NaN;
    if (!hours) console.log(`  ${row["source"]} ${row["model"]}: not computed`);
    return hours ? [{ row, hours, source: row["source"] ?? "", off, causes: [] }] : [];
  });
  console.log("\nHours of published runs that draw their own completions, each in a range made of the other sources'");
  const covered = runs.map((one) => {
    const { low, high } = spreadFrom(runs.filter(({ source }) => source !== one.source))([]);
    const holds = one.off >= low && one.off <= high;
    const [from, to] = [low, high].map((at) => (Math.exp(at) * one.hours.typical).toFixed(1));
    console.log(
      `  ${one.source.padEnd(17)} ${(one.row["model"] ?? "").padEnd(16)} ${(one.row["n_gpu"] ?? "").padStart(3)} × ${(one.row["gpu"] ?? "").padEnd(11)} ${Number(one.row["hours"]).toFixed(1).padStart(6)} h, × ${Math.exp(one.off).toFixed(1).padStart(5)} of the arithmetic  ${holds ? "inside " : "outside"} ${from}–${to}`,
    );
    return { source: one.source, holds };
  });
  const sources = [...new Set(covered.map(({ source }) => source))];
  const share = (/** @type {readonly { holds: boolean }[]} */ of) => of.filter(({ holds }) => holds).length / of.length;
  const bySource =
    sources.reduce((sum, source) => sum + share(covered.filter((one) => one.source === source)), 0) / sources.length;
  const { low, high } = spreadFrom(runs)([]);
  console.log(
    `  inside: ${(100 * share(covered)).toFixed(0)} % of ${covered.length} runs, ${(100 * bySource).toFixed(0)} % by source; of all together × ${Math.exp(low).toFixed(2)} to ${Math.exp(high).toFixed(2)} of the arithmetic`,
  );
}
