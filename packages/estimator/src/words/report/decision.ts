import type { Offer } from "../../contract/answer.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { likelyTraffic } from "../../contract/fields/traffic.ts";
import { decimal } from "../../money.ts";
import type { AdviceStep } from "../../plan/decision/advice.ts";
import { recommendation, type DecidedWay, type Decision } from "../../plan/decision/answer.ts";
import { examplesOf } from "../../plan/decision/project.ts";
import { wayId } from "../../plan/decision/rates.ts";
import { reading } from "../../plan/decision/terms.ts";
import type { Result } from "../../problem.ts";
import { counted, countText, moneyText, bandText } from "../amount.ts";
import { explainDecision } from "../explainDecision.ts";
import { adviceSentences, inputName, leftOutNotes, nameOfWay, wayNames } from "../plan/decision.ts";
import { comparisonOf, type Comparison } from "./comparison.ts";
import { costFigures, figuresOf, linesOf, nameOf } from "./figures.ts";
import { filled, columnsOf, notesOf, tableOf, uniqueSources } from "./report.ts";
import type { Note, Report, ReportSource, TableRow } from "./report.ts";
import { bareVerdict, cautionsOf, paybackText, verdictOn, verdictText, roundedUp } from "./verdict.ts";
import type { DecisionVerdict, Now } from "./verdict.ts";

/** One offer, and the decision about it: null where nobody uses the model, so that nothing can be compared. */
export interface OfferShown {
  readonly offer: Offer;
  readonly asked: DecisionQuestion;
  readonly decision: Result<Decision> | null;
}

/** Whether to tune at one offer: the verdict of the decision; without one what the offer costs, and why nothing is compared. */
export function offerReport({ offer, asked, decision }: OfferShown): DecisionHead {
  if (decision?.ok === true && recommendation(decision.value)?.tuned.id === offer.id)
    return decisionHead(decision.value, { asked, offer });
  const { training, monthly, modelName, providerName } = offer;
  const month =
    monthly === null || decision === null
      ? []
      : [{ text: "A month costs " }, { text: moneyText(monthly), strong: true }, { text: ". " }];
  const verdict = {
    ...bareVerdict(""),
    head: `${moneyText(training)} to train`,
    sentence: [...month, { text: whyNot(decision) }],
    under: `${modelName} on ${providerName}.`,
  };
  return {
    headline: verdictText(verdict),
    verdict,
    cautions: cautionsOf(asked.question, null, offer),
    figures: costFigures(offer, decision !== null, asked.question.asOf),
  };
}

function whyNot(decision: Result<Decision> | null): string {
  if (decision === null) return "State how many requests a month it answers to see whether it pays.";
  return decision.ok
    ? "Whether it pays cannot be said: no price is known for the model that it would replace, or for using the tuned one."
    : explainDecision(decision.problem);
}

export interface DecisionShown {
  readonly asked: DecisionQuestion;
  readonly steps?: readonly AdviceStep[];
  readonly lines?: boolean;
  /** The tuned offer of the verdict as `estimate` bills it: what its figures are made of. */
  readonly offer?: Offer | undefined;
}

/** The report of a decision, with the verdict in its parts and the ways over time, for a page that draws them. */
export interface DecisionReport extends Report {
  readonly verdict: DecisionVerdict;
  readonly cautions: readonly string[];
  readonly comparison: Comparison | null;
}

/** The part of the report that a page draws first. */
export type DecisionHead = Pick<DecisionReport, "headline" | "verdict" | "cautions" | "figures">;

export function decisionHead(decision: Decision, { asked, offer, steps = [] }: DecisionShown): DecisionHead {
  const found = recommendation(decision);
  if (found === null) {
    const verdict = bareVerdict(aloneText(decision));
    return { headline: verdictText(verdict), verdict, cautions: [], figures: [] };
  }
  const needsFacts = steps.some(({ reason }) => reason === "looks_facts_up");
  const verdict = verdictOn(found, decision, nowOf(decision, asked), needsFacts);
  return {
    headline: verdictText(verdict),
    verdict,
    cautions: cautionsOf(decision, found, offer),
    figures: figuresOf(found, decision, offer),
  };
}

