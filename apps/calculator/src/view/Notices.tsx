import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { withDays } from "../question/dayText.ts";
import { numberText } from "../question/numberText.ts";
import { ownPricesText } from "../state/ownPrices.ts";

/** What a reader has to know about the whole answer: replaced values of the link, own prices, old prices, rows left out. */
export function Notices({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const applied = calculator.ownPrices.applied.value;
  const rough = calculator.form.file.rough.value;
  const said = [
    ...(rough === null
      ? []
      : [
          `Rough until your file is counted: about ${numberText(rough.examples)} examples of about ${numberText(rough.tokensPerExample)} tokens, by its size and its first rows.`,
        ]),
    ...(applied === null ? [] : [`Your own prices are in force: ${ownPricesText(applied.prices)}.`]),
    ...(calculator.liveAnswer.answer.value?.notices ?? []).map(({ sentence }) => sentence),
  ];
  const { isNewer } = calculator.form;
  if (said.length === 0 && !isNewer.value) return null;
  return (
    <ul class="notices" aria-label="Notes">
      {said.map((sentence) => (
        <li key={sentence}>{withDays(sentence)}</li>
      ))}
      {isNewer.value && (
        <li>
          A newer version of this page is ready.{" "}
          <button type="button" class="quiet" onClick={() => location.reload()}>
            Load it
          </button>
        </li>
      )}
    </ul>
  );
}
