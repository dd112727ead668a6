import { decimal } from "../../money.ts";
import type { BookOffer } from "../../prices/offers.ts";
import { once, onceBy } from "../../prices/once.ts";
import type { BillingTag } from "../../prices/priceFile.ts";
import { holdsFor } from "../../prices/rates.ts";
import type { Rate } from "../../prices/rateEntry.ts";
import type { RateKind } from "../../prices/rateKinds.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import type { Role, RuleInForce, Rules } from "./roles.ts";
import { billingRules, rolesOf } from "./table.ts";

/**
 * Reads the rules of an offer. `path` says where in the offer the problem stands: `billing.1.low`, `rates.0.3`.
 *
 * Problems: `unknown_rule`, `rule_parameter`, `rule_misplaced`, `rules_contradict`, `no_quantity_rule`, `unread_rate`.
 */
export const offerRules: (offer: BookOffer) => Result<Readonly<Record<"billing" | "serving", Rules>>> = once(
  (offer) => {
    const billing = listed(offer, "billing");
    if (!billing.ok) return billing;
    const serving = listed(offer, "serving");
    if (!serving.ok) return serving;
    const { problem, reads } = together(billing.value)(serving.value);
    const wrong = problem ?? unreadRate(offer, reads);
    return wrong === null ? ok({ billing: billing.value.rules, serving: serving.value.rules }) : fail(wrong);
  },
);

/** The rules of one list, as they are read and as they are asked for. */
interface Listed {
  readonly all: readonly AnyRule[];
  readonly rules: Rules;
}

type List = keyof typeof rolesOf;

/** Offers of one book that take their rules from the same list share them: a book has a few lists and hundreds of offers. */
const listsOf = /* @__PURE__ */ once<ReadonlySet<string>, (tags: readonly BillingTag[]) => typeof readList>(() =>
  once(() => onceBy(({ variant }, list) => `${list}@${variant}`, readList)),
);

function listed(offer: BookOffer, list: List): Result<Listed> {
  return listsOf(offer.variants)(offer[list])(offer, list);
}

/** What is wrong with two lists beside each other, and the kinds of rates that they read. */
const together = /* @__PURE__ */ once(({ all: billing }: Listed) =>
  once(({ all: serving }: Listed): { readonly problem: Problem | null; readonly reads: ReadonlySet<string> } => {
    const isCounted = billing.some(({ role }) => role === "quantity");
    const all = [...billing, ...serving];
    const unsaid = isEmpty(serving) ? readUnsaid : [];
    return {
      problem: (isCounted ? null : { kind: "no_quantity_rule", path: "billing" }) ?? contradiction(all),
      reads: new Set<string>([...alwaysRead, ...unsaid, ...all.flatMap(({ reads }) => reads)]),
    };
  }),
);

/** Any rule in force: which role it has is known once it is asked for by one. */
type AnyRule = RuleInForce & { readonly place: string };

function readList(offer: BookOffer, list: List): Result<Listed> {
  const all: AnyRule[] = [];
  const { variants } = offer;
  for (const [index, tag] of offer[list].entries()) {
    const place = `${list}.${index}`;
    const { variant } = tag;
    if (typeof variant === "string" && variants.has(variant) && variant !== offer.variant) continue;
    const read = readTag(tag, list, variants);
    if (!read.ok) {
      const { parameter } = read.problem;
      return fail({ ...read.problem, path: typeof parameter === "string" ? `${place}.${parameter}` : place });
    }
    all.push({ ...read.value, place });
  }
  return ok({ all, rules: rulesOf(all) });
}

function readTag(tag: BillingTag, list: List, variants: ReadonlySet<string>): Result<RuleInForce> {
  const known = billingRules.find((one) => one.tag === tag.tag);
  if (known === undefined) return fail({ kind: "unknown_rule", tag: tag.tag });
  const { variant } = tag;
  const read = known.read(tag);
  if (!read.ok) return read;
  if (typeof variant === "string" && !variants.has(variant)) {
    const expected = variants.size === 0 ? "no variant" : `one of ${[...variants].join(", ")}`;
    const got = JSON.stringify(variant);
    return fail({ kind: "rule_parameter", rule: tag.tag, parameter: "variant", expected, got });
  }
  const roles: readonly Role[] = rolesOf[list];
  return roles.includes(known.role) ? read : fail({ kind: "rule_misplaced", rule: tag.tag, list });
}

/** Roles of which an offer may have several rules. */
const several: readonly Role[] = ["pass", "passes", "amount", "hourly", "unbilled"];

/** Roles that change a number of tokens, and do nothing where something else is counted. */
const ofTokens: readonly Role[] = ["pass", "passes", "validation", "rounding"];

function contradiction(rules: readonly AnyRule[]): Problem | null {
  for (const [index, one] of rules.entries())
    for (const other of rules.slice(0, index))
      if (contradict(one, other)) return { kind: "rules_contradict", rules: [other.tag, one.tag], path: one.place };
  return null;
}

function contradict(a: AnyRule, b: AnyRule): boolean {
  return (
    (a.tag === b.tag && a.role !== "unbilled") ||
    (a.role === b.role && !several.includes(a.role)) ||
    // A training that draws its own completions has the meters of requests, and does not take them.
    (a.role !== "drawing" && b.role !== "drawing" && a.reads.some((kind) => b.reads.includes(kind))) ||
    countsNothingOf(a, b) ||
    countsNothingOf(b, a)
  );
}

function countsNothingOf(change: AnyRule, counter: AnyRule): boolean {
  return ofTokens.includes(change.role) && "unit" in counter && counter.unit !== "token";
}

/** Rates of the untuned model are read by every comparison with it. */
const alwaysRead: readonly RateKind[] = ["base_input", "base_cached_input", "base_output"];

/** Read where nobody says how use is billed: prices by the token are looked for there. */
const readUnsaid: readonly RateKind[] = ["input", "cached_input", "output"];

/** The first rate that no rule reads: the bill would lack it. Rates of another service and rates of 0 change no bill by themselves. */
function unreadRate(offer: BookOffer, read: ReadonlySet<string>): Problem | null {
  const isOwn = (rate: Rate): boolean => rate.service === undefined && holdsFor(rate, offer);
  for (const [list, rates] of offer.rates.entries())
    for (const [index, rate] of rates.entries())
      if (!read.has(rate.kind) && isOwn(rate) && !decimal(rate.amount).isZero())
        return { kind: "unread_rate", rate: rate.kind, path: `rates.${list}.${index}` };
  return null;
}

function rulesOf(all: readonly AnyRule[]): Rules {
  const order = (tag: string): number => billingRules.findIndex((one) => one.tag === tag);
  const byRole = new Map<Role, AnyRule[]>();
  for (const one of all.toSorted((a, b) => order(a.tag) - order(b.tag)))
    byRole.set(one.role, [...(byRole.get(one.role) ?? []), one]);
  return {
    has: ({ tag }) => all.some((one) => one.tag === tag),
    of: <R extends Role>(role: R) => (byRole.get(role) ?? []) as unknown as readonly RuleInForce<R>[],
    isEmpty: isEmpty(all),
  };
}

function isEmpty(rules: readonly AnyRule[]): boolean {
  return rules.every(({ role }) => role === "unbilled");
}
