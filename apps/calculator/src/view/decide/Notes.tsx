import type { JSX } from "preact";
import { shownDay } from "@tunecast/estimator/text";
import type { Calculator } from "../../state/calculator.ts";
import { ownPricesText } from "../../state/own/ownPrices.ts";
import { nice, withDays } from "../text.ts";

/** What a reader has to know about the whole answer before its figures: what the link or the file made of the question. */
export function Notes({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { form, sayToday, changed, choice } = calculator;
  const { day } = form.inputs.value;
  const applied = calculator.ownPrices.applied.value;
  const notices = (calculator.liveAnswer.answer.value?.notices ?? [])
    // Each figure says how old its own price is.
    .filter(({ kind }) => kind !== "old_prices")
    .map(({ sentence }) => sentence);
  const isOther = day !== null && day !== form.today;
  const said = [
    ...form.notes.value,
    ...(choice.value.note === null ? [] : [choice.value.note]),
    ...(changed.value === "" ? [] : [changed.value]),
    ...(applied === null ? [] : [`Your own prices are in force: ${ownPricesText(applied.prices)}.`]),
    ...notices,
    ...(isOther ? [`This is the answer of ${shownDay(day)}. ${sayToday.value}`.trim()] : []),
  ];
  if (said.length === 0 && !form.isNewer.value) return null;
  return (
    <ul class="notes" aria-label="Notes">
      {said.map((sentence) => (
        <li key={sentence}>{nice(withDays(sentence))}</li>
      ))}
      {isOther && (
        <li>
          <button type="button" class="plain" onClick={() => form.choose({ day: null })}>
            Show today’s
          </button>
        </li>
      )}
      {form.isNewer.value && (
        <li>
          A newer version of this page is ready.{" "}
          <button type="button" class="plain" onClick={() => location.reload()}>
            Load it
          </button>
        </li>
      )}
    </ul>
  );
}
