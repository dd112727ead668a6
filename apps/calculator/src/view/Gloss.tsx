import type { JSX } from "preact";

/** One plain sentence for each word of the trade. */
const glosses = {
  token: "A token is a piece of text as a model reads it: about three quarters of an English word.",
  epoch: "One epoch is one pass of the training over all of your examples; each pass is billed.",
} as const;

export type Term = keyof typeof glosses;

/** A question mark that explains a term when asked. */
export function Gloss({ term }: { term: Term }): JSX.Element {
  return (
    <details class="gloss">
      <summary aria-label={`What is a${/^[aeiou]/u.test(term) ? "n" : ""} ${term}?`}>?</summary>
      <p>{glosses[term]}</p>
    </details>
  );
}
