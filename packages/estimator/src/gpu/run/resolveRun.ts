import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { longestRow, readsOn, rowsOver, setsOf } from "./lengths.ts";
import { adapterParameters, parameterCount } from "../model/parameters.ts";
import { profileNamed, profiles, type FrameworkProfile } from "./profiles.ts";
import type { RunData, RunOptions } from "./question.ts";
import type { Run } from "./run.ts";
import type { ModelShape } from "../model/shape.ts";

/** Rank that most recipes start from. */
const usualRank = 16;
/** Packs of this length, unless a row is longer: none is cut where nobody says so. */
const usualMaxTokens = 2048;

/** Fills in what the options leave open and refuses what contradicts itself. Each field alone is checked by `questionProblem`. */
export function resolveRun(shape: ModelShape, options: RunOptions & RunData): Result<Run> {
  const profile = profileNamed(options.framework ?? "hf");
  if (!profile)
    return fail({ kind: "unknown_framework", framework: options.framework ?? "", known: profiles.map(({ id }) => id) });
  const run = withDefaults(shape, options, profile);
  const problem = numberProblem(run) ?? lengthProblem(run, options) ?? conflict(run, options) ?? parallelProblem(run);
  return problem ? fail(problem) : ok(run);
}

function withDefaults(shape: ModelShape, options: RunOptions & RunData, profile: FrameworkProfile): Run {
  const counts = parameterCount(shape);
  const method =
    options.method ?? (options.objective === "scratch" || options.objective === "continued" ? "full" : "lora");
  const objective = options.objective ?? "sft";
  const gpus = options.gpus ?? 1;
  const tensorParallel = options.tensorParallel ?? 1;
  const pipelineParallel = options.pipelineParallel ?? 1;
  const rank = options.rank ?? usualRank;
  const targets = options.targets ?? "all";
  const adapted = method === "lora" || method === "qlora";
  const adapters = adapted ? adapterParameters(shape, rank, targets) : 0;
  const trainable = method === "full" ? counts.total : method === "head" ? counts.embedding : adapters;
  const modelParallel = tensorParallel * pipelineParallel;
  const longest = longestRow(objective, options);
  const usual = Math.min(usualMaxTokens, shape.context);
  const maxTokens =
    options.maxTokens ?? (longest === undefined || readsOn({ objective }) ? usual : Math.max(usual, longest.tokens));
  const packing = options.packing ?? "packed";
  return {
    shape,
    counts,
    profile,
    method,
    objective,
    rank,
    targets,
    trainable,
    adapters,
    gpus,
    tensorParallel,
    pipelineParallel,
    modelParallel,
    dataParallel: gpus / modelParallel,
    expertParallel: options.expertParallel ?? 1,
    quantisation: options.quantisation ?? "nf4-double",
    // PEFT raises what is not quantised to 32 bits for bitsandbytes, not for GPTQ.
    upcastEmbeddings: options.upcastEmbeddings ?? (profile.upcastsEmbeddings && options.quantisation !== "gptq4"),
    weights: options.weights ?? "bf16",
    optimizer: options.optimizer ?? "adamw",
    optimizerInBackward: options.optimizerInBackward ?? false,
    checkpointing: options.checkpointing ?? "full",
    flashAttention: options.flashAttention ?? true,
    loss: options.loss ?? profile.loss,
    compiled: options.compiled ?? profile.compiled,
    precision: options.precision ?? "bf16",
    experts: options.experts ?? profile.experts,
    sharding: options.sharding ?? (gpus > 1 ? (modelParallel === gpus ? "ddp" : "fsdp") : "single"),
    ...(options.networkGBs === undefined ? {} : { networkGBs: options.networkGBs }),
    offload: options.offload ?? (profile.offloadsActivations ? ["activations"] : []),
    maxTokens,
    rowTokens: packing === "packed" || longest?.isMean !== false ? maxTokens : Math.min(maxTokens, longest.tokens),
    microBatch: options.microBatch ?? 1,
    accumulation: options.accumulation ?? 1,
    packing,
  };
}

