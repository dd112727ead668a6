export { answerText, estimate } from "./estimate/estimate.ts";
export type {
  AnsweredQuestion,
  Answer,
  Assumption,
  BreakEven,
  Idle,
  LineItem,
  LineRate,
  Offer,
  Range,
  Refusal,
} from "./contract/answer.ts";
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
export type { Money } from "./money.ts";
export { fail, ok, type Problem, type Result } from "./problem.ts";
export { histogramExamples, histogramOver, histogramTokens } from "./contract/profile.ts";
export type { Doubt, FilePart, FindingCount, Histogram, Nature, Profile, RuleCounts } from "./contract/profile.ts";
export { takesRows } from "./bill/acceptance.ts";
export { profilesOf } from "./bill/stages.ts";
export { countingRules, type Only } from "./prices/filter.ts";
export { addDays, daysBetween, parseDay } from "./check/day.ts";
export { fileRulesFor, fileRulesOf, type FileRules } from "./prices/fileRules.ts";
export { namesOffer, tierOf, type BookOffer } from "./prices/offers.ts";
export { bookOffers, openBook } from "./prices/openBook.ts";
export { statusOn, type Status } from "./prices/status.ts";
export { machinesOn, type MachineRate } from "./prices/machines.ts";
export { readOverlay } from "./prices/overlayCheck.ts";
export { overlayFor } from "./prices/overlayWords.ts";
export type { Credit, Discount, Exchange, Overlay, OverlayRate } from "./prices/overlay.ts";
export type * from "./prices/priceFile.ts";
export { joinSelfHosted, withRefusal } from "./plan/joinSelfHosted.ts";
export type { SelfServed } from "./plan/selfServing.ts";
export type { NoteKind } from "./contract/notes.ts";
export {
  byCompleteness,
  isAtLeast,
  isTrainingAtLeast,
  isWholeTotal,
  lacksData,
  noteOf,
  tooLongNote,
} from "./contract/completeness.ts";
export { cutCost, type CutExamples } from "./plan/cutCost.ts";
export { pilotTraining, type PilotTraining } from "./plan/pilotTraining.ts";
export { trainingAt, type TrainingAt } from "./plan/trainingAt.ts";
export { budgetPlan, type BudgetOptions, type BudgetRow, type Labels } from "./plan/budget.ts";
export { holdsPairs, ruleOf, selfHostedData } from "./plan/selfHostedData.ts";
export type { SelfHostedRuns } from "./plan/selfHostedBill.ts";
export { explain } from "./words/explain.ts";
export { noteKinds } from "./words/notes.ts";
export { billText, countText, isAtMost, moneyText, rangeText, rateText, shareOut } from "./words/amount.ts";
export { cutSentence } from "./words/cutCost.ts";
export { markdownTable, textTable, wrapped, type Column } from "./words/table.ts";
export { offerCells, offerColumns, offerMarkdown, offerMarks, statusText } from "./words/offerTable.ts";
export { visibleText } from "./words/visible.ts";
export { alternativeNames } from "./words/alternatives.ts";
export { csvText } from "./rows/csv.ts";
export { focusRows } from "./rows/focus.ts";
export { offerRows, type FlatTable } from "./rows/offers.ts";
export { bookNotices, rateRows, sortRates, type BookNotice, type PriceFiles, type RateRow } from "./rows/rates.ts";
export { costOfSet, type ExampleCosts } from "./curve/costs.ts";
export { doublingRule, ruleExamples, ruleValue, type DoublingRule } from "./curve/doublingRule.ts";
export { fitCurve } from "./curve/fitCurve.ts";
export { metrics, type Metric } from "./curve/metric.ts";
export { noteSentence, type CurveNote } from "./curve/notes.ts";
export { readPilots, type Pilot } from "./curve/pilot.ts";
export { curveReport, type ReportOptions } from "./curve/report.ts";
export { bestRuleSpend } from "./curve/spend.ts";
export type {
  BestSpend,
  Curve,
  CurveReport,
  DoublingAnswer,
  FitOptions,
  Interval80,
  Prediction,
  ReportedSizes,
  TargetAnswer,
} from "./curve/curve.ts";
export { modelNamed, resolveModel, type ResolvedModel, type UncountedModel } from "./names/resolveModel.ts";
export { readModelConfig } from "./gpu/model/config.ts";
export type { GpuOffer, OwnedCost } from "./gpu/offer/gpuOffers.ts";
export { selfHostOffers, type SelfHostOffer } from "./gpu/offer/offers.ts";
export { parameterCount, type ParameterCount } from "./gpu/model/parameters.ts";
export {
  selfHost,
  trainingFromScratch,
  type Cost,
  type SelfHostAnswer,
  type ServingAnswer,
  type Throughput,
} from "./gpu/answer.ts";
export { named, type Gpu } from "./gpu/run/hardware.ts";
export type {
  CountedData,
  OwnedCards,
  RunOptions,
  SelfHostBook,
  SelfHostData,
  SelfHostQuestion,
  ServingOptions,
  SingleData,
} from "./gpu/run/question.ts";
export { runWords } from "./gpu/runWords.ts";
export { wordsOf, type Word, type WordList } from "./check/list.ts";
export type { Change, Fit } from "./gpu/placement/fits.ts";
export type { ModelShape, OpenModel } from "./gpu/model/shape.ts";
export {
  proposePilots,
  type PilotDesign,
  type PilotPlan,
  type PilotQuestion,
  type PilotSize,
} from "./curve/design/pilots.ts";
export { smallestGain, testSetSize, type Comparison, type TestSetSize } from "./curve/design/testSet.ts";
export { testSetSentence } from "./words/testSet.ts";
export { confusionMetrics, type ClassMetrics, type ConfusionMetrics, type Measured } from "./curve/metrics.ts";
export { decide } from "./plan/decision/decide.ts";
export type { Band, DecidedWay, Decision, Payback, QualityAgainst } from "./plan/decision/answer.ts";
export type { Figure } from "./plan/decision/figure.ts";
export { wayKinds } from "./plan/decision/question.ts";
export type { DecisionQuestion, Project, Quality, TrafficRanges, Way, WayKind } from "./plan/decision/question.ts";
export {
  adviceFor,
  approaches,
  needs,
  type AdviceStep,
  type Approach,
  type Need,
  type Task,
} from "./plan/decision/advice.ts";
export {
  adviceSentences,
  inputName,
  leftOutSentence,
  paybackSentence,
  standNames,
  termNames,
  timeText,
  wayNames,
} from "./words/decision.ts";
export {
  purchasePlan,
  type PurchasePlan,
  type PurchaseQuestion,
  type PurchaseRow,
  type StopBuying,
} from "./plan/purchase.ts";
export { answerDiff, type AnswerDiff, type Cause, type OfferChange } from "./plan/diff.ts";
