/** What Tunecast's own packages need of the estimator's insides. No promise: it changes without notice. */
export { nearestNames } from "./check/nearest.ts";
export { holdsNoAnswer, rowsIn, takesRows, unsupported } from "./bill/acceptance.ts";
export { canCount, countedBy } from "./bill/counted.ts";
export { widened } from "./estimate/offer.ts";
export { tokenRatio } from "./bill/tokenRatios.ts";
export { daysBetween } from "./check/day.ts";
export {
  type Check,
  amount,
  each,
  fields,
  fitting,
  having,
  fieldAt,
  isRecord,
  list,
  maybe,
  shown,
  text,
  wrongKind,
} from "./check/fields.ts";
export { grouped } from "./check/grouped.ts";
export { given, keysOf, own, spelt } from "./check/keys.ts";
export { type Word, oneWord } from "./check/list.ts";
export { jsonOf } from "./check/records.ts";
export type { Answer, Assumption, Idle, LineItem, Offer } from "./contract/answer.ts";
export { billCurrency, byCompleteness } from "./contract/completeness.ts";
export type { Note, NotesOf } from "./contract/notes.ts";
export {
  type Histogram,
  type Profile,
  type RuleCounts,
  histogramExamples,
  histogramOver,
  histogramTokens,
} from "./contract/profile.ts";
export { likelyEpochs } from "./contract/questionCheck.ts";
export type { Question } from "./contract/question.ts";
export { type Job, usualEpochs } from "./contract/fields/job.ts";
export { published } from "./curve/published.ts";
export type { Stated } from "./contract/fields/kind.ts";
export { type Traffic, likelyTraffic } from "./contract/fields/traffic.ts";
export { type Rollouts, usualGroup } from "./contract/fields/rollouts.ts";
export { isDecimalText } from "./check/decimalText.ts";
export { order } from "./check/order.ts";
export { type Amount, type Money, amountText, decimal, sum } from "./money.ts";
export { type UncountedModel, modelNamed, resolveModel } from "./names/resolveModel.ts";
export type { BillOf } from "./plan/budget.ts";
export { quantilesOf } from "./plan/decision/sample.ts";
export type { Gpu, ModelShape, OpenModel, StatedSize, Tower } from "./prices/hardwareFile.ts";
export { type MachineRate, exchangedMachines } from "./prices/machines.ts";
export { type Exchange, overlaidBy } from "./prices/overlay.ts";
export type { LineRate } from "./prices/rates.ts";
export { isUndated } from "./prices/rateEntry.ts";
export { once, onceBy } from "./prices/once.ts";
export { type Problem, type Result, fail, ok } from "./problem.ts";
export { countText, moneyText } from "./words/amount.ts";
export { explain } from "./words/explain.ts";
export { modelName, mixersNote, modelTaken } from "./words/modelName.ts";
export { leftOutOf, sentences, spoken, spokenBy } from "./words/notes.ts";
export { type Words, worded, textOf } from "./words/visible.ts";
