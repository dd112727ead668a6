import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import {
  type EntryKind,
  entryKinds,
  type OwnEntry,
  tableTemplate,
  fieldNames,
  isComplete,
} from "../../state/own/ownEntries.ts";
import { ownPricesName, ownPricesText } from "../../state/own/ownPrices.ts";
import { FileButton } from "../FileButton.tsx";
import { Paste } from "../Paste.tsx";
import { rateKinds, rateUnits } from "@tunecast/estimator/lists";
import { type Choice, Select } from "../Select.tsx";

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
function Entry({ calculator, entry }: { calculator: Calculator; entry: OwnEntry }): JSX.Element {
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

/** Negotiated rates, discounts, credits and exchange rates in place of the book's: typed here, pasted, or from a file. */
export function OwnPrices({ calculator }: { calculator: Calculator }): JSX.Element {
  const own = calculator.ownPrices;
  const { form } = calculator;
  const applied = own.applied.value;
  const kinds = Object.entries(entryKinds) as [EntryKind, string][];
  return (
    <details class="own-prices" open={own.entries.value.length > 0}>
      <summary>Your own prices</summary>
      <p class="small soft">
        What you type here wins over the price book in every figure of the page. It stays in this tab, and is part of
        the link only where you say so.
      </p>
      {own.entries.value.map((entry) => (
        <Entry key={entry.id} calculator={calculator} entry={entry} />
      ))}
      <div class="buttons">
        {kinds.map(([kind, name]) => (
          <button key={kind} type="button" onClick={() => own.add(kind, firstFields(calculator, kind))}>
            Add a{/^[aeiou]/iu.test(name) ? "n" : ""} {name.toLowerCase()}
          </button>
        ))}
      </div>
      <output class="applied" aria-live="polite">
        {applied && (
          <p>
            <strong>{ownPricesText(applied.prices)}</strong> in force.
          </p>
        )}
        {own.unfinished.value > 0 && (
          <p class="hint">
            {own.unfinished.value === 1 ? "One entry is" : `${own.unfinished.value} entries are`} not complete yet, and
            in no figure.
          </p>
        )}
      </output>
      {own.refused.value && (
        <p class="problem" role="alert">
          {own.refused.value}
          {applied && " What was in force before still is."}
        </p>
      )}
      {own.entries.value.length > 0 && <Check value={own.isKept}>Keep them in this browser for the next visit</Check>}
      {applied && (
        <Check value={own.isCarried}>Put them in the link: whoever opens it reads them and sees these figures</Check>
      )}
      <Files calculator={calculator} />
      {applied && (
        <div class="buttons">
          <button type="button" onClick={() => form.actions.save(ownPricesName, "application/json", own.json.value)}>
            Save as {ownPricesName}
          </button>
          <button type="button" class="quiet" onClick={() => own.clear()}>
            Remove your prices
          </button>
        </div>
      )}
    </details>
  );
}

function Check({ value, children }: { value: Signal<boolean>; children: string }): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.checked;
        }}
      />
      {children}
    </label>
  );
}

/** What a new entry of this kind starts with: the provider at the top, the day, the currency of the answers. */
function firstFields(calculator: Calculator, kind: EntryKind): OwnEntry["fields"] {
  const { offer } = calculator.choice.value;
  const provider = offer?.provider ?? "";
  if (kind === "exchange") return { from: "USD", to: "EUR", date: calculator.form.today };
  if (kind === "discounts") return { provider };
  const currency = offer?.training.currency ?? "USD";
  return kind === "credits" ? { provider, currency } : { provider, currency, kind: "training", per: "1M tokens" };
}

/** A file, a table from a spreadsheet, and templates of both. */
function Files({ calculator }: { calculator: Calculator }): JSX.Element {
  const own = calculator.ownPrices;
  return (
    <details class="own-files">
      <summary>From a file or a spreadsheet</summary>
      <div class="buttons">
        <FileButton
          accept=".json,.csv,application/json,text/csv"
          use={([file]) => file !== undefined && void own.readFile(file)}
        >
          Choose a price file
        </FileButton>
        <button
          type="button"
          onClick={() => calculator.form.actions.save("own-prices-template.csv", "text/csv", tableTemplate)}
        >
          Save a template (CSV)
        </button>
      </div>
      <Paste
        id="own-paste"
        label="Or paste the lines of a spreadsheet, with the line of names"
        placeholder={tableTemplate}
        button="Take these lines"
        take={(text) => {
          own.readText(text, "What you pasted");
          // The reason stands above, with those of files.
          return own.refused.peek() === null ? "" : "These lines were not taken.";
        }}
      />
    </details>
  );
}
