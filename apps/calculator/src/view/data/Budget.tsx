import { budgetPlan, explain, type Question } from "@tunecast/estimator";
import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { numberText } from "../../question/numberText.ts";
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

function examplesOf({ job }: Question): number {
  return "profile" in job ? job.profile.examples : job.examples;
}

/** `$200.00 pays for 107,520 examples × 3 epochs at Nova Micro on AWS Bedrock.` */
export function budgetSentence({ liveAnswer, form }: Calculator): string {
  const headline = liveAnswer.headline.value;
  const answer = liveAnswer.answer.value;
  const { budget, labelCost, examplesOwned } = form.inputs.value;
  if (headline === null || answer === null || budget === null || !Number.isFinite(budget)) return "";
  const { offer, question } = headline;
  const money = { amount: plainDecimal(budget), currency: offer.training.currency };
  const labels =
    labelCost === null || !Number.isFinite(labelCost)
      ? {}
      : { labels: { cost: plainDecimal(labelCost), owned: examplesOwned ?? examplesOf(question) } };
  const plan = budgetPlan({ ...answer, offers: [offer] }, money, question, labels);
  if (!plan.ok) return explain(plan.problem);
  const [row] = plan.value;
  const at = `${offer.modelName} on ${offer.providerName}`;
  if (row === undefined) return "";
  if (row.examples === 0)
    return row.within
      ? `${moneyText(money)} covers training at ${at}, whose price does not grow with the data.`
      : `${moneyText(money)} does not pay for training at ${at}: this job costs ${moneyText(offer.training)} there.`;
  const capped = row.examplesCapped ? ", the most it takes" : "";
  const passes = `${numberText(offer.epochs)} ${offer.epochs === 1 ? "epoch" : "epochs"}`;
  return `${moneyText(money)} pays for ${numberText(row.examples)} examples × ${passes} at ${at}${capped}.`;
}
