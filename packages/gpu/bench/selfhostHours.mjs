// @ts-check
// Wall hours of published runs against the printed ranges, and of those whose model draws its own completions.
import { readFileSync } from "node:fs";
import { csvRecords } from "@tunecast/estimator/rows";
import { trainingHours } from "../dist/physics/hours.js";
import { named } from "../dist/run/hardware.js";
import { resolveRun } from "../dist/run/resolveRun.js";
import { hardware, measured, models } from "./selfhostRows.mjs";

/** Tokens of an example of instruction data, where a run says its examples and not their lengths; rows are then cut at 512. */
const usualMean = 200;

/** A run whose hours are stated, as a question; the reason where its hours cannot be computed. @param {Record<string, string>} row */
function asked(row) {
  const stated = Object.fromEntries(Object.entries(row).filter(([, value]) => value));
  const { micro_batch = "1", seq_len = "512", tokens_per_seq, total_tokens } = stated;
  const [epochs, examples] = [Number(stated["epochs"] ?? 1), Number(stated["examples"] ?? 0)];
  const isTotal = total_tokens !== undefined && examples > 0;
  if (!isTotal && examples > 0 && tokens_per_seq === stated["seq_len"] && Number(tokens_per_seq) > 4096)
    return "the tokens of its packs are not stated";
  const mean = isTotal
    ? Number(total_tokens) / examples / epochs
    : Number(tokens_per_seq ?? stated["seq_len"] ?? usualMean);
  const m = measured({ ...row, micro_batch, tokens_per_seq: String(mean), seq_len });
  if (!m?.gpu) return "its card is not known";
  const data = { examples: examples || Number(total_tokens) / epochs / mean, tokensPerExample: mean };
  const framework = stated["framework"] === undefined ? {} : { framework: stated["framework"] };
  return trainingHours(m.run, m.gpu, { model: "", data, epochs, ...framework }) ?? "it has no data";
}

/** @param {readonly Record<string, string>[]} rows */
export function publishedRuns(rows) {
  console.log("\nHours of published runs by the constants of the package, evaluation and saving in them");
  const scored = rows
    .filter(({ wall_h, examples, total_tokens }) => wall_h && (examples || total_tokens))
    .flatMap((row) => {
      const name = ["id", "model", "method"].map((column) => (row[column] ?? "").padEnd(14)).join(" ");
      const hours = asked(row);
      if (typeof hours === "string") console.log(`  ${name} not scored: ${hours}`);
      return typeof hours === "string" ? [] : [judged(`${name} ${row["wall_h"]} h`, Number(row["wall_h"]), hours)];
    });
  const [runs, inside] = [scored.length, scored.filter(Boolean).length];
  console.log(`  inside the printed 80 % interval: ${inside} of ${runs} (${((100 * inside) / runs).toFixed(0)} %)`);
  return { runs, inside };
}

/** @param {string} name @param {number} took @param {{ low: number, high: number }} hours */
function judged(name, took, { low, high }) {
  const holds = took >= low && took <= high;
  console.log(`  ${name.padEnd(58)} ${holds ? "inside " : "outside"} ${low.toFixed(2)}–${high.toFixed(2)}`);
  return holds;
}

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
  return run.ok ? (trainingHours(run.value, gpu, question) ?? undefined) : undefined;
}

/** Prints each run by its source. @returns {{ runs: number, inside: number, widest: number }} */
export function rolloutReport() {
  console.log("\nHours of published runs that draw their own completions");
  const rows = csvRecords(readFileSync(new URL("../test/fixtures/rl.csv", import.meta.url), "utf8"));
  const scored = rows.flatMap((row) => {
    const range = rangeOf(row);
    const name = `${row["source"]} ${row["model"]}, ${row["n_gpu"]} × ${row["gpu"]}, ${row["hours"]} h`;
    if (!range) console.log(`  ${name}: not computed`);
    return range ? [{ wide: range.high / range.low, holds: judged(name, Number(row["hours"]), range) }] : [];
  });
  const [runs, inside] = [scored.length, scored.filter(({ holds }) => holds).length];
  const widest = Math.max(...scored.map(({ wide }) => wide));
  console.log(`  inside: ${inside} of ${runs} runs; the widest range is ${widest.toFixed(1)}x (goal: ≤ 8x)`);
  return { runs, inside, widest };
}
