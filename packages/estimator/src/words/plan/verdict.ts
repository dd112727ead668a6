import type { SpendVerdict, VerdictReason } from "../../plan/verdict.ts";
import { moneyText } from "../amount.ts";

const verdicts = { pass: "Pass", warn: "Warning", fail: "Fail" } as const;

/** The verdict on a bill in one line. */
export function verdictText({ verdict, offer, monthly, limits, reasons }: SpendVerdict): string {
  const bad = reasons.flatMap((one) => (one.kind === "bad_limit" ? [`${one.field} (${one.got})`] : []));
  if (bad.length > 0) return `${verdicts.fail}: a limit cannot be read: ${bad.join(", ")}.`;
  if (offer === null) return `${verdicts.fail}: no offer to hold against the limits.`;
  const said = (amount: string): string => moneyText({ amount, currency: limits.currency });
  const least = reasons.some(({ kind }) => kind === "at_least") ? "at least " : "";
  const month = limits.maxMonthly === undefined || monthly === null ? "" : `, ${least}${moneyText(monthly)} a month`;
  const held = [
    ...(limits.max === undefined ? [] : [said(limits.max)]),
    ...(limits.maxMonthly === undefined ? [] : [`${said(limits.maxMonthly)} a month`]),
    ...(limits.max === undefined && limits.maxMonthly === undefined && limits.warn !== undefined
      ? [said(limits.warn)]
      : []),
  ].join(" and ");
  const stops = offer.horizon.clippedAt ?? "";
  const high = said(offer.range.high ?? offer.total.amount);
  const why = reasons.map((reason) =>
    reasonWords[reason.kind]({ limit: "limit" in reason ? said(reason.limit) : "", stops, high }),
  );
  return `${verdicts[verdict]}: ${offer.id} costs ${least}${moneyText(offer.total)}${month}: ${why.length === 0 ? `within ${held}` : why.join("; ")}.`;
}

type Worded = (reason: { readonly limit: string; readonly stops: string; readonly high: string }) => string;

const reasonWords: Readonly<Record<VerdictReason["kind"], Worded>> = {
  over_max: ({ limit }) => `over ${limit}`,
  over_monthly: ({ limit }) => `over ${limit} a month`,
  over_warn: ({ limit }) => `over ${limit}, from which on to warn`,
  may_be_over: ({ limit, high }) => `within ${limit}, but may come to ${high}`,
  closed: () => "only earlier customers can buy it: name the offer by its id if you are one",
  closed_named: () => "only earlier customers can buy it",
  at_least: () => "the total leaves something out",
  clipped: ({ stops }) => `the model stops answering on ${stops}, before the months are over`,
  currency: () => "billed in another currency than the limits: pin an exchange rate in --own-prices",
  month_unknown: () => "what a month costs is not known",
  no_offer: () => "no offer",
  bad_limit: () => "a limit cannot be read",
};
