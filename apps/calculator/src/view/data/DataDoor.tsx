import { explain, purchasePlan } from "@tunecast/estimator";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { metrics } from "@tunecast/estimator/lists";
import { dataVerdict, doublingRow, gainText, targetSentence, planReport } from "@tunecast/estimator/report";
import type { Doubling } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { labelsOf, type Quality } from "../../state/runs/quality.ts";
import { Drop } from "../Job.tsx";
import { HeadRow } from "../HeadRow.tsx";
import { PartMissing } from "../PartMissing.tsx";
import { NumberInput, type Choice, Select, TextButton } from "../fields.tsx";
import { Strip } from "../Strip.tsx";
import { BeforeRuns } from "./BeforeRuns.tsx";
import { CurveChart } from "./CurveChart.tsx";
import { FileDetails } from "./FileDetails.tsx";
import { PilotRows } from "./PilotRows.tsx";
import { plainDecimal } from "../../question/question.ts";
import { nice, withDays } from "../text.ts";
import { useState } from "preact/hooks";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../../style/doors.css";

function PastedRuns({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form } = calculator;
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const take = (): void => {
    const read = readPilots(text);
    setProblem(read.ok ? "" : explain(read.problem));
    if (!read.ok) return;
    calculator.adoptModel();
    form.pilots.replace(read.value.map(({ n, value, se = null }) => ({ n, value, se })));
    form.choose({ metric: pilotMetric(text) ?? form.choices.value.metric });
    setText("");
  };
  return (
    <div class="field paste">
      <label htmlFor="paste-runs">A run a line: examples, score, standard error if known</label>
      <textarea
        id="paste-runs"
        rows={4}
        spellcheck={false}
        value={text}
        placeholder={"250\t61.5\n500\t66.2"}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {problem !== "" && <p class="problem">{problem}</p>}
      <button type="button" disabled={text.trim() === ""} onClick={take}>
        Take these runs
      </button>
    </div>
  );
}

/** The headline of the plan for this budget at the offer of the verdict alone; labels are free unless their price is stated. */
export function budgetSentence({ liveAnswer, form }: Calculator): string {
  const [headline, answer] = [liveAnswer.headline.value, liveAnswer.answer.value];
  const inputs = form.inputs.value;
  const { budget } = inputs;
  if (headline === null || answer === null || budget === null || !Number.isFinite(budget)) return "";
  const { offer, question } = headline;
  const asked = {
    answer: { ...answer, offers: [offer] },
    question,
    budget: { amount: plainDecimal(budget), currency: offer.training.currency },
    labels: labelsOf(inputs, question.job) ?? { cost: "0", owned: 0 },
  };
  const plan = purchasePlan(asked);
  return withDays(plan.ok ? planReport(plan.value, asked).headline : explain(plan.problem));
}

export function DataDoor({ calculator }: { calculator: Calculator }): JSX.Element {
  const quality = calculator.quality.value;
  const files = (
    <section aria-labelledby="files">
      <h2 id="files">Your files</h2>
      <Strip calculator={calculator} />
      <Drop form={calculator.form} />
      <FileDetails calculator={calculator} />
    </section>
  );
  // Without a curve the files fill its place.
  const curve = quality?.ok === true ? <Curve calculator={calculator} quality={quality.value} /> : files;
  return (
    <div class="columns">
      <div class="said-of-data">
        <Head calculator={calculator} />
        {curve}
      </div>
      <div>
        {curve !== files && files}
        <Runs calculator={calculator} />
        <section aria-labelledby="budget-title">
          <h2 id="budget-title">What a budget trains</h2>
          <NumberInput form={calculator.form} field="budget" label="Budget for labels and training" />
          <p class="bought small">{budgetSentence(calculator)}</p>
        </section>
      </div>
    </div>
  );
}

function Head({ calculator }: { calculator: Calculator }): JSX.Element {
  const quality = calculator.quality.value;
  const { pointValue, target, pilotModel } = calculator.form.inputs.value;
  const waits = [pointValue, target, pilotModel].some((said) => said !== null);
  const { complete, fit } = calculator.form.pilots;
  if (quality === null && complete.value.length > 0) return <PartMissing part={fit} what="What reads your runs" />;
  const unknown = "More data: unknown";
  if (quality === null)
    return (
      <>
        <h1 class="verdict">
          <strong>{unknown}</strong>{" "}
          <span>Only runs of your own say what it buys. Type the scores of two or more.</span>
        </h1>
        <p class="under">
          Tune on parts of your data, and score every run on the same test set.
          {waits && " What you say of the runs counts once there are two."}
        </p>
        <BeforeRuns calculator={calculator} />
      </>
    );
  const { ok } = quality;
  const { head, sentence } = ok
    ? dataVerdict(quality.value, pointValue)
    : { head: unknown, sentence: explain(quality.problem) };
  return (
    <>
      <h1 class="verdict" aria-live="polite">
        <strong>{head}</strong> <span>{sentence}</span>
      </h1>
      {ok && <p class="under">The range holds in 8 of 10 cases. {modelText(calculator)}</p>}
    </>
  );
}

