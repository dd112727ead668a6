import { worded, type Words } from "../worded.ts";
import type { Reconciled } from "../../plan/reconcile.ts";
import type { Reason } from "../../plan/reconcileReasons.ts";
import { countText, moneyText } from "../amount.ts";

const tokens = (n: number): string => `${countText(n)} token${n === 1 ? "" : "s"}`;
const times = (n: number): string => (n === 1 ? "once" : `${n} times`);

const reasons: Words<Reason, "kind"> = {
  epochs: ({ estimated, job }) => `The job ran ${job} epochs, the estimate has ${estimated}.`,
  rounding: ({ tokens, to, billed }) =>
    `${countText(tokens)} tokens are rounded up to a multiple of ${countText(to)}: ${countText(billed)} are billed.`,
  trained_not_billed: ({ to }) =>
    `These are trained tokens, not the bill, which is rounded up to a multiple of ${countText(to)}: the event "Training tokens billed" has it.`,
  base64_pictures: ({ images, perImage }) =>
    `The job counts the base64 text of ${countText(images)} pictures, about ${countText(perImage)} tokens each: that is no count of the bill, which has its own for pictures.`,
  one_pass: ({ epochs }) => `The job states one pass; ${epochs} epochs give the estimate.`,
  message_tokens: ({ perExample, examples }) =>
    `That is exactly ${tokens(Math.abs(perExample))} ${perExample < 0 ? "fewer" : "more"} for each of ${countText(examples)} examples in every epoch, as tokens around messages would be.`,
  validation: ({ tokens, times: often }) =>
    `The validation set, ${countText(tokens)} tokens, is counted as well, ${times(often)}.`,
  cap: ({ limit }) => `Every example is cut at ${countText(limit)} tokens.`,
  quote: ({ quoted, counted }) =>
    `The provider quoted ${countText(quoted)} tokens and counted ${countText(counted)}: which of them is billed is open.`,
  minimum: ({ amount, currency }) =>
    `The bill is the minimum per job, ${moneyText({ amount, currency })}, whatever the tokens.`,
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
  return `Money: ${text(job)} ${stands[basis]}, ${estimate}: ${signed(difference, text)}.`;
}

function span(low: string, high: string | null, text: (value: string) => string): string {
  return high === null ? `at least ${text(low)}` : low === high ? "exact" : `${text(low)} to ${text(high)}`;
}

function signed(difference: string, text: (value: string) => string): string {
  if (difference === "0") return "no difference";
  return difference.startsWith("-") ? `${text(difference.slice(1))} less` : `${text(difference)} more`;
}
