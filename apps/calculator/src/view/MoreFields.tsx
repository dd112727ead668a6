import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { type Instead, insteads } from "../inputs.ts";
import { numberText } from "../numberText.ts";
import { NumberInput } from "./NumberInput.tsx";

const insteadNames: Readonly<Record<Instead, string>> = {
  few_shot: "a few examples in the prompt",
  prompt: "a longer prompt",
  rag: "retrieved passages (RAG)",
};

/** All that has a sensible default: loaded with the first look at it. */
export function MoreFields({ calculator }: { calculator: Calculator }): JSX.Element {
  return (
    <div class="rest">
      <NumberInput calculator={calculator} field="cachedTokens" label="Cached of the input" placeholder="none" />
      <NumberInput calculator={calculator} field="months" label="Months of use" />
      <div class="field">
        <label htmlFor="day">Prices of the day</label>
        <input
          id="day"
          type="date"
          value={calculator.choices.value.day ?? calculator.today}
          onChange={(event) => calculator.chooseDay(event.currentTarget.value)}
        />
      </div>
      <div class="field wide">
        <label htmlFor="instead">Without tuning you would use</label>
        <select
          id="instead"
          value={calculator.choices.value.instead}
          onChange={(event) => {
            const instead = insteads.find((each) => each === event.currentTarget.value);
            if (instead) calculator.choose({ instead });
          }}
        >
          {insteads.map((each) => (
            <option key={each} value={each}>
              {insteadNames[each]}
            </option>
          ))}
        </select>
      </div>
      <NumberInput
        calculator={calculator}
        field="saved"
        label="Prompt tokens it adds"
        placeholder={numberText(calculator.promptTokens.value)}
        hint="empty: three of your examples"
      />
      <NumberInput
        calculator={calculator}
        field="insteadCost"
        label="Fixed cost a month, $"
        placeholder="0"
        hint="an index, a vector store"
      />
      <label class="check wide">
        <input
          type="checkbox"
          checked={calculator.choices.value.providerEpochs}
          onChange={(event) => calculator.choose({ providerEpochs: event.currentTarget.checked })}
        />
        Each provider’s own number of epochs
      </label>
      <button type="button" class="quiet wide" onClick={() => calculator.reset()}>
        All fields as the page opens
      </button>
    </div>
  );
}
