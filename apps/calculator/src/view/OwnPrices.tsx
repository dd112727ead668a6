import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { ownPricesText, readPrices } from "../ownPrices.ts";

/** Negotiated rates, discounts, credits and exchange rates in place of the book's. */
export function OwnPrices({ calculator }: { calculator: Calculator }): JSX.Element {
  const { applied, refused } = calculator.ownPrices.value;
  return (
    <section class="own-prices" aria-labelledby="own-title">
      <h2 id="own-title">Your own prices</h2>
      <p class="lead">
        Negotiated rates, discounts, credits and exchange rates from a JSON file win over the price book. The file stays
        in this tab and is not part of the link.
      </p>
      <div class="buttons">
        <label class="button">
          <input
            class="unseen"
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void take(calculator, file);
              event.currentTarget.value = "";
            }}
          />
          Choose a price file
        </label>
        {applied && (
          <button
            type="button"
            onClick={() => {
              calculator.ownPrices.value = { applied: null, refused: null };
            }}
          >
            Remove your prices
          </button>
        )}
      </div>
      <p class="applied" aria-live="polite">
        {applied && (
          <>
            {ownPricesText(applied.prices)} from <strong>{applied.name}</strong> in force.
          </>
        )}
      </p>
      {refused && (
        <p class="problem" role="alert">
          {refused}
        </p>
      )}
    </section>
  );
}

async function take(calculator: Calculator, file: File): Promise<void> {
  calculator.ownPrices.value = await readPrices(file, calculator.ownPrices.peek(), calculator.prices);
}
