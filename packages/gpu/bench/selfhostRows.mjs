// @ts-check
// Rows of published measurements as runs of the estimator: one column says one thing, the source says nothing.
import { readdirSync, readFileSync } from "node:fs";
import { csvRecords } from "@tunecast/estimator/rows";
import { trainingMemory } from "../dist/physics/memory.js";
import { named } from "../dist/run/hardware.js";
import { expectedLongest, rowsTogether } from "../dist/run/lengths.js";
import { profileNamed } from "../dist/run/profiles.js";
import { resolveRun } from "../dist/run/resolveRun.js";

/** @typedef {Record<string, string>} Row */
/** @typedef {{ row: Row, run: import("../src/run/run.ts").Run, gpu: import("../src/run/hardware.ts").Gpu | undefined, card: import("../src/physics/constants.ts").Card | undefined, logitBytes: number | undefined, lossAlone: boolean }} Measured */

/** `--as-collected`: without what the publishers of a run say of it elsewhere. */
const asCollected = process.argv.includes("--as-collected");

const pricing = new URL("../../../pricing/", import.meta.url);
/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(new URL(path, pricing), "utf8"));

/** @type {import("../src/model/shape.ts").OpenModel[]} */
export const models = readdirSync(new URL("models/", pricing))
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => json(`models/${name}`).models);
/** @type {import("../src/run/hardware.ts").Gpu[]} */
export const hardware = json("hardware.json").gpus;

/** What the columns of a collection call otherwise. @type {Record<string, Record<string, any>>} */
const words = JSON.parse(readFileSync(new URL("words.json", import.meta.url), "utf8"));
const { quantisation = {}, optimizer = {}, targets = {}, kernels = {} } = words;

/** The shape of a listed model, or of the nearest in size, made wider to have the stated parameters. @param {Row} row */
function shapeOf(row) {
  const known = named(models, row.model ?? "");
  if (known) return known;
  const size = Number(row.params_b) * 1e9;
  const scale = (/** @type {typeof models[number]} */ model) => Math.abs(Math.log(size / roughSize(model)));
  const [near] = models.filter(({ moe, gated }) => !moe && gated).toSorted((a, b) => scale(a) - scale(b));
  if (!near || !(size > 0)) return undefined;
  const factor = Math.sqrt(size / roughSize(near));
  const headDim = Math.max(8, Math.round(near.headDim * factor));
  return { ...near, headDim, hidden: headDim * near.heads, ffn: Math.round(near.ffn * factor) };
}

/** @param {typeof models[number]} model */
function roughSize({ layers, hidden, ffn, vocab }) {
  return layers * hidden * (2.5 * hidden + 3 * ffn) + 1.5 * vocab * hidden;
}

/**
 * What the publishers of a run say of it elsewhere (its config, its script) and the collection leaves open or guesses.
 * @type {ReadonlyMap<string, Row>}
 */
const conditions = csvRecords(readFileSync(new URL("../test/fixtures/conditions.csv", import.meta.url), "utf8")).reduce(
  (all, { id = "", column = "", value = "" }) => all.set(id, { ...all.get(id), [column]: value }),
  /** @type {Map<string, Row>} */ (new Map()),
);

/** @param {Row} collected @returns {Measured | undefined} */
export function measured(collected) {
  const known = asCollected ? {} : (conditions.get(collected.id ?? "") ?? {});
  const row = { ...collected, ...known };
  const shape = shapeOf(row);
  if (!shape) return undefined;
  const name = (row.gpu ?? "").replace("?", "");
  const gpu = named(hardware, name) ?? named(hardware, name.replace(/[- ]?\d+ ?(GB)?$/, ""));
  const resolved = resolveRun({ ...shape, context: Number.MAX_SAFE_INTEGER }, optionsOf(row, shape));
  if (!resolved.ok) return undefined;
  const asStated = resolved.value;
  // A run that keeps all activations, though not by its own program, and could not by far, computes them again: else it had never run.
  const keeps = asStated.checkpointing === "none" && !known.ckpt;
  const tooLarge = keeps && gpu && trainingMemory(asStated, "allocated").totalGiB > 1.3 * gpu.memoryGiB;
  const run = tooLarge ? { ...asStated, checkpointing: /** @type {const} */ ("full") } : asStated;
  const card = /^(\d+) ?GB card/.exec(row.gpu ?? "");
  const total = row.mem_scope === "total" && row.mem_gib;
  return {
    row: total ? { ...row, mem_gib: String(Number(row.mem_gib) / run.gpus) } : row,
    run,
    gpu,
    card: gpu ?? (card ? { memoryGiB: Number(card[1]), architecture: "ampere" } : undefined),
    // A loss on 16-bit logits holds them, their logarithms and the gradients of both.
    logitBytes: /bf16 logits, no fp32 copy/.test(row.notes ?? "") ? 8 : undefined,
    // A compiled model whose loss is not.
    lossAlone: row.compile_loss === "0",
  };
}

