import type { Rate } from "./rateEntry.ts";

/** The day of the newest copy that was there on a day; of the first one, where all came later. */
export function seenOn({ seen, alsoSeen = [] }: Pick<Rate, "seen" | "alsoSeen">, day: string): string {
  const days = [...alsoSeen, seen];
  return days.findLast((one) => one <= day) ?? days[0] ?? seen;
}

/** True where no copy of a price bears a day. */
export function isUndated({ seenKind, fromKind }: Pick<Rate, "seenKind" | "fromKind">): boolean {
  return seenKind === "read" || fromKind === "read";
}
