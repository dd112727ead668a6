import type { Answer, Assumption, Offer } from "./answer.ts";

/** True where the bill leaves something out, so that its total is "at least". */
export function isAtLeast({ assumptions }: Offer): boolean {
  return assumptions.some(({ kind }) => kind === "not_counted");
}

/** True where it leaves something out of the training. */
export function isTrainingAtLeast({ assumptions }: Offer): boolean {
  return assumptions.some(({ kind, part }) => kind === "not_counted" && part === "training");
}

/** True where data are missing from every figure of the answer, so that each is "at least": rows not read, parts not here. */
export function lacksData({ notices }: Pick<Answer, "notices">): boolean {
  return notices.some(isLack);
}

function isLack({ kind }: Assumption): boolean {
  return kind === "bad_rows" || kind === "missing_parts";
}

/** Assumptions about examples that are longer than the provider takes. */
const tooLong: ReadonlySet<string> = new Set(["over_context", "long_turns", "records_uncounted"]);

/** What happens to examples that are longer than the provider takes; null where all fit. */
export function tooLongNote({ assumptions }: Offer): string | null {
  return assumptions.find(({ kind }) => tooLong.has(kind))?.sentence ?? null;
}

/** What the total leaves out, each in a sentence: it is "at least" where there is any. */
export function leftOut({ assumptions }: Offer, { notices }: Pick<Answer, "notices">): string[] {
  const missing = [...assumptions.filter(({ kind }) => kind === "not_counted"), ...notices.filter(isLack)];
  return missing.map(({ sentence }) => sentence);
}

/** True where the total holds every part of every month asked for. Only such totals compare with one another. */
export function isWholeTotal(offer: Offer): boolean {
  return !isAtLeast(offer) && offer.horizon.clippedAt === undefined;
}

/** The same offers, those with whole totals first: a total is not low because something is missing in it. */
export function wholeFirst(offers: readonly Offer[]): Offer[] {
  return [...offers.filter(isWholeTotal), ...offers.filter((offer) => !isWholeTotal(offer))];
}
