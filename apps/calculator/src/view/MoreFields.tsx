import type { JSX } from "preact";
import { alternativeKinds } from "@tunecast/estimator/lists";
import type { Form } from "../state/form.ts";
import { NumberInput, Select } from "./fields.tsx";
import insteadNames from "./insteadNames.json" with { type: "json" };

export function MoreFields({ form }: { form: Form }): JSX.Element {
  const { choices } = form;
  const passes = choices.value.providerEpochs ? "the provider’s" : null;
  return (
    <div class="fields">
      <NumberInput form={form} field="examplesOwned" label="Labelled already" placeholder="your file’s rows" />
      <NumberInput form={form} field="labelCost" label="One label costs" placeholder="not counted" />
      <NumberInput form={form} field="evalItems" label="Test questions" placeholder="none" />
      <NumberInput form={form} field="evalCost" label="One score costs" placeholder="not counted" />
      <NumberInput form={form} field="epochs" label="Passes (epochs)" counted={passes} />
      <NumberInput form={form} field="failedRuns" label="Runs that fail, %" placeholder="none" />
      <label class="check wide">
        <input
          type="checkbox"
          checked={choices.value.providerEpochs}
          onChange={(event) => form.choose({ providerEpochs: event.currentTarget.checked })}
        />
        Each provider’s own passes
      </label>
      <NumberInput form={form} field="months" label="Months ahead" />
      <div class="field">
        <label htmlFor="day">Prices of the day</label>
        <input
          id="day"
          type="date"
          value={choices.value.day ?? form.today}
          onChange={(event) => form.chooseDay(event.currentTarget.value)}
        />
      </div>
      <Select
        id="instead"
        label="Today you use"
        value={choices.value.instead}
        options={alternativeKinds.map((each) => [each, insteadNames[each]])}
        wide
        choose={(value) => form.choose({ instead: alternativeKinds.find((each) => each === value) ?? "few_shot" })}
      />
      <NumberInput form={form} field="insteadCost" label="Today’s fixed cost" placeholder="0" />
      <NumberInput form={form} field="cachedTokens" label="Cached tokens" placeholder="none" />
      <NumberInput form={form} field="ragTokens" label="Retrieval: tokens" placeholder="none" />
      <NumberInput form={form} field="ragMonthly" label="Retrieval: a month" placeholder="0" />
      {form.otherModels.value}
      <button type="button" class="plain wide" onClick={() => form.reset()}>
        All fields as the page opens
      </button>
    </div>
  );
}
