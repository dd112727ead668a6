import type { OthersGain, TaskKind } from "@tunecast/estimator/before";
import { explain, type Result } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Calculator } from "../../state/calculator.ts";
import { readNumber } from "../../question/numberText.ts";
import { Select } from "../Select.tsx";

type Before = typeof import("@tunecast/estimator/before");

/** Before any run of one's own: what the next doubling brought to others, under its own label and nowhere else. */
export function BeforeRuns({ calculator }: { calculator: Calculator }): JSX.Element {
  const [before, setBefore] = useState<Before | "gone" | null>(null);
  const load = async (): Promise<void> => {
    try {
      setBefore(await import("@tunecast/estimator/before"));
    } catch {
      setBefore("gone");
    }
  };
  return (
    <details class="before-runs" onToggle={() => void load()}>
      <summary>No runs yet: what others’ next doubling brought</summary>
      {before === "gone" && (
        <p class="problem">
          Others’ runs could not be fetched.{" "}
          <button type="button" class="quiet" onClick={() => void load()}>
            Try again
          </button>
        </p>
      )}
      {before !== null && before !== "gone" && <Others calculator={calculator} before={before} />}
    </details>
  );
}

function Others({ calculator, before }: { calculator: Calculator; before: Before }): JSX.Element {
  const [task, setTask] = useState<TaskKind | "">("");
  const [score, setScore] = useState("");
  const { examples, metric } = calculator.form.inputs.value;
  const [others, setOthers] = useState<Result<OthersGain> | null>(null);
  useEffect(() => {
    const typed = readNumber(score);
    if (task === "" || typed === null || !Number.isFinite(typed) || examples === null || !(examples >= 1))
      return setOthers(null);
    setOthers(before.beforePilots({ task, examples: Math.round(examples), score: typed, metric }));
  }, [task, score, examples, metric]);
  return (
    <>
      <div class="pilot-options">
        <Select
          id="others-task"
          label="Kind of task"
          value={task}
          options={[["", "choose"], ...before.taskKinds.map((kind) => [kind, kind.replaceAll(/[-_]/gu, " ")] as const)]}
          choose={(value) => setTask(before.taskKinds.find((kind) => kind === value) ?? "")}
        />
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
      </div>
      {others !== null && !others.ok && <p class="problem">{explain(others.problem)}</p>}
      {others?.ok === true && (
        <div class="others">
          {before.othersSentences(others.value).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <ul class="hint">
            {others.value.sources.map(({ address, curves }) => (
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
