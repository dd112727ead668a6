import { explain, purchasePlan, type Question } from "@tunecast/estimator";
import { planReport } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import { plainDecimal } from "../../question/question.ts";
import type { Calculator } from "../../state/calculator.ts";
import { NumberInput } from "../NumberInput.tsx";

/** The reverse question: how many examples a budget trains at the offer of the verdict. */
export function Budget({ calculator }: { calculator: Calculator }): JSX.Element {
  return (
    <section class="budget" aria-labelledby="budget">
      <h2 id="budget">What a budget trains</h2>
      <NumberInput form={calculator.form} field="budget" label="Budget for labels and training" />
      <p class="bought small">{budgetSentence(calculator)}</p>
    </section>
  );
}

/** The rows of a file are labelled. */
function labelledOf({ job }: Question): number {
  return "profile" in job ? job.profile.examples : 0;
}

/** The headline of the plan for this budget at the offer of the verdict alone; labels are free unless their price is stated. */
export function budgetSentence({ liveAnswer, form }: Calculator): string {
  const [headline, answer] = [liveAnswer.headline.value, liveAnswer.answer.value];
  const { budget, labelCost, examplesOwned } = form.inputs.value;
  if (headline === null || answer === null || budget === null || !Number.isFinite(budget)) return "";
  const { offer, question } = headline;
  const isPriced = labelCost !== null && Number.isFinite(labelCost);
  const asked = {
    answer: { ...answer, offers: [offer] },
    question,
    budget: { amount: plainDecimal(budget), currency: offer.training.currency },
    labels: isPriced
      ? { cost: plainDecimal(labelCost), owned: examplesOwned ?? labelledOf(question) }
      : { cost: "0", owned: 0 },
  };
  const plan = purchasePlan(asked);
  return plan.ok ? planReport(plan.value, asked).headline : explain(plan.problem);
}
