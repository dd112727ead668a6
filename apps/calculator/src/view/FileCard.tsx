import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import { bytesText, countedText } from "../question/numberText.ts";

/** The reader's own file in place of typed numbers: chosen here, judged below. */
export function FileCard({ form }: { form: Form }): JSX.Element {
  const state = form.file.state.value;
  if (state.kind === "counted")
    return (
      <div class="file-card counted">
        <p>
          <strong>{state.name}</strong> {countedText(state.counted.profile.examples, "example")}, counted here, sent
          nowhere. <a href="#file-title">What was found</a>
        </p>
        <button type="button" class="quiet" onClick={() => form.file.clear()}>
          Type numbers instead
        </button>
      </div>
    );
  if (state.kind === "counting")
    return (
      <div class="file-card">
        <p>
          Counting <strong>{state.name}</strong>: {bytesText(state.progress.bytes)} of {bytesText(state.size)}
        </p>
      </div>
    );
  return (
    <div class="file-card">
      <label class="button">
        <input
          class="unseen"
          type="file"
          multiple
          onChange={(event) => {
            form.useFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        Count your file
      </label>
      <p class="hint">It stays on this computer.</p>
    </div>
  );
}
