// @ts-check
// Wall hours of published runs against the printed ranges.
import { trainingHours } from "../dist/physics/hours.js";
import { measured } from "./selfhostRows.mjs";

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

/** Examples, or packs where only tokens are stated. @param {Record<string, string>} row @param {number} mean */
function dataOf(row, mean) {
  const epochs = Number(row.epochs || 1);
  const examples = Number(row.examples) || Number(row.total_tokens) / epochs / mean;
  return { data: { examples, tokensPerExample: mean }, epochs };
}

/**
 * A run whose hours are stated, as a question; the reason where its hours cannot be computed.
 * @param {Record<string, string>} row
 */
function asked(row) {
  const mean = meanOf(row);
  if (mean === undefined) return "the tokens of its packs are not stated";
  const m = measured({
    ...row,
    micro_batch: row["micro_batch"] || "1",
    tokens_per_seq: String(mean),
    seq_len: row["seq_len"] || "512",
  });
  if (!m?.gpu) return "its card is not known";
  const framework = row["framework"];
  return { m, gpu: m.gpu, question: { model: "", ...dataOf(row, mean), ...(framework ? { framework } : {}) } };
}

/** @param {readonly Record<string, string>[]} rows */
function withHours(rows) {
  return rows.filter(({ wall_h, examples, total_tokens }) => wall_h && (examples || total_tokens));
}

/** @param {readonly Record<string, string>[]} rows */
export function publishedRuns(rows) {
  console.log("\nHours of published runs by the constants of the package, evaluation and saving in them");
  let inside = 0;
  let runs = 0;
  for (const row of withHours(rows)) {
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
  if (runs > 0)
    console.log(
      `  inside the printed 80 % interval: ${inside} of ${runs} runs (${((100 * inside) / runs).toFixed(0)} %)`,
    );
  return { runs, inside };
}
