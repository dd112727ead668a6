import type { Answer, Assumption, Offer } from "./answer.ts";
import { byTotal } from "../check/order.ts";
import { priceAges } from "./priceAge.ts";
import type { statusKinds } from "../prices/bookWords.ts";
import type { NoteKind } from "./notes.ts";

/** The first assumption of a kind; undefined where the offer makes none. */
export function noteOf({ assumptions }: Pick<Offer, "assumptions">, kind: NoteKind): Assumption | undefined {
  return assumptions.find((one) => one.kind === kind);
}

/** True where something is missing from the total, so that it is "at least". */
export function isAtLeast({ notCounted }: Pick<Offer, "notCounted">): boolean {
  return notCounted.length > 0;
}

/** True where something is missing from the training. */
export function isTrainingAtLeast({ trainingRange }: Pick<Offer, "trainingRange">): boolean {
  return trainingRange.high === null;
}

/** True where data are missing from every figure of the answer, so that each is "at least": rows not read, parts not here. */
export function lacksData({ notices }: Pick<Answer, "notices">): boolean {
  return notices.some(({ kind }) => lacks.includes(kind));
}

const lacks: readonly string[] = ["bad_rows", "missing_parts", "unread_columns"] satisfies readonly NoteKind[];

const tooLong = ["over_context", "long_turns", "records_uncounted"] as const satisfies readonly NoteKind[];

/** What happens to examples that are longer than the provider takes, and requests than the model reads; null where all fit. */
export function tooLongNote(offer: Offer): string | null {
  return tooLong.map((kind) => noteOf(offer, kind)).find((note) => note !== undefined)?.sentence ?? null;
}

/** What the total leaves out, each in a sentence: it is "at least" where there is any. */
export function leftOut({ assumptions }: Offer, { notices }: Pick<Answer, "notices">): string[] {
  const missing = [...assumptions, ...notices].filter(({ kind }) => kind === "not_counted" || lacks.includes(kind));
  return missing.map(({ sentence }) => sentence);
}

/**
 * Complete offers first, or those that miss nothing but what data are missing from all; then those at a price that somebody saw within
 * half a year, then by total, `home` currency first, then by id. Whoever pinned a currency compares in it: it stands first at any age.
 */
export function byCompleteness(a: Offer, b: Offer, home: string = "USD"): number {
  return rankOf(a, home) - rankOf(b, home) || byTotal(a, b, home);
}

/** Offers in that order, where each stands worked out once. */
export function sortedOffers(offers: readonly Offer[], home: string): Offer[] {
  const ranked = offers.map((offer) => ({ offer, rank: rankOf(offer, home) }));
  return ranked.sort((a, b) => a.rank - b.rank || byTotal(a.offer, b.offer, home)).map(({ offer }) => offer);
}

function rankOf(offer: Offer, home: string): number {
  // Without a rate of exchange home is US dollars, or the only currency there is.
  const isForeign = home !== "USD" && offer.total.currency !== home;
  return (isWholeTotal(offer) ? 0 : 4) + (isForeign ? 2 : 0) + ((offer.priceAge ?? 0) > priceAges.below ? 1 : 0);
}

/** True where the offer misses nothing, whatever data are missing from all; only such totals compare with one another. */
export function isWholeTotal(offer: Offer): boolean {
  return noteOf(offer, "not_counted") === undefined && offer.horizon.clippedAt === undefined;
}

const open: readonly string[] = ["listed", "open", "preview"] satisfies readonly (typeof statusKinds)[number][];

/** True where a new customer can buy the offer on the day of the answer. */
export function isOpenToAll({ status }: Pick<Offer, "status">): boolean {
  return open.includes(status.kind);
}

/** The offers that the asker can buy: those open to all, and those that the question names by their id. */
export function soldToAsker({ offers, input }: Answer): Offer[] {
  const named: readonly string[] = input.only?.models ?? [];
  return offers.filter((offer) => isOpenToAll(offer) || named.includes(offer.id));
}

/** The currency of budgets, limits and labels: that of own exchange rates, else the one that all offers bill in, else USD. */
export function billCurrency({ offers, input }: Pick<Answer, "offers" | "input">): string {
  const billed = new Set(offers.map(({ total }) => total.currency));
  const pinned = (input.ownPrices?.exchange ?? []).map(({ to }) => to).find((to) => billed.has(to));
  const [only] = billed.size === 1 ? billed : [];
  return pinned ?? only ?? "USD";
}
