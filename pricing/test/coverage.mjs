// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { factsFolder } from "../../.config/sharedData.mjs";
import { cloudFigures, gpuFigures, openFigures } from "./figures.mjs";

const pricing = new URL("../", import.meta.url);

/** @typedef {{ file: string, names: readonly string[], kind: string, amount: number, gpu?: string, gpus?: number, label: string }} Held */

/**
 * Which entry of the price files holds each price of the dossiers.
 *
 * @returns {{ held: { figure: string, entry: string }[], missing: string[] } | null} Null where there are no dossiers.
 */
export function coverage() {
  if (!existsSync(factsFolder)) return null;
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(join(factsFolder, name), "utf8"));
  const figures = [
    ...cloudFigures(read("pricing-cloud.json")),
    ...openFigures(read("pricing-open-models.json")),
    ...gpuFigures(read("gpu-prices.json")),
  ];
  const entries = [...providerEntries(), ...cloudEntries()];
  /** @type {{ figure: string, entry: string }[]} */
  const held = [];
  /** @type {string[]} */
  const missing = [];
  for (const figure of figures) {
    const entry = entries.find((one) => holds(one, figure));
    if (mistaken.has(`${figure.from} = ${figure.amount}`)) continue;
    if (entry === undefined) missing.push(`${figure.from} = ${figure.amount}`);
    else held.push({ figure: `${figure.from} = ${figure.amount}`, entry: entry.label });
  }
  return { held, missing };
}

/** Figures of the dossiers that are of something else: a placeholder of the base price, a regional profile. */
const mistaken = new Set([
  "pricing-cloud: openai gpt-4-0613 (legacy) ft_inference_per_1m.input = 30",
  "pricing-cloud: openai gpt-4-0613 (legacy) ft_inference_per_1m.output = 60",
  "pricing-cloud: aws-bedrock amazon.nova-2-lite-v1 base_inference_per_1m.input = 0.33",
  "pricing-cloud: aws-bedrock amazon.nova-2-lite-v1 base_inference_per_1m.output = 2.75",
]);

/** @param {Held} entry @param {import("./figures.mjs").Figure} figure */
function holds(entry, figure) {
  const file = figure.files.some((name) => entry.file === name || entry.file === `gpus/${name}`);
  const kind = figure.kinds.length === 0 ? entry.file.startsWith("gpus/") : figure.kinds.includes(entry.kind);
  const amount = figure.scales.some(
    // The dossier of machines rounds to five places.
    (scale) =>
      Math.abs(entry.amount - figure.amount * scale) <=
      Math.max(1e-9 * Math.abs(entry.amount), figure.gpus === undefined ? 0 : 6e-6),
  );
  const model =
    figure.model === undefined ||
    entry.names.length === 0 ||
    entry.names.some((name) => sameModel(name, /** @type {string} */ (figure.model)));
  const machine = figure.gpus === undefined || entry.gpus === figure.gpus;
  return file && kind && amount && model && machine;
}

/** True where a dossier's name of a model, or of several, has the words of ours. @param {string} name @param {string} dossier */
function sameModel(name, dossier) {
  const words = (/** @type {string} */ text) =>
    text
      .toLowerCase()
      .split(/[^a-z0-9.]+/)
      .filter((word) => word !== "" && !common.has(word));
  const theirs = new Set(words(dossier));
  const ours = words(name);
  return ours.length > 0 && ours.every((word) => theirs.has(word));
}

const common = new Set([
  "instruct",
  "it",
  "v1",
  "0",
  "base",
  "qwen",
  "meta",
  "llama",
  "openai",
  "google",
  "ai",
  "zai",
  "org",
  "reference",
  "free",
  "latest",
  "amazon",
  "anthropic",
  "cohere",
]);

/** @returns {Held[]} */
function providerEntries() {
  return files("providers").flatMap(([file, content]) => {
    /** @param {readonly any[]} rates @param {readonly string[]} names @param {string} where */
    const of = (rates, names, where) =>
      rates.map((rate) => ({
        file,
        names,
        kind: rate.kind,
        amount: Number(rate.amount),
        label: `providers/${file}.json ${where} ${rate.kind} ${rate.amount} ${rate.currency} per ${rate.per} from ${rate.from}`,
      }));
    return [
      ...of(content["rates"] ?? [], [], "all models"),
      ...(content["tiers"] ?? []).flatMap((/** @type {any} */ tier) => of(tier.rates, [], tier.id)),
      ...content["models"].flatMap((/** @type {any} */ model) =>
        of(model.rates ?? [], [model.id, ...(model.aliases ?? [])], model.id),
      ),
    ];
  });
}

/** @returns {Held[]} */
function cloudEntries() {
  return files("gpus").flatMap(([file, content]) => [
    ...content["rates"].map((/** @type {any} */ rate) => ({
      file: `gpus/${file}`,
      names: [],
      kind: "machine",
      amount: Number(rate.amount),
      gpus: rate.gpus,
      label: `gpus/${file}.json ${rate.id} ${rate.term} ${rate.amount} ${rate.currency} from ${rate.from}`,
    })),
    // Machines without a GPU are no rate of a GPU cloud; their prices stand in the file's note.
    ...[...String(content["note"] ?? "").matchAll(/(?<![\w.])\d+\.\d+/g)].map(([amount]) => ({
      file: `gpus/${file}`,
      names: [],
      kind: "note",
      amount: Number(amount),
      label: `gpus/${file}.json note ${amount}`,
    })),
  ]);
}

/** @param {string} folder @returns {[string, Record<string, any>][]} */
function files(folder) {
  const at = new URL(`${folder}/`, pricing);
  return readdirSync(at).map((name) => [
    name.replace(".json", ""),
    JSON.parse(readFileSync(new URL(name, at), "utf8")),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = coverage();
  if (result === null) console.log(`Skipped: no dossiers at ${factsFolder}.`);
  else {
    for (const { figure, entry } of result.held) console.log(`${figure}  ->  ${entry}`);
    for (const figure of result.missing) console.log(`MISSING  ${figure}`);
    console.log(`${result.held.length} prices held, ${result.missing.length} missing`);
    process.exitCode = result.missing.length > 0 ? 1 : 0;
  }
}
