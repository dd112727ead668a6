import type { Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { commandText } from "../question/commands.ts";

/** The link, pinned to the day and the offer, and the command: what people send on. */
export function Share({ calculator, offer }: { calculator: Calculator; offer: Offer }): JSX.Element {
  const question = calculator.shownQuestion;
  const { desk } = calculator.form;
  return (
    <div class="share">
      {desk.canShare && (
        <button
          type="button"
          class="main"
          onClick={() => void desk.share(calculator.title.value, calculator.pinned.value)}
        >
          Share
        </button>
      )}
      <button
        type="button"
        class={desk.canShare ? undefined : "main"}
        onClick={() => void desk.copy("the link", calculator.pinned.value)}
      >
        Copy link
      </button>
      {question !== null && (
        <button
          type="button"
          onClick={() =>
            void desk.copy(
              "the command",
              commandText(question, calculator.form.countedNames, calculator.ownPrices.applied.value?.name, offer.id),
            )
          }
        >
          Copy as command
        </button>
      )}
      {calculator.unsaid !== "" && <p class="hint">{calculator.unsaid}</p>}
    </div>
  );
}
