import type { CheckReport } from "@tunecast/dataset";
import { noteOf } from "@tunecast/estimator";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { rulesOf } from "../../state/offers/acceptance.ts";
import { FindingList } from "./FindingList.tsx";

const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
  valid: "would take this file: nothing breaks its published rules.",
  warning: "would take this file, with something to look at.",
  error: "would refuse this file, or rows of it, as it is.",
};

/** What the provider of the offer at the top would say to the counted file, by its published rules. */
export function ProviderCheck({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { prices, verdicts: found } = calculator;
  const { offer } = calculator.choice.value;
  if (offer === null) return null;
  const { id, providerName } = offer;
  if (rulesOf(id, prices) === null)
    return <p class="small">{providerName} publishes no rules for files that this page knows.</p>;
  const report = found.reports.value.get(id);
  const convert = noteOf(offer, "convert_first")?.sentence;
  return (
    <div class="provider-check">
      {report === undefined ? (
        <p>{found.isRunning.value ? `Checking by the rules of ${providerName} …` : "There are no rows to check."}</p>
      ) : (
        <>
          <p>
            {providerName} {verdicts[report.verdict]} Only the provider itself can accept it.
          </p>
          <FindingList findings={report.findings} label={`Findings by the rules of ${providerName}`} />
        </>
      )}
      {convert !== undefined && <p class="small">{convert}</p>}
    </div>
  );
}
