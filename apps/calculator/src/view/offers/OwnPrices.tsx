import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import { type EntryKind, kinds, type OwnEntry, fieldNames, lackingOf } from "../../state/own/ownEntries.ts";
import entryKinds from "../../state/own/entryKinds.json" with { type: "json" };
import { ownPricesName, ownPricesText } from "../../state/own/ownPrices.ts";
import { rateKinds, rateUnits } from "@tunecast/estimator/lists";
import { type Choice, Select, FileButton } from "../fields.tsx";
import fields from "./ownPrices.json" with { type: "json" };

/** Labels and hints of the fields; those that only a file has are not in it. */
const labels: Readonly<Record<string, readonly string[]>> = fields;

/** The values of a field that are known; undefined for one that is typed. */
function optionsOf({ book, liveAnswer }: Calculator, entry: OwnEntry, field: string): readonly Choice[] | undefined {
  if (field === "provider")
    return [["", "choose"], ...book.value.providers.map((one) => [one.provider, one.name] as const)];
  if (field === "per") return rateUnits.map((unit) => [unit, unit]);
  const kinds = rateKinds.map((each) => [each, each.replaceAll("_", " ")] as const);
  if (field === "kind") return entry.kind === "discounts" ? [["", "everything"], ...kinds] : kinds;
  if (field !== "model") return undefined;
  const own = (liveAnswer.answer.value?.offers ?? []).filter((one) => one.provider === entry.fields["provider"]);
  return [["", "any"], ...new Map(own.map(({ model, modelName }) => [model, modelName]))];
}

function labelOf({ kind }: OwnEntry, field: string): readonly string[] {
  return (field === "from" && kind === "exchange" ? ["One", "USD"] : labels[field]) ?? [];
}

function Entry({ calculator, entry }: { calculator: Calculator; entry: OwnEntry }): JSX.Element {
  const { ownPrices } = calculator;
  const { name } = entryKinds[entry.kind];
  const lacking = lackingOf(entry).map((field) => `“${labelOf(entry, field)[0]}”`);
  return (
    <fieldset class="own-entry">
      <legend>{name}</legend>
      {fieldNames(entry.kind).map((field) => {
        const [label, hint = ""] = labelOf(entry, field);
        if (label === undefined) return null;
        const id = `own-${entry.id}-${field}`;
        const value = entry.fields[field] ?? "";
        const put = (text: string): void => ownPrices.type(entry.id, field, text);
        const options = optionsOf(calculator, entry, field);
        if (options !== undefined)
          return <Select key={id} id={id} label={label} value={value} options={options} choose={put} />;
        return (
          <div key={id} class="field">
            <label htmlFor={id}>{label}</label>
            <input
              id={id}
              {...(field === "date" ? { type: "date" as const } : { type: "text" as const })}
              value={value}
              autocomplete="off"
              placeholder={hint}
              onInput={(event) => put(event.currentTarget.value)}
            />
          </div>
        );
      })}
      {lacking.length > 0 && <p class="hint wide">In no figure without {lacking.join(", ")}.</p>}
      <button type="button" aria-label={`Remove this ${name.toLowerCase()}`} onClick={() => ownPrices.remove(entry.id)}>
        Remove
      </button>
    </fieldset>
  );
}

/** Negotiated rates, discounts, credits and exchange rates in place of the book's: typed here or from a file. */
export function OwnPrices({ calculator }: { calculator: Calculator }): JSX.Element {
  const own = calculator.ownPrices;
  const { form } = calculator;
  const applied = own.applied.value;
  return (
    <details class="own-prices" open={own.entries.value.length > 0}>
      <summary>Your own prices</summary>
      <p class="small soft">
        What you type here wins over the price book in every figure of the page. It stays in this tab; no link carries
        it.
      </p>
      {own.entries.value.map((entry) => (
        <Entry key={entry.id} calculator={calculator} entry={entry} />
      ))}
      <div class="buttons">
        <FileButton accept=".json,application/json" use={([file]) => file !== undefined && void own.readFile(file)}>
          Choose a price file
        </FileButton>
        {kinds.map((kind) => (
          <button key={kind} type="button" onClick={() => own.add(kind, firstFields(calculator, kind))}>
            Add {kind === "exchange" ? "an" : "a"} {entryKinds[kind].name.toLowerCase()}
          </button>
        ))}
      </div>
      <output class="applied" aria-live="polite">
        {applied && (
          <p>
            <strong>{ownPricesText(applied.prices)}</strong> in force.
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
        <div class="buttons">
          <button type="button" onClick={() => form.actions.save(ownPricesName, "application/json", own.json.value)}>
            Save as {ownPricesName}
          </button>
          <button type="button" onClick={() => own.clear()}>
            Remove your prices
          </button>
        </div>
      )}
    </details>
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
