import type { Rate } from "./rateEntry.ts";

/** The day of the newest copy that was there on a day; of the first one, where all came later. */
export function seenOn({ seen, alsoSeen = [] }: Pick<Rate, "seen" | "alsoSeen">, day: string): string {
  return lastSighting({ seen, alsoSeen }, day) ?? alsoSeen[0] ?? seen;
}

export function lastSighting(
  { seen, alsoSeen = [] }: Pick<Rate, "seen" | "alsoSeen">,
  day: string,
): string | undefined {
  return [...alsoSeen, seen].findLast((one) => one <= day);
}

/** True where no copy of a price bears a day. */
export function isUndated({ seenKind, fromKind }: Pick<Rate, "seenKind" | "fromKind">): boolean {
  return seenKind === "read" || fromKind === "read";
}
