/** The fields of the question: the kind of each, and how people write it. */
export { checks } from "./contract/fields/checks.ts";
export { type Form, type Kind, type KindsOf, likely, type FieldGroup } from "./contract/fields/kind.ts";
export { likelyTraffic } from "./contract/fields/traffic.ts";
export {
  fieldsProblem,
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
export { plainDecimal } from "./contract/fields/plainDecimal.ts";
export { likelyText, spellings } from "./contract/fields/spelling.ts";
export type { PilotFields } from "./contract/fields/curve.ts";
export type { DecisionParts } from "./contract/fields/decision.ts";
export type { Spend } from "./contract/fields/spend.ts";
