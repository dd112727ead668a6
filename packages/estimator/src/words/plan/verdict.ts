import type { SpendVerdict, VerdictReason } from "../../plan/verdict.ts";
import { moneyText } from "../amount.ts";

const verdicts = { pass: "Pass", warn: "Warning", fail: "Fail" } as const;

/** The verdict on a bill in one line. */
export function verdictText({ verdict, offer, monthly, limits, reasons }: SpendVerdict): string {
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
  const why = reasons.map((reason) => reasonText(reason, said, offer.horizon.clippedAt, offer.range.high ?? ""));
  return `${verdicts[verdict]}: ${offer.id} costs ${least}${moneyText(offer.total)}${month}: ${why.length === 0 ? `within ${held}` : why.join("; ")}.`;
}

function reasonText(reason: VerdictReason, said: (amount: string) => string, stops = "", high = ""): string {
  switch (reason.kind) {
    case "over_max":
      return `over ${said(reason.limit)}`;
    case "over_monthly":
      return `over ${said(reason.limit)} a month`;
    case "over_warn":
      return `over ${said(reason.limit)}, from which on to warn`;
    case "may_be_over":
      return `within ${said(reason.limit)}, but may come to ${said(high)}`;
    case "at_least":
      return "the total leaves something out";
    case "clipped":
      return `the model stops answering on ${stops}, before the months are over`;
    case "currency":
      return "billed in another currency than the limits: pin an exchange rate in --own-prices";
    case "month_unknown":
      return "what a month costs is not known";
    case "no_offer":
      return "no offer";
  }
}
