import { isOpenToAll, lacksData, soldToAsker } from "../contract/completeness.ts";
import type { Answer, Offer } from "../contract/answer.ts";
import { isRecord, shown } from "../check/fields.ts";
import { isOneOf } from "../prices/bookWords.ts";
import { isDecimalText } from "../check/decimalText.ts";
import { decimal, type Money } from "../money.ts";
import type { Spend } from "../contract/fields/spend.ts";

/** What a bill may come to; decimal strings in one currency. */
export interface SpendLimits extends Omit<Spend, "budget"> {
  readonly currency: string;
}

/** Why a bill does not simply pass; the limit it is over, where there is one. */
export type VerdictReason =
  | { readonly kind: "no_offer" | "at_least" | "clipped" | "currency" | "month_unknown" | "closed" | "closed_named" }
  /** A limit that is no plain amount, or a name that is no limit: nothing passes it. */
  | { readonly kind: "bad_limit"; readonly field: string; readonly got: string }
  | LimitReason;

interface LimitReason {
  readonly kind: "over_max" | "over_monthly" | "over_warn" | "may_be_over";
  readonly limit: string;
}

export interface SpendVerdict {
  readonly verdict: "pass" | "warn" | "fail";
  /** The bill that was judged: the cheapest complete one, or the first where none is complete; null without any. */
  readonly offer: Offer | null;
  readonly monthly: Money | null;
  readonly limits: SpendLimits;
  readonly reasons: readonly VerdictReason[];
}

const warnings: readonly VerdictReason["kind"][] = ["over_warn", "may_be_over", "clipped", "closed_named"];

/**
 * Holds the cheapest complete offer of an answer that a new customer can buy, in the currency of the limits if there is one,
 * against them. A total that leaves something out or is in another currency never passes, nor does an offer for earlier
 * customers alone, which warns where the question names it by its id. It warns over `warn`, where a total within `max` may come to more by the high end of its range,
 * and where the model stops answering before the months are over. A limit that cannot be read fails, with its name.
 */
export function spendVerdict(answer: Answer, limits: SpendLimits): SpendVerdict {
  const bad = badLimits(limits);
  const { offers } = answer;
  const failed = { verdict: "fail", offer: null, monthly: null, limits } as const;
  if (bad.length > 0) return { ...failed, reasons: bad };
  const sold = soldToAsker(answer);
  const whole = sold.filter(({ complete }) => complete);
  const offer = whole.find(({ total }) => total.currency === limits.currency) ?? whole[0] ?? sold[0] ?? offers[0];
  if (offer === undefined) return { ...failed, reasons: [{ kind: "no_offer" }] };
  const reasons = reasonsOf(offer, limits, lacksData(answer));
  if (!isOpenToAll(offer)) reasons.unshift({ kind: sold.includes(offer) ? "closed_named" : "closed" });
  const warned = reasons.every(({ kind }) => warnings.includes(kind));
  const verdict = reasons.length === 0 ? "pass" : warned ? "warn" : "fail";
  return { verdict, offer, monthly: offer.monthly, limits, reasons };
}

function reasonsOf(
  { total, monthly, range, notCounted, horizon }: Offer,
  limits: SpendLimits,
  lacking: boolean,
): VerdictReason[] {
  const { currency, max, maxMonthly, warn } = limits;
  const reasons: VerdictReason[] = [];
  const over = (kind: LimitReason["kind"], amount: string, limit = ""): boolean => {
    if (limit === "" || !decimal(amount).greaterThan(limit)) return false;
    reasons.push({ kind, limit });
    return true;
  };
  if (notCounted.length > 0 || lacking) reasons.push({ kind: "at_least" });
  if (horizon.clippedAt !== undefined) reasons.push({ kind: "clipped" });
  if (total.currency !== currency) return [...reasons, { kind: "currency" }];
  const overMax = over("over_max", total.amount, max);
  if (maxMonthly !== undefined && monthly === null) reasons.push({ kind: "month_unknown" });
  if (monthly !== null) over("over_monthly", monthly.amount, maxMonthly);
  if (!overMax && !over("over_warn", total.amount, warn)) over("may_be_over", range.high ?? total.amount, max);
  return reasons;
}

const limitNames: readonly (keyof SpendLimits)[] = ["currency", "max", "maxMonthly", "warn"];

function badLimits(limits: unknown): VerdictReason[] {
  if (!isRecord(limits)) return [{ kind: "bad_limit", field: "limits", got: shown(limits) }];
  return Object.entries(limits).flatMap(([field, value]): VerdictReason[] => {
    if (value === undefined) return [];
    const isKnown = isOneOf(limitNames, field);
    const fits = field === "currency" ? typeof value === "string" : isDecimalText(value) && !value.startsWith("-");
    return isKnown && fits ? [] : [{ kind: "bad_limit", field, got: isKnown ? shown(value) : "no limit of that name" }];
  });
}
