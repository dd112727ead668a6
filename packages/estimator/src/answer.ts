/** Reading an answer: what is missing in it, what compares, what becomes of examples that are too long, what the job says of it. */
export {
  byCompleteness,
  billCurrency,
  isAtLeast,
  isOpenToAll,
  isTrainingAtLeast,
  isWholeTotal,
  lacksData,
  tooLongNote,
} from "./contract/completeness.ts";
export { type CutExamples, truncationCost } from "./plan/trainingAt.ts";
export { type Destination, type Leaving, leaving } from "./plan/quote.ts";
export { type ScratchPreset, scratchPresets } from "./plan/decision/advice.ts";
export { type Recommendation, type Verdict, recommendation } from "./plan/decision/answer.ts";
export { defaultOffer } from "./plan/decision/candidates.ts";
export { ownedOf } from "./plan/decision/project.ts";
export { decideInSteps } from "./plan/decision/decide.ts";
export { type PilotPrice, type PilotTraining, pilotTraining } from "./plan/trainingAt.ts";
export { trainingCostAt } from "./plan/trainingAt.ts";
export { type Reconciled, reconcile } from "./plan/reconcile.ts";
export type { Reason } from "./plan/reconcileReasons.ts";
