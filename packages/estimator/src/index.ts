/** What will it cost, what does a budget buy, which way first? Questions and answers in plain JSON. */
export type {
  Answer,
  AnsweredQuestion,
  Assumption,
  BreakEven,
  Idle,
  LineItem,
  Offer,
  Range,
  Refusal,
} from "./contract/answer.ts";
export { noteOf } from "./contract/completeness.ts";
export type { NoteKind } from "./contract/notes.ts";
export type { Rollouts } from "./contract/rollouts.ts";
export type { Profile } from "./contract/profile.ts";
export type {
  Alternative,
  CountedJob,
  Job,
  JobOptions,
  Question,
  StageJob,
  Traffic,
  TypedJob,
} from "./contract/question.ts";
export type { Pilot } from "./curve/pilot.ts";
export { answerText, estimate, offersOf } from "./estimate/estimate.ts";
export type { Money } from "./money.ts";
export { type BudgetOptions, type BudgetRow, type Labels, budgetPlan } from "./plan/budget.ts";
export { type AdviceStep, type Approach, type Need, type Task, adviceFor } from "./plan/decision/advice.ts";
export type { Band, DecidedWay, Decision, Payback, QualityAgainst, Thresholds } from "./plan/decision/answer.ts";
export { decide } from "./plan/decision/decide.ts";
export type { Figure } from "./plan/decision/figure.ts";
export type {
  CardRun,
  DecisionQuestion,
  Project,
  Quality,
  TrafficRanges,
  TrainingRanges,
  Way,
  WayKind,
} from "./plan/decision/question.ts";
export { type AnswerDiff, type Cause, type OfferChange, answerDiff } from "./plan/diff.ts";
export {
  type PurchasePlan,
  type PurchaseQuestion,
  type PurchaseRow,
  type StopBuying,
  purchasePlan,
} from "./plan/purchase.ts";
export { type TrainingAt, trainingAt } from "./plan/trainingAt.ts";
export { type SpendLimits, type SpendVerdict, type VerdictReason, spendVerdict } from "./plan/verdict.ts";
export type { Only } from "./prices/filter.ts";
export type { Credit, Discount, Exchange, Overlay as OwnPrices, OverlayRate as OwnRate } from "./prices/overlay.ts";
export { openBook } from "./prices/openBook.ts";
export type { LineRate } from "./prices/rates.ts";
export type { Problem, Result } from "./problem.ts";
export { explain } from "./words/explain.ts";
export { noteKinds } from "./words/gpuNotes.ts";
export type * from "./prices/cloudFile.ts";
export type * from "./prices/priceFile.ts";
export type * from "./prices/rateEntry.ts";
