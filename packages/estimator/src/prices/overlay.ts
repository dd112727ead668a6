import { isDecimalText } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { parseDay } from "./day.ts";
import { strangeWord } from "./overlayWords.ts";
import type { PriceBook } from "./priceFile.ts";
import { unitOf } from "./rateKinds.ts";

/** A user's own price file: what it holds wins over the book, and every line it touches is marked. */
export interface Overlay {
  readonly rates?: readonly OverlayRate[];
  readonly discounts?: readonly Discount[];
  readonly credits?: readonly Credit[];
  readonly exchange?: readonly Exchange[];
}

/** A negotiated rate. Fields that are left out match everything. */
export interface OverlayRate {
  readonly provider: string;
  readonly model?: string;
  readonly method?: string;
  readonly variant?: string;
  /** `batch`, `1-month`, … as in the book; a rate without one is the standard service's, or that of every term. */
  readonly service?: string;
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly per: string;
  /** First day on which it holds; always, where absent. */
  readonly from?: string;
  /** Where it is written down: a contract's number or an address. */
  readonly source: string;
}

/** A discount off the list prices of a provider; they do not add up, the one that names the kind of rate wins. */
export interface Discount {
  readonly provider: string;
  readonly kind?: string;
  /** Decimal string, 0 to 100. */
  readonly percent: string;
  readonly source: string;
}

/** Credits that are used up before money is paid. */
export interface Credit {
  readonly provider: string;
  readonly amount: string;
  readonly currency: string;
  readonly source: string;
}

/** One unit of `from` is `rate` units of `to`, on a day, by a source. */
export interface Exchange {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly date: string;
  readonly source: string;
}

/** What a field must be: a test, and the words for a person. */
type Field = readonly [fits: (value: string) => boolean, expected: string];

const text: Field = [(value) => value !== "", "some text"];
const amount: Field = [
  (value) => isDecimalText(value) && !value.startsWith("-"),
  'a plain non-negative decimal such as "0.48"',
];
const above: Field = [(value) => amount[0](value) && /[1-9]/.test(value), "a plain decimal above 0"];
const percent: Field = [(value) => amount[0](value) && Number(value) <= 100, "a percentage from 0 to 100"];
const day: Field = [(value) => parseDay(value).ok, "a day that exists, YYYY-MM-DD"];
const currency: Field = [(value) => /^(?:[A-Z]{3}|credits)$/.test(value), "a currency code such as USD"];

/** The lists of an overlay, with the fields of their entries; those after `optional` may be left out. */
const lists: Readonly<
  Record<
    string,
    { readonly required: Readonly<Record<string, Field>>; readonly optional: Readonly<Record<string, Field>> }
  >
> = {
  rates: {
    required: { provider: text, kind: text, amount, currency, per: text, source: text },
    optional: { model: text, method: text, variant: text, service: text, from: day },
  },
  discounts: { required: { provider: text, percent, source: text }, optional: { kind: text } },
  credits: { required: { provider: text, amount, currency, source: text }, optional: {} },
  exchange: { required: { from: currency, to: currency, rate: above, date: day, source: text }, optional: {} },
};

/**
 * Checks an overlay whole; the problem names the path of the first thing wrong. Nothing of a bad one is applied. With a
 * book, a provider, model, method or variant that it does not have is wrong too: such an entry would do nothing.
 */
export function readOverlay(value: unknown, book?: PriceBook): Result<Overlay> {
  const wrong = isRecord(value) ? wrongList(value) : bad("the file itself", "an object", value);
  if (wrong !== null) return wrong;
  // Every field has been checked above.
  const overlay = value as Overlay;
  const strange = strangeWord(overlay, book);
  if (strange !== null) return bad(strange.path, `one of ${strange.known.join(", ")}`, strange.word);
  return twice(overlay) ?? ok(overlay);
}

function wrongList(overlay: Readonly<Record<string, unknown>>): Result<never> | null {
  for (const [name, entries] of Object.entries(overlay)) {
    const shape = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (shape === undefined) return bad(name, `one of ${Object.keys(lists).join(", ")}`, "another name");
    if (!Array.isArray(entries)) return bad(name, "a list", entries);
    for (const [index, entry] of entries.entries()) {
      const wrong = wrongEntry(`${name}.${index}`, entry, shape.required, shape.optional);
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

function wrongEntry(
  path: string,
  entry: unknown,
  required: Readonly<Record<string, Field>>,
  optional: Readonly<Record<string, Field>>,
): Result<never> | null {
  if (!isRecord(entry)) return bad(path, "an object", entry);
  const fields = { ...required, ...optional };
  const stranger = Object.keys(entry).find((name) => !Object.hasOwn(fields, name));
  if (stranger !== undefined)
    return bad(`${path}.${stranger}`, `one of ${Object.keys(fields).join(", ")}`, "another name");
  for (const [name, [fits, expected]] of Object.entries(fields)) {
    const value = entry[name];
    if (value === undefined && !Object.hasOwn(required, name)) continue;
    if (typeof value !== "string" || !fits(value)) return bad(`${path}.${name}`, expected, value);
  }
  return null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bad(path: string, expected: string, got: unknown): Result<never> {
  return fail({ kind: "bad_overlay", path, expected, got: got === undefined ? "nothing" : JSON.stringify(got) });
}

/** Two entries for the same thing cannot both win; credits add up. */
function twice({ rates = [], discounts = [], exchange = [] }: Overlay): Result<never> | null {
  const things = {
    rates: rates.map((r) => [r.provider, r.model, r.method, r.variant, r.service, r.kind, unitOf(r.per), r.from]),
    discounts: discounts.map(({ provider, kind }) => [provider, kind]),
    exchange: exchange.map(({ from }) => [from]),
  };
  for (const [name, list] of Object.entries(things)) {
    const keys = list.map((thing) => thing.join("|"));
    const again = keys.findIndex((key, index) => keys.indexOf(key) !== index);
    if (again >= 0) return bad(`${name}.${again}`, "one entry for one thing from one day", "a second one");
  }
  return null;
}
