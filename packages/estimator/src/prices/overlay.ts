import { fail, ok, type Problem, type Result } from "../problem.ts";
import { amount, day, each, fields, fitting, list, maybe, text } from "../shape.ts";
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

const above = fitting((value) => amount(value, "") === null && /[1-9]/.test(String(value)), "a plain decimal above 0");
const percent = fitting((value) => amount(value, "") === null && Number(value) <= 100, "a percentage from 0 to 100");
const currency = fitting((value) => /^(?:[A-Z]{3}|credits)$/.test(String(value)), "a currency code such as USD");

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
  const wrong = shape(value, "") ?? strangeWord(overlay, book) ?? twice(overlay);
  if (wrong === null) return ok(overlay);
  const { field, expected, got } = wrong;
  return fail({ kind: "bad_overlay", path: field === "" ? "the file itself" : field, expected, got });
}

/** Two entries for the same thing cannot both win; credits add up. */
function twice({ rates = [], discounts = [], exchange = [] }: Overlay): Problem | null {
  const things = {
    rates: rates.map((r) => [r.provider, r.model, r.method, r.variant, r.service, r.kind, unitOf(r.per), r.from]),
    discounts: discounts.map(({ provider, kind }) => [provider, kind]),
    exchange: exchange.map(({ from }) => [from]),
  };
  for (const [name, entries] of Object.entries(things)) {
    const keys = entries.map((thing) => thing.join("|"));
    const again = keys.findIndex((key, index) => keys.indexOf(key) !== index);
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
