import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { compactText, numberText } from "../question/numberText.ts";
import { meanTokens } from "../question/question.ts";
import type { Form } from "../state/form.ts";
import { Kept } from "./Kept.tsx";
import { LazyView } from "./LazyView.ts";
import { NumberInput, FileButton, TextButton } from "./fields.tsx";

export const moreFields: LazyView<typeof import("./MoreFields.tsx").MoreFields> = new LazyView(
  async () => (await import("./MoreFields.tsx")).MoreFields,
);

/** The job: in a line that unfolds on a phone, in a column on a desk. */
export function Job({ form, offerChoice }: { form: Form; offerChoice?: string | undefined }): JSX.Element {
  const { jobOpen } = form;
  return (
    <div class={jobOpen.value ? "job open" : "job"}>
      <button
        type="button"
        class="job-line"
        aria-expanded={jobOpen.value}
        aria-controls="job-fields"
        onClick={() => {
          jobOpen.value = !jobOpen.value;
        }}
      >
        {jobOpen.value ? <span>Your job</span> : <JobText form={form} />} <u>{jobOpen.value ? "Done" : "Change"}</u>
      </button>
      <form id="job-fields" aria-label="Your job" onSubmit={(event) => event.preventDefault()}>
        <Drop form={form} />
        <Numbers form={form} />
        <Kept id="offer-choice" class="field" html={offerChoice} />
        <More form={form} />
      </form>
    </div>
  );
}

/** By itself, so that a key does not draw all fields anew. */
function JobText({ form }: { form: Form }): JSX.Element {
  const { requests } = form.inputs.value;
  const { examples } = form.meant;
  const use = requests === null ? "" : `, ${shown(requests, "request")}`;
  return <span>{`${shown(examples, "example")}${use}`}</span>;
}

/** A number of the job, in three digits where the line would be too long, a question mark for one that is missing or cannot be read. */
function shown(value: number | null, what: string): string {
  if (value === null || Number.isNaN(value)) return `? ${what}s`;
  return `${value < 100_000 ? numberText(value) : compactText(value)} ${what}${value === 1 ? "" : "s"}`;
}

export function Drop({ form }: { form: Form }): JSX.Element {
  return (
    <div class="drop">
      <FileButton multiple use={(files) => void form.useFiles(files)}>
        Choose a file
      </FileButton>
      <TextButton act={() => void form.useSample()}>Try a sample</TextButton>
      <span class="small soft">or drop it anywhere on the page</span>
    </div>
  );
}

function Numbers({ form }: { form: Form }): JSX.Element {
  const { profile } = form;
  const counted = profile === null ? "" : ", counted";
  // What a key leaves as it is draws no field anew.
  const isSaved = useComputed(() => form.inputs.value.saved !== null).value;
  const isPromptFilled = useComputed(() => form.isFilled("inputTokens")).value;
  const isAnswerFilled = useComputed(() => form.isFilled("outputTokens")).value;
  return (
    <div class="fields">
      <NumberInput
        form={form}
        field="examples"
        label={`Examples${counted}`}
        counted={profile && numberText(profile.examples)}
      />
      <NumberInput
        form={form}
        field="tokensPerExample"
        label={`Tokens each${counted}`}
        counted={profile && numberText(Math.round(meanTokens(profile) * 10) / 10)}
      />
      <NumberInput form={form} field="requests" label="Requests a month" placeholder="nobody uses it" wide />
      <NumberInput form={form} field="inputTokens" label={`Prompt tokens${isPromptFilled ? ", counted" : ""}`} />
      <NumberInput form={form} field="outputTokens" label={`Answer tokens${isAnswerFilled ? ", counted" : ""}`} />
      <NumberInput
        form={form}
        field="saved"
        label="Prompt tokens saved by tuning"
        placeholder={numberText(form.promptTokens.value)}
        hint={`${isSaved ? "examples or instructions" : "three of your examples"}, no longer needed in every prompt`}
        wide
      />
    </div>
  );
}

function More({ form }: { form: Form }): JSX.Element {
  const MoreFields = moreFields.view.value;
  return (
    <details class="more" onToggle={() => void moreFields.load()}>
      <summary>Labels, test, passes, months, other ways</summary>
      {MoreFields && <MoreFields form={form} />}
    </details>
  );
}
