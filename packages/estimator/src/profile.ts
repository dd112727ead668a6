/** What one pass over a data set leaves behind, and its histograms. */
export { profilesOf } from "./bill/stages.ts";
export {
  type Doubt,
  type FilePart,
  type FindingCount,
  type Histogram,
  type Nature,
  type RuleCounts,
  histogramExamples,
  histogramOver,
  histogramTokens,
  meanRequest,
  shownRule,
} from "./contract/profile.ts";
