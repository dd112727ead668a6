import type { Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Calculator } from "../calculator.ts";

/** Which offer the answers are about: the page's own choice, or any that can take the job. */
export function OfferChoice({ calculator, chosen }: { calculator: Calculator; chosen: Offer }): JSX.Element {
  const own = calculator.choices.value.offer === chosen.id;
  // Hundreds of options that rarely change: kept from one key press to the next.
  const options = useMemo(() => <Options calculator={calculator} />, [calculator]);
  return (
    <div class="choice">
      <label htmlFor="offer">At</label>
      <select
        id="offer"
        value={own ? chosen.id : ""}
        onChange={(event) => calculator.choose({ offer: event.currentTarget.value || null })}
      >
        <option value="">{own ? "the cheapest open offer" : chosen.id}</option>
        {options}
      </select>
      <p class="hint">
        {own
          ? "your choice"
          : `cheapest ${chosen.breakEven === null ? "open offer" : "that has all three answers"}; quality unknown`}
      </p>
    </div>
  );
}

function Options({ calculator }: { calculator: Calculator }): JSX.Element {
  const ids = calculator.offerIds.value.split("\n");
  const providers = [...new Set(ids.map((id) => id.split("/")[0] ?? ""))];
  return (
    <>
      {providers.map((provider) => (
        <optgroup key={provider} label={calculator.providerName(provider)}>
          {ids
            .filter((id) => id.startsWith(`${provider}/`))
            .map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
        </optgroup>
      ))}
    </>
  );
}
