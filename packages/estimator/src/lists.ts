/** The closed lists of words, for options and forms. */
export { type Word, type WordList, wordsOf } from "./check/list.ts";
export { alternativeKinds } from "./contract/fields/words.ts";
export { type Metric, metrics } from "./curve/pilots/metric.ts";
export { isLowerBetter } from "./curve/pilots/scale.ts";
export { approaches, needs } from "./plan/decision/advice.ts";
export { wayKinds } from "./contract/fields/words.ts";
export { statusKinds } from "./prices/bookWords.ts";
export { rateKinds, rateUnits } from "./prices/rateKinds.ts";
export { noteKinds } from "./words/notes.ts";
