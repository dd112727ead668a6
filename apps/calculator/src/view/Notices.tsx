import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";

/** What a reader has to know about the whole answer: replaced values of the link, own prices, old prices, rows left out. */
export function Notices({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { applied } = calculator.ownPrices.value;
  const said = [
    ...calculator.notes.value,
    ...(applied === null ? [] : [`Your own prices of ${applied.name} are in force.`]),
    ...(calculator.reckoning.answer.value?.notices ?? []).map(({ sentence }) => sentence),
  ];
  if (said.length === 0) return null;
  return (
    <ul class="notices" aria-label="Notes">
      {said.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
