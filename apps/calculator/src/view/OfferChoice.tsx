import type { Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Calculator } from "../state/calculator.ts";
import { offerName } from "../question/offerText.ts";

/** Which offer the answers are about: the page's own choice, or any that can take the job, found by typing a part of its name. */
export function OfferChoice({ calculator, chosen }: { calculator: Calculator; chosen: Offer }): JSX.Element {
  const own = calculator.form.choices.value.offer === chosen.id;
  // Hundreds of options that rarely change: kept from one key press to the next.
  const options = useMemo(() => <Options calculator={calculator} />, [calculator]);
  const pick = (input: HTMLInputElement): void => {
    const offer = calculator.offerNamed(input.value);
    if (offer !== undefined) calculator.form.choose({ offer: offer.id });
    input.value = offerName(offer ?? chosen);
  };
  return (
    <div class="choice">
      <label htmlFor="offer">
        {own
          ? "Offer: your choice"
          : `Offer: the cheapest ${chosen.breakEven === null ? "on sale" : "with all answers"}; how well it answers is unknown`}
      </label>
      <input
        id="offer"
        type="text"
        list="offer-names"
        autocomplete="off"
        spellcheck={false}
        value={offerName(chosen)}
        onFocus={(event) => event.currentTarget.select()}
        // A name taken from the list is whole at once; a part of one counts when the field is left.
        onInput={(event) => {
          const offer = calculator.offerCalled(event.currentTarget.value);
          if (offer !== undefined) calculator.form.choose({ offer: offer.id });
        }}
        onChange={(event) => pick(event.currentTarget)}
      />
      <datalist id="offer-names">{options}</datalist>
      {own && (
        <button type="button" class="quiet" onClick={() => calculator.form.choose({ offer: null })}>
          Back to the cheapest
        </button>
      )}
    </div>
  );
}

function Options({ calculator }: { calculator: Calculator }): JSX.Element {
  const names = calculator.offerNames.value.split("\n");
  return (
    <>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </>
  );
}
