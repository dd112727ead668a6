import { rateKinds, rateUnits } from "@tunecast/estimator/lists";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { type Choice, Select } from "../Select.tsx";
import { entryKinds, fieldNames, isComplete, type OwnEntry } from "../../state/own/ownEntries.ts";

interface FieldOf {
  readonly label: string;
  readonly options?: readonly Choice[];
  readonly isDay?: boolean;
  readonly hint?: string;
}

/** How the fields of an entry stand in the form; those that only a table has are not in it. */
function fieldsFor({ prices, liveAnswer }: Calculator, { kind, fields }: OwnEntry): Readonly<Record<string, FieldOf>> {
  const what = rateKinds.map((each) => [each, each.replaceAll("_", " ")] as const);
  const offers = liveAnswer.answer.value?.offers ?? [];
  const own = offers.filter(({ provider }) => provider === fields["provider"]);
  const models = new Map(own.map(({ model, modelName }) => [model, modelName]));
  const isDiscount = kind === "discounts";
  return {
    provider: {
      label: "Provider",
      options: [["", "choose"], ...prices.providers.map(({ provider: id, name }) => [id, name] as const)],
    },
    percent: { label: "Percent off", hint: "12" },
    model: { label: "Model", options: [["", "any"], ...models] },
    kind: {
      label: isDiscount ? "Only on" : "What it pays for",
      options: isDiscount ? [["", "everything"], ...what] : what,
    },
    amount: { label: "Amount", hint: "2.40" },
    currency: { label: "Currency", hint: "USD" },
    per: { label: "per", options: rateUnits.map((unit) => [unit, unit] as const) },
    ...(kind === "exchange" && { from: { label: "One", hint: "USD" } }),
    rate: { label: "is worth", hint: "0.86" },
    to: { label: "of", hint: "EUR" },
    date: { label: "On the day", isDay: true },
    source: { label: "Source", hint: kind === "exchange" ? "our bank" : "contract 2026-114" },
  };
}

/** One price of the reader's own: its fields, and what is still to be said of it. */
export function Entry({ calculator, entry }: { calculator: Calculator; entry: OwnEntry }): JSX.Element {
  const name = entryKinds[entry.kind];
  const fields = fieldsFor(calculator, entry);
  return (
    <fieldset class={isComplete(entry) ? "own-entry" : "own-entry unfinished"}>
      <legend>{name}</legend>
      {fieldNames(entry.kind).map((field) => {
        const shown = fields[field];
        return shown && <EntryField key={field} calculator={calculator} entry={entry} name={field} field={shown} />;
      })}
      <button
        type="button"
        class="quiet"
        aria-label={`Remove this ${name.toLowerCase()}`}
        onClick={() => calculator.ownPrices.remove(entry.id)}
      >
        Remove
      </button>
    </fieldset>
  );
}

interface EntryFieldProps {
  readonly calculator: Calculator;
  readonly entry: OwnEntry;
  readonly name: string;
  readonly field: FieldOf;
}

function EntryField({ calculator, entry, name, field }: EntryFieldProps): JSX.Element {
  const { label, options, isDay = false, hint = "" } = field;
  const id = `own-${entry.id}-${name}`;
  const value = entry.fields[name] ?? "";
  const put = (text: string): void => calculator.ownPrices.type(entry.id, name, text);
  if (options !== undefined) return <Select id={id} label={label} value={value} options={options} choose={put} />;
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        {...(isDay ? { type: "date" as const } : { type: "text" as const })}
        value={value}
        autocomplete="off"
        placeholder={hint}
        onInput={(event) => put(event.currentTarget.value)}
      />
    </div>
  );
}
