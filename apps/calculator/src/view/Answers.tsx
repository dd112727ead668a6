import type { Offer } from "@tunecast/estimator";
import { isTrainingAtLeast } from "@tunecast/estimator/answer";
import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { withDays } from "../question/dayText.ts";
import { type Fact, factsOf, stopsOn } from "./facts.ts";
import { monthlyRangeText, payBackRangeText, payBackReason, payBackText, trainingRangeText } from "./headline.ts";
import { projectReason } from "./projectReason.ts";
import { rangeReason } from "./rangeReason.ts";
import { runningReason, trainingReason } from "./reasons.ts";
import { sentenceOf } from "./sentence.ts";
import { TwiceTheData } from "./TwiceTheData.tsx";
import { One } from "./One.tsx";
import { OfferChoice } from "./OfferChoice.tsx";
import { Share } from "./Share.tsx";

/** The sentence, the four figures of the chosen offer and what to know of it, or what to put right. */
export function Answers({ calculator }: { calculator: Calculator }): JSX.Element {
  const { offer, note } = calculator.choice.value;
  const problem = calculator.obstacle;
  return (
    <section class="answers" aria-label="Answers" aria-busy={calculator.isHeadlineBehind.value}>
      <SaidFirst calculator={calculator} note={note} />
      <output aria-live="polite" for="examples tokensPerExample epochs requests inputTokens outputTokens">
        {offer === null ? (
          problem !== "" && <p class="obstacle">{problem}</p>
        ) : (
          <Figures calculator={calculator} offer={offer} problem={problem} />
        )}
      </output>
      {offer !== null && (
        <>
          <OfferChoice calculator={calculator} chosen={offer} />
          <Share calculator={calculator} offer={offer} />
        </>
      )}
    </section>
  );
}

/** What the link or the day makes of the question, before any figure. */
function SaidFirst({ calculator, note }: { calculator: Calculator; note: string | null }): JSX.Element | null {
  const { form, seenThen } = calculator;
  const said = [...form.notes.value, ...(note === null ? [] : [note]), ...(seenThen === "" ? [] : [seenThen])];
  if (said.length === 0) return null;
  return (
    <div class="note">
      {said.map((sentence) => (
        <p key={sentence}>{withDays(sentence)}</p>
      ))}
      {seenThen !== "" && (
        <button type="button" onClick={() => form.choose({ day: null })}>
          Show today’s
        </button>
      )}
    </div>
  );
}

/** A problem covers the place of the sentence, so that nothing moves while a field is emptied. */
function Figures({
  calculator,
  offer,
  problem,
}: {
  calculator: Calculator;
  offer: Offer;
  problem: string;
}): JSX.Element {
  const reading = calculator.reading.value;
  const { instead } = calculator.form.choices.value;
  const asOf = calculator.liveAnswer.answer.value?.asOf ?? calculator.form.today;
  const facts = factsOf(
    offer,
    asOf,
    calculator.form.profile === null || problem !== "" ? null : calculator.takes(offer),
  );
  // A date that spoils the money stands before it.
  const first = stopsOn(offer) === null ? 0 : 1;
  return (
    <>
      <div class="headline">
        <p class={problem === "" ? "sentence" : "sentence put-by"}>
          {sentenceOf(offer, instead, reading).map(({ text, strong }) =>
            strong ? <strong key={text}>{text}</strong> : text,
          )}
        </p>
        {problem !== "" && <p class="obstacle">{problem}</p>}
      </div>
      {first > 0 && (
        <ul class="facts first" aria-label="Before you pay">
          <Facts facts={facts.slice(0, first)} />
        </ul>
      )}
      <dl class="four">
        <One label="Train once" figure={moneyText(offer.training)} range={trainingRangeText(offer, reading)}>
          {rangeReason(offer) ||
            (isTrainingAtLeast(offer)
              ? "A part of it has no price."
              : trainingReason(offer, calculator.shownQuestion?.job.validation !== undefined))}
        </One>
        <One
          label="Each month"
          figure={offer.monthly === null ? "unknown" : moneyText(offer.monthly)}
          range={monthlyRangeText(offer, reading)}
        >
          {runningReason(offer)}
        </One>
        <One label="Pays for itself in" figure={payBackText(offer)} range={payBackRangeText(offer, reading)}>
          {`${payBackReason(offer, reading)}${projectReason(calculator)}`}
        </One>
        <TwiceTheData calculator={calculator} offer={offer} />
      </dl>
      <ul class="facts" aria-label="About this offer">
        <Facts facts={facts.slice(first)} />
      </ul>
    </>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }): JSX.Element {
  return (
    <>
      {facts.map(({ tone, text, source }) => (
        <li key={text} class={tone}>
          <FactIcon tone={tone} />
          <span>
            {text}{" "}
            {source?.startsWith("http") === true && (
              <a href={source} rel="noreferrer">
                Check it
              </a>
            )}
          </span>
        </li>
      ))}
    </>
  );
}

function FactIcon({ tone }: { tone: string }): JSX.Element {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="icon">
      {tone === "fine" && <path d="M3 8.500l3.500 3.500L13 4.500" />}
      {tone === "warn" && <path d="M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12M8 4.800V8l2.200 1.600" />}
      {tone === "open" && <path d="M6 6a2 2 0 1 1 2.600 1.900c-.4.200-.6.500-.6 1M8 11.600v.100" />}
    </svg>
  );
}
