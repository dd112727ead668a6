/** The closed lists of words, for options and forms. */
export { type Word, type WordList, wordsOf } from "./check/list.ts";
export { type AlternativeKind, alternativeKinds, wayKinds } from "./contract/fields/words.ts";
export { type Metric, metrics } from "./curve/pilots/metric.ts";
export { isLowerBetter } from "./curve/pilots/scale.ts";
export { needs } from "./plan/decision/advice.ts";
export { rateKinds, rateUnits } from "./prices/rateKinds.ts";
export { noteKinds } from "./words/notes.ts";
