import type { Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";

/** Which offer the answers are about: the page's own choice, or any that can take the job. */
export function OfferChoice({ calculator, chosen }: { calculator: Calculator; chosen: Offer }): JSX.Element {
  const offers = calculator.answer.value?.offers ?? [];
  const providers = [...new Set(offers.map(({ provider }) => provider))].sort();
  const own = calculator.choices.value.offer;
  return (
    <div class="choice">
      <label for="offer">At</label>
      <select
        id="offer"
        value={own === chosen.id ? own : ""}
        onChange={(event) => calculator.choose({ offer: event.currentTarget.value || null })}
      >
        <option value="">{own === chosen.id ? "the cheapest open offer" : chosen.id}</option>
        {providers.map((provider) => (
          <optgroup key={provider} label={calculator.providerName(provider)}>
            {offers
              .filter((offer) => offer.provider === provider)
              .map((offer) => (
                <option key={offer.id} value={offer.id}>
                  {offer.id}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <p class="hint">
        {own === chosen.id ? "your choice" : "cheapest open offer, first-hand prices; quality unknown"}
      </p>
    </div>
  );
}
