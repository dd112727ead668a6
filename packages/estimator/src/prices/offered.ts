import { daysBetween } from "../check/day.ts";
import { holdsFor, type BookOffer } from "./offers.ts";
import type { OfferedList } from "./priceFile.ts";
import { lastSighting } from "./sightings.ts";

/** Lists of the same weeks that say different things leave it open which is right. */
const sameWeeks = 60;

export interface Open {
  /** The newest list, which lacks it. */
  readonly lacking: string;
  readonly having?: string;
  /** The day on which a price of its own was seen, after the list. */
  readonly priced?: string;
  readonly source: string;
}

/** Whether an offer is sold: no list speaks of it, the newest has it, that lacks it, or what is known does not agree. */
export type Offered =
  | { readonly state: "unlisted" | "on" }
  | { readonly state: "off"; readonly since: string; readonly lastSeen?: string; readonly source: string }
  | { readonly state: "open"; readonly why: Open };

/** What the lists of a day say of an offer. A list from before the offer's first known day says nothing of it. */
export function offeredOn(offer: BookOffer, day: string): Offered {
  const lists = (offer.provider.offered ?? []).filter((list) => list.day <= day && speaksOf(list, offer));
  const newest = lists.at(-1);
  if (newest === undefined) return { state: "unlisted" };
  if (has(newest, offer)) return { state: "on" };
  const { day: lacking, source } = newest;
  const having = lists.filter((list) => has(list, offer));
  const last = having.at(-1)?.day;
  const { rates = [] } = offer.model;
  const prices = rates.filter((rate) => rate.kind === "training" && rate.from <= day && holdsFor(rate, offer));
  const [first] = [...prices.map(({ from }) => from), ...having.map((list) => list.day)].sort();
  // A list without models is the provider's word that it tunes nothing any more: nobody's copy of a price takes it back.
  const nothing = newest.models.length === 0;
  if (!nothing && lacking < (first ?? offer.model.released ?? "")) return { state: "unlisted" };
  const known = last ?? first ?? offer.model.released ?? "";
  const since = lists.find((list) => (last === undefined ? list.day >= known : list.day > known))?.day ?? lacking;
  const off = { state: "off", since, source, ...(last !== undefined && { lastSeen: last }) } as const;
  if (nothing) return off;
  // The same page read again is a change; another page of the same weeks is a contradiction.
  const other = having.findLast((list) => list.source !== source)?.day;
  if (other !== undefined && other === last && daysBetween(other, lacking) <= sameWeeks)
    return { state: "open", why: { lacking, having: other, source } };
  const priced =
    prices
      .map((rate) => lastSighting(rate, day) ?? "")
      .sort()
      .at(-1) ?? "";
  return priced > lacking ? { state: "open", why: { lacking, priced, source } } : off;
}

function speaksOf({ of, among = "", models, lacks }: OfferedList, { model, method, variant }: BookOffer): boolean {
  return (
    (of === undefined || of.includes(variant === null ? method : `${method}@${variant}`)) &&
    model.id.startsWith(among) &&
    (lacks === undefined || [...models, ...lacks].some((name) => namesOf(model).includes(name)))
  );
}

function has({ models }: OfferedList, { model, method, variant }: BookOffer): boolean {
  const ways = ["", `:${method}`, `:${method}@${String(variant)}`];
  return namesOf(model).some((name) => ways.some((way) => models.includes(name + way)));
}

function namesOf({ id, aliases = [] }: BookOffer["model"]): string[] {
  return [id, ...aliases];
}
