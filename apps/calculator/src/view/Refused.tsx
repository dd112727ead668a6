import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { withDays } from "../question/dayText.ts";
import { Scroll } from "./Scroll.tsx";

/** The offers that cannot take the job, each with its reason. */
export function Refused({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const refused = (calculator.liveAnswer.answer.value?.refused ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (refused.length === 0) return null;
  return (
    <details class="refused" onToggle={(event) => calculator.form.disclosures.showRefused(event.currentTarget.open)}>
      <summary>{`${refused.length} ${refused.length === 1 ? "offer" : "offers"} of the price book cannot take it`}</summary>
      <Scroll label="Offers that cannot take the job">
        <ul>
          {calculator.form.disclosures.refusedShown.value &&
            refused.map(({ id, sentence, wouldBe }) => (
              <li key={id}>
                <code>{id}</code> {withDays(sentence)}
                {wouldBe && ` It would be ${moneyText(wouldBe.total)}.`}
              </li>
            ))}
        </ul>
      </Scroll>
    </details>
  );
}
