import type { WordOptions } from "../model/runWords.ts";

type Objective = NonNullable<WordOptions["objective"]>;

/** What an objective makes of its rows, beside the pass that trains. */
export interface ObjectiveShape {
  /** Rows of one example. */
  readonly rows: 1 | 2;
  /** Forward passes of every row that train nothing: the reference, the policy before the step, the reward model. */
  readonly extraForwards: number;
  /** Whole models that are held beside the trained one: of adapters, the reference is the model without them. */
  readonly frozen: { readonly full: number; readonly adapted: number };
  /** A critic of the same size is trained along. */
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
