import type { CheckReport, Finding } from "@tunecast/dataset";
import { explain, fileRules, type Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Calculator } from "../calculator.ts";
import { numberText } from "../numberText.ts";
import { firstFindings } from "../tokens/firstFindings.ts";

const findingsShown = 20;

const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
  valid: "would take this file: nothing breaks its published rules.",
  warning: "would take this file, with something to look at.",
  error: "would refuse this file, or rows of it, as it is.",
};

/** The offer that was asked for, also where it refuses the job: there its verdict is wanted most. */
function wanted(calculator: Calculator): Offer | null {
  const asked = calculator.choices.value.offer;
  const refused = calculator.reckoning.answer.value?.refused.find(({ id }) => id === asked);
  return refused?.wouldBe ?? calculator.choice.value.offer;
}

/** What the provider of the chosen offer would say to the counted file, by its published rules. */
export function Verdict({
  calculator,
  file,
  name,
}: {
  calculator: Calculator;
  file: Blob;
  name: string;
}): JSX.Element | null {
  const offer = wanted(calculator);
  const rules = offer === null ? null : fileRules(offer);
  const model = offer?.model ?? "";
  const run = (): void => {
    if (rules !== null) void calculator.check.run({ file, name, provider: rules, model });
  };
  useEffect(() => {
    run();
    return () => calculator.check.clear();
  }, [calculator, file, rules, model]);
  if (offer === null) return null;
  const provider = calculator.providerName(offer.provider);
  return (
    <section class="verdict" aria-labelledby="verdict-title">
      <h3 id="verdict-title">What {provider} would say to it</h3>
      {rules === null ? (
        <p>
          {provider} publishes no rules for data files of {offer.model} that this page knows, so the file is not checked
          against any.
        </p>
      ) : (
        <CheckStatus calculator={calculator} size={file.size} provider={provider} again={run} />
      )}
    </section>
  );
}

function CheckStatus({
  calculator,
  size,
  provider,
  again,
}: {
  calculator: Calculator;
  size: number;
  provider: string;
  again: () => void;
}): JSX.Element | null {
  const state = calculator.check.state.value;
  if (state.kind === "none") return null;
  if (state.kind === "failed") return <p class="problem">{explain(state.problem)}</p>;
  if (state.kind === "cancelled") {
    return (
      <>
        <p>The check was cancelled.</p>
        <button type="button" onClick={again}>
          Check it
        </button>
      </>
    );
  }
  if (state.kind === "checking") {
    return (
      <>
        <p id="checking">Checking {numberText(state.progress.rows)} rows so far</p>
        <progress max={Math.max(1, size)} value={state.progress.bytes} aria-labelledby="checking" />
        <button type="button" onClick={() => calculator.check.cancel()}>
          Cancel the check
        </button>
      </>
    );
  }
  if (state.report === null) return <p>The file holds counts and no rows, so there is nothing to check.</p>;
  return <Report report={state.report} provider={provider} />;
}

function Report({ report, provider }: { report: CheckReport; provider: string }): JSX.Element {
  const { verdict, findings } = report;
  const shown = firstFindings(findings, findingsShown);
  return (
    <>
      <p>
        {provider} {verdicts[verdict]} Only the provider itself can accept it.
      </p>
      {shown.length > 0 && (
        <ul class="findings" aria-label={`Findings by the rules of ${provider}`}>
          {shown.map((finding) => (
            <Line key={`${finding.severity} ${finding.code} ${finding.line}`} finding={finding} />
          ))}
        </ul>
      )}
      {findings.length > shown.length && (
        <p class="hint">
          {numberText(shown.length)} of {numberText(findings.length)} places are shown, some of every kind;{" "}
          <code>npx tunecast check</code> names them all.
        </p>
      )}
    </>
  );
}

function Line({ finding: { severity, sentence, fix } }: { finding: Finding }): JSX.Element {
  return (
    <li class={severity}>
      <span class="severity">{severity}</span>
      <span>
        {sentence} <span class="fix">{fix}</span>
      </span>
    </li>
  );
}
