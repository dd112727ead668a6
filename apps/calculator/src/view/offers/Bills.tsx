import type { Offer } from "@tunecast/estimator";
import { monthBill } from "@tunecast/estimator/report";
import { billText, rateText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { compactText, numberText } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import { nice, withDays } from "../text.ts";

/** Both bills of a month in the same lines, each with its rate, and every source of the tuned one. */
export function Bills({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const headline = calculator.liveAnswer.headline.value;
  const found = calculator.report.value?.verdict.found;
  if (headline === null || found === undefined) return null;
  const { asked, offer } = headline;
  if (found === null) return <TunedBill offer={offer} />;
  const { rows, total, difference, ages, isOld } = monthBill(found, asked, offer);
  return (
    <section aria-labelledby="bill">
      <h2 id="bill">Today’s month and the tuned one</h2>
      <table class="lines">
        <caption class="unseen">Both bills of a month, line by line, with the rate of each</caption>
        <thead>
          <tr>
            <th scope="col">{numberText(calculator.form.inputs.value.requests)} requests</th>
            <th scope="col" class="n">
              Today
            </th>
            <th scope="col" class="n">
              Tuned
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, rate, today, tuned }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <br />
                <small>{rate}</small>
              </th>
              <td class="n">{today}</td>
              <td class="n">{tuned}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">A month</th>
            <td class="n">{total.today}</td>
            <td class="n">{total.tuned}</td>
          </tr>
          <tr class="sum">
            <th scope="row">{difference.label}</th>
            <td class="n">
              <span class="unseen">none</span>
            </td>
            <td class="n">{difference.amount}</td>
          </tr>
        </tbody>
      </table>
      <p class="after small soft">
        <span class={isOld ? "old" : undefined}>{nice(ages)}</span> Lines are rounded to add up.
      </p>
      <TunedBill offer={offer} />
    </section>
  );
}

/** Every line of the offer's own bill over all months, with its source. */
function TunedBill({ offer }: { offer: Offer }): JSX.Element {
  const { lines, total: all } = billText(
    offer.lines.map(({ amount }) => amount),
    offer.total,
    offer.training.amount,
  );
  return (
    <details class="sources">
      <summary>The whole bill of {offer.providerName}, with sources</summary>
      <table class="lines">
        <tbody>
          {offer.lines.map(({ label, quantity, unit, rate }, index) => (
            <tr key={label}>
              <th scope="row">
                {label}
                <br />
                <small>
                  {compactText(Number(quantity))} {unit} at {rateText(rate)} per {rate.per}, seen {withDays(rate.seen)}
                  {rate.confidence === "secondary" && ", second-hand"}{" "}
                  {rate.source.startsWith("http") && (
                    <a href={rate.source} rel="noreferrer" aria-label={`Source of ${label}`}>
                      source
                    </a>
                  )}
                </small>
              </th>
              <td class="n">{lines[index]}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">{offer.complete ? "In all" : "In all, at least"}</th>
            <td class="n">{all}</td>
          </tr>
        </tbody>
      </table>
      <ul class="small soft">
        {offer.assumptions.map(({ kind, sentence }) => (
          <li key={`${kind} ${sentence}`}>{nice(withDays(sentence))}</li>
        ))}
      </ul>
    </details>
  );
}
