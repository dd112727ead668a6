// @ts-check
// Wall hours of published runs against the printed ranges, and of those whose model draws its own completions.
import { readFileSync } from "node:fs";
import { csvRecords } from "@tunecast/estimator/rows";
import { trainingHours } from "../dist/physics/hours.js";
import { waitingOf } from "../dist/physics/interval.js";
import { named } from "../dist/run/hardware.js";
import { resolveRun } from "../dist/run/resolveRun.js";
import { hardware, measured, models } from "./selfhostRows.mjs";

/** Tokens of an example of instruction data, where a run says its examples and not their lengths; rows are then cut at 512. */
const usualMean = 200;

/**
 * Mean tokens of an example: the stated total over the examples, else the column; undefined for packs of unknown
 * content.
 * @param {Record<string, string>} row
 */
function meanOf(row) {
  const examples = Number(row.examples || 0);
  if (row.total_tokens && examples) return Number(row.total_tokens) / (examples * Number(row.epochs || 1));
  if (row.tokens_per_seq && row.tokens_per_seq === row.seq_len && examples && Number(row.seq_len) > 4096)
    return undefined;
  return Number(row.tokens_per_seq || row.seq_len || usualMean);
}

/** A run whose hours are stated, as a question; the reason where its hours cannot be computed. @param {Record<string, string>} row */
function asked(row) {
  const mean = meanOf(row);
  if (mean === undefined) return "the tokens of its packs are not stated";
  const { micro_batch = "1", seq_len = "512" } = Object.fromEntries(Object.entries(row).filter(([, value]) => value));
  const m = measured({ ...row, micro_batch, tokens_per_seq: String(mean), seq_len });
  if (!m?.gpu) return "its card is not known";
  const epochs = Number(row["epochs"] || 1);
  const examples = Number(row["examples"]) || Number(row["total_tokens"]) / epochs / mean;
  const framework = row["framework"] ? { framework: row["framework"] } : {};
  return { m, gpu: m.gpu, question: { model: "", data: { examples, tokensPerExample: mean }, epochs, ...framework } };
}

/** @param {readonly Record<string, string>[]} rows */
export function publishedRuns(rows) {
  console.log("\nHours of published runs by the constants of the package, evaluation and saving in them");
  let inside = 0;
  let runs = 0;
  for (const row of rows.filter(({ wall_h, examples, total_tokens }) => wall_h && (examples || total_tokens))) {
    const name = `  ${(row["id"] ?? "").padEnd(20)} ${(row["model"] ?? "").padEnd(14)} ${(row["method"] ?? "").padEnd(6)}`;
    const one = asked(row);
    const hours = typeof one === "string" ? null : trainingHours(one.m.run, one.gpu, one.question);
    if (typeof one === "string" || hours === null) {
      console.log(`${name} not scored: ${typeof one === "string" ? one : "it has no data"}`);
      continue;
    }
    const wall = Number(row["wall_h"]);
    const holds = wall >= hours.low && wall <= hours.high;
    runs++;
    inside += holds ? 1 : 0;
    console.log(
      `${name} ${String(wall).padStart(6)} h  ${holds ? "inside " : "outside"} ${hours.low.toFixed(2)}–${hours.high.toFixed(2)}`,
    );
  }
  console.log(
    `  inside the printed 80 % interval: ${inside} of ${runs} runs (${((100 * inside) / runs).toFixed(0)} %)`,
  );
  return { runs, inside };
}

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
  const runs = csvRecords(readFileSync(path, "utf8")).flatMap((row) => {
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
