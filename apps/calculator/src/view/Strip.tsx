import { counted } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { bytesText, numberText } from "../question/numberText.ts";
import type { Calculator } from "../state/calculator.ts";
import { type FileState, sentenceOf } from "../tokens/fileCount.ts";
import { Select, TextButton } from "./fields.tsx";
import { nice } from "./text.ts";
import type { Offer } from "@tunecast/estimator";
import { rulesOf } from "../state/offers/acceptance.ts";

async function convertAndSave(
  { form, book }: Calculator,
  { file, name }: { readonly file: Blob; readonly name: string },
  offer: Offer,
): Promise<void> {
  const rules = rulesOf(offer.id, book.value);
  if (rules === null) return form.actions.announce(`${offer.providerName} publishes no shape to convert to.`);
  form.actions.announce("Converting …");
  const { answerOf } = await import("../tokens/checker.ts");
  const columns = form.file.columns.peek();
  const done = await answerOf({ kind: "convert", file, name, to: rules.check, columns }, "converted");
  if (!done.ok) return form.actions.announce(await sentenceOf(done.problem));
  const { conversion, file: converted } = done.value;
  form.actions.save(`${name.replace(/(?:\.\w+)+$/u, "")}.${rules.check}.jsonl`, "application/x-ndjson", converted);
  const { length } = conversion.losses;
  const lost = length === 0 ? "" : ` No place there for ${counted(length, "kind")} of content.`;
  form.actions.announce(`Saved ${numberText(conversion.written)} of ${numberText(conversion.rows)} rows.${lost}`);
}

