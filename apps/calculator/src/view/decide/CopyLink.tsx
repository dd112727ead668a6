import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";

/** What people send on: the device's own way where it has one, else the link is copied. */
export function CopyLink({ calculator }: { calculator: Calculator }): JSX.Element {
  const { actions } = calculator.form;
  const send = (): Promise<void> =>
    actions.surface.share
      ? actions.share(calculator.title.value, calculator.pinned.value)
      : actions.copy("the link", calculator.pinned.value);
  return (
    <button type="button" class="main" onClick={() => void send()}>
      <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1" />
      </svg>{" "}
      {actions.surface.share ? "Share" : "Copy link"}
    </button>
  );
}
