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
export type { Rollouts } from "./contract/fields/rollouts.ts";
export type { Profile } from "./contract/profile.ts";
export type { Alternative, Traffic } from "./contract/fields/traffic.ts";
export type { CountedJob, Job, JobOptions, StageJob, TypedJob } from "./contract/fields/job.ts";
export type { Question } from "./contract/question.ts";
export type { Pilot } from "./curve/pilots/pilot.ts";
export { answerText, estimate, offersOf } from "./estimate/estimate.ts";
export type { Money } from "./money.ts";
export { type BudgetOptions, type BudgetRow, type Labels, budgetPlan } from "./plan/budget.ts";
export { type AdviceStep, type Approach, type Need, type Task, adviceFor } from "./plan/decision/advice.ts";
export type { DecidedWay, Decision, Payback, QualityAgainst, Thresholds } from "./plan/decision/answer.ts";
export type { Band } from "./plan/decision/terms.ts";
export { decide } from "./plan/decision/decide.ts";
export type { Figure } from "./contract/fields/kind.ts";
export type { CardRun, DecisionQuestion } from "./contract/fields/decision.ts";
export type { Project } from "./contract/fields/project.ts";
export type { Quality, Way } from "./contract/fields/ways.ts";
export type { WayKind } from "./contract/fields/words.ts";
export { type AnswerDiff, type Cause, type OfferChange, answerDiff } from "./plan/diff.ts";
export { type PurchasePlan, type PurchaseQuestion, type PurchaseRow, purchasePlan } from "./plan/purchase.ts";
export { type QuoteQuestion, quote } from "./plan/quote.ts";
export { type TrainingAt, trainingAt } from "./plan/trainingAt.ts";
export { type SpendLimits, type SpendVerdict, type VerdictReason, spendVerdict } from "./plan/verdict.ts";
export type { Only } from "./contract/fields/only.ts";
export type { Credit, Discount, Exchange, Overlay as OwnPrices, OverlayRate as OwnRate } from "./prices/overlay.ts";
export { openBook } from "./prices/offers.ts";
export type { LineRate } from "./prices/rates.ts";
export type { Problem, Result } from "./problem.ts";
export { explain } from "./words/explain.ts";
export type * from "./prices/cloudFile.ts";
export type * from "./prices/priceFile.ts";
export type * from "./prices/rateEntry.ts";
