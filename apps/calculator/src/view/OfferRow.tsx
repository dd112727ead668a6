import { noteOf, type Offer } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { Fragment, type JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { TunedBill } from "./BothBills.tsx";
import type { Column } from "./offerColumns.ts";
import { saidStatus } from "./offerStatus.ts";
import { offerName, sellerText } from "../question/offerText.ts";
import { dayText } from "../question/dayText.ts";

interface RowProps {
  readonly calculator: Calculator;
  readonly offer: Offer;
  readonly columns: readonly Column[];
}

/** One offer: a row of the table, on a phone a card; its bill opens below. */
export function OfferRow({ calculator, offer, columns }: RowProps): JSX.Element {
  const open = calculator.form.disclosures.opened.value === offer.id;
  const chosen = calculator.chosenId.value === offer.id;
  const pinned = calculator.table.pins.value.includes(offer.id);
  return (
    <Fragment>
      <tr class={chosen ? "chosen" : undefined}>
        <td class="pin">
          <input
            type="checkbox"
            checked={pinned}
            aria-label={`Pin ${offerName(offer)}`}
            onChange={() => calculator.table.pin(offer.id)}
          />
        </td>
        <th scope="row">
          <button
            type="button"
            class="open"
            aria-expanded={open}
            onClick={() => calculator.form.disclosures.open(offer.id)}
          >
            {offer.modelName}
          </button>
          <span class="what">{sellerText(offer)}</span>
          <StatusNote offer={offer} />
        </th>
        {columns.map(({ key, cell, title }) => (
          <td key={key} class={key} data-title={title}>
            {cell(offer)}
          </td>
        ))}
      </tr>
      {open && (
        <tr class="opened">
          <td colSpan={columns.length + 2}>
            <div class="detail">
              <p>
                <code>{offer.id}</code>{" "}
                {chosen ? (
                  "stands at the top of the page."
                ) : (
                  <button type="button" onClick={() => calculator.form.choose({ offer: offer.id })}>
                    Show it at the top
                  </button>
                )}
              </p>
              <TunedBill offer={offer} />
            </div>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function StatusNote({ offer }: { offer: Offer }): JSX.Element {
  const { status, lines, horizon } = offer;
  const thirdParty = lines.some(({ rate }) => rate.confidence === "secondary");
  const notes = [
    saidStatus(status),
    horizon.clippedAt === undefined ? null : `stops answering on ${dayText(horizon.clippedAt)}`,
    thirdParty ? "price in a third party’s copy" : null,
    noteOf(offer, "undated_price") === undefined ? null : "price of unknown age",
  ].filter((note) => note !== null);
  const tooLong = tooLongNote(offer);
  const unconfirmed = noteOf(offer, "unconfirmed_offer");
  return (
    <>
      {notes.length > 0 && <span class="status">{notes.join(", ")}</span>}
      {unconfirmed !== undefined && <span class="status">{unconfirmed.sentence}</span>}
      {tooLong !== null && <span class="status">{tooLong}</span>}
    </>
  );
}
