import type { Rollouts } from "@tunecast/estimator/parts";
import type { TrainedParameters } from "../model/parameters.ts";
import type { FrameworkProfile } from "./profiles.ts";
import type { RunOptions } from "./question.ts";
import type { ModelShape } from "../model/shape.ts";
import type { PictureOptions, Pictures } from "../model/tower.ts";
import type { WordOptions } from "../model/runWords.ts";
import file from "./objectives.json" with { type: "json" };
import usual from "./usual.json" with { type: "json" };

export type Objective = NonNullable<WordOptions["objective"]>;

/** What an objective computes; `about` of the file says what each figure is. */
type Learning = (typeof file.objectives)["sft"];
export const objectives: Readonly<Record<Objective, Learning>> = file.objectives;

/** Whether examples are running text, which is read on in the next row where one is full: nothing is cut off. */
export function isRunningText(objective: Objective): boolean {
  return objective === "continued" || objective === "scratch";
}

/** Completions with nothing left open. */
export type DrawnRollouts = { readonly [K in keyof Rollouts]-?: NonNullable<Rollouts[K]> } & {
  /** Completions drawn before the weights move: at least so many, and those of a step. */
  readonly perStep: number;
};

/** Left open where nobody tells them: the card, the model or the usual layout decides. */
type AsTold = Pick<RunOptions, { [F in keyof Usual]: Usual[F] extends null ? F : never }[keyof Usual]>;
type Usual = typeof usual;

/** A run with nothing left open: what memory and time are computed from. */
export interface Run
  extends Required<Omit<RunOptions, "framework" | keyof PictureOptions | keyof AsTold>>, AsTold, TrainedParameters {
  /** Of models that read pictures, where the rows hold some. */
  readonly pictures?: Pictures & {
    /** Patches of a row of full length: a pack holds as much text as pictures where no data say more. */
    readonly inRow: number;
  };
  readonly rollouts?: DrawnRollouts;
  /** What it computes by its objective, less a reference that is not there. */
  readonly learns: Learning;
  readonly shape: ModelShape;
  readonly profile: FrameworkProfile;
  /** GPUs that hold one copy of the model between them by tensor and pipeline parallelism. */
  readonly modelParallel: number;
  readonly dataParallel: number;
  /** Tokens of the longest row that is computed: of a pack, or of the data where rows are not packed. */
  readonly rowTokens: number;
}

/** Embedding and head are held in 32 bits: not where weights are gathered in units, which have one type. */
export function raisesEmbeddings(run: Pick<Run, "sharding" | "upcastEmbeddings">): boolean {
  return run.upcastEmbeddings && !gathersWeights(run);
}

/** What nothing casts is multiplied as it is held: weights of 32 bits, and adapters but those of a kernel that casts them itself. */
export function multipliesIn32({ autocast, adapters, weights, profile }: Run): { weights: boolean; adapters: boolean } {
  return { weights: !autocast && weights === "fp32", adapters: !autocast && adapters > 0 && !profile.castsAdapters };
}

export function gathersWeights({ sharding }: Pick<Run, "sharding">): boolean {
  return sharding === "zero3" || sharding === "fsdp";
}

/** Layers of the largest stage over those of a mean one; embedding and head can count as layers of the end stages. */
export function unevenStages({ shape: { layers }, pipelineParallel: stages }: Run): number {
  return layers % stages === 0 || (layers + 2) % stages === 0 ? 1 : Math.ceil(layers / stages) / (layers / stages);
}
