import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Calculator } from "../../state/calculator.ts";
import { readNumber } from "../../question/numberText.ts";
import { LazyView } from "../LazyView.ts";
import { PartMissing } from "../PartMissing.tsx";

type Before = typeof import("@tunecast/estimator/before");

const others: LazyView<Before> = new LazyView(() => import("@tunecast/estimator/before"));

/** Before any run of one's own: what the next doubling brought to others, under its own label and nowhere else. */
export function BeforeRuns({ calculator }: { calculator: Calculator }): JSX.Element {
  const before = others.view.value;
  return (
    <details class="before-runs" onToggle={() => void others.load()}>
      <summary>No runs yet: what others’ next doubling brought</summary>
      <PartMissing part={others} what="Others’ runs" />
      {before !== null && <Others calculator={calculator} before={before} />}
    </details>
  );
}

function Others({ calculator, before }: { calculator: Calculator; before: Before }): JSX.Element {
  const [score, setScore] = useState("");
  const { examples, metric } = calculator.form.inputs.value;
  const typed = readNumber(score);
  const isAsked = typed !== null && examples !== null && examples >= 1;
  const found = isAsked ? before.beforePilots({ examples: Math.round(examples), score: typed, metric }) : null;
  return (
    <>
      <div class="field">
        <label htmlFor="others-score">The untuned model scores</label>
        <input
          id="others-score"
          type="text"
          inputMode="decimal"
          value={score}
          placeholder="0.62"
          onInput={(event) => setScore(event.currentTarget.value)}
        />
      </div>
      {found?.ok === false && <p class="problem">{before.pilotsProblemSentence({ ...found.problem, got: score })}</p>}
      {found?.ok === true && (
        <div class="others">
          {before.othersSentences(found.value).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <ul class="hint">
            {found.value.sources.map(({ address, curves }) => (
              <li key={address}>
                {curves} of <a href={address}>{address.replace(/^https:\/\/|\/tree\/.*$/gu, "")}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
