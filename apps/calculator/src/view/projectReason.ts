import { timeText } from "@tunecast/estimator/text";
import type { Calculator } from "../state/calculator.ts";

/** When tuning has paid for itself once the labels and the evaluation that the reader stated are paid, too; empty where none is stated. */
export function projectReason({ form, deciding }: Calculator): string {
  const { labelCost, evalCost } = form.inputs.value;
  const found = deciding.decision.value;
  if ((labelCost === null && evalCost === null) || found?.ok !== true) return "";
  const against = found.value.ways.find(({ kind }) => kind === "tuned")?.against ?? null;
  if (against === null || against.verdict === "at_once") return "";
  const when = against.verdict === "pays" ? timeText(against.months ?? 0) : "never";
  return ` With labels and evaluation: ${when}.`;
}
