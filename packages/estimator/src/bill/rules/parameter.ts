import { shown } from "../../check/fields.ts";
import { isDecimalText } from "../../check/decimalText.ts";
import type { BillingTag } from "../../prices/priceFile.ts";
import { rateKinds, type RateKind } from "../../prices/rateKinds.ts";
import { fail, ok, type Result } from "../../problem.ts";

/** One parameter of a billing rule. Its type, the refusal of a wrong value and its JSON Schema are read from this alone. */
export interface Parameter<T> {
  readonly type: "whole" | "number" | "flag" | "decimal" | "text" | "rate";
  /** The smallest number that it can be. */
  readonly least?: number;
  readonly most?: number;
  readonly optional?: true;
  /** Never there: it carries the type of the value. */
  readonly value?: T;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What a rule is given: the value of each parameter, and the public address of the rule where its tag has one. */
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
} & { readonly source?: string };

/** A whole number of at least `least`. */
export const whole = (least: number): Parameter<number> => ({ type: "whole", least });
/** A number from `least` to `most`. */
export const number = (least: number, most?: number): Parameter<number> => ({
  type: "number",
  least,
  ...(most !== undefined && { most }),
});
export const flag: Parameter<boolean> = { type: "flag" };
/** A decimal above 0, as text: money and what it is multiplied by. */
export const positiveDecimal: Parameter<string> = { type: "decimal" };
export const text: Parameter<string> = { type: "text" };
export const rateKind: Parameter<RateKind> = { type: "rate" };

export function optional<T>(parameter: Parameter<T>): Parameter<T | undefined> {
  return { ...parameter, optional: true };
}

/** What every tag may carry beside the parameters of its rule. */
export const common: Parameters = { variant: optional(text), source: optional(text) };

/** The parameters of a tag, typed. Problem: `rule_parameter` for an unknown name, a wrong value or a missing one. */
export function readParameters<P extends Parameters>(parameters: P, { tag, ...given }: BillingTag): Result<Values<P>> {
  const all: Parameters = { ...common, ...parameters };
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(all, name));
  if (stranger !== undefined)
    return fail({ kind: "rule_parameter", rule: tag, parameter: stranger, known: Object.keys(parameters) });
  for (const [name, { type, least = -Infinity, most = Infinity, optional: free = false }] of Object.entries(all)) {
    const value = given[name];
    const { fits, expected } = types[type];
    if (value === undefined ? free : fits(value, { least, most })) continue;
    const wanted = expected({ least, most });
    return fail({ kind: "rule_parameter", rule: tag, parameter: name, expected: wanted, got: shown(value) });
  }
  return ok(given as Values<P>);
}

type Kind = Required<Pick<Parameter<unknown>, "least" | "most">>;

const types: Readonly<
  Record<
    Parameter<unknown>["type"],
    { readonly fits: (value: unknown, kind: Kind) => boolean; readonly expected: (kind: Kind) => string }
  >
> = {
  whole: {
    fits: (value, { least }) => Number.isSafeInteger(value) && Number(value) >= least,
    expected: ({ least }) => `a whole number of at least ${least}`,
  },
  number: {
    fits: (value, { least, most }) =>
      typeof value === "number" && Number.isFinite(value) && value >= least && value <= most,
    expected: ({ least, most }) =>
      most === Infinity ? `a number of at least ${least}` : `a number from ${least} to ${most}`,
  },
  flag: { fits: (value) => typeof value === "boolean", expected: () => "true or false" },
  decimal: {
    fits: (value) => isDecimalText(value) && /^[^-]*[1-9]/.test(value),
    expected: () => 'a decimal above 0 as text, such as "0.01"',
  },
  text: { fits: (value) => typeof value === "string" && value !== "", expected: () => "some text" },
  rate: {
    fits: (value) => rateKinds.some((kind) => kind === value),
    expected: () => `one of ${rateKinds.join(", ")}`,
  },
};
