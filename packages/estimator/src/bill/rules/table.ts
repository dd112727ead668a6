import { amountRules } from "./amounts.ts";
import { tokenRules } from "./passes.ts";
import { quantityRules } from "./quantities.ts";
import type { Role } from "./roles.ts";
import type { Rule } from "./rule.ts";
import { servingRules } from "./serving.ts";

/** Every billing rule; those of one role apply in this order. Tags, refusals, JSON Schema and `pricing/RULES.md` are made from it. */
export const billingRules: readonly Rule[] = [...quantityRules, ...tokenRules, ...amountRules, ...servingRules];

/** In which list of a price file a role's rules stand. */
export const rolesOf: Readonly<Record<"billing" | "serving", readonly Role[]>> = {
  billing: ["quantity", "pass", "passes", "validation", "rounding", "rate", "amount", "drawing", "grading", "unbilled"],
  serving: ["requests", "hourly", "storage", "deployment", "unbilled"],
};
