import { fileLine } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import type { FileState } from "../../tokens/fileCount.ts";
import { AllVerdicts } from "./AllVerdicts.tsx";
import { FileFindings } from "./FindingList.tsx";
import { Lengths } from "./Lengths.tsx";
import { ProviderCheck } from "./ProviderCheck.tsx";
import { ValidationFile } from "./ValidationFile.tsx";

/** What was found in the counted file, behind a line for each question. */
export function FileDetails({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const state = calculator.form.file.state.value;
  if (state.kind !== "counted") return null;
  const { profile, findings } = state.counted;
  return (
    <div class="file-details">
      <p class="after small soft">
        {fileLine({ name: state.name, profile, warnings: [] })} {findings.length === 0 && "Nothing was found in it."}
      </p>
      <FileFindings findings={findings} />
      <details>
        <summary>How long the examples are</summary>
        <Lengths calculator={calculator} profile={profile} />
      </details>
      <details>
        <summary>What each provider says to it</summary>
        <ProviderCheck calculator={calculator} />
        <AllVerdicts calculator={calculator} />
      </details>
      <details>
        <summary>A validation file</summary>
        <ValidationFile form={calculator.form} />
      </details>
      <button type="button" class="plain" onClick={() => saveProfile(calculator, state)}>
        Save the counts
      </button>
    </div>
  );
}

/** The counts as a file of their own, without a word of the data. */
function saveProfile({ form }: Calculator, { name, counted }: Extract<FileState, { kind: "counted" }>): void {
  const text = `${JSON.stringify(counted.profile)}\n`;
  form.actions.save(`${name.replace(/(?:\.\w+)+$/u, "")}.profile.json`, "application/json", text);
}
