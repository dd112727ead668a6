import { explain } from "@tunecast/estimator";
import { metrics } from "@tunecast/estimator/lists";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { BeforeRuns } from "./BeforeRuns.tsx";
import { NumberInput } from "./NumberInput.tsx";
import { PilotRows } from "./PilotRows.tsx";
import { QualityAnswer } from "./QualityAnswer.tsx";

/** What more data buys: the pilots of the reader and the curve through them. */
export function QualityCurve({ calculator }: { calculator: Calculator }): JSX.Element {
  const { metric, pilotModel } = calculator.form.choices.value;
  const quality = calculator.quality.value;
  return (
    <section class="quality" aria-labelledby="quality-title">
      <h2 id="quality-title">What more data buys</h2>
      <p class="lead">
        Tune on two or more parts of your data, score each run on the same test set, and type the scores here. The price
        of a model says nothing about this; only such runs do.
      </p>
      <div class="quality-parts">
        <div class="pilots">
          <div class="pilot-options">
            <div class="field">
              <label htmlFor="metric">Score</label>
              <select
                id="metric"
                value={metric}
                onChange={(event) => {
                  const chosen = metrics.find((each) => each === event.currentTarget.value);
                  if (chosen) calculator.form.choose({ metric: chosen });
                }}
              >
                {metrics.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </select>
            </div>
            <NumberInput form={calculator.form} field="target" label="Score to reach" placeholder="none" />
            <div class="field wide">
              <label htmlFor="pilot-model">Model of the runs</label>
              <select
                id="pilot-model"
                value={pilotModel ?? ""}
                onChange={(event) => calculator.form.choose({ pilotModel: event.currentTarget.value || null })}
              >
                <option value="">not said</option>
                {calculator.models.value.map(([model, name]) => (
                  <option key={model} value={model}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          </div>
          <PilotRows calculator={calculator} />
          {calculator.form.pilots.complete.value.length === 0 && (
            <>
              <button type="button" class="quiet" onClick={() => calculator.exampleRuns()}>
                Fill in example runs
              </button>
              <BeforeRuns calculator={calculator} />
            </>
          )}
        </div>
        <div class="quality-answer">
          {quality === null && <p class="empty">The curve appears here with the second run.</p>}
          {quality?.ok === false && <p class="empty">{explain(quality.problem)}</p>}
          {quality?.ok === true && <QualityAnswer calculator={calculator} quality={quality.value} />}
        </div>
      </div>
    </section>
  );
}
