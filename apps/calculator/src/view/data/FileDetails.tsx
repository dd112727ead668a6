import type { JSX } from "preact";
import { numberText } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import type { FileFinding, FileState } from "../../tokens/fileCount.ts";
import { AllVerdicts } from "./AllVerdicts.tsx";
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
        {`Every figure counts it: ${numberText(profile.examples)} of ${numberText(profile.rows)} rows, read as ${profile.format.replace("-sft", "").replaceAll("-", " ")}. `}
        {findings.length === 0 ? "Nothing was found in it." : ""}
      </p>
      <Findings findings={findings} />
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

function Findings({ findings }: { findings: readonly FileFinding[] }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul class="findings" aria-label="Found in the file">
      {findings.map(({ severity, code, sentence, fix, count, lines, places }) => (
        <li key={code} class={severity}>
          {sentence} {numberText(count)} {count === 1 ? "time" : "times"}
          {lines.length > 0 && `, first in ${places === "rows" ? "row" : "line"} ${numberText(lines[0] ?? 0)}`}.{" "}
          <span class="soft">{fix}</span>
        </li>
      ))}
    </ul>
  );
}
