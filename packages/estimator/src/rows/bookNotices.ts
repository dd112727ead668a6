import { daysBetween } from "../check/day.ts";
import type { GpuRate } from "../prices/cloudFile.ts";
import { isForgotten } from "../prices/machines.ts";
import type { ProviderFile, StatusEntry } from "../prices/priceFile.ts";
import type { Rate, UnknownPrice } from "../prices/rateEntry.ts";
import { isUndated } from "../prices/sightings.ts";
import { gpuRow, providerRows, type PriceFiles, type RateRow } from "./rates.ts";

/** Something about the book that a person should look at. */
export interface BookNotice {
  readonly kind:
    | "not_checked"
    | "not_seen"
    | "undated"
    | "no_evidence"
    | "status_changes"
    | "rate_changes"
    | "price_unknown";
  readonly provider: string;
  readonly model: string | null;
  /** The day it is about: last checked, last seen, or the day of the change. */
  readonly day: string | null;
  readonly detail: string;
}

/**
 * What grows old and what is about to change within `days` of the day: files not checked and rates not seen for longer
 * (each file's oldest), announced changes of status and of rates, and prices that exist and were not found.
 */
export function bookNotices(book: PriceFiles, day: string, days: number): BookNotice[] {
  return [
    ...book.providers.flatMap((file) => [
      ...staleness(file, file.provider, providerRows(file, day), day, days),
      ...proofs(file.provider, ratesOf(file), day),
      ...changes(file, day, days),
    ]),
    ...book.clouds.flatMap((file) => [
      ...staleness(
        file,
        file.cloud,
        file.rates.filter((rate) => !isForgotten(rate, day)).map((rate) => gpuRow(file.cloud, rate, day)),
        day,
        days,
      ),
      ...proofs(file.cloud, file.rates, day),
    ]),
  ];
}

/** How well the rates of a book are proved. */
export interface Proof {
  readonly rates: number;
  /** Rates with a copy and a quote. */
  readonly withEvidence: number;
  /** Rates of copies that bear no day. */
  readonly undated: number;
  /** Rates in force that nobody has seen for so many days. */
  readonly stale: number;
}

/** How many rates of the book have evidence, bear no day, or were not seen for `days`. */
export function proofOf(book: PriceFiles, day: string, days: number): Proof {
  const lists = [...book.providers.map(ratesOf), ...book.clouds.map(({ rates }) => rates)];
  const all = lists.flat();
  const dated = all.filter((rate) => !isUndated(rate));
  const inForce = lists.flatMap((rates) => newestOf<Rate | GpuRate>(rates, day));
  return {
    rates: all.length,
    withEvidence: all.filter(({ evidence = [] }) => evidence.length > 0).length,
    undated: all.length - dated.length,
    stale: inForce.filter((rate) => !isUndated(rate) && daysBetween(rate.seen, day) > days).length,
  };
}

/** Of every thing of a list the price in force on a day; none of a machine that nobody has seen for a year. */
function newestOf<R extends Rate | GpuRate>(rates: readonly R[], day: string): R[] {
  const newest = new Map<string, R>();
  for (const rate of rates) {
    const { method, variant, service, kind, per, id, gpus, region, term } = { ...rate } as Partial<Rate & GpuRate>;
    const thing = [method, variant, service, kind, per, rate.currency, id, gpus, region, term].join("|");
    const held = newest.get(thing);
    if (rate.from <= day && (held === undefined || rate.from >= held.from)) newest.set(thing, rate);
  }
  return [...newest.values()].filter((rate) => !("gpu" in rate && isForgotten(rate, day)));
}

function ratesOf({ rates = [], tiers = [], models }: ProviderFile): Rate[] {
  return [...rates, ...tiers.flatMap((tier) => tier.rates), ...models.flatMap((model) => model.rates ?? [])];
}

/** Rates of a file that cannot be shown: of copies without a day, and without a quote. */
function proofs(provider: string, rates: readonly (Rate | GpuRate)[], day: string): BookNotice[] {
  const undated = rates.filter((rate) => rate.from <= day && isUndated(rate)).length;
  const bare = rates.filter(({ evidence = [] }) => evidence.length === 0).length;
  const notice = (kind: BookNotice["kind"], count: number, what: string): BookNotice[] =>
    count === 0
      ? []
      : [{ kind, provider, model: null, day: null, detail: `${count} of ${rates.length} rates ${what}` }];
  return [
    ...notice("undated", undated, "are of copies that bear no day"),
    ...notice("no_evidence", bare, "have no quote of a copy"),
  ];
}

function staleness(
  file: { readonly checked: string },
  provider: string,
  rows: readonly RateRow[],
  day: string,
  days: number,
): BookNotice[] {
  const notices: BookNotice[] = [];
  if (daysBetween(file.checked, day) > days)
    notices.push({
      kind: "not_checked",
      provider,
      model: null,
      day: file.checked,
      detail: `not checked for ${daysBetween(file.checked, day)} days`,
    });
  const current = rows.filter((row) => row.from <= day && !rows.some((newer) => replaces(newer, row, day)));
  const old = current.filter((row) => daysBetween(row.seen, day) > days);
  const oldest = old.reduce<string>((first, { seen }) => (seen < first ? seen : first), day);
  if (old.length > 0)
    notices.push({
      kind: "not_seen",
      provider,
      model: null,
      day: oldest,
      detail: `${old.length} of ${current.length} rates in force not seen for ${days === 1 ? "a day" : `${days} days`}`,
    });
  return notices;
}

/** True where `newer` is the same rate from a later day that has come. */
function replaces(newer: RateRow, row: RateRow, day: string): boolean {
  const fields = ["model", "method", "variant", "kind", "per", "currency"] as const;
  return newer.from > row.from && newer.from <= day && fields.every((field) => newer[field] === row[field]);
}

function changes(file: ProviderFile, day: string, days: number): BookNotice[] {
  const { provider } = file;
  const soon = (from: string): boolean => from > day && daysBetween(day, from) <= days;
  const status = (model: string | null, entries: readonly StatusEntry[] = []): BookNotice[] =>
    entries
      .filter(({ from }) => soon(from))
      .map(({ kind, from }) => ({
        kind: "status_changes",
        provider,
        model,
        day: from,
        detail: kind.replaceAll("_", " "),
      }));
  const rates: BookNotice[] = providerRows(file, day)
    .filter(({ from }) => soon(from))
    .map(({ model, kind, amount, currency, per, from }) => ({
      kind: "rate_changes",
      provider,
      model,
      day: from,
      detail: `${kind} becomes ${amount} ${currency} per ${per}`,
    }));
  const missing = (model: string, unknown: readonly UnknownPrice[] = []): BookNotice[] =>
    unknown.map(({ kind, method, variant, where }) => ({
      kind: "price_unknown",
      provider,
      model,
      day: null,
      detail: `${[kind.replaceAll("_", " "), method, variant].filter((part) => part !== undefined).join(", ")}: look at ${where}`,
    }));
  return [
    ...status(null, file.status),
    ...file.models.flatMap((model) => status(model.id, model.status)),
    ...rates,
    ...file.models.flatMap((model) => missing(model.id, model.unknown)),
  ];
}
