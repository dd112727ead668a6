import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { bytesText, numberText } from "../numberText.ts";
import { fileProblemText } from "../tokens/problemText.ts";
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
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void calculator.form.file.use(file);
              event.currentTarget.value = "";
            }}
          />
          Choose a file
        </label>
        <button type="button" onClick={() => void calculator.form.useSample()}>
          Try the sample
        </button>
        <p class="hint">or drop it anywhere on the page: JSONL, JSON, CSV, Parquet, also gzipped</p>
      </div>
      <LeftAlone calculator={calculator} state={state} />
      <FileStatus calculator={calculator} state={state} />
    </section>
  );
}

/** Several files were dropped: the page counts one, the command merges them. */
function LeftAlone({ calculator, state }: { calculator: Calculator; state: FileState }): JSX.Element | null {
  const others = calculator.form.file.leftAlone.value;
  if (state.kind === "none" || others === 0) return null;
  return (
    <output class="left-alone">
      Only <strong>{state.name}</strong> was read, not the {others === 1 ? "other file" : `${others} other files`}{" "}
      dropped with it: this page counts one. <code>npx tunecast estimate</code> takes several and counts them as one.
    </output>
  );
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
        {numberText(profile.rows)} rows are examples, read as {profile.format}, counted in{" "}
        {state.seconds.toLocaleString("en-US", { maximumSignificantDigits: 2 })} s. Every figure of the page now comes
        from these counts.
      </p>
      <button type="button" onClick={() => calculator.form.file.clear()}>
        Back to typed numbers
      </button>
      <Findings findings={findings} />
      <Verdict calculator={calculator} file={state.file} name={state.name} />
    </div>
  );
}

function Counting({
  calculator,
  state,
}: {
  calculator: Calculator;
  state: Extract<FileState, { kind: "counting" }>;
}): JSX.Element {
  const { bytes, rows } = state.progress;
  const rate = state.seconds > 0.5 ? `, ${bytesText(bytes / state.seconds)} a second` : "";
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
