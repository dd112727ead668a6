import { keysOf, own } from "../check/keys.ts";

/** What one `amount` pays for, and the unit that a line of the bill counts. */
const units = {
  "1M tokens": "token",
  "1K tokens": "token",
  hour: "hour",
  minute: "hour",
  second: "hour",
  month: "month",
  "GB-month": "GB-month",
  image: "image",
  job: "job",
  step: "step",
  "model-unit-hour": "hour",
  "CMU-minute": "hour",
  "CMU-month": "month",
  "GPU-hour": "hour",
  "GPU-second": "hour",
} as const;

/** What a rate buys, and its units. `input`/`output` are the tuned model's, `base_*` the untuned model's. */
const kinds = {
  training: "token hour image job",
  input: "token",
  cached_input: "token",
  output: "token",
  base_input: "token",
  base_cached_input: "token",
  base_output: "token",
  hosting: "hour",
  storage: "month GB-month",
  minimum: "job",
  provisioned: "hour",
  grader_input: "token",
  grader_output: "token",
} as const;

export type RateKind = keyof typeof kinds;

export type RateUnit = keyof typeof units;

/** Every kind of rate. */
export const rateKinds: readonly RateKind[] = keysOf(kinds);

/** Every unit of a price. */
export const rateUnits: readonly RateUnit[] = keysOf(units);

/** The unit that a line at this price counts; nothing for a unit of newer data. */
export function unitOf(per: string): string | undefined {
  return own(units, per);
}

/** True where a price per `per` can pay for this kind, counted in `unit` where the line has but one. */
export function pays(per: string, kind: string, unit?: string): boolean {
  const bought = unitOf(per);
  const counted = unit ?? own(kinds, kind) ?? "";
  return bought !== undefined && counted.split(" ").includes(bought);
}
