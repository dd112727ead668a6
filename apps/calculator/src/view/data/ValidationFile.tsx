import type { JSX } from "preact";
import type { Form } from "../../state/form.ts";
import { bytesText, numberText } from "../../question/numberText.ts";
import { FileButton } from "../FileButton.tsx";
import { NumberInput } from "../NumberInput.tsx";

/** The examples that are scored during training, in a file of their own: counted, and billed where an offer bills them. */
export function ValidationFile({ form }: { form: Form }): JSX.Element {
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
        <button type="button" class="quiet" onClick={() => validation.clear()}>
          {state.kind === "counting" ? "Cancel" : "Without it"}
        </button>
      )}
    </section>
  );
}
