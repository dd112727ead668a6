import { ok } from "../../problem.ts";
import { nothing } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/** Nothing is trained here: weights are imported. A training that costs nothing is a dated rate of 0 instead. */
export const free: Rule = rule({
  tag: "free",
  role: "quantity",
  unit: "nothing",
  parameters: {},
  reads: [],
  example: { method: "import", rates: { training: ["0", "job"] }, becomes: "0" },
  apply: () => ok({ spread: nothing, label: "", assumptions: [] }),
});
