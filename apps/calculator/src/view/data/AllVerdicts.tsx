import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { type Acceptance, acceptanceNames } from "../../state/offers/acceptance.ts";

const order: readonly Acceptance[] = ["as_it_is", "convert", "refuses", "unknown", "unchecked"];

const said: Readonly<Record<Acceptance, string>> = {
  ...acceptanceNames,
  unknown: "unknown: no published rules",
};

/** What each provider says to the counted file, by the rules of its own offers. */
export function AllVerdicts({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const offers = calculator.liveAnswer.answer.value?.offers ?? [];
  const groups = new Map<Acceptance, Set<string>>();
  for (const offer of offers) {
    const acceptance = calculator.acceptanceOf(offer);
    groups.set(acceptance, (groups.get(acceptance) ?? new Set()).add(offer.providerName));
  }
  if (groups.size === 0) return null;
  return (
    <div class="all-verdicts">
      <h3>What all providers would say to it</h3>
      <dl>
        {order.flatMap((acceptance) => {
          const providers = groups.get(acceptance);
          return providers === undefined
            ? []
            : [
                <div key={acceptance} class={acceptance}>
                  <dt>{said[acceptance]}</dt>
                  <dd>{[...providers].toSorted().join(", ")}</dd>
                </div>,
              ];
        })}
      </dl>
      <p class="hint">A provider is in two lines where its models differ.</p>
    </div>
  );
}
