/** The fields of the question: the kind of each, and how people write it. */
export { checks, groupOf, kindIn } from "./contract/fields/checks.ts";
export { type Form, type FormsOf, type Kind, type KindsOf, type KindTable, likely } from "./contract/fields/kind.ts";
export { type LikelyTraffic, likelyTraffic } from "./contract/fields/traffic.ts";
export { likelyEpochs } from "./contract/questionCheck.ts";
