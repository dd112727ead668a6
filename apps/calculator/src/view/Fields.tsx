import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { numberText } from "../numberText.ts";
import { meanTokens } from "../question.ts";
import { Later } from "./Later.ts";
import { NumberInput } from "./NumberInput.tsx";
import { dayText } from "./text.ts";

/** All but the five numbers. */
export const moreFields: Later<typeof import("./MoreFields.tsx").MoreFields> = new Later(
  async () => (await import("./MoreFields.tsx")).MoreFields,
);

/** The five numbers, and the rest of them behind one fold. */
export function Fields({ calculator }: { calculator: Calculator }): JSX.Element {
  const { profile } = calculator;
  const { providerEpochs } = calculator.choices.value;
  const MoreFields = moreFields.view.value;
  return (
    <form class="fields" aria-label="Your job" onSubmit={(event) => event.preventDefault()}>
      <div class="five">
        <NumberInput
          calculator={calculator}
          field="examples"
          label={profile === null ? "Examples" : "Examples, counted"}
          counted={profile && numberText(profile.examples)}
        />
        <NumberInput
          calculator={calculator}
          field="tokensPerExample"
          label={profile === null ? "Tokens per example" : "Tokens each, counted"}
          counted={profile && numberText(Math.round(meanTokens(profile) * 10) / 10)}
        />
        <NumberInput
          calculator={calculator}
          field="epochs"
          label="Epochs"
          counted={providerEpochs ? "the provider’s" : null}
        />
        <NumberInput calculator={calculator} field="requests" label="Requests per month" placeholder="nobody uses it" />
        <NumberInput calculator={calculator} field="inputTokens" label="Input tokens a request" />
      </div>
      <details class="more" onToggle={() => void moreFields.load()}>
        <summary>{moreText(calculator)}</summary>
        {MoreFields && <MoreFields calculator={calculator} />}
      </details>
    </form>
  );
}

function moreText(calculator: Calculator): string {
  const { outputTokens, months, day } = calculator.inputs.value;
  const parts = [
    outputTokens === null ? null : `${numberText(outputTokens)} output tokens`,
    months === null ? null : `${numberText(months)} ${months === 1 ? "month" : "months"}`,
    day === null || day === calculator.today ? "prices of today" : dayText(day),
  ];
  return `More: ${parts.filter((part) => part !== null).join(", ")}`;
}
