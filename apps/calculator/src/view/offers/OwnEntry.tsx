import { rateKinds, rateUnits } from "@tunecast/estimator/lists";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { type Choice, Select } from "../Select.tsx";
import { entryKinds, isComplete, type OwnEntry } from "../../state/own/ownEntries.ts";

interface FieldOf {
  readonly name: string;
  readonly label: string;
  readonly options?: readonly Choice[];
  readonly type?: "date";
  readonly hint?: string;
}

const optional = ["", "any"] as const;

function fieldsFor(calculator: Calculator, { kind, fields }: OwnEntry): readonly FieldOf[] {
  const book = calculator.prices;
  const provider: FieldOf = {
    name: "provider",
    label: "Provider",
    options: [["", "choose"], ...book.providers.map(({ provider: id, name }) => [id, name] as const)],
  };
  const source: FieldOf = { name: "source", label: "Source", hint: "contract 2026-114" };
  const what = rateKinds.map((each) => [each, each.replaceAll("_", " ")] as const);
  if (kind === "discounts")
    return [
      provider,
      { name: "percent", label: "Percent off", hint: "12" },
      { name: "kind", label: "Only on", options: [["", "everything"], ...what] },
      source,
    ];
  const amount: FieldOf = { name: "amount", label: "Amount", hint: "2.40" };
  const currency: FieldOf = { name: "currency", label: "Currency", hint: "USD" };
  if (kind === "credits") return [provider, amount, currency, source];
  if (kind === "exchange")
    return [
      { name: "from", label: "One", hint: "USD" },
      { name: "rate", label: "is worth", hint: "0.86" },
      { name: "to", label: "of", hint: "EUR" },
      { name: "date", label: "On the day", type: "date" },
      { ...source, hint: "our bank" },
    ];
  const offers = calculator.liveAnswer.answer.value?.offers ?? [];
  const models = new Map(
    offers.filter((offer) => offer.provider === fields["provider"]).map(({ model, modelName }) => [model, modelName]),
  );
  return [
    provider,
    { name: "model", label: "Model", options: [optional, ...models] },
    { name: "kind", label: "What it pays for", options: what },
    amount,
    currency,
    { name: "per", label: "per", options: rateUnits.map((unit) => [unit, unit] as const) },
    source,
  ];
}

/** One price of the reader's own: its fields, and what is still to be said of it. */
export function Entry({ calculator, entry }: { calculator: Calculator; entry: OwnEntry }): JSX.Element {
  const name = entryKinds[entry.kind];
  return (
    <fieldset class={isComplete(entry) ? "own-entry" : "own-entry unfinished"}>
      <legend>{name}</legend>
      {fieldsFor(calculator, entry).map((field) => (
        <EntryField key={field.name} calculator={calculator} entry={entry} field={field} />
      ))}
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

function EntryField({
  calculator,
  entry,
  field: { name, label, options, type, hint },
}: {
  calculator: Calculator;
  entry: OwnEntry;
  field: FieldOf;
}): JSX.Element {
  const id = `own-${entry.id}-${name}`;
  const value = entry.fields[name] ?? "";
  const put = (text: string): void => calculator.ownPrices.type(entry.id, name, text);
  if (options !== undefined) return <Select id={id} label={label} value={value} options={options} choose={put} />;
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      {type === "date" ? (
        <input id={id} type="date" value={value} onInput={(event) => put(event.currentTarget.value)} />
      ) : (
        <input
          id={id}
          type="text"
          value={value}
          autocomplete="off"
          placeholder={hint ?? ""}
          onInput={(event) => put(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
