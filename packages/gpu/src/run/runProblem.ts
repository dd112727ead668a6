import type { Problem } from "@tunecast/estimator/parts";
import { rowsOver, setsOf } from "./lengths.ts";
import type { RunData, RunOptions } from "./question.ts";
import { objectives } from "./objectives.ts";
import type { Run } from "./run.ts";

/** What contradicts itself in a run, or cannot be done with its model. */
export function runProblem(run: Run, options: RunOptions & RunData): Problem | undefined {
  return (
    rolloutProblem(run, options) ??
    pictureProblem(run, options) ??
    rankProblem(run) ??
    lengthProblem(run, options) ??
    conflict(run, options) ??
    cardsProblem(run)
  );
}

/** Cards that a run cannot be spread over. */
export function cardsProblem(run: Run): Problem | undefined {
  if (run.sharding === "single" && run.gpus > 1 && run.modelParallel === 1)
    return clash("sharding=single", `gpus=${run.gpus}`, "use sharding=ddp, zero2, zero3 or fsdp");
  return parallelProblem(run);
}

/** Nobody knows how much a model will write. */
function rolloutProblem(
  { objective, environmentSeconds, judgeSeconds }: Run,
  { rollouts }: RunData,
): Problem | undefined {
  const { rolled } = objectives[objective];
  if (!rolled && (environmentSeconds > 0 || judgeSeconds > 0))
    return clash(
      `objective=${objective}`,
      environmentSeconds > 0 ? `environmentSeconds=${environmentSeconds}` : `judgeSeconds=${judgeSeconds}`,
      "leave it out, or use objective=grpo, rloo or ppo",
    );
  if (rolled && rollouts === undefined) return { kind: "no_rollouts", objective };
  if (!rolled && rollouts !== undefined)
    return clash(`objective=${objective}`, "rollouts", "leave the rollouts out, or use objective=grpo, rloo or ppo");
  return undefined;
}

/** Pictures for a model that reads none. */
function pictureProblem(
  { shape }: Run,
  { images = 0, trainTower = false, imageWidth, imageHeight }: RunOptions,
): Problem | undefined {
  if (shape.tower !== undefined) return undefined;
  const told =
    images > 0
      ? `images=${images}`
      : trainTower
        ? "trainTower"
        : imageWidth !== undefined
          ? `imageWidth=${imageWidth}`
          : imageHeight === undefined
            ? undefined
            : `imageHeight=${imageHeight}`;
  return told === undefined
    ? undefined
    : clash(told, `model=${shape.id}`, "leave it out: no part of the model that reads pictures is known");
}

function rankProblem({ adapters, method, shape, rank }: Run): Problem | undefined {
  if (adapters === 0 && method !== "lora" && method !== "qlora") return undefined;
  const most = Math.min(shape.hidden, 4096);
  if (Number.isSafeInteger(rank) && rank >= 1 && rank <= most) return undefined;
  return { kind: "bad_rank", got: String(rank), expected: `a whole number from 1 to ${most}` };
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

function clash(first: string, second: string, change: string): Problem {
  return { kind: "conflicting_options", first, second, change };
}

function conflict(run: Run, { quantisation, rank, weights }: RunOptions): Problem | undefined {
  const { method, objective, optimizerInBackward, accumulation } = run;
  if (method === "full" && quantisation)
    return clash("method=full", `quantisation=${quantisation}`, "use method=qlora, or leave the quantisation out");
  if (method === "full" && rank !== undefined)
    return clash("method=full", `rank=${rank}`, "use method=lora, or leave the rank out");
  if (method === "lora" && quantisation)
    return clash("method=lora", `quantisation=${quantisation}`, "use method=qlora");
  if (method === "qlora" && weights !== undefined && weights !== "bf16")
    return clash(
      "method=qlora",
      `weights=${weights}`,
      "leave the weights out: the base is quantised; or use method=lora",
    );
  if (objective === "scratch" && method !== "full")
    return clash("objective=scratch", `method=${method}`, "use method=full: there is no base to adapt");
  if (optimizerInBackward && accumulation > 1)
    return clash(
      "optimizerInBackward",
      `accumulation=${accumulation}`,
      "use accumulation=1: each gradient is freed at once",
    );
  return undefined;
}

function parallelProblem(run: Run): Problem | undefined {
  const { shape, gpus, modelParallel, tensorParallel, pipelineParallel, expertParallel, contextParallel } = run;
  const experts = shape.moe?.experts;
  if (expertParallel > 1 && experts === undefined)
    return clash(`expertParallel=${expertParallel}`, `model=${shape.id}`, "leave it out: the model has no experts");
  return (
    undivided("tensorParallel × pipelineParallel", modelParallel, "GPUs", gpus) ??
    undivided("contextParallel", contextParallel, "GPUs", gpus / modelParallel) ??
    undivided("tensorParallel", tensorParallel, "heads", shape.heads) ??
    (pipelineParallel <= shape.layers ? undefined : tooManyStages(pipelineParallel, shape.layers)) ??
    undivided("expertParallel", expertParallel, "experts", experts ?? expertParallel) ??
    undivided("expertParallel", expertParallel, "GPUs", gpus)
  );
}

function tooManyStages(got: number, layers: number): Problem {
  const reason = `pipelineParallel=${got} is more than the ${layers} layers`;
  return { kind: "bad_parallelism", option: "pipelineParallel", got, reason, change: `use at most ${layers}` };
}

function undivided(option: string, got: number, divides: string, by: number): Problem | undefined {
  if (by % got === 0) return undefined;
  const reason = `${option}=${got} does not divide the ${by} ${divides}`;
  return { kind: "bad_parallelism", option, got, reason, change: `use a divisor of ${by}` };
}