/** Which way: the verdict, the ways side by side, the order in which to try them, and what the figures leave out. */
export function decisionReport(decision: Decision, shown: DecisionShown): DecisionReport {
  const { ways, months, asOf, currency } = decision;
  const { steps = [], lines = false } = shown;
  const rows = ways.map((way) => rowOf(way, decision));
  return {
    ...decisionHead(decision, shown),
    comparison: comparisonOf(decision, shown.asked),
    asked: [`Over ${counted(months, "month")}. Prices of ${asOf}, in ${currency}.`],
    blocks: filled([
      notesOf("decides", decidingNotes(decision)),
      tableOf("ways", columns, rows, { enough: 4 }),
      notesOf("ways", [...uncached(decision, shown.asked), ...wayNotes(decision)]),
      { kind: "steps", id: "order", title: "Try in this order", items: stepsOf(steps) },
      notesOf("rest", [...skipped(steps), ...restNotes(decision, steps)]),
      ...(lines ? ways.map((way) => linesOf(way, decision)) : []),
    ]),
    sources: uniqueSources(ways.flatMap(sourcesOf)),
  };
}

function sourcesOf({ lines }: DecidedWay): ReportSource[] {
  return lines.flatMap(({ from: { source: address, seen, confidence } }) =>
    address === undefined
      ? []
      : [{ address, ...(seen !== undefined && { seen }), ...(confidence !== undefined && { confidence }) }],
  );
}

function nowOf({ today }: Decision, { question: { traffic, job }, ways = [] }: DecisionQuestion): Now {
  const added = ways.find((way) => wayId(way) === today)?.extraInputTokens ?? 0;
  return {
    examples: examplesOf(job),
    requestsPerMonth: traffic === undefined ? 0 : likelyTraffic(traffic).requestsPerMonth,
    promptTokens: reading(added).typical.toNumber(),
    growthPerMonth: traffic?.growthPerMonth,
  };
}

function aloneText(decision: Decision): string {
  const { ways, currency, months } = decision;
  const [first] = ways;
  if (first === undefined) return "There is no way to compare.";
  const money = ({ amount }: { readonly amount: string }): string => moneyText({ amount, currency });
  return `Only ${wayNames[first.kind]} (${first.name}): ${money(first.once)} once and ${money(first.monthly)} a month, ${money(first.total)} over ${counted(months, "month")}.`;
}

const columns = columnsOf("way|once > 1|a month >|total >|range > 4|pays back > 1|quality 2|model 3");

function rowOf(way: DecidedWay, { currency, today, asOf }: Decision): TableRow {
  const money = (amount: string): string => moneyText({ amount, currency });
  const { id, once, monthly, total, against, quality, clippedAt } = way;
  const isTuned = way.kind === "tuned";
  return {
    id,
    ...((isTuned || id === today) && { keep: true }),
    cells: [
      `${nameOf(way)}${id === today ? ", today" : ""}`,
      money(once.amount),
      money(monthly.amount),
      `${money(total.amount)}${clippedAt === null ? "" : "*"}`,
      bandText(total, currency),
      against === null ? "" : paybackText(way, asOf),
      quality === null ? "" : `${quality.score} ${quality.metric}`,
      isTuned ? (way.provider ?? "") : way.name,
    ],
  };
}

function decidingNotes({ influences, currency }: Decision): string[] {
  const deciding = influences.filter(({ turns, share }) => turns && share >= 0.05).slice(0, 2);
  return deciding.map(({ input, edge }, index) => {
    const isMoney = /cost|price|fee|training\./i.test(input) && !input.startsWith("prices.");
    const amount = decimal(Number((edge ?? 0).toPrecision(3))).toFixed();
    // Requests as the headline rounds its own threshold.
    const count = input.endsWith("requestsPerMonth") ? roundedUp(edge ?? 0, 2) : amount;
    const at = isMoney ? moneyText({ amount, currency }) : countText(count);
    return `${index === 0 ? "Find out first" : "Then"}: ${inputName(input)}. The cheaper way changes at ${at}.`;
  });
}

