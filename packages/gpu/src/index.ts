/** Training and serving on GPUs: memory, hours, dollars, the same rows among the offers of the services, and a run held against its estimate. */
export type { LogPoint, Tracked, TrackedNote, TrainingLog } from "./track/tracked.ts";
export type { FilledRun, SelfHostAnswer, ServingAnswer, Throughput } from "./answer.ts";
export type { Cost, GpuOffer, Market, OwnedCost } from "./answer.ts";
export { type Cluster, type FitAnswer, fitRun, type Limits, type Most, type PricedCluster } from "./fitRun.ts";
export { selfHost } from "./selfHost.ts";
export { readModelConfig } from "./model/config.ts";
export { type ParameterCount, parameterCount } from "./model/parameters.ts";
export type { ModelShape, OpenModel } from "./model/shape.ts";
export { headlineOffer, isFresh } from "./offer/gpuOffers.ts";
export { type SelfHostOffer, selfHostOffers } from "./offer/offers.ts";
export type { Change, Fit } from "./placement/changes.ts";
export { type TrackChoice, trackRun } from "./track/track.ts";
export { type Gpu, named } from "./run/hardware.ts";
export type { OwnedCards, RunOptions, SelfHostBook, SelfHostQuestion, ServingOptions } from "./run/question.ts";
export type { CountedData, SelfHostData, SingleData } from "./run/question.ts";
export { joinSelfHosted, selfHostedBill, type SelfHostedRuns, withRefusal } from "./offer/offers.ts";
export {
  type AnswerOnCards,
  cheapestOnCards,
  cheapestRun,
  type TunedOnCards,
  withJobOnCards,
} from "./offer/jobOnCards.ts";
export { holdsPairs, ruleOf, selfHostedData } from "./offer/selfHostedData.ts";
export type { SelfServed } from "./offer/selfServing.ts";
export { measuredGroup, ownedGroup, runRows, servingGroup } from "./run/fields.ts";
export { runWords, wordTopics } from "./model/runWords.ts";
export { runNoteKinds } from "./words/notes.ts";
export { trackedSentences } from "./words/tracked.ts";
export { changeText, type GpuShown, gpuReport } from "./words/report.ts";
