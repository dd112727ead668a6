import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { type Takes, takesNames } from "../../state/takes.ts";

const order: readonly Takes[] = ["as_it_is", "convert", "refuses", "unknown", "unchecked"];

const said: Readonly<Record<Takes, string>> = {
  ...takesNames,
  unknown: "unknown: no published rules",
};

/** What each provider says to the counted file, by the rules of its own offers. */
export function AllVerdicts({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const offers = calculator.liveAnswer.answer.value?.offers ?? [];
  const groups = new Map<Takes, Set<string>>();
  for (const offer of offers) {
    const takes = calculator.takes(offer);
    groups.set(takes, (groups.get(takes) ?? new Set()).add(offer.providerName));
  }
  if (groups.size === 0) return null;
  return (
    <div class="all-verdicts">
      <h3>What all providers would say to it</h3>
      <dl>
        {order.flatMap((takes) => {
          const providers = groups.get(takes);
          return providers === undefined
            ? []
            : [
                <div key={takes} class={takes}>
                  <dt>{said[takes]}</dt>
                  <dd>{[...providers].toSorted().join(", ")}</dd>
                </div>,
              ];
        })}
      </dl>
      <p class="hint">A provider stands in two lines where its models differ. Sorted by offer in the list above.</p>
    </div>
  );
}
