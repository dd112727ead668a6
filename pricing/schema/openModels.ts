import * as v from "valibot";
import { fail, ok, type Result } from "../../packages/estimator/src/problem.ts";
import type { UncountedModel } from "../../packages/estimator/src/names/resolveModel.ts";
import { architectures, type Gpu, type OpenModel } from "../../packages/estimator/src/prices/hardwareFile.ts";
import { counting } from "./parts.ts";

/** `pricing/models/*.json`: the open models of one family. */
export interface ModelFile {
  readonly $schema: "../schema/model.json";
  readonly family: string;
  /** Day a person last compared the file with its sources. */
  readonly checked: string;
  readonly models: readonly OpenModel[];
}

/** `pricing/hardware.json`: the cards. */
export interface HardwareFile {
  readonly $schema: "./schema/hardware.json";
  readonly checked: string;
  readonly gpus: readonly Gpu[];
}

/** `pricing/uncounted.json`. */
export interface UncountedFile {
  readonly $schema: "./schema/uncounted.json";
  readonly checked: string;
  readonly families: readonly UncountedModel[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const countOrNone = v.pipe(v.number(), v.integer(), v.minValue(0));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const text = v.pipe(v.string(), v.minLength(1));
/** A count as printed: digits and a unit, "671B". */
const printed = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?[MBT]$/));
const positive = v.pipe(v.number(), v.minValue(0.01));

/** One open model in `pricing/models/*.json`. */
const openModel: v.GenericSchema<unknown, OpenModel> = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9.-]+$/)),
  hf: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/)),
  aliases: v.array(text),
  released: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/)),
  layers: count,
  hidden: count,
  heads: count,
  headDim: count,
  kvHeads: count,
  ffn: countOrNone,
  vocab: count,
  context: count,
  tied: v.boolean(),
  gated: v.boolean(),
  sliding: v.exactOptional(v.strictObject({ window: count, fullEvery: countOrNone, fullHeadDim: v.exactOptional(count), fullKvHeads: v.exactOptional(count), keyLayers: v.exactOptional(count) })),
  moe: v.exactOptional(
    v.strictObject({
      ...v.entriesFromList(["experts", "topK", "ffn"], count),
      ...v.entriesFromList(["sharedFfn", "interval", "latent", "denseLayers"], v.exactOptional(count)),
      denseFfn: v.exactOptional(countOrNone),
      storedBits: v.exactOptional(v.pipe(v.number(), v.minValue(1), v.maxValue(16))),
    }),
  ),
  latent: v.exactOptional(v.strictObject({ queryRank: countOrNone, kvRank: count, nope: count, rope: count, value: count })),
  linearAttention: v.exactOptional(
    v.strictObject({
      ...v.entriesFromList(["every", "keyHeads", "keyHeadDim", "valueHeads", "valueHeadDim", "convolution"], count),
      gatedAttention: v.boolean(),
    }),
  ),
  mixers: v.exactOptional(v.strictObject({ parameters: count, attention: countOrNone })),
  otherParameters: v.exactOptional(count),
  tower: v.exactOptional(
    v.strictObject({
      ...v.entriesFromList(["layers", "hidden", "heads", "ffn", "patch", "merge", "most", "parameters"], count),
      ...v.entriesFromList(["image", "projector"], countOrNone),
      gated: v.boolean(),
      grid: v.picklist(["whole", "native", "tiles", "pinpoints", "split"]),
    }),
  ),
  vendor: v.exactOptional(
    v.array(
      v.strictObject({
        total: printed,
        active: printed,
        counts: v.exactOptional(v.literal("without-embeddings")),
        source: text,
      }),
    ),
  ),
  counting,
  licence: v.strictObject({ name: text, checked: v.exactOptional(day) }),
  source: text,
  confidence: v.exactOptional(v.literal("unchecked")),
  note: v.exactOptional(text),
});

/** `pricing/models/*.json`: one file per family. */
export const modelFileSchema: v.GenericSchema<unknown, ModelFile> = v.strictObject({
  $schema: v.literal("../schema/model.json"),
  family: text,
  checked: day,
  models: v.pipe(v.array(openModel), v.minLength(1)),
});

/** `pricing/hardware.json`. */
export const hardwareFileSchema: v.GenericSchema<unknown, HardwareFile> = v.strictObject({
  $schema: v.literal("./schema/hardware.json"),
  checked: day,
  gpus: v.array(
    v.strictObject({
      id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
      name: text,
      aliases: v.array(text),
      architecture: v.picklist(architectures),
      kind: v.exactOptional(v.picklist(["unified", "tpu"])),
      memoryGiB: positive,
      bf16Tflops: positive,
      fp8Tflops: v.exactOptional(positive),
      measuredTflops: v.exactOptional(positive),
      bandwidthGBs: positive,
      watts: v.nullable(positive),
      link: v.picklist(["nvlink", "pcie"]),
      linkGBs: positive,
      linkedCards: count,
      confidence: v.picklist(["primary", "secondary", "conflict", "unchecked"]),
      source: text,
      note: v.exactOptional(text),
    }),
  ),
});

/** `pricing/uncounted.json`: models that are known and not counted. */
export const uncountedFileSchema: v.GenericSchema<unknown, UncountedFile> = v.strictObject({
  $schema: v.literal("./schema/uncounted.json"),
  checked: day,
  families: v.array(
    v.strictObject({
      names: v.pipe(v.array(text), v.minLength(1)),
      reason: v.picklist(["layers", "sizes"]),
      source: text,
    }),
  ),
});

/** Reads a file of open models, or says where it is wrong. */
export function readModelFile(json: unknown): Result<ModelFile> {
  return read(modelFileSchema, json);
}

/** Reads the file of cards, or says where it is wrong. */
export function readHardwareFile(json: unknown): Result<HardwareFile> {
  return read(hardwareFileSchema, json);
}

function read<T>(schema: v.GenericSchema<unknown, T>, json: unknown): Result<T> {
  const outcome = v.safeParse(schema, json);
  if (outcome.success) return ok(outcome.output);
  const [issue] = outcome.issues;
  return fail({ kind: "bad_file", field: v.getDotPath(issue) ?? "", expected: issue.message });
}
