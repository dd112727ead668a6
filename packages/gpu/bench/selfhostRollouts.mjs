// @ts-check
// Hours of published runs whose model draws its own completions, against the printed range.
import { readFileSync } from "node:fs";
import { trainingHours } from "../dist/physics/hours.js";
import { waitingOf } from "../dist/physics/interval.js";
import { named } from "../dist/run/hardware.js";
import { resolveRun } from "../dist/run/resolveRun.js";
import { hardware, models, parseCsv } from "./selfhostRows.mjs";

const path = new URL("../test/fixtures/rl.csv", import.meta.url);

/** @param {Record<string, string>} row */
function rangeOf(row) {
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
  return hours && { ...hours, usual: waitingOf(run.value.profile).usual };
}

/** Prints each run by its source. @returns {{ runs: number, inside: number, widest: number }} */
export function rolloutReport() {
  console.log("\nHours of published runs that draw their own completions");
  const runs = parseCsv(readFileSync(path, "utf8")).flatMap((row) => {
    const range = rangeOf(row);
    if (!range) console.log(`  ${row["source"]} ${row["model"]}: not computed`);
    return range ? [{ row, range, took: Number(row["hours"]) }] : [];
  });
  const inside = runs.filter(({ row, range: { low, typical, high, usual }, took }) => {
    const holds = took >= low && took <= high;
    console.log(
      `  ${(row["source"] ?? "").padEnd(17)} ${(row["model"] ?? "").padEnd(16)} ${(row["n_gpu"] ?? "").padStart(3)} × ${(row["gpu"] ?? "").padEnd(11)} ${took.toFixed(1).padStart(6)} h, × ${((took / typical) * usual).toFixed(1).padStart(5)} of the arithmetic  ${holds ? "inside " : "outside"} ${low.toFixed(1)}–${high.toFixed(1)}`,
    );
    return holds;
  });
  const widest = Math.max(...runs.map(({ range: { low, high } }) => high / low));
  console.log(
    `  inside: ${inside.length} of ${runs.length} runs; the widest range is ${widest.toFixed(1)}x (goal: ≤ 8x)`,
  );
  return { runs: runs.length, inside: inside.length, widest };
}
