// @ts-check
// Wall hours and dollars of published runs against the printed ranges.
import { readdirSync, readFileSync } from "node:fs";
import { trainingHours } from "../dist/physics/hours.js";
import { machinesOn } from "../../estimator/dist/prices/machines.js";
import { measured, hardware } from "./selfhostRows.mjs";
import { named } from "../dist/run/hardware.js";

const clouds = readdirSync(new URL("../../../pricing/gpus/", import.meta.url))
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(`../../../pricing/gpus/${name}`, import.meta.url), "utf8")));

/**
 * The day of a run as far as its source states one: `2023/03/13`, `_03_2024`. @param {Record<string, string>} row
 */
function dayOf({ src_ref = "", notes = "" }) {
  const said = `${src_ref} ${notes}`;
  const [, year, month, day] = /(20\d\d)[/-](\d\d)[/-](\d\d)/.exec(said) ?? [];
  if (year) return `${year}-${month}-${day}`;
  const [, first, then] = /_(\d\d)_(20\d\d)/.exec(said) ?? [];
  return then ? `${then}-${first}-28` : undefined;
}

/**
 * Dollars per card and hour of the middle half of the offers of a card that were in force on a day; undefined where the
 * book has none. @param {string} gpu @param {"on_demand" | "spot"} term @param {string} day
 */
function hourly(gpu, term, day) {
  const prices = machinesOn(clouds, day)
    .filter((rate) => rate.currency === "USD" && rate.term === term && named(hardware, rate.gpu)?.id === gpu)
    .map((rate) => Number(rate.amount) / rate.gpus)
    .toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => prices[Math.round(share * (prices.length - 1))] ?? 0;
  return prices.length === 0 ? undefined : { low: at(0.25), high: at(0.75), offers: prices.length };
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
  return { row, m, gpu: m.gpu, question: { model: "", ...dataOf(row, mean), ...(framework ? { framework } : {}) } };
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
      `${name} ${String(wall).padStart(6)} h  ${holds ? "inside " : "outside"} ${hours.low.toFixed(2)}–${hours.high.toFixed(2)}${dollars(row, one.gpu.id, one.m.run.gpus, hours)}`,
    );
  }
  if (runs > 0)
    console.log(
      `  inside the printed 80 % interval: ${inside} of ${runs} runs (${((100 * inside) / runs).toFixed(0)} %)`,
    );
  return { runs, inside };
}

/**
 * What the run would have cost by the prices of its day, beside what its source says it did.
 * @param {Record<string, string>} row @param {string} gpu @param {number} gpus @param {{ low: number, high: number }} hours
 */
function dollars(row, gpu, gpus, hours) {
  if (!row["usd"]) return "";
  const day = dayOf(row);
  const term = /\bspot\b/.test(row["notes"] ?? "") ? "spot" : "on_demand";
  const price = day === undefined ? undefined : hourly(gpu, term, day);
  if (price === undefined)
    return `  $${row["usd"]}: ${day === undefined ? "its day is not stated" : `no price in the book on ${day}`}`;
  const [low, high] = [hours.low * gpus * price.low, hours.high * gpus * price.high];
  const holds = Number(row["usd"]) >= low && Number(row["usd"]) <= high;
  return `  $${row["usd"]}: ${holds ? "inside" : "outside"} $${low.toFixed(2)}–${high.toFixed(2)} (${price.offers} offers of the day)`;
}