/** Ways whose prompt is said to be cached, at models of which no price of cached tokens is known. */
function uncached({ ways }: Decision, { ways: stated = [], question: { traffic } }: DecisionQuestion): string[] {
  const isStated = (id: string): boolean =>
    stated.some((way) => wayId(way) === id && (way.cachedInputTokens ?? traffic?.cachedInputTokens ?? 0) > 0);
  return ways
    .filter(({ id, lines }) => isStated(id) && lines.every(({ kind }) => kind !== "cached_prompt"))
    .map((way) => `No price of cached tokens is known of ${way.name}: ${nameOf(way)} at the full price.`);
}

function wayNotes({ ways, refused, chosen: { cheaper }, currency }: Decision): (string | Note)[] {
  const money = (amount: string): string => moneyText({ amount, currency });
  const credited = ways.filter(({ credits }) => credits !== "0");
  const totals = credited.length === 1 ? "one total" : `${credited.length} totals, each as if it alone used them`;
  const credit = ({ credits }: DecidedWay): string => `Your credits are taken off ${totals}: up to ${money(credits)}.`;
  const why =
    cheaper?.closed === true
      ? "new customers cannot buy it"
      : "its model is not sold untuned, so it cannot be compared with itself";
  return [
    ...ways.flatMap(({ clippedAt, months, name }) => {
      const time = `${Math.round(months * 10) / 10} months are counted`;
      return clippedAt === null ? [] : [`* ${name} stops answering on ${clippedAt}: ${time}.`];
    }),
    ...ways.flatMap(({ id, assumptions }) => assumptions.map(({ sentence }) => `${nameOfWay(id)}: ${sentence}`)),
    ...credited.slice(0, 1).map((way) => `${credit(way)} The day of a pay-back is counted without them.`),
    ...(cheaper === null
      ? []
      : [
          {
            text: `${cheaper.name} costs less (${money(cheaper.total)}), but ${why}.`,
            options: [`--offer ${cheaper.id}`],
          },
        ]),
    ...refused.map(({ id, reason }) => `${nameOfWay(id)}: ${explainDecision(reason)}`),
  ];
}

function stepsOf(steps: readonly AdviceStep[]): { readonly text: string }[] {
  return steps
    .filter(({ stand }) => stand === "first" || stand === "later")
    .map(({ approach, reason }) => ({ text: `${wayNames[approach]}: ${adviceSentences[reason]}` }));
}

const groups: readonly (readonly [title: string, isOne: (step: AdviceStep) => boolean])[] = [
  ["Only if needed", ({ stand }) => stand === "if_needed"],
  // The verdict may say that tuning pays: with more examples it is next, not to be skipped.
  ["Not yet", ({ reason }) => reason === "few_examples"],
  ["Skip", ({ stand, reason }) => stand === "not" && reason !== "few_examples"],
];

function skipped(steps: readonly AdviceStep[]): Note[] {
  return groups.flatMap(([title, isOne]) => {
    const ways = steps.filter(isOne);
    const named = ways.map(({ approach, reason }) => `${wayNames[approach]} (${adviceSentences[reason]})`).join(", ");
    const options = ways.some(({ stand }) => stand === "if_needed") ? ["--needs"] : [];
    return ways.length === 0 ? [] : [{ text: `${title}: ${named}.`, options }];
  });
}

function restNotes({ leftOut, seed, ways }: Decision, [first]: readonly AdviceStep[]): Note[] {
  const isRanged = ways.some(({ total }) => total.low !== total.high);
  return [
    ...leftOutNotes(leftOut),
    ...(isRanged ? [{ text: `A range holds in 80 of 100 draws (seed ${seed}).`, small: true }] : []),
    ...(first === undefined ? [] : [{ text: `Advice on the order: ${first.source}`, small: true }]),
  ];
}
