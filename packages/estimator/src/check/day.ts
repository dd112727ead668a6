import { fail, ok, type Result } from "../problem.ts";

/** Days since 1970-01-01. */
export type DayNumber = number;

/** The calendar of the language, in UTC alone: what else it does depends on the machine. */
// oxlint-disable-next-line no-restricted-globals -- the specification fixes `UTC` and `toISOString`
const Calendar = Date;

const MILLISECONDS = 86_400_000;

/** Reads `YYYY-MM-DD`; a day that does not exist (2026-02-30) is the problem `bad_day`. */
export function parseDay(text: string): Result<DayNumber> {
  const [, year = 0, month = 0, day = 0] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  const number = Calendar.UTC(year, month - 1, day) / MILLISECONDS;
  return dayText(number) === text ? ok(number) : fail({ kind: "bad_day", day: text });
}

/** The day as `YYYY-MM-DD`. */
export function dayText(number: DayNumber): string {
  return new Calendar(number * MILLISECONDS).toISOString().slice(0, -14);
}

/** The day in UTC of seconds or milliseconds since 1970, or of an ISO time. */
export function dayOfTime(value: unknown): string | null {
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}/u.exec(value)?.[0] ?? null;
  if (typeof value !== "number" || !(value > 0 && value < 4e12)) return null;
  return dayText(Math.floor((value < 4e9 ? value : value / 1000) / 86_400));
}

/** Whole days from one day to another; both must be days that `parseDay` takes. */
export function daysBetween(from: string, to: string): number {
  return dayOf(to) - dayOf(from);
}

/** The day `days` later. */
export function addDays(day: string, days: number): string {
  return dayText(dayOf(day) + days);
}

const read = new Map<string, DayNumber>();

/** The days of a price book are few, and each is asked for by many offers. */
function dayOf(text: string): DayNumber {
  const known = read.get(text);
  if (known !== undefined) return known;
  const day = parseDay(text);
  if (!day.ok) throw new TypeError(`Got ${text} where a day YYYY-MM-DD was expected.`);
  if (read.size > 2000) read.clear();
  read.set(text, day.value);
  return day.value;
}
