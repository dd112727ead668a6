import { fail, ok, type Problem, type Result } from "../problem.ts";
import { amount, day, each, fields, fitting, list, maybe, text } from "../check/fields.ts";
import type { Overlay } from "./overlay.ts";
import { strangeWord } from "./overlayWords.ts";
import type { PriceBook } from "./priceFile.ts";
import { unitOf } from "./rateKinds.ts";

const above = fitting(
  (value) => amount(value, "") === null && /[1-9]/.test(String(value)),
  'a plain decimal above 0 as text, such as "0.86"',
);
const percent = fitting(
  (value) => amount(value, "") === null && Number(value) <= 100,
  'a percentage from 0 to 100 as text, such as "12.5"',
);
const currency = fitting(
  (value) => typeof value === "string" && /^(?:[A-Z]{3}|credits)$/.test(value),
  "a currency code such as USD",
);

/** `provider` and `source` stand in every entry that is of a provider. */
const own = each("provider source", text);

const shape = fields({
  rates: maybe(
    list(
      fields({
        ...own,
        ...each("kind per", text),
        amount,
        currency,
        ...each("model method variant service", maybe(text)),
        from: maybe(day),
      }),
    ),
  ),
  discounts: maybe(list(fields({ ...own, percent, kind: maybe(text) }))),
  credits: maybe(list(fields({ ...own, amount, currency }))),
  exchange: maybe(list(fields({ ...each("from to", currency), rate: above, date: day, source: text }))),
});

/**
 * Checks an overlay whole; the problem names the path of the first thing wrong. Nothing of a bad one is applied. With a
 * book, a provider, model, method or variant that it does not have is wrong too: such an entry would do nothing.
 */
export function readOverlay(value: unknown, book?: PriceBook): Result<Overlay> {
  // Every field has been checked once the shape is right.
  const overlay = value as Overlay;
  const wrong = shape(value, "") ?? strangeWord(overlay, book) ?? twice(overlay) ?? intoItself(overlay);
  if (wrong === null) return ok(overlay);
  const { field, expected, got } = wrong;
  return fail({ kind: "bad_overlay", path: field === "" ? "the file itself" : field, expected, got });
}

/** A currency is worth one of itself. */
function intoItself({ exchange = [] }: Overlay): Problem | null {
  const at = exchange.findIndex(({ from, to }) => from === to);
  const same = exchange[at];
  return same === undefined
    ? null
    : {
        kind: "same_currency",
        field: `exchange.${at}.to`,
        expected: `another currency than ${same.from}`,
        got: same.to,
      };
}

/** Two entries for the same thing cannot both win; credits add up. */
function twice({ rates = [], discounts = [], exchange = [] }: Overlay): Problem | null {
  const things = {
    rates: rates.map((r) => [r.provider, r.model, r.method, r.variant, r.service, r.kind, unitOf(r.per), r.from]),
    discounts: discounts.map(({ provider, kind }) => [provider, kind]),
    exchange: exchange.map(({ from }) => [from]),
  };
  for (const [name, entries] of Object.entries(things)) {
    const seen = new Set<string>();
    const again = entries.findIndex((thing) => seen.size === seen.add(thing.join("|")).size);
    if (again >= 0)
      return {
        kind: "twice",
        field: `${name}.${again}`,
        expected: "one entry for one thing from one day",
        got: "a second one",
      };
  }
  return null;
}
