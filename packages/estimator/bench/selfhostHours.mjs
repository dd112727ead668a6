// @ts-check
// Wall hours and dollars of published runs against the printed ranges.
import { readdirSync, readFileSync } from "node:fs";
import { trainingHours } from "../dist/gpu/physics/hours.js";
import { measured, hardware } from "./selfhostRows.mjs";
import { named } from "../dist/gpu/run/hardware.js";

const gpuPrices = new URL("../../../pricing/gpus/", import.meta.url);

/**
 * Dollars per card and hour of the middle half of the book's offers of a card under one term: today's prices, whatever
 * the year of the run.
 * @param {string} gpu @param {"on_demand" | "spot"} term
 */
function hourly(gpu, term) {
  const prices = readdirSync(gpuPrices)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, gpuPrices), "utf8")).rates)
    .filter((rate) => rate.currency === "USD" && rate.term === term && named(hardware, rate.gpu)?.id === gpu)
    .map((rate) => Number(rate.amount) / rate.gpus)
    .toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => prices[Math.round(share * (prices.length - 1))] ?? Number.NaN;
  return { low: at(0.25), high: at(0.75), offers: prices.length };
}

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

/** @param {readonly Record<string, string>[]} rows */
export function publishedRuns(rows) {
  console.log("\nHours of published runs (tier whose range holds them)");
  let inside = 0;
  let runs = 0;
  let paid = 0;
  let bills = 0;
  for (const row of rows.filter(({ wall_h, examples, total_tokens }) => wall_h && (examples || total_tokens))) {
    const mean = meanOf(row);
    if (mean === undefined) {
      console.log(`  ${(row.id ?? "").padEnd(20)} not scored: the tokens of its packs are not stated`);
      continue;
    }
    const m = measured({
      ...row,
      micro_batch: row.micro_batch || "1",
      tokens_per_seq: String(mean),
      seq_len: row.seq_len || "512",
    });
    if (!m?.gpu) continue;
    const { data, epochs } = dataOf(row, mean);
    const hours = trainingHours(m.run, m.gpu, { model: m.run.shape, data, epochs });
    if (!hours) continue;
    const wall = Number(row.wall_h);
    const tier = Object.entries(hours.tiers).find(([, { low, high }]) => wall >= low && wall <= high);
    const text = Object.entries(hours.tiers)
      .map(([name, { low, high }]) => `${name} ${low.toFixed(2)}–${high.toFixed(2)}`)
      .join("  ");
    runs++;
    inside += tier ? 1 : 0;
    console.log(
      `  ${(row.id ?? "").padEnd(20)} ${(row.model ?? "").padEnd(14)} ${(row.method ?? "").padEnd(6)} ${String(wall).padStart(6)} h  ${(tier?.[0] ?? "outside").padEnd(8)} ${text}`,
    );
    if (!row.usd) continue;
    const term = /\bspot\b/.test(row.notes ?? "") ? "spot" : "on_demand";
    const price = hourly(m.gpu.id, term);
    const of = tier?.[1] ?? hours;
    const low = of.low * m.run.gpus * price.low;
    const high = of.high * m.run.gpus * price.high;
    const holds = Number(row.usd) >= low && Number(row.usd) <= high;
    bills++;
    paid += holds ? 1 : 0;
    console.log(
      `    $${row.usd}: ${holds ? "inside" : "outside"} $${low.toFixed(0)}–${high.toFixed(0)} (${m.run.gpus} × ${m.gpu.id}, middle half of ${price.offers} ${term} offers: $${price.low.toFixed(2)}–${price.high.toFixed(2)} an hour)`,
    );
  }
  console.log(`  inside a printed range: ${inside} of ${runs} runs; dollars ${paid} of ${bills}`);
}
