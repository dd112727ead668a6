import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";

/** What a reader has to know about the whole answer: replaced values of the link, old prices, rows left out. */
export function Notices({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const said = [...calculator.notes.value, ...(calculator.answer.value?.notices ?? []).map(({ sentence }) => sentence)];
  if (said.length === 0) return null;
  return (
    <ul class="notices" aria-label="Notes">
      {said.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
