import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import { type Instead, insteads } from "../question/inputs.ts";
import { numberText } from "../question/numberText.ts";
import { NumberInput } from "./NumberInput.tsx";

const insteadNames: Readonly<Record<Instead, string>> = {
  few_shot: "a few examples in the prompt",
  prompt: "a longer prompt",
  rag: "retrieved passages (RAG)",
};

/** All that has a sensible default: loaded with the first look at it. */
export function MoreFields({ form }: { form: Form }): JSX.Element {
  return (
    <div class="rest">
      <NumberInput form={form} field="cachedTokens" label="Cached of the input" placeholder="none" />
      <NumberInput form={form} field="months" label="Months of use" />
      <div class="field">
        <label htmlFor="day">Prices of the day</label>
        <input
          id="day"
          type="date"
          value={form.choices.value.day ?? form.today}
          onChange={(event) => form.chooseDay(event.currentTarget.value)}
        />
      </div>
      <div class="field wide">
        <label htmlFor="instead">Without tuning you would use</label>
        <select
          id="instead"
          value={form.choices.value.instead}
          onChange={(event) => {
            const instead = insteads.find((each) => each === event.currentTarget.value);
            if (instead) form.choose({ instead });
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
        form={form}
        field="saved"
        label="Extra tokens"
        placeholder={numberText(form.promptTokens.value)}
        hint="empty: three of your examples"
      />
      <NumberInput
        form={form}
        field="insteadCost"
        label="Fixed cost a month"
        placeholder="0"
        hint="an index, a vector store; in the currency of the answers"
      />
      <label class="check wide">
        <input
          type="checkbox"
          checked={form.choices.value.providerEpochs}
          onChange={(event) => form.choose({ providerEpochs: event.currentTarget.checked })}
        />
        Each provider’s own number of epochs
      </label>
      <button type="button" class="quiet wide" onClick={() => form.reset()}>
        All fields as the page opens
      </button>
    </div>
  );
}
