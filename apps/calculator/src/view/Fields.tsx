import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { numberText } from "../numberText.ts";
import { presetOf, presets } from "../presets.ts";
import { meanTokens } from "../question.ts";
import { FileCard } from "./FileCard.tsx";
import { Gloss } from "./Gloss.tsx";
import { Later } from "./Later.ts";
import { NumberInput } from "./NumberInput.tsx";
import { dayText } from "./text.ts";

/** All but the first numbers. */
export const moreFields: Later<typeof import("./MoreFields.tsx").MoreFields> = new Later(
  async () => (await import("./MoreFields.tsx")).MoreFields,
);

/** The job in a line, which folds the fields away on a phone. */
export function Fields({ calculator }: { calculator: Calculator }): JSX.Element {
  const { fieldsOpen } = calculator.unfolded;
  return (
    <details
      class="job"
      open={fieldsOpen.value || calculator.isWide}
      onToggle={(event) => {
        if (!calculator.isWide) fieldsOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        <span>{jobText(calculator)}</span> <span class="change">Change</span>
      </summary>
      <form class="fields" aria-label="Your job" onSubmit={(event) => event.preventDefault()}>
        <FileCard calculator={calculator} />
        <KindOfJob calculator={calculator} />
        <Numbers calculator={calculator} />
        <ExtraPrompt calculator={calculator} />
        <More calculator={calculator} />
      </form>
    </details>
  );
}

/** `8,000 examples × 620 tokens, 240,000 requests a month`. */
function jobText(calculator: Calculator): string {
  const { examples, tokensPerExample, requests } = calculator.inputs.value;
  const { profile } = calculator;
  const count = profile === null ? (examples ?? Number.NaN) : profile.examples;
  const tokens = profile === null ? (tokensPerExample ?? Number.NaN) : meanTokens(profile);
  const data = `${numberText(count)} examples × ${numberText(Math.round(tokens))} tokens`;
  return requests === null ? data : `${data}, ${numberText(requests)} requests a month`;
}

function KindOfJob({ calculator }: { calculator: Calculator }): JSX.Element {
  const preset = presetOf(calculator.inputs.value);
  return (
    <div class="field">
      <label htmlFor="preset">Kind of job</label>
      <select
        id="preset"
        value={preset?.id ?? ""}
        onChange={(event) => {
          const chosen = presets.find(({ id }) => id === event.currentTarget.value);
          if (chosen === undefined) return;
          calculator.type("inputTokens", numberText(chosen.inputTokens));
          calculator.type("outputTokens", numberText(chosen.outputTokens));
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

function Numbers({ calculator }: { calculator: Calculator }): JSX.Element {
  const { profile } = calculator;
  const { providerEpochs } = calculator.choices.value;
  return (
    <div class="numbers">
      <NumberInput
        calculator={calculator}
        field="examples"
        label={profile === null ? "Examples" : "Examples, counted"}
        counted={profile && numberText(profile.examples)}
      />
      <NumberInput
        calculator={calculator}
        field="tokensPerExample"
        label={profile === null ? "Tokens each" : "Tokens, counted"}
        gloss={<Gloss term="token" />}
        counted={profile && numberText(Math.round(meanTokens(profile) * 10) / 10)}
      />
      <NumberInput
        calculator={calculator}
        field="epochs"
        label="Epochs"
        gloss={<Gloss term="epoch" />}
        counted={providerEpochs ? "the provider’s" : null}
      />
      <NumberInput calculator={calculator} field="requests" label="Requests a month" placeholder="nobody uses it" />
      <NumberInput calculator={calculator} field="inputTokens" label="Prompt, tokens" />
      <NumberInput calculator={calculator} field="outputTokens" label="Answer, tokens" />
    </div>
  );
}

/** Tokens that a prompt carries instead of tuning: what the pay-back hangs on. */
function ExtraPrompt({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { requests, saved } = calculator.inputs.value;
  if (requests === null) return null;
  const value = Math.round(calculator.promptTokens.value);
  return (
    <div class="extra">
      <label htmlFor="extra">
        Extra prompt tokens if you do not tune <strong>{numberText(value)}</strong>
      </label>
      <input
        id="extra"
        type="range"
        min="0"
        max={Math.max(6000, 2 * value)}
        step="20"
        value={value}
        onInput={(event) => calculator.type("saved", event.currentTarget.value)}
      />
      <p class="hint">
        {saved === null ? "three of your examples in each prompt" : "examples or instructions in each prompt"}
      </p>
    </div>
  );
}

function More({ calculator }: { calculator: Calculator }): JSX.Element {
  const MoreFields = moreFields.view.value;
  return (
    <details class="more" onToggle={() => void moreFields.load()}>
      <summary>{moreText(calculator)}</summary>
      {MoreFields && <MoreFields calculator={calculator} />}
    </details>
  );
}

function moreText(calculator: Calculator): string {
  const { months, day, cachedTokens } = calculator.inputs.value;
  const parts = [
    months === null ? null : `${numberText(months)} ${months === 1 ? "month" : "months"}`,
    day === null || day === calculator.today ? "prices of today" : `prices of ${dayText(day)}`,
    cachedTokens === null ? "no cache" : `${numberText(cachedTokens)} cached`,
  ];
  return `More: ${parts.filter((part) => part !== null).join(", ")}`;
}
