import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";

export function CopyLink({ calculator }: { calculator: Calculator }): JSX.Element {
  const { actions } = calculator.form;
  return (
    <button type="button" class="main" onClick={() => void actions.copy("the link", calculator.pinned.value)}>
      <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1" />
      </svg>{" "}
      Copy link
    </button>
  );
}
