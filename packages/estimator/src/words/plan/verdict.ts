import type { SpendVerdict, VerdictReason } from "../../plan/verdict.ts";
import { apartText, counted, countText, moneyText } from "../amount.ts";
import type { CutExamples, truncationCost } from "../../plan/trainingAt.ts";
import { worded, type Words } from "../visible.ts";
import type { Reconciled } from "../../plan/reconcile.ts";
import type { Reason } from "../../plan/reconcileReasons.ts";

const times = (n: number): string => (n === 1 ? "once" : `${n} times`);

const reasons: Words<Reason, "kind"> = {
  not_ended: ({ status }) => `The job has not run to its end (${status}): only the bill says what was charged for it.`,
  epochs: ({ estimated, job }) => `The job ran ${job} epochs, the estimate has ${estimated}.`,
  rounding: ({ tokens, to, billed }) =>
    `${countText(tokens)} tokens are rounded up to a multiple of ${countText(to)}: ${countText(billed)} are billed.`,
  trained_not_billed: ({ to }) =>
    `These are trained tokens, not the bill, which is rounded up to a multiple of ${countText(to)}: the event "Training tokens billed" has it.`,
  base64_pictures: ({ images, perImage }) =>
    `The job counts the base64 text of ${countText(images)} pictures, about ${countText(perImage)} tokens each: that is no count of the bill, which has its own for pictures.`,
  one_pass: ({ epochs }) => `The job states one pass; ${epochs} epochs give the estimate.`,
  message_tokens: ({ perExample, examples }) =>
    `That is exactly ${counted(Math.abs(perExample), "token")} ${perExample < 0 ? "fewer" : "more"} for each of ${countText(examples)} examples in every epoch, as tokens around messages would be.`,
  validation: ({ tokens, times: often }) =>
    `The validation set, ${countText(tokens)} tokens, is counted as well, ${times(often)}.`,
  cap: ({ limit }) => `Every example is cut at ${countText(limit)} tokens.`,
  quote: ({ quoted, counted }) =>
    `The provider quoted ${countText(quoted)} tokens and counted ${countText(counted)}: which of them is billed is open.`,
  minimum: ({ amount, currency }) =>
    `The bill is the minimum per job, ${moneyText({ amount, currency })}, whatever the tokens.`,
  other_currency: ({ amount, job, offer }) =>
    `The bill of ${moneyText({ amount, currency: job })} is not compared: the estimate is in ${offer}. Pin the rate of the bill in its --own-prices to have both in ${job}.`,
  free_allowance: ({ tokens }) => `The tokens lie within the free allowance of ${countText(tokens)} a day.`,
};

const counts = {
  billed: "were billed",
  trained: "were trained on",
  stated: "are stated",
  pass: "were counted, all passes",
};

/** What a reconciliation says, the verdict first. */
export function reconciledSentences(one: Reconciled): readonly string[] {
  const { tokens, money, factor } = one;
  return [
    `${one.offer}: the job lies ${one.within ? "within" : "outside"} the range of the estimate.`,
    ...(tokens === null
      ? ["The job states no tokens."]
      : [
          `Tokens: ${countText(tokens.job)} ${counts[tokens.counted]}, ${countText(tokens.estimated)} estimated (${span(tokens.low, tokens.high, countText)}): ${signed(tokens.difference, countText)}.`,
        ]),
    moneySentence(money),
    ...one.reasons.map((reason) => worded(reasons, "kind", reason)),
    ...(one.reasons.length === 0 && (tokens?.difference ?? "0") !== "0"
      ? ["The arithmetic shows no single reason for the difference."]
      : []),
    ...(factor === null ? [] : [`Factor for the next estimate: ${factor}.`]),
  ];
}

function moneySentence({ currency, estimated, low, high, job, basis, difference }: Reconciled["money"]): string {
  const text = (amount: string): string => moneyText({ amount, currency });
  const estimate = `${text(estimated)} estimated (${span(low, high, text)})`;
  if (job === null || difference === null) return `Money: ${estimate}; the job states none in ${currency}.`;
  const stands = { billed: "billed", quoted: "quoted by the provider", computed: "at the rate of the estimate" };
  const apart = (): string => apartText(job, estimated, currency);
  return `Money: ${text(job)} ${stands[basis]}, ${estimate}: ${signed(difference, apart)}.`;
}

function span(low: string, high: string | null, text: (value: string) => string): string {
  return high === null ? `at least ${text(low)}` : low === high ? "exact" : `${text(low)} to ${text(high)}`;
}

function signed(difference: string, text: (value: string) => string): string {
  if (difference === "0") return "no difference";
  return difference.startsWith("-") ? `${text(difference.slice(1))} less` : `${text(difference)} more`;
}

/** Examples over the limit and what they cost, as a sentence. */
export function cutSentence(cut: CutExamples, cost: ReturnType<typeof truncationCost>, asOf: string): string {
  const { examples, limit, tokens, exact } = cut;
  const about = exact ? "" : "Counted in o200k_base, as the provider's own vocabulary is not public: ";
  const many = examples === 1 ? "example is" : "examples are";
  return `${about}${countText(examples)} ${many} over the limit and billed up to it: ${counted(tokens, "token")} in every epoch (${countText(examples)} × ${countText(limit)}), ${priceText(cost, asOf)}.`;
}

function priceText(cost: ReturnType<typeof truncationCost>, asOf: string): string {
  if (cost === null) return `no price in force on ${asOf} was found`;
  const [least, most] = [moneyText(cost.low), moneyText(cost.high)];
  return least === most ? least : `${least} to ${most} by model and region`;
}

const verdicts = { pass: "Pass", warn: "Warning", fail: "Fail" } as const;

/** The verdict on a bill in one line. */
export function verdictText({ verdict, offer, monthly, limits, reasons }: SpendVerdict): string {
  const bad = reasons.flatMap((one) => (one.kind === "bad_limit" ? [`${one.field} (${one.got})`] : []));
  if (bad.length > 0) return `${verdicts.fail}: a limit cannot be read: ${bad.join(", ")}.`;
  if (offer === null) return `${verdicts.fail}: no offer to hold against the limits.`;
  const said = (amount: string): string => moneyText({ amount, currency: limits.currency });
  const least = reasons.some(({ kind }) => kind === "at_least") ? "at least " : "";
  const month = limits.maxMonthly === undefined || monthly === null ? "" : `, ${least}${moneyText(monthly)} a month`;
  const once = limits.max ?? (limits.maxMonthly === undefined ? limits.warn : undefined);
  const held = [
    ...(once === undefined ? [] : [said(once)]),
    ...(limits.maxMonthly === undefined ? [] : [`${said(limits.maxMonthly)} a month`]),
  ].join(" and ");
  const stops = offer.horizon.clippedAt ?? "";
  const high = said(offer.range.high ?? offer.total.amount);
  const why = reasons.map((reason) =>
    reasonWords[reason.kind]({ limit: "limit" in reason ? said(reason.limit) : "", stops, high }),
  );
  return `${verdicts[verdict]}: ${offer.id} costs ${least}${moneyText(offer.total)}${month}: ${why.length === 0 ? `within ${held}` : why.join("; ")}.`;
}

const reasonWords: Readonly<
  Record<VerdictReason["kind"], (reason: Record<"limit" | "stops" | "high", string>) => string>
> = {
  over_max: ({ limit }) => `over ${limit}`,
  over_monthly: ({ limit }) => `over ${limit} a month`,
  over_warn: ({ limit }) => `over ${limit}, where you asked to be warned`,
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
