import { order } from "../check/order.ts";
import { isOneOf, statusKinds } from "./bookWords.ts";
import { onceADay } from "./once.ts";
import type { ModelEntry, ProviderFile, StatusEntry, OfferedList } from "./priceFile.ts";
import { daysBetween } from "../check/day.ts";
import { namesOf, type BookOffer } from "./offers.ts";
import { holdsFor } from "./rates.ts";
import { lastSighting } from "./rateEntry.ts";

/** Lists of the same weeks that say different things leave it open which is right. */
const sameWeeks = 60;

interface Open {
  readonly lacking: string;
  readonly having?: string;
  /** The day on which a price of its own was seen, after the list. */
  readonly priced?: string;
  readonly source: string;
}

/** Whether an offer is sold: no list speaks of it, the newest has it, that lacks it, or what is known does not agree. */
type Offered =
  | { readonly state: "unlisted" | "on" }
  | { readonly state: "off"; readonly since: string; readonly lastSeen?: string; readonly source: string }
  | { readonly state: "open"; readonly why: Open };

/** What the lists of a day say of an offer. A list from before the offer's first known day says nothing of it. */
export function offeredOn(offer: BookOffer, day: string): Offered {
  const lists = (offer.provider.offered ?? []).filter((list) => list.day <= day && speaksOf(list, offer));
  const newest = lists.at(-1);
  if (newest === undefined) return { state: "unlisted" };
  // A list may name one way to tune a model after its name.
  const ways = ["", `:${offer.method}`, `:${offer.method}@${offer.variant}`];
  const names = new Set(namesOf(offer.model).flatMap((name) => ways.map((way) => name + way)));
  const has = ({ models }: OfferedList): boolean => models.some((name) => names.has(name));
  if (has(newest)) return { state: "on" };
  const { day: lacking, source } = newest;
  const having = lists.filter(has);
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
  const [priced = ""] = prices.map((rate) => lastSighting(rate, day) ?? "").sort((a, b) => order(b, a));
  return priced > lacking ? { state: "open", why: { lacking, priced, source } } : off;
}

function speaksOf({ of, among = "", models, lacks }: OfferedList, { model, method, variant }: BookOffer): boolean {
  return (
    (of === undefined || of.includes(variant === null ? method : `${method}@${variant}`)) &&
    model.id.startsWith(among) &&
    (lacks === undefined || [...models, ...lacks].some((name) => namesOf(model).includes(name)))
  );
}

/** Statuses under which no job is taken. */
export const shut: ReadonlySet<string> = new Set(["not_offered", "no_new_jobs", "inference_off"]);

/** What holds for a model on a day, and when its answers will stop. */
export interface Status {
  /** One of `statusKinds`, or a word of a newer book; `listed` where the book has no dated statement. */
  readonly kind: string;
  readonly source: string;
  readonly from?: string;
  /** The day of the next stricter status that ends something, if one is announced. */
  readonly until?: string;
  readonly inferenceOff?: string;
  /** Of `not_offered`: the day of the last list that had it, where one did. */
  readonly lastSeen?: string;
  /** Of `closed_to_new_customers`: each such statement in force, oldest first. */
  readonly closings?: readonly StatusEntry[];
  readonly open?: Open;
}

/** The status of one offer: that of its model, unless the provider's newest list lacks it. */
export const offerStatusOn: (offer: BookOffer, day: string) => Status = onceADay((offer, day) => {
  const status = statusOn(offer.provider, offer.model, day);
  const sold = offeredOn(offer, day);
  if (sold.state === "open") return { ...status, open: sold.why };
  if (sold.state !== "off" || rank(status.kind) >= rank("not_offered")) return status;
  const { since: from, lastSeen, source } = sold;
  return { ...status, kind: "not_offered", source, from, ...(lastSeen !== undefined && { lastSeen }) };
});

/** The stricter of the provider's and the model's status on a day; any past day gives what held then. */
export function statusOn(provider: ProviderFile, model: ModelEntry, day: string): Status {
  const lists = [provider.status ?? [], model.status ?? []];
  const all = lists.flat();
  const now = lists.map((entries) => latest(entries, day)).filter((entry) => entry !== undefined);
  const inferenceOff = earliest(all.filter((entry) => entry.kind === "inference_off"));
  const [strictest] = now.sort((a, b) => rank(b.kind) - rank(a.kind));
  // A preview takes jobs as well: that it begins ends nothing.
  const least = Math.max(rank("preview"), rank(strictest?.kind ?? "listed"));
  const until = earliest(all.filter((entry) => entry.from > day && rank(entry.kind) > least));
  const closings = all.filter((entry) => entry.kind === "closed_to_new_customers" && entry.from <= day);
  return {
    kind: strictest?.kind ?? "listed",
    source: strictest?.source ?? provider.page,
    ...(strictest && { from: strictest.from }),
    ...(strictest?.kind === "closed_to_new_customers" && { closings }),
    ...(until !== undefined && { until }),
    ...(inferenceOff !== undefined && { inferenceOff }),
  };
}

/** The newest entry of a day or before it; of one day the last, since entries are appended. */
function latest(entries: readonly StatusEntry[], day: string): StatusEntry | undefined {
  const known = entries.filter((entry) => entry.from <= day).sort((a, b) => order(a.from, b.from));
  return known.at(-1);
}

/** What a newer book says in a word of its own is taken to be the strictest. */
function rank(kind: string): number {
  return isOneOf(statusKinds, kind) ? statusKinds.indexOf(kind) : statusKinds.length;
}

function earliest(entries: readonly StatusEntry[]): string | undefined {
  return entries.map(({ from }) => from).sort()[0];
}
