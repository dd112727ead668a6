import { priceAges } from "../contract/priceAge.ts";
import { counted } from "./amount.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `2027-01-14` as people write it: `14 Jan 2027`; a text that is no day stays as it is. */
export function shownDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const month = months[Number(match?.[2]) - 1];
  return match === null || month === undefined ? day : `${Number(match[3])} ${month} ${match[1]}`;
}

/** Days below three weeks, weeks below two months, months below two years, then years. @param whole days until the date that is shown beside it */
export function timeText(months: number, whole?: number): string {
  const days = (months * 730) / 24;
  if (days < 1 && (whole ?? 1) <= 1) return "less than a day";
  if (days < 21) return counted(whole ?? Math.ceil(days), "day");
  if (months < 2) return counted(Math.round(days / 7), "week");
  return months < 24
    ? counted(Math.round(months < 10 ? months * 10 : 10 * Math.round(months)) / 10, "month")
    : counted(months < 120 ? Math.round(months / 1.2) / 10 : Math.round(months / 12), "year");
}

/** Two counted times as a span: `12 to 26 minutes`, but `less than a minute to 2 minutes`, `18 months to 2.6 years`. */
export function spanText(from: string, to: string): string {
  const [digits = "", unit] = from.split(" ");
  const isSameUnit = /^\d/u.test(from) && unit !== undefined && to.includes(unit.replace(/s$/u, ""));
  return from === to ? to : `${isSameUnit ? digits : from} to ${to}`;
}

/** An age in whole units: `12 days`, `7 weeks`, `7 months`, `2 years`. */
export function ageText(days: number): string {
  if (days < 21) return counted(days, "day");
  if (days < 61) return counted(Math.round(days / 7), "week");
  return days < 730 ? counted(Math.round(days / 30.44), "month") : counted(Math.round(days / 365.25), "year");
}

/** `price 7 months old`, or why it has no age, and whether to mark it. @param days null for a price of the user's own */
export function priceText(days: number | null, isUndated: boolean): { readonly text: string; readonly isOld: boolean } {
  if (isUndated) return { text: "price without a day", isOld: true };
  if (days === null) return { text: "your own price", isOld: false };
  return { text: days === 0 ? "price of the day" : `price ${ageText(days)} old`, isOld: days > priceAges.marked };
}

/** A horizon in a sentence: `a year`, `a month`, `3 months`. */
export function horizonText(months: number): string {
  if (months === 12) return "a year";
  return months === 1 ? "a month" : counted(months, "month");
}
