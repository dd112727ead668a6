import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { bytesText, numberText } from "../question/numberText.ts";
import { fileProblemText } from "../tokens/problemText.ts";
import { AllVerdicts } from "./AllVerdicts.tsx";
import { Lengths } from "./Lengths.tsx";
import { Repeats } from "./Repeats.tsx";
import { ValidationFile } from "./ValidationFile.tsx";
import { Verdict } from "./Verdict.tsx";
import type { FileFinding, FileState } from "../tokens/fileCount.ts";

/** Counts instead of typed numbers: the reader's own file, which stays where it is. */
export function YourFile({ calculator }: { calculator: Calculator }): JSX.Element {
  const state = calculator.form.file.state.value;
  return (
    <section class="your-file" aria-labelledby="file-title">
      <h2 id="file-title">Use your own file</h2>
      <p class="promise">
        Count the tokens instead of guessing them. The file stays on this computer: it is read in this tab and sent
        nowhere.
      </p>
      <div class="drop">
        <label class="button">
          <input
            class="unseen"
            type="file"
            multiple
            onChange={(event) => {
              calculator.form.useFiles([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          Choose a file
        </label>
        <button type="button" onClick={() => void calculator.form.useSample()}>
          Try the sample
        </button>
        <p class="hint">
          or drop or paste it anywhere on the page: JSONL, JSON, CSV, Parquet, also gzipped; several of lines count as
          one
        </p>
      </div>
      <LeftAlone calculator={calculator} state={state} />
      <FileStatus calculator={calculator} state={state} />
    </section>
  );
}

/** Several files were dropped: the page counts one, the command merges them. */
function LeftAlone({ calculator, state }: { calculator: Calculator; state: FileState }): JSX.Element | null {
  const others = calculator.form.file.leftAlone.value;
  if (state.kind === "none" || others.length === 0) return null;
  return (
    <output class="left-alone">
      Only <strong>{state.name}</strong> was read, not {namesText(others)}, which came with it: this page counts lines
      of JSON together, and one file of any other kind. <code>npx tunecast estimate</code> takes several and counts them
      as one.
    </output>
  );
}

/** `b.csv and c.csv`, `b.csv, c.csv, d.csv and 37 more`. */
function namesText(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, `${numberText(rest)} more`] : shown;
  return all.length === 1 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function FileStatus({ calculator, state }: { calculator: Calculator; state: FileState }): JSX.Element | null {
  if (state.kind === "none") return null;
  if (state.kind === "counting") return <Counting calculator={calculator} state={state} />;
  if (state.kind === "failed") {
    return (
      <div class="file-status wrong" role="alert">
        <p>
          <strong>{state.name}</strong>: {fileProblemText(state.problem)}
        </p>
        <button type="button" onClick={() => calculator.form.file.clear()}>
          Put it away
        </button>
      </div>
    );
  }
  const { profile, findings } = state.counted;
  return (
    <div class="file-status">
      <p>
        <strong>{state.name}</strong>, {bytesText(state.size)}: {numberText(profile.examples)} of{" "}
        {numberText(profile.rows)} {profile.examples === 1 ? "rows is an example" : "rows are examples"}, read as{" "}
        {profile.format}, counted in {state.seconds.toLocaleString("en-US", { maximumSignificantDigits: 2 })} s.{" "}
        {profile.examples === 0
          ? "Without an example there is nothing to price: the figures are those of before."
          : "Every figure of the page now comes from these counts."}
      </p>
      <div class="buttons">
        <button type="button" onClick={() => calculator.form.file.clear()}>
          Back to typed numbers
        </button>
        <button type="button" onClick={() => saveProfile(calculator, state)}>
          Save the counts
        </button>
      </div>
      <p class="hint">
        {state.isWhole
          ? "The saved counts hold no text; this page and the command read them again in place of the file."
          : "Counted for the offers in sight; the vocabularies of all others are on their way."}
      </p>
      {state.counted.missed.length > 0 && (
        <p class="problem">
          The vocabulary of {state.counted.missed.join(", ")} could not be fetched: offers that count by it have a
          range.
        </p>
      )}
      {profile.badRows > 0 && (
        <p>
          {numberText(profile.badRows)} {profile.badRows === 1 ? "row" : "rows"} could not be read and are in no figure,
          so every figure is “at least”: mend them before you pay for the run.
        </p>
      )}
      <Findings findings={findings} />
      <Lengths calculator={calculator} profile={profile} />
      <ValidationFile form={calculator.form} />
      {profile.examples > 0 && <Repeats calculator={calculator} file={state.file} name={state.name} />}
      <Verdict calculator={calculator} file={state.file} name={state.name} />
      {profile.examples > 0 && <AllVerdicts calculator={calculator} />}
    </div>
  );
}

/** The counts as a file of their own, without a word of the data. */
function saveProfile(calculator: Calculator, { name, counted }: Extract<FileState, { kind: "counted" }>): void {
  const text = `${JSON.stringify(counted.profile)}\n`;
  calculator.form.desk.save(`${name.replace(/(?:\.\w+)+$/u, "")}.profile.json`, "application/json", text);
}

function Counting({
  calculator,
  state,
}: {
  calculator: Calculator;
  state: Extract<FileState, { kind: "counting" }>;
}): JSX.Element {
  const { bytes, rows } = state.progress;
  const speed = bytes / state.seconds;
  const rate =
    state.seconds > 0.5 && bytes > 0 ? `, ${bytesText(speed)} a second${leftText((state.size - bytes) / speed)}` : "";
  return (
    <div class="file-status">
      <p id="counting">
        Counting <strong>{state.name}</strong>:{" "}
        {bytes === 0
          ? "loading the tokenizers"
          : `${bytesText(bytes)} of ${bytesText(state.size)}, ${numberText(rows)} rows${rate}`}
      </p>
      <progress max={Math.max(1, state.size)} value={bytes} aria-labelledby="counting" />
      <button type="button" onClick={() => calculator.form.file.clear()}>
        Cancel
      </button>
    </div>
  );
}

/** `, 3 minutes left`; nothing below five seconds. */
function leftText(seconds: number): string {
  if (seconds < 5) return "";
  return seconds < 90 ? `, ${Math.round(seconds)} s left` : `, ${Math.round(seconds / 60)} minutes left`;
}

function Findings({ findings }: { findings: readonly FileFinding[] }): JSX.Element {
  if (findings.length === 0) return <p class="fine">All of it can be read and counted.</p>;
  return (
    <ul class="findings" aria-label="Findings in the file">
      {findings.map((finding) => (
        <li key={`${finding.severity} ${finding.code}`} class={finding.severity}>
          <span class="severity">{finding.severity}</span>
          <span>
            {linesText(finding)}: {finding.sentence}. <span class="fix">{finding.fix}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** `line 7`, `rows 4, 9 and 12 more`, `the file` for what concerns all of it. */
function linesText({ lines, count, places }: FileFinding): string {
  if (lines.length === 0) return "the file";
  const named = lines.map(numberText).join(", ");
  const more = count > lines.length ? ` and ${numberText(count - lines.length)} more` : "";
  return `${lines.length === 1 && more === "" ? places.slice(0, -1) : places} ${named}${more}`;
}
