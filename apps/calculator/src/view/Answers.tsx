import type { Offer } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { moneyText } from "@tunecast/estimator/text";
import type { ComponentChildren, JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import {
  monthlyRangeText,
  payBackRangeText,
  payBackReason,
  payBackText,
  type Reading,
  trainingRangeText,
} from "../headline.ts";
import { runningReason, trainingReason } from "../reasons.ts";
import { bill } from "./laterBill.ts";
import { OfferChoice } from "./OfferChoice.tsx";

/** The three figures of the chosen offer, or what to put right. */
export function Answers({ calculator }: { calculator: Calculator }): JSX.Element {
  const { offer, note } = calculator.choice.value;
  const problem = calculator.obstacle;
  const Bill = bill.view.value;
  return (
    <section class="answers" aria-label="Answers">
      {offer !== null && <OfferChoice calculator={calculator} chosen={offer} />}
      {note && <p class="note">{note}</p>}
      <output aria-live="polite" for="examples tokensPerExample epochs requests inputTokens">
        {offer === null ? (
          problem !== "" && <p class="obstacle">{problem}</p>
        ) : (
          <ThreeAnswers offer={offer} reading={calculator.reading.value} />
        )}
      </output>
      {offer !== null && (
        <details class="how" onToggle={() => void bill.load()}>
          <summary>How these figures come about</summary>
          {Bill && <Bill offer={offer} />}
        </details>
      )}
    </section>
  );
}

function ThreeAnswers({ offer, reading }: { offer: Offer; reading: Reading }): JSX.Element {
  const tooLong = tooLongNote(offer);
  return (
    <>
      {tooLong !== null && <p class="note">{tooLong}</p>}
      <dl class="three">
        <One label="Train once" figure={moneyText(offer.training)} range={trainingRangeText(offer, reading)}>
          {trainingReason(offer)}
        </One>
        <One
          label="Run per month"
          figure={offer.monthly === null ? "–" : moneyText(offer.monthly)}
          range={monthlyRangeText(offer, reading)}
        >
          {runningReason(offer)}
        </One>
        <One label="Months to break even" figure={payBackText(offer)} range={payBackRangeText(offer, reading)}>
          {payBackReason(offer, reading)}
        </One>
      </dl>
    </>
  );
}

interface OneProps {
  readonly label: string;
  readonly figure: string;
  readonly range: string;
  readonly children: ComponentChildren;
}

function One({ label, figure, range, children }: OneProps): JSX.Element {
  return (
    <div class="one">
      <dt>{label}</dt>
      <dd class="figure">{figure}</dd>
      <dd class="range">{range}</dd>
      <dd class="reason">{children}</dd>
    </div>
  );
}
