import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import { dayText } from "../question/dayText.ts";
import { numberText } from "../question/numberText.ts";
import { presetOf, presets } from "../question/presets.ts";
import { meanTokens } from "../question/question.ts";
import { FileCard } from "./FileCard.tsx";
import { Gloss } from "./Gloss.tsx";
import { LazyView } from "./LazyView.ts";
import { NumberInput } from "./NumberInput.tsx";

/** All but the first numbers. */
export const moreFields: LazyView<typeof import("./MoreFields.tsx").MoreFields> = new LazyView(
  async () => (await import("./MoreFields.tsx")).MoreFields,
);

/** The job in a line, which folds the fields away on a phone. */
export function Fields({ form }: { form: Form }): JSX.Element {
  const { fieldsOpen } = form.disclosures;
  return (
    <div class={fieldsOpen.value ? "job open" : "job"}>
      <button
        type="button"
        class="job-line"
        aria-expanded={fieldsOpen.value}
        aria-controls="job-fields"
        onClick={() => {
          fieldsOpen.value = !fieldsOpen.value;
        }}
      >
        <JobText form={form} /> <span class="change">{fieldsOpen.value ? "Done" : "Change"}</span>
      </button>
      <form id="job-fields" class="fields" aria-label="Your job" onSubmit={(event) => event.preventDefault()}>
        <FileCard form={form} />
        <KindOfJob form={form} />
        <Numbers form={form} />
        <ExtraPrompt form={form} />
        <More form={form} />
      </form>
    </div>
  );
}

/** By itself, so that a key does not draw all fields anew. */
function JobText({ form }: { form: Form }): JSX.Element {
  return <span>{jobText(form)}</span>;
}

/** `8,000 examples × 620 tokens, 240,000 requests a month`. */
function jobText(form: Form): string {
  const { examples, tokensPerExample, requests } = form.inputs.value;
  const { profile } = form;
  const count = profile === null ? examples : profile.examples;
  const tokens = profile === null ? tokensPerExample : Math.round(meanTokens(profile));
  const data = `${shown(count)} examples × ${shown(tokens)} tokens`;
  return requests === null ? data : `${data}, ${shown(requests)} requests a month`;
}

/** A number of the job, a question mark for one that is missing or cannot be read. */
function shown(value: number | null): string {
  return value === null || Number.isNaN(value) ? "?" : numberText(value);
}

function KindOfJob({ form }: { form: Form }): JSX.Element {
  const preset = presetOf(form.inputs.value);
  return (
    <div class="field">
      <label htmlFor="preset">Kind of job</label>
      <select
        id="preset"
        value={preset?.id ?? ""}
        onChange={(event) => {
          const chosen = presets.find(({ id }) => id === event.currentTarget.value);
          if (chosen === undefined) return;
          form.type("inputTokens", numberText(chosen.inputTokens));
          form.type("outputTokens", numberText(chosen.outputTokens));
        }}
      >
        <option value="">Your own numbers</option>
        {presets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Numbers({ form }: { form: Form }): JSX.Element {
  const { profile } = form;
  const { providerEpochs } = form.choices.value;
  return (
    <div class="numbers">
      <NumberInput
        form={form}
        field="examples"
        label={profile === null ? "Examples" : "Examples, counted"}
        counted={profile && numberText(profile.examples)}
      />
      <NumberInput
        form={form}
        field="tokensPerExample"
        label={profile === null ? "Tokens each" : "Tokens, counted"}
        gloss={<Gloss term="token" />}
        counted={profile && numberText(Math.round(meanTokens(profile) * 10) / 10)}
      />
      <NumberInput
        form={form}
        field="epochs"
        label="Epochs"
        gloss={<Gloss term="epoch" />}
        counted={providerEpochs ? "the provider’s" : null}
      />
      <NumberInput form={form} field="requests" label="Requests a month" placeholder="nobody uses it" />
      <NumberInput form={form} field="inputTokens" label="Prompt, tokens" />
      <NumberInput form={form} field="outputTokens" label="Answer, tokens" />
    </div>
  );
}

/** Tokens that a prompt carries instead of tuning: what the pay-back hangs on. */
function ExtraPrompt({ form }: { form: Form }): JSX.Element | null {
  const { requests, saved } = form.inputs.value;
  if (requests === null) return null;
  const value = Math.round(form.promptTokens.value);
  return (
    <div class="extra">
      <label htmlFor="extra">
        Extra prompt tokens, not tuned <strong>{numberText(value)}</strong>
      </label>
      <input
        id="extra"
        type="range"
        min="0"
        max={Math.max(6000, 2 * value)}
        step="20"
        value={value}
        onInput={(event) => form.type("saved", event.currentTarget.value)}
      />
      <p class="hint">
        {saved === null ? "three of your examples in each prompt" : "examples or instructions in each prompt"}
      </p>
    </div>
  );
}

function More({ form }: { form: Form }): JSX.Element {
  const MoreFields = moreFields.view.value;
  return (
    <details class="more" onToggle={() => void moreFields.load()}>
      <summary>{moreText(form)}</summary>
      {MoreFields && <MoreFields form={form} />}
    </details>
  );
}

function moreText(form: Form): string {
  const { months, day, cachedTokens } = form.inputs.value;
  const parts = [
    months === null ? null : `${numberText(months)} ${months === 1 ? "month" : "months"}`,
    day === null || day === form.today ? "prices of today" : `prices of ${dayText(day)}`,
    cachedTokens === null ? "no cache" : `${numberText(cachedTokens)} cached`,
  ];
  return `More: ${parts.filter((part) => part !== null).join(", ")}`;
}
