import { daysBetween } from "../check/day.ts";
import type { LineRate } from "../prices/rates.ts";

/** Days since a price was last seen after which it is marked, ranks below fresher ones, and is left out unless asked for. */
export const priceAges = { marked: 90, below: 180, out: 365 } as const;

/** Days since a price was last seen: 0 where a later copy has it, null for one that the user agreed. A discount makes it no younger. */
export function priceAge({ seen, confirmed, overlay }: LineRate, day: string): number | null {
  if (confirmed === true) return overlay === true ? null : 0;
  return seen >= day ? 0 : daysBetween(seen, day);
}

/** The age of the oldest of several prices; null where all are the user's own. */
export function oldestAge(rates: readonly LineRate[], day: string): number | null {
  return rates
    .map((rate) => priceAge(rate, day))
    .reduce<number | null>((oldest, age) => (age === null ? oldest : Math.max(oldest ?? 0, age)), null);
}
