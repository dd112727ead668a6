/** The fields of the question: the kind of each, and how people write it. */
export { checks, groupOf, kindIn } from "./contract/fields/checks.ts";
export { type Form, type FormsOf, type Kind, type KindsOf, type KindTable, likely } from "./contract/fields/kind.ts";
export { type LikelyTraffic, likelyTraffic } from "./contract/fields/traffic.ts";
export { likelyEpochs } from "./contract/questionCheck.ts";
export {
  type FieldPath,
  groups,
  linkKey,
  optionsOf,
  readField,
  type Row,
  rows,
  rowsOf,
  wayGroups,
} from "./contract/fields/rows.ts";
export { likelyText, plainDecimal, spellings } from "./contract/fields/spelling.ts";
export type { PilotFields } from "./contract/fields/curve.ts";
export type { DecisionParts } from "./contract/fields/decision.ts";
export type { FieldGroup } from "./contract/fields/kind.ts";
export type { Spend } from "./contract/fields/spend.ts";