/** The reader's files, one line and one action each: progress, verdict, and what is wrong, where the reader looks. */
export function Strip({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { file } = calculator.form;
  const state = file.state.value;
  const leftOut = file.leftOut.value;
  if (state.kind === "none" && leftOut.length === 0) return null;
  return (
    <ul class="strip" aria-label="Your files" aria-live="polite" aria-busy={isBusy(calculator, state)}>
      <FileLine calculator={calculator} state={state} />
      {leftOut.map(({ name, reason }) => (
        <Line key={name} icon="warn" name={name} text={reason} wrong>
          <TextButton act={() => file.forget(name)}>Remove</TextButton>
        </Line>
      ))}
    </ul>
  );
}

type StateOf<Kind extends FileState["kind"]> = Extract<FileState, { kind: Kind }>;

/** Still counted, or not yet counted or checked for all offers: each verdict may choose another offer for the top. */
function isBusy({ liveAnswer, verdicts, message }: Calculator, state: FileState): boolean {
  if (state.kind !== "counted") return state.kind === "counting";
  return !state.isWhole || verdicts.isRunning.value || (liveAnswer.isBehind.value && message.value === "");
}

interface LineProps {
  readonly icon: keyof typeof icons;
  readonly name: string;
  readonly text: string;
  readonly wrong?: boolean;
  readonly children?: JSX.Element | (JSX.Element | null)[];
}

const icons = {
  done: "M5 13l4 4L19 7",
  busy: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 8v4l3 2",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  warn: "M12 4l9 16H3zM12 10v4M12 17v.01",
} as const;

function Line({ icon, name, text, wrong, children }: LineProps): JSX.Element {
  return (
    <li class={wrong === true ? "wrong" : undefined}>
      <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
      <p>
        <b>{name}</b> <small>{nice(text)}</small>
      </p>
      {children}
    </li>
  );
}

function FileLine({ calculator, state }: { calculator: Calculator; state: FileState }): JSX.Element | null {
  const { file } = calculator.form;
  const name = file.names;
  const away = (word: string): JSX.Element => <TextButton act={() => file.clear()}>{word}</TextButton>;
  if (state.kind === "none") return null;
  if (state.kind === "failed")
    return (
      <Line icon="warn" name={state.name} text={state.sentence} wrong>
        {away("Remove")}
      </Line>
    );
  if (state.kind === "unmapped") return <Columns calculator={calculator} state={state} />;
  if (state.kind === "counting")
    return (
      <Line icon="busy" name={name} text={countingText(calculator, state)}>
        {away("Cancel")}
        <progress max={Math.max(1, state.size)} value={state.progress.bytes} aria-label={`${name}, counted`} />
      </Line>
    );
  const { offer } = calculator.choice.value;
  const converts = offer !== null && calculator.acceptanceOf(offer) === "convert";
  return (
    <Line icon="done" name={name} text={countedText(calculator, state)}>
      <span class="actions">
        {converts && <TextButton act={() => void convertAndSave(calculator, state, offer)}>Convert</TextButton>}
        {away("Put away")}
      </span>
    </Line>
  );
}

function countingText(calculator: Calculator, state: StateOf<"counting">): string {
  const { bytes } = state.progress;
  const rough = calculator.form.file.rough.value;
  const guess =
    rough === null
      ? ""
      : ` Until then the figures take about ${counted(rough.examples, "example")} of ${counted(rough.tokensPerExample, "token")}.`;
  if (bytes === 0) return `${bytesText(state.size)}, loading the tokenizers.${guess}`;
  const left = (state.size - bytes) / (bytes / Math.max(state.seconds, 0.01));
  const time = state.seconds < 0.5 || left < 3 ? "" : `, ${Math.round(left)} seconds left`;
  return `${Math.round((100 * bytes) / state.size)} % counted${time}.${guess}`;
}

function countedText(calculator: Calculator, { counted: file }: StateOf<"counted">): string {
  const { profile, missed } = file;
  const { offer } = calculator.choice.value;
  const examples = `${counted(profile.examples, "example")}.`;
  const unread = ` ${counted(profile.badRows, "row")} could not be read, so every figure is “at least”.`;
  const bad = profile.badRows === 0 ? "" : unread;
  const unknown = missed.length === 0 ? "" : " A vocabulary could not be fetched, so some offers have a range.";
  if (offer === null) return `${examples}${bad}${unknown}`;
  const said = {
    as_it_is: "takes it as it is",
    convert: "takes it once converted",
    refuses: "would refuse rows of it",
    unknown: "publishes no rules for files",
    unchecked: "is being asked",
  }[calculator.acceptanceOf(offer)];
  return `${examples} ${offer.providerName} ${said}.${bad}${unknown}`;
}

/** The choice of no column: texts are trained as they stand. */
const noAnswer = "";

function Columns({ calculator, state }: { calculator: Calculator; state: StateOf<"unmapped"> }): JSX.Element {
  const { file } = calculator.form;
  const { columns, name, proposal, rows } = state;
  const { rows: list, text, ...pair } = proposal;
  const first = text ?? pair["prompt"];
  const [prompt, setPrompt] = useState(first ?? "");
  const [completion, setCompletion] = useState(pair["completion"] ?? noAnswer);
  const uses = completion === noAnswer ? { text: prompt } : { ...pair, prompt, completion };
  const options = columns.map((column) => [column, column] as const);
  const asks = first !== undefined;
  const label = completion === noAnswer ? "Text" : "Prompt";
  return (
    <Line icon="table" name={name} text={asks ? "Which column is which?" : "Its rows are in a list."}>
      <TextButton act={() => file.clear()}>Leave out</TextButton>
      <form
        class="map"
        aria-label={`Columns of ${name}`}
        onSubmit={(event) => {
          event.preventDefault();
          void file.map(asks ? { ...(list !== undefined && { rows: list }), ...uses } : proposal);
        }}
      >
        {asks && <Select id="column-prompt" label={label} value={prompt} options={options} choose={setPrompt} />}
        {asks && (
          <Select
            id="column-answer"
            label="Answer"
            value={completion}
            options={[[noAnswer, "No answer"], ...options]}
            choose={setCompletion}
          />
        )}
        <button type="submit" disabled={asks && prompt === completion}>
          {list === undefined ? `Count ${counted(rows, "row")}` : `Count the rows of “${list}”`}
        </button>
      </form>
    </Line>
  );
}
