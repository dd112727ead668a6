import { isAtLeast, moneyText, type Offer } from "@tunecast/estimator";
import type { ComponentChildren, JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { trainingRange } from "../trainingRange.ts";
import { runningReason, trainingReason } from "../reasons.ts";
import { bill } from "./laterBill.ts";
import { OfferChoice } from "./OfferChoice.tsx";
import { aboutText, monthsText, spanText } from "./text.ts";

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
        {offer === null ? problem !== "" && <p class="obstacle">{problem}</p> : <ThreeAnswers offer={offer} />}
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

function ThreeAnswers({ offer }: { offer: Offer }): JSX.Element {
  const { low, high } = trainingRange(offer);
  const { currency } = offer.training;
  const atLeast = isAtLeast(offer);
  return (
    <dl class="three">
      <One label="Train once" figure={moneyText(offer.training)} range={rangeWords(low, high, currency, atLeast)}>
        {trainingReason(offer)}
      </One>
      <One
        label="Run per month"
        figure={offer.monthly === null ? "–" : moneyText(offer.monthly)}
        range={offer.monthly === null ? "" : "exact for these requests"}
      >
        {runningReason(offer)}
      </One>
      <BreakEvenAnswer offer={offer} />
    </dl>
  );
}

function rangeWords(low: number, high: number, currency: string, atLeast: boolean): string {
  if (atLeast) return `at least ${aboutText(low, currency)}`;
  return low === high ? "exact for these numbers" : spanText(low, high, currency);
}

function BreakEvenAnswer({ offer: { breakEven, horizon } }: { offer: Offer }): JSX.Element {
  if (breakEven === null) {
    return (
      <One label="Months to break even" figure="–" range="">
        {horizon.months === 0
          ? "Type how often it is asked, to compare."
          : "Nothing to compare with: no price was found for the untuned model here, or for using the tuned one."}
      </One>
    );
  }
  const { months, low, high } = breakEven;
  const range = months === null ? "" : rangeOfMonths(Number(low ?? months), high === null ? null : Number(high));
  return (
    <One label="Months to break even" figure={payBackText(months)} range={range}>
      {breakEven.sentence}
    </One>
  );
}

/** Months are known to a hundredth: less is none. */
function payBackText(months: string | null): string {
  if (months === null) return "never";
  return Number(months) === 0 ? "at once" : shortMonths(Number(months));
}

function shortMonths(months: number): string {
  return monthsText(months).replace(/ months?$/u, "");
}

function rangeOfMonths(low: number, high: number | null): string {
  if (high === null) return `from ${monthsText(low)} to never`;
  if (low === high) return "exact for these numbers";
  if (shortMonths(low) !== shortMonths(high)) return `${shortMonths(low)} to ${monthsText(high)}`;
  return `${low.toPrecision(3)} to ${high.toPrecision(3)} months`;
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
