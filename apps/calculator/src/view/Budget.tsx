import { type BudgetRow, explain, type Labels, type Offer } from "@tunecast/estimator";
import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { quietMilliseconds, yieldToMain } from "../state/yieldToMain.ts";
import { bought } from "../state/budget.ts";
import type { Calculator } from "../state/calculator.ts";
import { examplesOf } from "../state/costCurve.ts";
import { numberText } from "../question/numberText.ts";
import { sellerText } from "../question/offerText.ts";
import { plainDecimal } from "../question/question.ts";
import { NumberInput } from "./NumberInput.tsx";
import { Scroll } from "./Scroll.tsx";

/** The reverse question: how much data a budget for training pays for. */
export function Budget({ calculator }: { calculator: Calculator }): JSX.Element | null {
  if (calculator.chosenId.value === null) return null;
  return (
    <section class="budget" aria-labelledby="budget-title">
      <h2 id="budget-title">What a budget buys</h2>
      <p class="lead">
        How many examples of this length it trains, at each offer’s epochs. More examples for the money is not a better
        model: the quality of each is unknown until you test it.
      </p>
      <NumberInput form={calculator.form} field="budget" label={`Budget for training, ${currencyName(calculator)}`} />
      <BudgetSlider calculator={calculator} />
      <Bought calculator={calculator} />
    </section>
  );
}

/** From one to a hundred thousand, each step the same share more. */
function BudgetSlider({ calculator }: { calculator: Calculator }): JSX.Element {
  const { budget } = calculator.form.inputs.value;
  const steps = 100;
  const value = Math.round((steps * Math.log10(Math.max(1, budget ?? 1))) / 5);
  return (
    <input
      class="budget-slider"
      type="range"
      min="0"
      max={steps}
      value={Number.isFinite(value) ? value : 0}
      aria-label="Budget for training"
      aria-valuetext={numberText(budget)}
      onInput={(event) => {
        const wanted = 10 ** ((5 * Number(event.currentTarget.value)) / steps);
        calculator.form.type("budget", numberText(Number(wanted.toPrecision(2))));
      }}
    />
  );
}

/** Where the reader says what a label costs, more examples have to be labelled first. */
function labelsOf({ form, question }: Calculator): Labels | undefined {
  const { labelCost, examplesOwned } = form.inputs.value;
  if (labelCost === null || !Number.isFinite(labelCost) || question.value === null) return undefined;
  const owned = examplesOwned === null || Number.isNaN(examplesOwned) ? examplesOf(question.value) : examplesOwned;
  return { cost: plainDecimal(labelCost), owned };
}

/** `US dollars`: the currency of the answers in words. */
function currencyName(calculator: Calculator): string {
  const code = calculator.choice.value.offer?.training.currency ?? "USD";
  const name = code.length === 3 ? new Intl.DisplayNames("en", { type: "currency" }).of(code) : undefined;
  return name === undefined ? code : code === "USD" ? "US dollars" : name;
}

function Bought({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const answer = calculator.liveAnswer.answer.value;
  const { offer } = calculator.choice.value;
  const { budget } = calculator.form.inputs.value;
  const question = calculator.question.value;
  const asked = question !== null;
  const { labelCost, examplesOwned } = calculator.form.inputs.value;
  const labelKey = `${labelCost} ${examplesOwned}`;
  const [plan, setPlan] = useState<Awaited<ReturnType<typeof bought>>>(null);
  // The answer is a moment behind the question: what is bought waits for it, and is worked out once.
  useEffect(() => {
    let stale = false;
    const show = async (): Promise<void> => {
      if (answer === null || offer === null || budget === null || question === null || !Number.isFinite(budget))
        return setPlan(null);
      const found = await bought(
        { answer, offer, budget, question, labels: labelsOf(calculator) },
        yieldToMain,
        () => stale,
      );
      if (found !== null) setPlan(found);
    };
    const waiting = setTimeout(() => void show(), quietMilliseconds);
    return () => {
      stale = true;
      clearTimeout(waiting);
    };
  }, [answer, offer, budget, asked, labelKey]);
  if (plan === null) return null;
  if (!plan.ok) return <p class="problem">{explain(plan.problem)}</p>;
  return (
    <>
      <p class="bought">{plan.value.sentence}</p>
      {plan.value.most.length > 0 && <Most calculator={calculator} rows={plan.value.most} />}
    </>
  );
}

function Most({ calculator, rows }: { calculator: Calculator; rows: readonly BudgetRow[] }): JSX.Element {
  const chosen = calculator.choice.value.offer?.id;
  const offerOf = (id: string): Offer | undefined =>
    calculator.liveAnswer.answer.value?.offers.find((each) => each.id === id);
  const hasQuality = calculator.quality.value !== null;
  const quality = (id: string): string => {
    const offer = offerOf(id);
    return offer === undefined ? "unknown" : calculator.qualityNote(offer);
  };
  return (
    <Scroll label="Offers by the examples that the budget buys">
      <table>
        <caption>
          {rows.length === 1 ? "The offer" : `The ${numberText(rows.length)} offers`} with the most examples for it
        </caption>
        <thead>
          <tr>
            <th scope="col">Offer</th>
            <th scope="col">Examples</th>
            <th scope="col">Doublings</th>
            <th scope="col" class="wide-only">
              Or epochs
            </th>
            <th scope="col">This job</th>
            {hasQuality && <th scope="col">Quality</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} class={row.id === chosen ? "chosen" : undefined}>
              <th scope="row">
                {offerOf(row.id)?.modelName ?? row.id}
                <Seller offer={offerOf(row.id)} />
              </th>
              <td>{cappedText(row.examples, row.examplesCapped)}</td>
              <td>{doublings(row.doublings)}</td>
              <td class="wide-only">{cappedText(row.epochs, row.epochsCapped)}</td>
              <td>{moneyText(row.training)}</td>
              {hasQuality && <td>{quality(row.id)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Seller({ offer }: { offer: Offer | undefined }): JSX.Element | null {
  return offer === undefined ? null : <span class="what">{sellerText(offer)}</span>;
}

/** `10 at most`: the budget would pay for more than the provider takes in one job. */
function cappedText(count: number, capped: boolean): string {
  return `${numberText(count)}${capped ? " at most" : ""}`;
}

/** `+2.33`, `−0.5`. */
function doublings(count: number): string {
  return count < 0 ? `−${numberText(-count)}` : `+${numberText(count)}`;
}