/**
 * @param {Row} row @param {import("../src/model/shape.ts").ModelShape} shape
 * @returns {any} options of a run
 */
function optionsOf(row, shape) {
  const { parallel: layout = "", notes = "", offload = "", quant = "", weight_dtype: type = "" } = row;
  const gpus = Number(row.n_gpu || 1);
  const ways = (/** @type {string} */ kind) => Number(new RegExp(`${kind}(\\d+)`).exec(layout)?.[1] ?? 1);
  const adapted = !["full", "head"].includes(row.method ?? "");
  const quantised = row.method === "qlora";
  const microBatch = Number(row.micro_batch || 1);
  // Experts of a run of unstated layout, or spread over an unstated number, are spread as far as they go.
  const spread = layout === "megatron" || /ep(?!\d)/.test(layout);
  const sharding = /^(ddp|zero\d|fsdp)/.exec(layout)?.[0] ?? "zero1";
  const pipelineParallel = ways("pp");
  const framework = profileNamed(row.framework ?? "")?.id ?? "hf";
  const inAutocast = (type === "fp32" && row.autocast !== "0") || /autocast over fp32 weights/.test(notes);
  return {
    method: quantised ? "qlora" : adapted ? "lora" : row.method,
    framework,
    ...(adapted && {
      rank: Number(row.rank || (row.method === "ia3" ? 1 : 16)),
      targets: targets[row.lora_targets ?? ""] ?? "qkv",
      trainEmbeddings: /trainable embedding/.test(notes),
    }),
    ...(quantised && { quantisation: quantisation[quant] ?? "nf4-double" }),
    // 32-bit embeddings belong to bitsandbytes; a note can say that there are none.
    ...(quantised && (/^(gptq|awq)/.test(quant) || /(no|not) up-?cast/.test(notes)) && { upcastEmbeddings: false }),
    weights: quantised ? "bf16" : inAutocast ? "fp32-autocast" : type.startsWith("fp32") ? "fp32" : "bf16",
    optimizer: optimizer[row.optimizer ?? ""] ?? "adamw",
    // Fused kernels are the default since torch 2.8 of August 2025, and nobody says otherwise of older trainers.
    ...((row.date ?? "") < "2025-10" && { fusedOptimizer: false }),
    optimizerInBackward: /opt(imizer)?-in-b|no gradient resident/.test(notes),
    cacheEmptied: row.cache === "emptied",
    autocast: row.autocast !== "0",
    checkpointing: row.ckpt === "full" || row.ckpt === "selective" ? row.ckpt : "none",
    ...attentionOf(row),
    ...expertsOf(row, framework),
    ...(/Windows/.test(notes) && { host: "windows" }),
    loss: row.fused_ce === "fused" || row.fused_ce === "chunked" ? row.fused_ce : "plain",
    compiled: row.compile === "1",
    precision: row.precision === "fp8" ? "fp8" : "bf16",
    gpus,
    tensorParallel: ways("tp"),
    pipelineParallel,
    ...turnsOf(row),
    ...(row.dispatcher === "alltoall" && { dispatcher: row.dispatcher }),
    expertParallel: spread && shape.moe ? spreadOver(gpus, shape.moe.experts) : ways("ep"),
    contextParallel: ways("cp"),
    // PCIe 3.0 x4
    ...(/slow PCIe/i.test(notes) && { linkGBs: 3 }),
    sharding: gpus === 1 && sharding !== "zero3" ? "single" : sharding,
    offload: [
      ...(/act(ivation)?s?\+? ?offload|(activations|checkpoints) offloaded/.test(`${offload} ${notes}`)
        ? ["activations"]
        : []),
      ...(/params/.test(offload) ? ["weights"] : []),
      ...(/opt/.test(offload) ? ["optimizer"] : []),
    ],
    maxTokens: Number(row.seq_len || row.tokens_per_seq || 2048),
    microBatch,
    // The column divides the global batch by all GPUs; the stages of a pipeline share theirs.
    accumulation: Number(row.grad_accum || 1) * pipelineParallel,
    packing:
      row.packing === "1" || row.tokens_per_seq === row.seq_len ? "packed" : microBatch > 1 ? "padded" : "unpacked",
  };
}

