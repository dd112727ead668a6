import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import type { Offer } from "../../contract/answer.ts";
import type { Decision } from "../../plan/decision/answer.ts";
import { recommendation } from "../../plan/decision/recommendation.ts";
import type { Result } from "../../problem.ts";
import { moneyText } from "../amount.ts";
import { explainDecision } from "../explainDecision.ts";
import { decisionHead, type DecisionHead } from "./decision.ts";
import { ageOf, cautionsOf, idleText, runText, verdictText, type DecisionVerdict } from "./decisionVerdict.ts";
import type { ReportFigure } from "./report.ts";

/** One offer, and the decision about it: null where nobody uses the model, so that nothing can be compared. */
export interface OfferShown {
  readonly offer: Offer;
  readonly asked: DecisionQuestion;
  readonly decision: Result<Decision> | null;
}

/** Whether to tune at one offer: the verdict of the decision; without one what the offer costs, and why nothing is compared. */
export function offerReport({ offer, asked, decision }: OfferShown): DecisionHead {
  if (decision?.ok === true && recommendation(decision.value) !== null)
    return decisionHead(decision.value, { asked, offer });
  const { training, monthly, modelName, providerName } = offer;
  const verdict: DecisionVerdict = {
    head: `${moneyText(training)} to train`,
    sentence: [
      ...(monthly === null || decision === null
        ? []
        : [{ text: "A month costs " }, { text: moneyText(monthly), strong: true }, { text: ". " }]),
      { text: whyNot(decision) },
    ],
    under: `${modelName} on ${providerName}.`,
    further: [],
    said: null,
    found: null,
  };
  return {
    headline: verdictText(verdict),
    verdict,
    cautions: cautionsOf(asked.question, null, offer),
    comparison: null,
    figures: costFigures(offer, decision !== null, asked.question.asOf),
  };
}

function whyNot(decision: Result<Decision> | null): string {
  if (decision === null) return "State how many requests a month it answers to see whether it pays.";
  return decision.ok
    ? "Whether it pays cannot be said: no price is known for the model that it would replace, or for using the tuned one."
    : explainDecision(decision.problem);
}

function costFigures(offer: Offer, isUsed: boolean, asOf: string): ReportFigure[] {
  const { training, monthly, lines } = offer;
  const agesOf = (isTraining: boolean): Pick<ReportFigure, "age"> =>
    ageOf(
      lines.filter(({ kind }) => (kind === "training") === isTraining).map(({ rate }) => rate.seen),
      asOf,
    );
  return [
    { id: "start", label: "To start", value: moneyText(training), note: runText(offer), ...agesOf(true) },
    {
      id: "month",
      label: "A month, tuned",
      value: monthly === null ? "unknown" : moneyText(monthly),
      note: isUsed ? idleText(offer) : "nobody uses it",
      ...(isUsed && monthly !== null && agesOf(false)),
    },
    { id: "payback", label: "Pays back", value: "unknown", note: "nothing to compare with" },
  ];
}
