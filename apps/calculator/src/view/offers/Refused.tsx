import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { withDays } from "../text.ts";
import type { Calculator } from "../../state/calculator.ts";

/** The offers that cannot take the job, each with its reason. */
export function Refused({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  const refused = calculator.liveAnswer.answer.value?.refused ?? [];
  if (refused.length === 0) return null;
  const sorted = isOpen ? refused.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : [];
  return (
    <details class="refused" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{`${refused.length} ${refused.length === 1 ? "offer" : "offers"} cannot take the job`}</summary>
      <ul class="scroll" aria-label="Offers that cannot take the job">
        {sorted.map(({ id, sentence, wouldBe }) => (
          <li key={id}>
            <code>{id}</code> {withDays(sentence)}
            {wouldBe && ` It would be ${moneyText(wouldBe.total)}.`}
          </li>
        ))}
      </ul>
    </details>
  );
}
