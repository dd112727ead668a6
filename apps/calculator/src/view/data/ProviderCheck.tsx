import type { CheckReport } from "@tunecast/dataset";
import { noteOf } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { numberText } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import { rulesOf } from "../../state/offers/acceptance.ts";
import type { FileState } from "../../tokens/fileCount.ts";
import { fileProblemText } from "../../tokens/problemText.ts";
import { FindingList } from "./FindingList.tsx";

const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
  valid: "would take this file: nothing breaks its published rules.",
  warning: "would take this file, with something to look at.",
  error: "would refuse this file, or rows of it, as it is.",
};

/** What the provider of the offer at the top would say to the counted file, by its published rules. */
export function ProviderCheck({
  calculator,
  state: { file, name },
}: {
  calculator: Calculator;
  state: Extract<FileState, { kind: "counted" }>;
}): JSX.Element | null {
  const { form, check, prices } = calculator;
  const { offer } = calculator.choice.value;
  const rules = offer === null ? null : rulesOf(offer.id, prices);
  const other = form.validation.state.value;
  const validation = other.kind === "counted" ? other.file : null;
  useEffect(() => {
    if (rules !== null) void check.run({ file, name, validation, rules, columns: form.file.columns.peek() });
    return () => check.clear();
  }, [calculator, file, validation, rules]);
  if (offer === null) return null;
  if (rules === null)
    return <p class="small">{offer.providerName} publishes no rules for files that this page knows.</p>;
  const convert = noteOf(offer, "convert_first")?.sentence;
  return (
    <div class="provider-check">
      <Said calculator={calculator} provider={offer.providerName} size={file.size} />
      {convert !== undefined && <p class="small">{convert}</p>}
    </div>
  );
}

function Said({
  calculator: { check },
  provider,
  size,
}: {
  calculator: Calculator;
  provider: string;
  size: number;
}): JSX.Element | null {
  const state = check.state.value;
  if (state.kind === "none" || state.kind === "cancelled") return null;
  if (state.kind === "failed") return <p class="problem">{fileProblemText(state.problem)}</p>;
  if (state.kind === "checking")
    return (
      <p>
        <span id="checking">Checking {numberText(state.progress.rows)} rows so far</span>
        <progress max={Math.max(1, size)} value={state.progress.bytes} aria-labelledby="checking" />
      </p>
    );
  if (state.report === null) return <p>The file holds counts and no rows, so there is nothing to check.</p>;
  const { verdict, findings } = state.report;
  return (
    <>
      <p>
        {provider} {verdicts[verdict]} Only the provider itself can accept it.
      </p>
      <FindingList findings={findings} label={`Findings by the rules of ${provider}`} />
    </>
  );
}
