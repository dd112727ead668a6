import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { type EntryKind, entryKinds, type OwnEntry, tableTemplate } from "../../state/own/ownEntries.ts";
import { ownPricesName, ownPricesText } from "../../state/own/ownPrices.ts";
import { FileButton } from "../FileButton.tsx";
import { Paste } from "../Paste.tsx";
import { Entry } from "./OwnEntry.tsx";

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
