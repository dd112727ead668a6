/** Training and serving on GPUs: memory, hours, dollars, the same rows among the offers of the services, and a run held against its estimate. */
export type { LogPoint, Tracked, TrackedNote, TrainingLog } from "./contract/tracked.ts";
export type { Cost, FilledRun, SelfHostAnswer, ServingAnswer, Throughput } from "./gpu/answer.ts";
export { selfHost, trainingFromScratch } from "./gpu/selfHost.ts";
export { readModelConfig } from "./gpu/model/config.ts";
export { type ParameterCount, parameterCount } from "./gpu/model/parameters.ts";
export type { ModelShape, OpenModel } from "./gpu/model/shape.ts";
export type { GpuOffer, OwnedCost } from "./gpu/offer/gpuOffers.ts";
export { type SelfHostOffer, selfHostOffers } from "./gpu/offer/offers.ts";
export type { Change, Fit } from "./gpu/placement/fits.ts";
export { type TrackChoice, trackRun } from "./gpu/track/track.ts";
export { type Gpu, named } from "./gpu/run/hardware.ts";
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
export { joinSelfHosted, withRefusal } from "./plan/joinSelfHosted.ts";
export type { SelfHostedRuns } from "./plan/selfHostedBill.ts";
export { holdsPairs, ruleOf, selfHostedData } from "./plan/selfHostedData.ts";
export type { SelfServed } from "./plan/selfServing.ts";
