import { explain, type Result } from "@tunecast/estimator";
import type { OthersGain, TaskKind } from "@tunecast/estimator/before";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { readNumber } from "../numberText.ts";

type Before = typeof import("@tunecast/estimator/before");

/** Kinds of task, with the word on the page; the list of the estimator comes with its curves. */
const TASKS: Readonly<Record<TaskKind, string>> = {
  classification: "classification",
  reasoning: "reasoning",
  extraction: "extraction",
  summarization: "summaries",
  translation: "translation",
  instructions: "instructions",
};

/** What a doubling of the data brought in others' runs, while there is none of the reader's own. The curves are loaded when they are asked for. */
export function OthersRuns({ examples }: { examples: number | null }): JSX.Element {
  const [task, setTask] = useState<TaskKind>("classification");
  const [score, setScore] = useState("");
  const [before, setBefore] = useState<Before | null>(null);
  const untuned = readNumber(score);
  useEffect(() => {
    if (untuned !== null && before === null) void import("@tunecast/estimator/before").then(setBefore);
  }, [untuned, before]);
  return (
    <div class="quality-words others">
      <h3>No runs yet? What others’ runs gained</h3>
      <div class="pilot-options">
        <div class="field">
          <label htmlFor="others-task">Task</label>
          <select id="others-task" value={task} onChange={(event) => setTask(event.currentTarget.value as TaskKind)}>
            {Object.entries(TASKS).map(([kind, word]) => (
              <option key={kind} value={kind}>
                {word}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label htmlFor="others-score">Untuned score</label>
          <input
            id="others-score"
            type="text"
            inputMode="decimal"
            autocomplete="off"
            placeholder="0.62"
            value={score}
            onInput={(event) => setScore(event.currentTarget.value)}
          />
        </div>
      </div>
      {before !== null && untuned !== null && (
        <Gain before={before} gain={before.beforePilots({ task, examples: examples ?? 0, score: untuned })} />
      )}
    </div>
  );
}

/** Always under its label: the first sentence says that it is no forecast of the reader's own. */
function Gain({ before, gain }: { before: Before; gain: Result<OthersGain> }): JSX.Element {
  if (!gain.ok) return <p class="hint">{explain(gain.problem)}</p>;
  const [label, ...rest] = before.othersSentences(gain.value);
  return (
    <>
      <p>{label}</p>
      <p class="hint">{rest.join(" ")}</p>
      <ul class="hint">
        {gain.value.sources.map(({ address, curves }) => (
          <li key={address}>
            {curves} of <a href={address}>{address.replace(/^https:\/\/|\/tree\/.*$/gu, "")}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
