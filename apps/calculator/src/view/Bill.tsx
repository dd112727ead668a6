import type { LineItem, Offer } from "@tunecast/estimator";
import { billText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { numberText } from "../numberText.ts";
import { rateWords } from "../reasons.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/bill.css";
import { dayText } from "./text.ts";
import { Scroll } from "./Scroll.tsx";

/** Every line of an offer's bill with the source and the date of its rate, and what was assumed. */
export function Bill({ offer }: { offer: Offer }): JSX.Element {
  const { lines, total } = billText(
    offer.lines.map(({ amount }) => amount),
    offer.total,
    offer.training.amount,
  );
  return (
    <div class="bill">
      <Scroll label={`Bill of ${offer.id}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Quantity</th>
              <th scope="col">Rate</th>
              <th scope="col">Amount</th>
              <th scope="col">Source of the rate</th>
            </tr>
          </thead>
          <tbody>
            {offer.lines.map((line, index) => (
              <tr key={`${line.kind} ${line.label}`}>
                <th scope="row">{line.label}</th>
                <td>{quantityText(line)}</td>
                <td>{rateWords(line)}</td>
                <td>{lines[index]}</td>
                <td class="source">
                  <Source line={line} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {totalLabel(offer)}
              </th>
              <td>{total}</td>
              <td class="source">the exact sum of the lines</td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
      <ul class="assumptions">
        {offer.assumptions.map(({ kind, sentence }) => (
          <li key={`${kind} ${sentence}`}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function quantityText({ quantity, unit }: LineItem): string {
  return `${numberText(Number(quantity))} ${unit}${quantity === "1" ? "" : "s"}`;
}

function totalLabel({ horizon }: Offer): string {
  if (horizon.months === 0) return "Total, training alone";
  const months = `${numberText(Math.round(horizon.months * 100) / 100)} months`;
  return horizon.clippedAt === undefined
    ? `Total over ${months}`
    : `Total over ${months}, until answers stop on ${dayText(horizon.clippedAt)}`;
}

function Source({ line: { rate } }: { line: LineItem }): JSX.Element {
  const web = /^https?:\/\/(?:www\.)?(?<host>[^/]+)/u.exec(rate.source);
  const confidence = rate.overlay ? "your own rate" : rate.confidence === "primary" ? "first-hand" : "second-hand";
  return (
    <>
      {web ? (
        <a href={rate.source} rel="noreferrer">
          {web.groups?.["host"]}
        </a>
      ) : (
        rate.source
      )}
      {`, seen ${dayText(rate.seen)}, in force from ${dayText(rate.from)}, ${confidence}`}
    </>
  );
}
