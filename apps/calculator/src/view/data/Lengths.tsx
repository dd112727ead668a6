import { bookOffers } from "@tunecast/estimator/prices";
import type { Offer, Profile } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Calculator } from "../../state/calculator.ts";
import { type Lengths as Found, lengthsOf } from "../../question/lengths.ts";
import { compactText, numberText } from "../../question/numberText.ts";

/** How long the examples of the counted file are, what the offer's limit cuts, and what they are written in. */
export function Lengths({ calculator, profile }: { calculator: Calculator; profile: Profile }): JSX.Element | null {
  const { offer } = calculator.choice.value;
  const rule = useMemo(
    () => bookOffers(calculator.prices).find(({ id }) => id === offer?.id)?.model.counting,
    [calculator.prices, offer?.id],
  );
  const found = useMemo(() => (offer === null ? null : lengthsOf(profile, rule, offer)), [profile, rule, offer?.id]);
  if (found === null || offer === null) return null;
  const most = Math.max(...found.bars.map(({ examples }) => examples));
  return (
    <figure class="lengths">
      <figcaption>
        <h3>How long the examples are</h3>
        <p>{lengthSentence(found, offer)}</p>
      </figcaption>
      <table>
        <caption class="unseen">Examples by tokens</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Tokens</th>
            <th scope="col">Examples</th>
          </tr>
        </thead>
        <tbody>
          {found.bars.map(({ from, to, examples }) => (
            <tr key={from} class={found.cap !== null && to > found.cap.tokens ? "over" : undefined}>
              <th scope="row">{to - 1 === from ? from : `${compactText(from)} to ${compactText(to - 1)}`}</th>
              <td>
                <span class="bar-length" style={{ inlineSize: `${(70 * examples) / most}%` }} /> {numberText(examples)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

/** `Half of them have up to 412 tokens, the longest 1,930. Nova Micro takes 32,768 at most: all of them fit.` */
function lengthSentence({ half, longest, cap }: Found, { modelName, providerName }: Offer): string {
  const sizes = `Half of them have up to ${numberText(half)} tokens, the longest ${numberText(longest)}.`;
  if (cap === null)
    return `${sizes} No limit on the length of an example is known for ${modelName} on ${providerName}.`;
  const takes = `${modelName} on ${providerName} takes ${numberText(cap.tokens)} of one example`;
  if (cap.over === 0) return `${sizes} ${takes}: all of them fit.`;
  const [what, their] = cap.over === 1 ? ["1 is longer", "its"] : [`${numberText(cap.over)} are longer`, "their"];
  const cut = `${numberText(cap.cut)} tokens`;
  const ends: Readonly<Record<string, string>> = {
    reject: "the job is rejected",
    drop: "turns that do not fit are dropped",
    cut: `${their} end, ${cut} in all, is cut`,
  };
  return `${sizes} ${takes}: ${what}, and ${ends[cap.how] ?? "what becomes of that is not known"}.`;
}
