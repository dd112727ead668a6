import * as v from "valibot";
import { fail, ok, type Result } from "../problem.ts";
import { parseDay } from "./day.ts";

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
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly per: string;
  /** First day on which it holds; always, where absent. */
  readonly from?: string;
  /** Where it is written down: a contract's number or an address. */
  readonly source: string;
}

/** A discount off the list prices of a provider. */
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

const amount = v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/, 'a plain non-negative decimal such as "0.48"'));
const day = v.pipe(
  v.string(),
  v.check((text) => parseDay(text).ok, "a day that exists, YYYY-MM-DD"),
);
const currency = v.pipe(v.string(), v.regex(/^(?:[A-Z]{3}|credits)$/, "a currency code such as USD"));
const text = v.pipe(v.string(), v.minLength(1, "some text"));
const percent = v.pipe(
  amount,
  v.check((value) => Number(value) <= 100, "a percentage from 0 to 100"),
);

const overlaySchema: v.GenericSchema<Overlay> = v.strictObject({
  rates: v.exactOptional(
    v.array(
      v.strictObject({
        provider: text,
        model: v.exactOptional(text),
        method: v.exactOptional(text),
        variant: v.exactOptional(text),
        kind: text,
        amount,
        currency,
        per: text,
        from: v.exactOptional(day),
        source: text,
      }),
    ),
  ),
  discounts: v.exactOptional(
    v.array(v.strictObject({ provider: text, kind: v.exactOptional(text), percent, source: text })),
  ),
  credits: v.exactOptional(v.array(v.strictObject({ provider: text, amount, currency, source: text }))),
  exchange: v.exactOptional(
    v.array(v.strictObject({ from: currency, to: currency, rate: amount, date: day, source: text })),
  ),
});

/** Checks an overlay whole; the problem names the path of the first thing wrong. Nothing of a bad one is applied. */
export function readOverlay(value: unknown): Result<Overlay> {
  const read = v.safeParse(overlaySchema, value);
  if (!read.success) {
    const issue = read.issues[0];
    return fail({
      kind: "bad_overlay",
      path: v.getDotPath(issue) ?? "the file itself",
      expected:
        issue.type === "regex" || issue.type === "check" || issue.type === "min_length"
          ? issue.message
          : (issue.expected ?? "another value"),
      got: issue.received,
    });
  }
  return twice(read.output) ?? ok(read.output);
}

/** Two rates for the same thing from one day cannot both win. */
function twice({ rates = [], exchange = [] }: Overlay): Result<never> | null {
  const keys = rates.map((r) => [r.provider, r.model, r.method, r.variant, r.kind, r.per, r.from].join("|"));
  const again = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (again >= 0)
    return fail({
      kind: "bad_overlay",
      path: `rates.${again}`,
      expected: "one rate for one thing from one day",
      got: "a second one",
    });
  const pairs = exchange.map((e) => `${e.from}|${e.to}`);
  const pair = pairs.findIndex((key, index) => pairs.indexOf(key) !== index);
  return pair < 0
    ? null
    : fail({
        kind: "bad_overlay",
        path: `exchange.${pair}`,
        expected: "one rate for one pair of currencies",
        got: "a second one",
      });
}