/** Parts of a pipeline's stage that take turns, where the source says. @param {Row} row */
function turnsOf({ virtual_stages: own, notes = "" }) {
  const said = own ?? /(?:\bvpp|\binterleaved )(\d+)/.exec(notes)?.[1] ?? (/\b1f1b\b/.test(notes) ? "1" : undefined);
  return said === undefined ? {} : { virtualStages: Number(said) };
}

/** Runs of before 2025 that name no kernel had FlashAttention 2, those of Megatron cuDNN's. @param {Row} row */
function attentionOf({ flash, kernel = "", notes = "", framework = "", date }) {
  const named = flash === "0" ? "eager" : (kernels[kernel] ?? (/\bsdpa\b/.test(notes) ? "sdpa" : undefined));
  if (named) return { attention: named };
  if (/foundry/i.test(framework)) return { attention: "flash-1" };
  return date || /megatron|nemo|jax|maxtext|automodel/i.test(framework) ? {} : { attention: "flash-2" };
}

/** transformers has grouped experts since 5.0.0, of January 2026: runs of before looped over them. @param {Row} row @param {string} framework */
function expertsOf({ notes = "", date = "" }, framework) {
  if (/grouped experts/.test(notes)) return { experts: "grouped" };
  const older = /^(hf|hf-fused|llama-factory|axolotl)$/.test(framework) && date < "2026";
  return older || /looped experts/.test(notes) ? { experts: "loop" } : {};
}

/** The most cards that experts can be spread over evenly. @param {number} gpus @param {number} experts */
function spreadOver(gpus, experts) {
  let ways = Math.min(gpus, experts);
  while (gpus % ways || experts % ways) ways--;
  return ways;
}

/** Longest of four rows over their mean, where 80 that come one after another are sorted first (lengths as in `lengths.ts`). */
const sortedFirst = 1.067;

/** @param {Measured} m */
export function lengthsOf({ row, run }) {
  const tokens = Number(row.tokens_per_seq || row.seq_len);
  const padded = expectedLongest(tokens, Number(row.seq_len || tokens), rowsTogether(run)) / tokens;
  // Padding of a card's own rows is in the tokens counted.
  const waited = expectedLongest(1, Infinity, rowsTogether(run)) / expectedLongest(1, Infinity, run.microBatch);
  const times = { 1: 1, "padding counted": waited, "like lengths": Math.min(padded, sortedFirst) };
  const computed = times[/** @type {keyof typeof times} */ (row.packing)] ?? padded;
  return { tokens, computed: computed * tokens, document: tokens };
}

/** Who looked at the memory. @param {Row} row @returns {import("../src/physics/memory.ts").MemoryView} */
export function viewOf({ mem_kind: kind }) {
  return kind === "allocated" || kind === "active" ? "allocated" : kind === "reserved" ? kind : "device";
}

/** @param {string | undefined} tier */
const scored = (tier) => tier === "A" || tier === "B";
/** @param {Measured} m */
export const hasMemory = ({ row }) => scored(row.tier_mem) && Number(row.mem_gib) > 0;
/** @param {Measured} m */
export const hasSpeed = ({ row, gpu }) => scored(row.tier_tput) && Number(row.tok_s_gpu) > 0 && gpu !== undefined;
