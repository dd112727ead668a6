/** Reading an answer: what is missing in it, what compares, what becomes of examples that are too long, what the job says of it. */
export {
  byCompleteness,
  billCurrency,
  isAtLeast,
  isWholeTotal,
  lacksData,
  tooLongNote,
} from "./contract/completeness.ts";
export { type CutExamples, truncationCost, type PilotPrice, pilotTraining, trainingCostAt } from "./plan/trainingAt.ts";
export { type Destination, type Leaving, leaving } from "./plan/quote.ts";
export { scratchPresets } from "./plan/decision/advice.ts";
export type { Verdict } from "./plan/decision/answer.ts";
export { defaultOffer } from "./plan/decision/candidates.ts";
export { ownedOf } from "./plan/decision/project.ts";
export { decideInSteps } from "./plan/decision/decide.ts";
export { type Reconciled, reconcile } from "./plan/reconcile.ts";
