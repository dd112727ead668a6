import { rateKinds, rateUnits } from "@tunecast/estimator/lists";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Calculator } from "../calculator.ts";
import { type EntryKind, entryKinds, isComplete, type OwnEntry, tableTemplate } from "../ownEntries.ts";
import { ownPricesName, ownPricesText } from "../ownPrices.ts";

/** Negotiated rates, discounts, credits and exchange rates in place of the book's: typed here, pasted, or from a file. */
export function OwnPrices({ calculator }: { calculator: Calculator }): JSX.Element {
  const own = calculator.ownPrices;
  const { form } = calculator;
  const applied = own.applied.value;
  const kinds = Object.entries(entryKinds) as [EntryKind, string][];
  return (
    <section class="own-prices" aria-labelledby="own-title">
      <h2 id="own-title">Your own prices</h2>
      <p class="lead">
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
      {own.entries.value.length > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={own.isKept.value}
            onChange={(event) => {
              own.isKept.value = event.currentTarget.checked;
            }}
          />
          Keep them in this browser for the next visit
        </label>
      )}
      {applied && (
        <label class="check">
          <input
            type="checkbox"
            checked={own.isCarried.value}
            onChange={(event) => {
              own.isCarried.value = event.currentTarget.checked;
            }}
          />
          Put them in the link: whoever opens it reads them and sees these figures
        </label>
      )}
      <Files calculator={calculator} />
      {applied && (
        <div class="buttons">
          <button type="button" onClick={() => form.desk.save(ownPricesName, "application/json", own.json.value)}>
            Save as {ownPricesName}
          </button>
          <button type="button" class="quiet" onClick={() => own.clear()}>
            Remove your prices
          </button>
        </div>
      )}
    </section>
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

interface FieldOf {
  readonly name: string;
  readonly label: string;
  readonly options?: readonly (readonly [value: string, name: string])[];
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

function Entry({ calculator, entry }: { calculator: Calculator; entry: OwnEntry }): JSX.Element {
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
  const put = (event: { readonly currentTarget: { readonly value: string } }): void =>
    calculator.ownPrices.type(entry.id, name, event.currentTarget.value);
  const common = { id, value, autocomplete: "off", placeholder: hint ?? "", onInput: put } as const;
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      {options === undefined ? (
        type === "date" ? (
          <input {...common} type="date" />
        ) : (
          <input {...common} type="text" />
        )
      ) : (
        <select id={id} value={value} onChange={put}>
          {options.map(([each, shown]) => (
            <option key={each} value={each}>
              {shown}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** A file, a table from a spreadsheet, and templates of both. */
function Files({ calculator }: { calculator: Calculator }): JSX.Element {
  const own = calculator.ownPrices;
  const [pasted, setPasted] = useState("");
  return (
    <details class="own-files">
      <summary>From a file or a spreadsheet</summary>
      <div class="buttons">
        <label class="button">
          <input
            class="unseen"
            type="file"
            accept=".json,.csv,application/json,text/csv"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void own.readFile(file);
              event.currentTarget.value = "";
            }}
          />
          Choose a price file
        </label>
        <button
          type="button"
          onClick={() => calculator.form.desk.save("own-prices-template.csv", "text/csv", tableTemplate)}
        >
          Save a template (CSV)
        </button>
      </div>
      <div class="field">
        <label htmlFor="own-paste">Or paste the lines of a spreadsheet, with the line of names</label>
        <textarea
          id="own-paste"
          rows={4}
          spellcheck={false}
          value={pasted}
          placeholder={tableTemplate}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </div>
      <button
        type="button"
        disabled={pasted.trim() === ""}
        onClick={() => {
          own.readText(pasted, "What you pasted");
          if (own.refused.peek() === null) setPasted("");
        }}
      >
        Take these lines
      </button>
    </details>
  );
}
