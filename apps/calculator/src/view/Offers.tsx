import type { Offer } from "@tunecast/estimator";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { sortKeys, type SortKey } from "../question/inputs.ts";
import { methodChips } from "../state/offerFilter.ts";
import { numberText } from "../question/numberText.ts";
import { shownText } from "../state/offerList.ts";
import { Comparison } from "./Comparison.tsx";
import { columnsOf, sortNames, type Column } from "./offerColumns.ts";
import { OfferRow } from "./OfferRow.tsx";

/** Rows shown before the reader asks for all. */
const few = 12;

/** Every offer that can take the job, to sort, filter, pin and open: those that compare first, then those that do not. */
export function Offers({ calculator }: { calculator: Calculator }): JSX.Element | null {
  if (calculator.liveAnswer.answer.value === null) return null;
  const listed = calculator.table.listed.value;
  const shown = calculator.form.disclosures.allShown.value ? listed : listed.slice(0, few);
  const all = calculator.liveAnswer.answer.value?.offers.length ?? 0;
  const columns = columnsOf(calculator);
  const [whole, partial] = [shown.filter(({ complete }) => complete), shown.filter(({ complete }) => !complete)];
  return (
    <section class="offers" aria-labelledby="offers-title">
      <h2 id="offers-title">Offers for this job</h2>
      <p class="hint">
        {shownText({ shown: shown.length, found: listed.length, all }, calculator.form.choices.value)}. Cheaper says
        nothing about how well a model answers.
      </p>
      <Chips calculator={calculator} />
      {listed.length === 0 ? (
        <NothingFound calculator={calculator} />
      ) : (
        <section class="table" aria-label="Table of offers">
          <table>
            <Head calculator={calculator} columns={columns} />
            <Rows calculator={calculator} offers={whole} columns={columns} />
            {partial.length > 0 && (
              <Rows calculator={calculator} offers={partial} columns={columns}>
                <strong>Not comparable: fewer months, or a price is missing</strong> Cheapest first among themselves.
              </Rows>
            )}
          </table>
        </section>
      )}
      {shown.length < listed.length && (
        <button type="button" onClick={() => calculator.form.disclosures.showAll()}>
          Show all {listed.length} offers
        </button>
      )}
      <Comparison calculator={calculator} />
    </section>
  );
}

/** Which filter empties the list, and what there is without it. */
function NothingFound({ calculator }: { calculator: Calculator }): JSX.Element {
  const { find } = calculator.form.choices.value;
  const { filters } = calculator.table;
  return (
    <div class="empty">
      <p>{find === "" ? "No offer passes these filters." : `No offer that passes is called “${find}”.`}</p>
      <p class="buttons">
        {filters.map(({ name, without, clear }) => (
          <button key={name} type="button" onClick={clear}>
            {`Without ${name}: ${numberText(without)}`}
          </button>
        ))}
      </p>
    </div>
  );
}

function Rows({
  calculator,
  offers,
  columns,
  children,
}: {
  calculator: Calculator;
  offers: readonly Offer[];
  columns: readonly Column[];
  children?: JSX.Element | readonly (JSX.Element | string)[];
}): JSX.Element {
  return (
    <tbody>
      {children !== undefined && (
        <tr class="why">
          <td colSpan={columns.length + 2}>{children}</td>
        </tr>
      )}
      {offers.map((offer) => (
        <OfferRow key={offer.id} calculator={calculator} offer={offer} columns={columns} />
      ))}
    </tbody>
  );
}

function Chips({ calculator }: { calculator: Calculator }): JSX.Element {
  const { find, sort } = calculator.form.choices.value;
  const chips = calculator.table.chips.value;
  const isFiltered = find !== "" || Object.values(chips).some((chip) => chip !== null && chip !== false);
  return (
    <div class="chips">
      <label class="find">
        <span class="unseen">Find</span>
        <input
          type="search"
          placeholder="Model or provider"
          value={find}
          onInput={(event) => calculator.form.choose({ find: event.currentTarget.value })}
        />
      </label>
      {calculator.form.profile !== null && (
        <Toggle
          name="Takes my file"
          on={chips.takesFile}
          flip={() => calculator.table.chip({ takesFile: !chips.takesFile })}
        />
      )}
      <Toggle name="On sale" on={chips.onSale} flip={() => calculator.table.chip({ onSale: !chips.onSale })} />
      <Pick
        name="Provider"
        value={chips.provider}
        choices={calculator.table.providers.value}
        pick={(provider) => calculator.table.chip({ provider })}
      />
      <Pick
        name="Method"
        value={chips.method}
        choices={methodChips}
        pick={(method) => calculator.table.chip({ method })}
      />
      <label class="chip sort">
        <span>Sort by</span>
        <select
          value={sort}
          onChange={(event) => {
            const key = sortKeys.find((each) => each === event.currentTarget.value);
            if (key) calculator.form.choose({ sort: key, descending: false });
          }}
        >
          {sortKeys.map((key) => (
            <option key={key} value={key}>
              {sortNames[key]}
            </option>
          ))}
        </select>
      </label>
      {isFiltered && calculator.table.listed.value.length > 0 && (
        <button type="button" class="quiet" onClick={() => calculator.table.clearFilters()}>
          Clear
        </button>
      )}
    </div>
  );
}

function Toggle({ name, on, flip }: { name: string; on: boolean; flip: () => void }): JSX.Element {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={flip}>
      {name}
    </button>
  );
}

interface PickProps {
  readonly name: string;
  readonly value: string | null;
  readonly choices: readonly (readonly [id: string, name: string])[];
  readonly pick: (value: string | null) => void;
}

function Pick({ name, value, choices, pick }: PickProps): JSX.Element {
  return (
    <label class={value === null ? "chip" : "chip chosen"}>
      <span>{name}</span>
      <select value={value ?? ""} onChange={(event) => pick(event.currentTarget.value || null)}>
        <option value="">any</option>
        {choices.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Head({ calculator, columns }: { calculator: Calculator; columns: readonly Column[] }): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col" class="pin">
          Pin
        </th>
        <SortHead calculator={calculator} sort="id">
          Offer
        </SortHead>
        {columns.map(({ key, title, sort }) =>
          sort === undefined ? (
            <th key={key} scope="col" class={key}>
              {title}
            </th>
          ) : (
            <SortHead key={key} calculator={calculator} sort={sort}>
              {title}
            </SortHead>
          ),
        )}
      </tr>
    </thead>
  );
}

function SortHead({
  calculator,
  sort,
  children,
}: {
  calculator: Calculator;
  sort: SortKey;
  children: string;
}): JSX.Element {
  const { sort: current, descending } = calculator.form.choices.value;
  const order = sort !== current ? "none" : descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" onClick={() => calculator.table.sortBy(sort)}>
        {children}
        <span class="arrow" aria-hidden="true">
          {order === "none" ? "" : descending ? "↓" : "↑"}
        </span>
      </button>
    </th>
  );
}
