import { amountRules } from "./amounts.ts";
import { tokenRules } from "./passes.ts";
import { quantityRules } from "./quantities.ts";
import type { Role } from "./roles.ts";
import type { Rule } from "./rule.ts";
import { servingRules } from "./serving.ts";

/**
 * Every billing rule. Those of one role are applied in this order. The type of a tag, its refusal, its JSON Schema and
 * its row in `pricing/RULES.md` are made from this list.
 */
export const billingRules: readonly Rule[] = [...quantityRules, ...tokenRules, ...amountRules, ...servingRules];

/** In which list of a price file a role's rules stand. */
export const rolesOf: Readonly<Record<"billing" | "serving", readonly Role[]>> = {
  billing: ["quantity", "pass", "passes", "validation", "rounding", "rate", "amount", "drawing", "grading", "unbilled"],
  serving: ["requests", "hourly", "storage", "deployment", "unbilled"],
};
