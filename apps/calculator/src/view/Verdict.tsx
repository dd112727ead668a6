import type { CheckReport } from "@tunecast/dataset";
import { noteOf, type Offer } from "@tunecast/estimator";
import { bookOffers, fileRulesOf, type FileRules } from "@tunecast/estimator/prices";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Calculator } from "../state/calculator.ts";
import { numberText } from "../question/numberText.ts";
import { fileProblemText } from "../tokens/problemText.ts";
import { FindingList } from "./FindingList.tsx";

const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
  valid: "would take this file: nothing breaks its published rules.",
  warning: "would take this file, with something to look at.",
  error: "would refuse this file, or rows of it, as it is.",
};

/** The offer that was asked for, also where it refuses the job: there its verdict is wanted most. */
function wanted(calculator: Calculator): Offer | null {
  const asked = calculator.form.choices.value.offer;
  const refused = calculator.liveAnswer.answer.value?.refused.find(({ id }) => id === asked);
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
  const rules = useMemo(() => rulesFor(calculator, offer?.id), [calculator, offer?.id]);
  const other = calculator.form.validation.state.value;
  const validation = other.kind === "counted" ? other.file : null;
  const run = (): void => {
    if (rules !== null) void calculator.check.run({ file, name, validation, rules });
  };
  useEffect(() => {
    run();
    return () => calculator.check.clear();
  }, [calculator, file, validation, rules]);
  if (offer === null) return null;
  const provider = calculator.providerName(offer.provider);
  return (
    <section class="verdict" aria-labelledby="verdict-title">
      <h3 id="verdict-title">What {provider} would say to it</h3>
      {rules === null ? (
        <p>
          {provider} publishes no rules for data files of {offer.modelName} that this page knows, so the file is not
          checked against any.
        </p>
      ) : (
        <CheckStatus
          calculator={calculator}
          size={file.size}
          provider={provider}
          convert={convertNote(offer)}
          save={() => void convertAndSave(calculator, { file, name, to: rules.check })}
          again={run}
        />
      )}
    </section>
  );
}

function rulesFor({ prices }: Calculator, id: string | undefined): FileRules | null {
  const listed = id === undefined ? undefined : bookOffers(prices).find((offer) => offer.id === id);
  return listed === undefined ? null : fileRulesOf(listed);
}

/** Writes the counted file in the shape that the provider takes, and hands it to the reader. */
async function convertAndSave(
  { form }: Calculator,
  what: { readonly file: Blob; readonly name: string; readonly to: string },
): Promise<void> {
  form.desk.say("Converting …");
  const { convertFile } = await import("../tokens/checker.ts");
  const done = await convertFile(what);
  if (!done.ok) return form.desk.say(fileProblemText(done.problem));
  const { file, conversion } = done.value;
  form.desk.save(`${what.name.replace(/(?:\.\w+)+$/u, "")}.${what.to}.jsonl`, "application/x-ndjson", file);
  const lost =
    conversion.losses.length === 0
      ? ""
      : ` ${numberText(conversion.losses.length)} kinds of content have no place there.`;
  form.desk.say(`Saved ${numberText(conversion.written)} of ${numberText(conversion.rows)} rows.${lost}`);
}

function convertNote(offer: Offer): string | null {
  return noteOf(offer, "convert_first")?.sentence ?? null;
}

function CheckStatus({
  calculator,
  size,
  provider,
  convert,
  save,
  again,
}: {
  calculator: Calculator;
  size: number;
  provider: string;
  convert: string | null;
  save: () => void;
  again: () => void;
}): JSX.Element | null {
  const state = calculator.check.state.value;
  if (state.kind === "none") return null;
  if (state.kind === "failed") return <p class="problem">{fileProblemText(state.problem)}</p>;
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
  return <Report report={state.report} provider={provider} convert={convert} save={save} />;
}

function Report({
  report: { verdict, findings },
  provider,
  convert,
  save,
}: {
  report: CheckReport;
  provider: string;
  convert: string | null;
  save: () => void;
}): JSX.Element {
  return (
    <>
      <p>
        {provider} {verdicts[verdict]} Only the provider itself can accept it.
      </p>
      {convert !== null && (
        <p>
          {convert}{" "}
          <button type="button" onClick={save}>
            Convert and save
          </button>
        </p>
      )}
      <FindingList findings={findings} label={`Findings by the rules of ${provider}`} />
    </>
  );
}
