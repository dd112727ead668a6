import type { BillingTag } from "../../prices/priceFile.ts";
import type { RateKind } from "../../prices/rateKinds.ts";
import { ok, type Result } from "../../problem.ts";
import type { Job } from "../../contract/fields/job.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { readParameters, type Parameters, type Values } from "./parameter.ts";
import type { Marks, Role, RuleInForce, Roles } from "./roles.ts";

export function sourced(source: string | undefined): { readonly source?: string } {
  return source === undefined ? {} : { source };
}

/** A worked example of a rule: a test, and a row of the table in `pricing/RULES.md`. */
export interface Example {
  readonly with?: Omit<BillingTag, "tag">;
  /** Rates beside the training rate of $3 per million tokens, by kind. */
  readonly rates?: Readonly<Partial<Record<RateKind, readonly [amount: string, per?: string]>>>;
  readonly method?: string;
  /** What the job states beside its data. */
  readonly job?: Partial<Job>;
  readonly traffic?: Partial<LikelyTraffic>;
  readonly parameters?: string;
  /** Where the rule changes the training bill: what $0.90 becomes. Where it bills use: a month of it. Nothing for a rule that changes no total. */
  readonly becomes: string;
  /** The ends of its range, where the rule sets them apart. */
  readonly range?: readonly [low: string, high: string];
}

interface RuleText<R extends Role, P extends Parameters> {
  readonly tag: string;
  /** What it is for: `roles.ts` says what it is given, and how many of a role an offer can have. */
  readonly role: R;
  readonly parameters: P;
  /** Kinds of rates that it bills by, or leaves out on purpose: a rate that no rule of its offer reads is a refusal. */
  readonly reads: readonly RateKind[] | ((values: Values<P>) => readonly RateKind[]);
  readonly example: Example;
  readonly apply: (values: Values<P>, ...given: Given<R>) => ReturnType<Roles[R]>;
}

type Given<R extends Role> = globalThis.Parameters<Roles[R]>;

/** A billing rule: how a tag of a price file is read, and what it then does to a bill. */
export interface Rule {
  readonly tag: string;
  readonly role: Role;
  readonly parameters: Parameters;
  readonly example: Example;
  /** The rule with the parameters of a tag, or what is wrong with them. */
  readonly read: (tag: BillingTag) => Result<RuleInForce>;
}

/** Makes a rule of its parts. A part that is forgotten, or that does not fit its role, does not compile. */
export function rule<R extends Role, P extends Parameters>({
  reads,
  apply,
  example,
  ...text
}: RuleText<R, P> & Marks[R]): Rule {
  const { tag, role, parameters } = text;
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
    example,
    read: (given) => {
      const values = readParameters(parameters, given);
      return values.ok ? ok(inForce(values.value) as unknown as RuleInForce) : values;
    },
  };
}
