import type { Answer, Offer } from "../../contract/answer.ts";
import { isAtLeast, isOpenToAll, tooLongNote } from "../../contract/completeness.ts";
import { priceAges } from "../../contract/priceAge.ts";
import { decimal, sum } from "../../money.ts";
import { counted, countText, moneyText, rangeText } from "../amount.ts";
import { isOfRows } from "../estimateProblems.ts";
import { noneTakesIt } from "./data.ts";
import type { ModelRow } from "./models.ts";
import { statusText } from "./offerTable.ts";
import type { ReportFigure } from "./report.ts";

/** `From $4.17 to train (…). Half of 91 models cost $44.64 or less; the dearest costs $484.34.` */
export function estimateHeadline(
  { offers, refused, input: { traffic }, problem }: Answer,
  models: readonly ModelRow[],
  ranked: readonly ModelRow[],
  partOnly: boolean,
): string {
  if (problem?.reason.kind === "no_examples") return "There is nothing to price.";
  const first = models[0]?.offer ?? offers[0];
  const ofRows = refused.find(({ reason }) => isOfRows(reason));
  if (first === undefined && refused.length === 0) return problem?.sentence ?? "The price book has no such offer.";
  if (first === undefined) return ofRows?.sentence ?? noneTakesIt(refused);
  const { status, horizon, id, notCounted, priceAge } = first;
  const { clippedAt } = horizon;
  const time = clippedAt === undefined ? `for ${counted(traffic?.months ?? 0, "month")}` : `until ${clippedAt}`;
  const use = traffic === undefined ? "" : ` and use ${time}`;
  const least = partOnly || (ranked.length === 0 && isAtLeast(first)) ? "at least " : "";
  const name = models[0]?.name ?? first.modelName;
  const off = (kind: string, what: string): string => {
    const taken = sum(first.lines.filter((one) => one.kind === kind).map(({ amount }) => decimal(amount).negated()));
    return taken.isZero() ? "" : `, after ${moneyText({ ...first.total, amount: taken.toFixed() })} of ${what}`;
  };
  const after = `${off("allowance", "free tokens")}${off("credit", "your credits")}`;
  const isOpen = isOpenToAll(first) && status.kind !== "preview" && status.until === undefined;
  // What a reader of the first sentence alone would miss about the offer that it names.
  return [
    `From ${least}${moneyText(first.total)} to train${use} (${name}, ${first.providerName})${after}.`,
    ...tooLongOf(first, ranked),
    ...((priceAge ?? 0) > priceAges.below ? [`A price there was last seen ${priceAge} days ago.`] : olderOf(ranked)),
    ...spanOf(ranked, partOnly),
    ...(isOpen ? [] : [`${id}: ${statusText(status)}.`]),
    ...(clippedAt === undefined ? [] : [`The tuned model stops answering on ${clippedAt}.`]),
    ...(ranked.length > 0 || notCounted.length === 0 ? [] : [`Not counted: ${notCounted.join(", ")}.`]),
  ].join(" ");
}

const byAmount = ({ offer: a }: ModelRow, { offer: b }: ModelRow): number =>
  decimal(a.total.amount).comparedTo(b.total.amount);

/** The cheapest model that all fits, where it is not the first: a cheaper one stands behind others because its price is old. */
function olderOf(ranked: readonly ModelRow[]): string[] {
  const [first] = ranked;
  const [cheapest] = ranked.filter(({ offer }) => tooLongNote(offer) === null).toSorted(byAmount);
  if (first === undefined || cheapest === undefined || byAmount(cheapest, first) >= 0) return [];
  const { total, providerName, priceAge } = cheapest.offer;
  return [`At a price last seen ${priceAge} days ago it is ${moneyText(total)} (${cheapest.name}, ${providerName}).`];
}

/** What becomes of examples that are too long for the first, and where the cheapest is that all fit. */
function tooLongOf(first: Offer, ranked: readonly ModelRow[]): string[] {
  const note = tooLongNote(first);
  const roomy = ranked.find(({ offer }) => tooLongNote(offer) === null);
  if (note === null || roomy === undefined) return note === null ? [] : [note];
  return [note, `From ${moneyText(roomy.offer.total)} everything fits (${roomy.name}, ${roomy.offer.providerName}).`];
}

/** The span of the models, as their figures say it. */
function spanOf(ranked: readonly ModelRow[], partOnly: boolean): string[] {
  const [, half, dearest, count] = figuresOf(ranked, partOnly).map(({ value }) => value);
  if (ranked.length < 3) return [];
  return partOnly
    ? [`The median of the ${count} models that compare is ${half}; the dearest costs ${dearest}.`]
    : [`Half of the ${count} models that compare cost ${half} or less; the dearest costs ${dearest}.`];
}

/** The cheapest, the median and the dearest of the models that compare. */
export function figuresOf(ranked: readonly ModelRow[], partOnly: boolean): ReportFigure[] {
  const sorted = ranked.toSorted(byAmount);
  const [first, middle, last] = [ranked[0], sorted[Math.ceil(ranked.length / 2) - 1], sorted.at(-1)];
  if (first === undefined || middle === undefined || last === undefined) return [];
  const { range, total, providerName } = first.offer;
  const money = ({ offer }: ModelRow): string => `${partOnly ? "at least " : ""}${moneyText(offer.total)}`;
  const half = partOnly ? "The median model" : "Half of the models cost no more";
  return [
    {
      id: "cheapest",
      label: `${first.name}, ${providerName}`,
      value: money(first),
      ...(range.low !== range.high && { range: rangeText(range, total.currency) }),
    },
    { id: "median", label: half, value: money(middle) },
    { id: "dearest", label: "The dearest model", value: money(last) },
    { id: "models", label: "Models that compare", value: countText(ranked.length) },
  ];
}
