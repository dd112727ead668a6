import type { JSX } from "preact";
import { type SortKey, sortKeys } from "../../question/inputs.ts";
import type { Calculator } from "../../state/calculator.ts";
import { methodChips } from "../../state/offerFilter.ts";

const sortNames: Readonly<Record<SortKey, string>> = {
  total: "in all",
  training: "training",
  monthly: "a month",
  requests: "1,000 requests",
  idle: "idle, a day",
  breakEven: "pay-back against the same model",
  id: "name",
};

/** What the list is searched, filtered and sorted by. */
export function Chips({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, table } = calculator;
  const chips = table.chips.value;
  const { find, sort, descending } = form.choices.value;
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
        toggle("Takes my file", chips.takesFile, () => table.chip({ takesFile: !chips.takesFile }))}
      <select
        aria-label="Provider"
        value={chips.provider ?? ""}
        onChange={(event) => table.chip({ provider: event.currentTarget.value || null })}
      >
        <option value="">every provider</option>
        {table.providers.value.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="Method"
        value={chips.method ?? ""}
        onChange={(event) => table.chip({ method: event.currentTarget.value || null })}
      >
        <option value="">every method</option>
        {methodChips.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="Sort by"
        value={`${sort}${descending ? " down" : ""}`}
        onChange={(event) => {
          const [key] = event.currentTarget.value.split(" ");
          const found = sortKeys.find((each) => each === key);
          if (found) form.choose({ sort: found, descending: false });
        }}
      >
        {descending && <option value={`${sort} down`}>by {sortNames[sort]}, most first</option>}
        {sortKeys.map((key) => (
          <option key={key} value={key}>
            by {sortNames[key]}
          </option>
        ))}
      </select>
      {table.isFiltered && (
        <button type="button" class="plain" onClick={() => table.clearFilters()}>
          Clear
        </button>
      )}
    </div>
  );
}