/** Runs speak for the model they were run on, and for no other. */
function modelText({ form, liveAnswer }: Calculator): string {
  const { pilotModel } = form.choices.value;
  const offer = liveAnswer.headline.value?.offer;
  if (pilotModel === null) return "Say which model you ran to see the price beside the gain.";
  if (offer !== undefined && offer.model !== pilotModel)
    return `These runs say nothing of ${offer.modelName}: choose an offer of their own model to see the price.`;
  return `It holds for ${offer?.modelName ?? pilotModel} alone.`;
}

function Curve({ calculator, quality }: { calculator: Calculator; quality: Quality }): JSX.Element {
  const { steps, curve, notes, target, tested } = quality;
  const verdict = dataVerdict(quality, calculator.form.inputs.value.pointValue);
  // Of one outside the scale a note says that no size reaches it.
  const isPossible = target !== null && target.note?.kind !== "target_beyond_bound";
  const aim = isPossible ? targetSentence(target, tested) : null;
  const { share } = curve.scale;
  return (
    <section aria-labelledby="curve">
      <h2 id="curve">Score, by number of examples</h2>
      <CurveChart calculator={calculator} quality={quality} stopAt={verdict.stopAt} />
      <table class="rows steps">
        <caption class="unseen">What each doubling brings and costs</caption>
        <HeadRow first="Doubling" rest={["Gain", "Score then", "Price", share ? "A point costs" : "A unit costs"]} />
        <tbody>
          {steps.map((step) => (
            <StepRow key={step.from} step={step} picked={verdict.stopAt !== null && step.to <= verdict.stopAt} />
          ))}
        </tbody>
      </table>
      <p class="after small soft">
        The doubling rule alone says {gainText(curve.nextDoubling("0").ruleGain, share)}
        {share && " points"} for each doubling. {aim}
      </p>
      {notes.length > 0 && (
        <ul class="notes small">
          {notes.map((note) => (
            <li key={note}>{nice(note)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function StepRow({ step, picked }: { step: Doubling; picked: boolean }): JSX.Element {
  const { name, parts, gain, gainRange, score, scoreRange, price, point } = doublingRow(step);
  return (
    <tr class={picked ? "pick" : undefined}>
      <th scope="row" class="name">
        <b>{name}</b>
        <br />
        <small>{parts}</small>
      </th>
      <td class="n first-n" data-l="Gain">
        {gain} {gainRange !== "" && <small>({gainRange})</small>}
      </td>
      <td data-l="Score then">
        {score} <small>({scoreRange})</small>
      </td>
      <td data-l="Price">{price}</td>
      <td class="n d" data-l={step.share ? "A point costs" : "A unit costs"}>
        {point}
      </td>
    </tr>
  );
}

function Runs({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form } = calculator;
  const { metric, pilotModel } = form.choices.value;
  const fit = calculator.quality.value;
  // A loss has no points.
  const isOpen = fit?.ok === true && !fit.value.curve.scale.share;
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">Your runs</h2>
      <div class="runs">
        <div>
          <PilotRows calculator={calculator} />
          {form.pilots.complete.value.length === 0 && (
            <TextButton act={() => calculator.exampleRuns()}>Fill in example runs</TextButton>
          )}
          <details>
            <summary>Paste a table</summary>
            <PastedRuns calculator={calculator} />
          </details>
        </div>
        <div class="fields">
          <Select
            id="metric"
            label="Score"
            value={metric}
            options={metrics.map((each) => [each, each])}
            wide
            choose={(value) => form.choose({ metric: metrics.find((each) => each === value) ?? metric })}
          />
          <Select
            id="pilot-model"
            label="Model of the runs"
            value={pilotModel ?? ""}
            options={[["", "not said"], ...modelsOf(calculator)]}
            wide
            choose={(model) => form.choose({ pilotModel: model || null })}
          />
          <NumberInput form={form} field="evalItems" label="Test questions" placeholder="not said" wide />
          <NumberInput
            form={form}
            field="pointValue"
            label={isOpen ? "A whole unit is worth" : "One point is worth"}
            placeholder="not said"
            wide
          />
          <NumberInput form={form} field="labelCost" label="One label costs" placeholder="not counted" wide />
          <NumberInput form={form} field="target" label="Score to reach" placeholder="none" wide />
        </div>
      </div>
    </section>
  );
}

function modelsOf({ liveAnswer }: Calculator): readonly Choice[] {
  const named = (liveAnswer.answer.value?.offers ?? []).map(({ model, modelName }) => [model, modelName] as const);
  return [...new Map(named)].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
}
