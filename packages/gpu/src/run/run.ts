import type { Rollouts } from "@tunecast/estimator/parts";
import type { TrainedParameters } from "../model/parameters.ts";
import type { FrameworkProfile } from "./profiles.ts";
import type { RunOptions } from "./question.ts";
import type { ModelShape } from "../model/shape.ts";
import type { Pictures } from "../model/tower.ts";
import type { WordOptions } from "../model/runWords.ts";

type Objective = NonNullable<WordOptions["objective"]>;

interface ObjectiveShape {
  readonly rows: 1 | 2;
  /** Forward passes of every row that train nothing: the reference, the policy before the step, the reward model. */
  readonly extraForwards: number;
  /** Whole models that are held beside the trained one: of adapters, the reference is the model without them. */
  readonly frozen: { readonly full: number; readonly adapted: number };
  readonly critic: boolean;
  /** The rows are drawn by the model itself from prompts. */
  readonly rolled: boolean;
}

const alone: ObjectiveShape = {
  rows: 1,
  extraForwards: 0,
  frozen: { full: 0, adapted: 0 },
  critic: false,
  rolled: false,
};
const withReference: ObjectiveShape = { ...alone, extraForwards: 1, frozen: { full: 1, adapted: 0 } };
/** The log-probabilities of the policy before the step, and of the reference. */
const rolledOut: ObjectiveShape = { ...withReference, extraForwards: 2, rolled: true };

/**
 * Objectives by what they compute.
 *
 * @source https://huggingface.co/docs/trl (DPO, ORPO, KTO, GRPO, RLOO and PPO trainers); https://arxiv.org/abs/2402.03300
 */
export const objectives: Readonly<Record<Objective, ObjectiveShape>> = {
  sft: alone,
  continued: alone,
  scratch: alone,
  dpo: { ...withReference, rows: 2 },
  orpo: { ...alone, rows: 2 },
  // The mismatched completions that stand for the divergence pass through policy and reference, too.
  kto: { ...withReference, extraForwards: 3 },
  grpo: rolledOut,
  rloo: rolledOut,
  // A reward model scores, a critic learns.
  ppo: { ...rolledOut, extraForwards: 3, frozen: { full: 2, adapted: 1 }, critic: true },
};

/** Whether examples are running text, which is read on in the next row where one is full: nothing is cut off. */
export function isRunningText(objective: Objective): boolean {
  return objective === "continued" || objective === "scratch";
}

/** Completions with nothing left open. */
export type DrawnRollouts = { readonly [K in keyof Rollouts]-?: NonNullable<Rollouts[K]> } & {
  /** Completions drawn before each step, where nobody says how many rows a step has: at least so many. */
  readonly perStep: number;
};

/** A run with nothing left open: what memory and time are computed from. */
export interface Run
  extends
    Required<
      Omit<RunOptions, "framework" | "networkGBs" | "linkGBs" | "images" | "imageWidth" | "imageHeight" | "trainTower">
    >,
    TrainedParameters {
  /** Of models that read pictures, where the rows hold some. */
  readonly pictures?: Pictures & {
    /** Patches of a row of full length: a pack holds as much text as pictures where no data say more. */
    readonly inRow: number;
  };
  /** As told; otherwise by the card. */
  readonly networkGBs?: number;
  readonly linkGBs?: number;
  readonly rollouts?: DrawnRollouts;
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

export function gathersWeights({ sharding }: Pick<Run, "sharding">): boolean {
  return sharding === "zero3" || sharding === "fsdp";
}

/** Layers of the largest stage over those of a mean one; embedding and head can count as layers of the end stages. */
export function unevenStages({ shape: { layers }, pipelineParallel: stages }: Run): number {
  return layers % stages === 0 || (layers + 2) % stages === 0 ? 1 : Math.ceil(layers / stages) / (layers / stages);
}
