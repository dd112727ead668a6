import { counted, fileLine } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import type { FileState } from "../../tokens/fileCount.ts";
import type { FileFinding } from "../../tokens/worker/messages.ts";
import type { CheckReport } from "@tunecast/dataset";
import { noteOf, type Offer, type Profile } from "@tunecast/estimator";
import acceptanceNames from "../../state/offers/acceptance.json" with { type: "json" };
import { rulesOf } from "../../state/offers/acceptance.ts";
import type { Form } from "../../state/form.ts";
import { bytesText, numberText } from "../../question/numberText.ts";
import { NumberInput, FileButton, TextButton } from "../fields.tsx";
import verdicts from "./verdicts.json" with { type: "json" };
import { type FindingGroup, findingGroups } from "../../tokens/findingGroups.ts";
import { grouped } from "@tunecast/estimator/parts";
import { bookOffers } from "@tunecast/estimator/prices";
import { type Histogram, histogramExamples, histogramOver, histogramTokens } from "@tunecast/estimator/profile";

/** `Half of them have up to 412 tokens, the longest 1,930. Nova Micro takes 32,768 of one example: all of them fit.` */
export function lengthSentence(tokens: Histogram, { modelName, providerName, limits }: Offer): string {
  let left = histogramExamples(tokens) / 2;
  const half = tokens.find(([, examples]) => (left -= examples) <= 0)?.[0] ?? 0;
  const sizes = `Half of the examples have up to ${numberText(half)} tokens, the longest ${numberText(tokens.at(-1)?.[0] ?? 0)}.`;
  const { contextTokens: most, overContext = "" } = limits;
  if (most === undefined)
    return `${sizes} No limit on the length of an example is known for ${modelName} on ${providerName}.`;
  const takes = `${modelName} on ${providerName} takes ${numberText(most)} of one example`;
  const over = histogramOver(tokens, most);
  if (over === 0) return `${sizes} ${takes}: all of them fit.`;
  const [what, their] = over === 1 ? ["1 is longer", "its"] : [`${numberText(over)} are longer`, "their"];
  const cut = numberText(histogramTokens(tokens) - histogramTokens(tokens, most));
  const ends: Readonly<Record<string, string>> = {
    reject: "the job is rejected",
    drop: "turns that do not fit are dropped",
    cut: `${their} end, ${cut} tokens in all, is cut`,
  };
  return `${sizes} ${takes}: ${what}, and ${ends[overContext] ?? "what becomes of that is not known"}.`;
}

/** By the counting rule of the offer; where the file was not counted by it, any other stands in. */
function lengthsText({ book, choice }: Calculator, { counts }: Profile): string {
  const { offer } = choice.value;
  const rule = bookOffers(book.value).find(({ id }) => id === offer?.id)?.model.counting ?? "";
  const tokens = (counts[rule] ?? Object.values(counts)[0])?.tokens ?? [];
  return offer === null || tokens.length === 0 ? "" : lengthSentence(tokens, offer);
}

interface FindingsProps {
  readonly label: string;
  readonly found: readonly (readonly [severity: string, sentence: string, fix: string])[];
}

function Findings({ label, found }: FindingsProps): JSX.Element | null {
  if (found.length === 0) return null;
  return (
    <ul class="findings" aria-label={label}>
      {found.map(([severity, sentence, fix]) => (
        <li key={`${severity} ${sentence}`} class={severity}>
          {sentence} <span class="soft">{fix}</span>
        </li>
      ))}
    </ul>
  );
}

function FileFindings({ findings }: { findings: readonly FileFinding[] }): JSX.Element {
  const found = findings.map(({ severity, sentence, fix, count, lines, places }) => {
    const first =
      lines.length === 0 ? "" : `, first in ${places === "rows" ? "row" : "line"} ${numberText(lines[0] ?? 0)}`;
    const times = `${counted(count, "time")}${first}.`;
    return [severity, `${sentence} ${times}`, fix] as const;
  });
  return <Findings label="Found in the file" found={found} />;
}

function FindingList({ report, label }: { report: CheckReport; label: string }): JSX.Element {
  const found = findingGroups(report.findings).map((group) => {
    const { severity, sentence, fix } = group.first;
    return [severity, `${sentence} ${furtherText(group, report)}`.trim(), fix] as const;
  });
  return <Findings label={label} found={found} />;
}

