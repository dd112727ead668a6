import { counted, estimateReport, monthBill } from "@tunecast/estimator/report";
import { moneyText, billText, rateText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Calculator } from "../../state/calculator.ts";
import { OwnPrices } from "./OwnPrices.tsx";
import { HeadRow } from "../HeadRow.tsx";
import { Strip } from "../Strip.tsx";
import { Group, Head } from "./Rows.tsx";
import { withDays, nice } from "../text.ts";
import sortNames from "./sortNames.json" with { type: "json" };
import { sortKeys } from "../../question/inputs.ts";
import { Select, TextButton } from "../fields.tsx";
import { methodChips } from "../../state/offers/offerTable.ts";
import type { Offer } from "@tunecast/estimator";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../../style/doors.css";

/** Both bills of a month in the same lines, each with its rate, and every source of the tuned one. */
function Bills({ calculator }: { calculator: Calculator }): JSX.Element | null {
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
        <HeadRow first={counted(calculator.form.inputs.value.requests ?? 0, "request")} rest={["Today", "Tuned"]} />
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

function TunedBill({ offer }: { offer: Offer }): JSX.Element {
  const amounts = offer.lines.map(({ amount }) => amount);
  const { lines, total: all } = billText(amounts, offer.total, offer.training.amount);
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
                  {counted(quantity, unit)} at {rateText(rate)} per {rate.per}, seen {withDays(rate.seen)}
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

function Chips({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, table } = calculator;
  const chips = table.chips.value;
  const { find, sort } = form.choices.value;
  const toggle = (name: string, on: boolean, flip: () => void): JSX.Element => (
    <button type="button" aria-pressed={on} onClick={flip}>
      {name}
    </button>
  );
  return (
    <div class="chips">
      <input
        type="search"
        aria-label="Find"
        placeholder="Model or provider"
        value={find}
        onInput={(event) => form.choose({ find: event.currentTarget.value })}
      />
      {toggle("On sale", chips.onSale, () => table.chip({ onSale: !chips.onSale }))}
      {form.profile !== null &&
        toggle("Takes my file", chips.acceptsFile, () => table.chip({ acceptsFile: !chips.acceptsFile }))}
      <Select
        id="chip-provider"
        label="Provider"
        bare
        value={chips.provider ?? ""}
        options={[["", "every provider"], ...table.providers.value]}
        choose={(provider) => table.chip({ provider: provider || null })}
      />
      <Select
        id="chip-method"
        label="Method"
        bare
        value={chips.method ?? ""}
        options={[["", "every method"], ...methodChips]}
        choose={(method) => table.chip({ method: method || null })}
      />
      <Select
        id="chip-sort"
        label="Sort by"
        bare
        value={sort}
        options={sortKeys.map((key) => [key, `by ${sortNames[key]}`] as const)}
        choose={(value) => form.choose({ sort: sortKeys.find((key) => key === value) ?? sort })}
      />
      {table.isFiltered && <TextButton act={() => table.clearFilters()}>Clear</TextButton>}
    </div>
  );
}

function Refused({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  const refused = calculator.liveAnswer.answer.value?.refused ?? [];
  if (refused.length === 0) return null;
  const sorted = isOpen ? refused.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : [];
  return (
    <details class="refused" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{`${counted(refused.length, "offer")} left out`}</summary>
      <ul class="scroll" aria-label="Offers that are left out">
        {sorted.map(({ id, sentence, wouldBe }) => (
          <li key={id}>
            <code>{id}</code> {withDays(sentence)}
            {wouldBe !== undefined && wouldBe.lines.length > 0 && ` It would be ${moneyText(wouldBe.total)}.`}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Models shown before the reader asks for all. */
const few = 6;

/** Every model that can be tuned for the job, the cheapest first, each row against today's bill. */
export function Offers({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const groups = calculator.table.groups.value;
  const pinned = calculator.table.pinned.value;
  const [all, setAll] = useState(false);
  if (calculator.liveAnswer.answer.value === null) return null;
  const shown = all ? groups : groups.slice(0, few);
  return (
    <>
      <Strip calculator={calculator} />
      <Cheapest calculator={calculator} />
      <div class="two wide-left">
        <section aria-labelledby="list">
          <h2 id="list" class="unseen">
            Offers by model, the cheapest first
          </h2>
          <Chips calculator={calculator} />
          {groups.length === 0 ? (
            <NothingFound calculator={calculator} />
          ) : (
            <table class="rows offers">
              <caption class="unseen">Offers by model, the cheapest provider first</caption>
              <Head calculator={calculator} />
              {pinned.length > 0 && (
                <Group calculator={calculator} group={{ name: "Pinned", offers: pinned, partial: [] }} pinned />
              )}
              {shown.map((group) => (
                <Group key={group.name} calculator={calculator} group={group} />
              ))}
            </table>
          )}
          {shown.length < groups.length && (
            <p class="after">
              <button type="button" onClick={() => setAll(true)}>
                Show {counted(groups.length - shown.length, "more model")}
              </button>
            </p>
          )}
          <Refused calculator={calculator} />
          <OwnPrices calculator={calculator} />
        </section>
        <Bills calculator={calculator} />
      </div>
    </>
  );
}

/** The headline of the estimate: the amount large, then what it is for; the age of the book and the span of all models below. */
function Cheapest({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { answer, answered } = calculator.liveAnswer;
  if (answer.value === null || answered.value === null) return null;
  const { headline } = estimateReport(answer.value, { question: answered.value });
  const [, before = "", head = headline, rest = "", more = ""] =
    /^(.*?)(From .*?)( to train.*?\.)((?: .*)?)$/u.exec(headline) ?? [];
  const found = calculator.report.value?.verdict.found;
  const currency = calculator.liveAnswer.headline.value?.offer.training.currency ?? "USD";
  return (
    <>
      <h1 class="verdict">
        <strong>{head}</strong> <span>{nice(withDays(rest))}</span>
      </h1>
      <p class="under">
        {nice(withDays(`${before}${more}`))} Cheaper says nothing about how well a model answers.
        {found != null && ` Today’s bill is ${moneyText({ amount: found.today.monthly.amount, currency })} a month.`}
      </p>
    </>
  );
}

function NothingFound({ calculator }: { calculator: Calculator }): JSX.Element {
  const { find } = calculator.form.choices.value;
  return (
    <p class="empty">
      {find === "" ? "No offer passes these filters." : `No offer that passes is called “${find}”.`}{" "}
      <TextButton act={() => calculator.table.clearFilters()}>Show all</TextButton>
    </p>
  );
}