function numberProblem(run: Run): Problem | undefined {
  if (run.adapters !== 0 || run.method === "lora" || run.method === "qlora") {
    const most = Math.min(run.shape.hidden, 4096);
    if (!Number.isSafeInteger(run.rank) || run.rank < 1 || run.rank > most)
      return { kind: "bad_rank", got: String(run.rank), expected: `a whole number from 1 to ${most}` };
  }
  return undefined;
}

/** A sequence that the model cannot read: stated, or the longest row where no cut is stated. */
function lengthProblem({ shape, objective, maxTokens }: Run, options: RunOptions & RunData): Problem | undefined {
  const { id: model, context } = shape;
  if (maxTokens <= context) return undefined;
  if (options.maxTokens !== undefined) return { kind: "over_context", model, maxTokens, context };
  const over = setsOf(options).map((data) => rowsOver({ objective, maxTokens: context }, data).over);
  const rows = Math.max(1, Math.round(over.reduce((sum, count) => sum + count, 0)));
  return { kind: "over_context", model, context, rows, longest: maxTokens };
}

function conflict(run: Run, options: RunOptions): Problem | undefined {
  const clash = (first: string, second: string, change: string): Problem => ({
    kind: "conflicting_options",
    first,
    second,
    change,
  });
  if (run.method === "full" && options.quantisation)
    return clash(
      "method=full",
      `quantisation=${options.quantisation}`,
      "use method=qlora, or leave the quantisation out",
    );
  if (run.method === "full" && options.rank !== undefined)
    return clash("method=full", `rank=${options.rank}`, "use method=lora, or leave the rank out");
  if (run.method === "lora" && options.quantisation)
    return clash("method=lora", `quantisation=${options.quantisation}`, "use method=qlora");
  if (run.method === "qlora" && options.weights === "fp32")
    return clash("method=qlora", "weights=fp32", "leave the weights out: the base is quantised; or use method=lora");
  if (run.objective === "scratch" && run.method !== "full")
    return clash("objective=scratch", `method=${run.method}`, "use method=full: there is no base to adapt");
  if (run.optimizerInBackward && run.accumulation > 1)
    return clash(
      "optimizerInBackward",
      `accumulation=${run.accumulation}`,
      "use accumulation=1: each gradient is freed at once",
    );
  if (run.sharding === "single" && run.gpus > 1 && run.modelParallel === 1)
    return clash("sharding=single", `gpus=${run.gpus}`, "use sharding=ddp, zero2, zero3 or fsdp");
  return undefined;
}

function parallelProblem(run: Run): Problem | undefined {
  const bad = (option: string, got: number, divides: string, by: number): Problem | undefined =>
    by % got === 0
      ? undefined
      : {
          kind: "bad_parallelism",
          option,
          got,
          reason: `${option}=${got} does not divide the ${by} ${divides}`,
          change: `use a divisor of ${by}`,
        };
  const experts = run.shape.moe?.experts;
  return (
    bad("tensorParallel × pipelineParallel", run.modelParallel, "GPUs", run.gpus) ??
    bad("tensorParallel", run.tensorParallel, "heads", run.shape.heads) ??
    // Embedding and head can count as layers of the first and last stage.
    ((run.shape.layers + 2) % run.pipelineParallel === 0
      ? undefined
      : bad("pipelineParallel", run.pipelineParallel, "layers", run.shape.layers)) ??
    (run.expertParallel > 1 && experts === undefined
      ? {
          kind: "conflicting_options",
          first: `expertParallel=${run.expertParallel}`,
          second: `model=${run.shape.id}`,
          change: "leave it out: the model has no experts",
        }
      : bad("expertParallel", run.expertParallel, "experts", experts ?? run.expertParallel)) ??
    bad("expertParallel", run.expertParallel, "GPUs", run.gpus)
  );
}
