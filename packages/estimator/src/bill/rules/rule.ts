import type { BillingTag } from "../../prices/priceFile.ts";
import type { RateKind } from "../../prices/rateKinds.ts";
import { ok, type Result } from "../../problem.ts";
import { readParameters, type Parameters, type Values } from "./parameter.ts";
import type { Marks, Role, RuleInForce, Roles } from "./roles.ts";

export function sourced(source: string | undefined): { readonly source?: string } {
  return source === undefined ? {} : { source };
}

interface RuleText<R extends Role, P extends Parameters> {
  readonly tag: string;
  /** What it is for: `roles.ts` says what it is given, and how many of a role an offer can have. */
  readonly role: R;
  readonly parameters?: P;
  /** Kinds of rates that it bills by, or leaves out on purpose: a rate that no rule of its offer reads is a refusal. */
  readonly reads?: readonly RateKind[] | ((values: Values<P>) => readonly RateKind[]);
  readonly apply: (values: Values<P>, ...given: Given<R>) => ReturnType<Roles[R]>;
}

type Given<R extends Role> = globalThis.Parameters<Roles[R]>;

/** A billing rule: how a tag of a price file is read, and what it then does to a bill. */
export interface Rule {
  readonly tag: string;
  readonly role: Role;
  readonly parameters: Parameters;
  /** The rule with the parameters of a tag, or what is wrong with them. */
  readonly read: (tag: BillingTag) => Result<RuleInForce>;
}

/** Makes a rule of its parts. A part that is forgotten, or that does not fit its role, does not compile. */
// A rule that states no parameters is given none.
// oxlint-disable-next-line typescript/no-generated-empty-object-type
export function rule<R extends Role, P extends Parameters = Record<never, never>>({
  parameters = {} as unknown as P,
  reads = [],
  apply,
  ...text
}: RuleText<R, P> & Marks[R]): Rule {
  const { tag, role } = text;
  const inForce = (values: Values<P>): RuleInForce<R> => ({
    ...(text as unknown as Marks[R]),
    tag,
    role,
    reads: typeof reads === "function" ? reads(values) : reads,
    apply: ((...given: Given<R>) => apply(values, ...given)) as unknown as Roles[R],
  });
  return {
    tag,
    role,
    parameters,
    read: (given) => {
      const values = readParameters(parameters, given);
      return values.ok ? ok(inForce(values.value) as unknown as RuleInForce) : values;
    },
  };
}
