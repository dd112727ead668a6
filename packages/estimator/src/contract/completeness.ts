import type { Answer, Assumption, Offer } from "./answer.ts";
import type { NoteKind } from "./notes.ts";

/** The first assumption of a kind; undefined where the offer makes none. */
export function noteOf({ assumptions }: Pick<Offer, "assumptions">, kind: NoteKind): Assumption | undefined {
  return assumptions.find((one) => one.kind === kind);
}

/** True where the bill leaves something out, so that its total is "at least". */
export function isAtLeast(offer: Offer): boolean {
  return noteOf(offer, "not_counted") !== undefined;
}

/** True where it leaves something out of the training. */
export function isTrainingAtLeast({ assumptions }: Offer): boolean {
  return assumptions.some(({ kind, part }) => kind === "not_counted" && part === "training");
}

/** True where data are missing from every figure of the answer, so that each is "at least": rows not read, parts not here. */
export function lacksData({ notices }: Pick<Answer, "notices">): boolean {
  return notices.some(isLack);
}

const lacks: readonly string[] = ["bad_rows", "missing_parts"] satisfies readonly NoteKind[];

function isLack({ kind }: Assumption): boolean {
  return lacks.includes(kind);
}

/** Assumptions about examples that are longer than the provider takes. */
const tooLong = ["over_context", "long_turns", "records_uncounted"] as const satisfies readonly NoteKind[];

/** What happens to examples that are longer than the provider takes; null where all fit. */
export function tooLongNote(offer: Offer): string | null {
  return tooLong.map((kind) => noteOf(offer, kind)).find((note) => note !== undefined)?.sentence ?? null;
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
