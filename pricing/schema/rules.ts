import * as v from "valibot";
import type { Parameter } from "../../packages/estimator/src/bill/rules/parameter.ts";
import { billingRules, rolesOf } from "../../packages/estimator/src/bill/rules/table.ts";
import type { BillingTag } from "../../packages/estimator/src/prices/priceFile.ts";
import { address, amount, kind, text, word } from "./parts.ts";

/** The schema of a rule's parameter: what its values are is said by the rule alone. */
function parameter({ type, least, most, optional }: Parameter<unknown>): v.GenericSchema<string | number | boolean> {
  const schema = values[type](least ?? 0, most);
  return (optional === true ? v.exactOptional(schema) : schema);
}

const values: Readonly<
  Record<
    Parameter<unknown>["type"],
    (least: number, most?: number) => v.GenericSchema<string> | v.GenericSchema<number> | v.GenericSchema<boolean>
  >
> = {
  whole: (least) => v.pipe(v.number(), v.integer("a whole number"), v.minValue(least, `at least ${least}`)),
  number: (least, most = Infinity) =>
    most === Infinity
      ? v.pipe(v.number(), v.minValue(least, `at least ${least}`))
      : v.pipe(v.number(), v.minValue(least, `at least ${least}`), v.maxValue(most, `at most ${most}`)),
  flag: () => v.boolean(),
  decimal: () => amount,
  text: () => text,
  rate: () => kind,
};

/** The tags of the rules that may stand in a list of a price file. */
function tagsOf(list: keyof typeof rolesOf): v.GenericSchema<BillingTag> {
  const rules = billingRules.filter(({ role }) => rolesOf[list].includes(role));
  const [first, ...rest] = rules.map(({ tag, parameters }) =>
    v.strictObject({
      tag: v.literal(tag),
      ...Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, parameter(one)])),
      variant: v.exactOptional(word),
      source: v.exactOptional(address),
    }),
  );
  if (first === undefined) throw new Error(`No rule stands in ${list}.`);
  return v.variant("tag", [first, ...rest]);
}

/** What JSON Schema names once and refers to. */
export const definitions: Readonly<Record<"billingTag" | "servingTag", v.GenericSchema<BillingTag>>> = {
  billingTag: tagsOf("billing"),
  servingTag: tagsOf("serving"),
};