/** `The same in lines 2, 3, 4, 5 and 35 more places.` */
function furtherText({ lines, more }: FindingGroup, { places: unit }: CheckReport): string {
  if (lines.length === 0 && more <= 0) return "";
  const places = counted(more, "more place");
  if (lines.length === 0) return `The same in ${places}.`;
  const named = `${lines.length === 1 ? unit.slice(0, -1) : unit} ${lines.map(numberText).join(", ")}`;
  return `The same in ${named}${more > 0 ? ` and ${places}` : ""}.`;
}

/** The examples that are scored during training, in a file of their own: counted, and billed where an offer bills them. */
function ValidationFile({ form }: { form: Form }): JSX.Element {
  const { validation } = form;
  const state = validation.state.value;
  const isOpen = state.kind === "none" || state.kind === "failed";
  return (
    <section class="validation" aria-labelledby="validation-title">
      <h3 id="validation-title">Validation file</h3>
      {state.kind === "failed" && (
        <p class="problem" role="alert">
          <strong>{state.name}</strong>: {state.sentence}
        </p>
      )}
      {state.kind === "counting" && (
        <p>
          Counting <strong>{state.name}</strong>: {bytesText(state.progress.bytes)} of {bytesText(state.size)}
        </p>
      )}
      {state.kind === "counted" && (
        <>
          <p>
            <strong>{state.name}</strong>: {numberText(state.counted.profile.examples)} of{" "}
            {numberText(state.counted.profile.rows)} rows are examples. They are in the bill of each offer as it bills
            them, and examples of both files are named below.
          </p>
          <NumberInput
            form={form}
            field="evaluations"
            label="Times it is scored"
            placeholder="0"
            hint="for offers that bill each time; the others bill it once, by the epoch, or not at all"
          />
        </>
      )}
      {isOpen ? (
        <FileButton use={([file]) => file !== undefined && void validation.use(file)}>Add a validation file</FileButton>
      ) : (
        <button type="button" onClick={() => validation.clear()}>
          {state.kind === "counting" ? "Cancel" : "Without it"}
        </button>
      )}
    </section>
  );
}

function AllVerdicts({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const offers = calculator.liveAnswer.answer.value?.offers ?? [];
  const groups = grouped(offers, (offer): string => calculator.acceptanceOf(offer));
  if (groups.size === 0) return null;
  return (
    <div class="all-verdicts">
      <h3>What all providers would say to it</h3>
      <dl>
        {Object.entries(acceptanceNames)
          .filter(([acceptance]) => groups.has(acceptance))
          .map(([acceptance, words]) => (
            <div key={acceptance} class={acceptance}>
              <dt>{words}</dt>
              <dd>{namesOf(groups.get(acceptance))}</dd>
            </div>
          ))}
      </dl>
      <p class="hint">A provider is in two lines where its models differ.</p>
    </div>
  );
}

function namesOf(offers: readonly Offer[] = []): string {
  return [...new Set(offers.map(({ providerName }) => providerName))].toSorted().join(", ");
}

function ProviderCheck({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { book, verdicts: found } = calculator;
  const { offer } = calculator.choice.value;
  if (offer === null) return null;
  const { id, providerName } = offer;
  if (rulesOf(id, book.value) === null)
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
          <FindingList report={report} label={`Findings by the rules of ${providerName}`} />
        </>
      )}
      {convert !== undefined && <p class="small">{convert}</p>}
    </div>
  );
}

export function FileDetails({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const state = calculator.form.file.state.value;
  if (state.kind !== "counted") return null;
  const { profile, findings } = state.counted;
  return (
    <div class="file-details">
      <p class="after small soft">
        {fileLine({ name: calculator.form.file.names, profile, warnings: [] })}{" "}
        {findings.length === 0 && "Nothing was found in it."}
      </p>
      <FileFindings findings={findings} />
      <p class="small soft">{lengthsText(calculator, profile)}</p>
      <details>
        <summary>What each provider says to it</summary>
        <ProviderCheck calculator={calculator} />
        <AllVerdicts calculator={calculator} />
      </details>
      <details>
        <summary>A validation file</summary>
        <ValidationFile form={calculator.form} />
      </details>
      <TextButton act={() => saveProfile(calculator, state)}>Save the counts</TextButton>
    </div>
  );
}

/** The counts as a file of their own, without a word of the data. */
function saveProfile({ form }: Calculator, { name, counted }: Extract<FileState, { kind: "counted" }>): void {
  const text = `${JSON.stringify(counted.profile)}\n`;
  form.actions.save(`${name.replace(/(?:\.\w+)+$/u, "")}.profile.json`, "application/json", text);
}
