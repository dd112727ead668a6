import type { Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { mostPins } from "../state/offerFilter.ts";
import { columnsOf } from "./offerColumns.ts";
import { sellerText } from "../question/offerText.ts";
import { Scroll } from "./Scroll.tsx";

/** The pinned offers side by side, each figure as a multiple of the smallest where the two ranges do not overlap. */
export function Comparison({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const offers = calculator.table.pinnedOffers.value;
  if (offers.length === 0) return null;
  const columns = columnsOf(calculator);
  return (
    <>
      <div class="bar pinned">
        <p>
          <strong>{offers.length} pinned</strong> of at most {mostPins}
          {offers.length === 1 ? ": pin another to compare." : ". "}
          {offers.length > 1 && <a href="#compare">Side by side</a>}
        </p>
        <button type="button" class="quiet" onClick={() => calculator.table.unpinAll()}>
          Unpin all
        </button>
      </div>
      {offers.length > 1 && (
        <div class="compare" id="compare">
          <Scroll label="Pinned offers">
            <table>
              <thead>
                <tr>
                  <th scope="col">
                    <span class="unseen">Figure</span>
                  </th>
                  {offers.map((offer) => (
                    <th key={offer.id} scope="col">
                      {offer.modelName}
                      <span class="what">{sellerText(offer)}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {columns.map(({ key, title, cell }) => (
                  <tr key={key}>
                    <th scope="row">{title}</th>
                    {offers.map((offer) => (
                      <td key={offer.id}>
                        {cell(offer)} <span class="times">{timesText(key, offer, offers)}</span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </div>
      )}
    </>
  );
}

/** `× 1.8`: against the smallest of the row; empty where there is nothing to compare, or the ranges overlap. */
function timesText(key: string, offer: Offer, offers: readonly Offer[]): string {
  const own = rangeFor(key, offer);
  const all = offers.map((one) => rangeFor(key, one)).filter((range) => range !== null);
  const smallest = all.toSorted((a, b) => a.amount - b.amount)[0];
  if (own === null || smallest === undefined || all.length < 2 || smallest.amount <= 0) return "";
  if (own.currency !== smallest.currency || own.low <= smallest.high) return "";
  return `× ${Number((own.amount / smallest.amount).toPrecision(2))}`;
}

interface Compared {
  readonly amount: number;
  readonly low: number;
  readonly high: number;
  readonly currency: string;
}

function rangeFor(key: string, { training, trainingRange, monthly, total, range, complete }: Offer): Compared | null {
  const of = (amount: string, low: string, high: string | null, currency: string): Compared => ({
    amount: Number(amount),
    low: Number(low),
    high: high === null ? Infinity : Number(high),
    currency,
  });
  if (key === "training") return of(training.amount, trainingRange.low, trainingRange.high, training.currency);
  if (key === "monthly")
    return monthly === null ? null : of(monthly.amount, monthly.amount, monthly.amount, monthly.currency);
  return key === "total" && complete ? of(total.amount, range.low, range.high, total.currency) : null;
}
