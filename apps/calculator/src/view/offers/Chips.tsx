import type { JSX } from "preact";
import { type SortKey, sortKeys } from "../../question/inputs.ts";
import type { Calculator } from "../../state/calculator.ts";
import { Select } from "../Select.tsx";
import { methodChips } from "../../state/offers/offerTable.ts";

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
      {table.isFiltered && (
        <button type="button" class="plain" onClick={() => table.clearFilters()}>
          Clear
        </button>
      )}
    </div>
  );
}
