import { fail, ok, type Result } from "../problem.ts";

/** Days since 1970-01-01. There is no `Date` here: its parsing and printing depend on the machine. */
export type DayNumber = number;

/** Reads `YYYY-MM-DD`; a day that does not exist (2026-02-30) is the problem `bad_day`. */
export function parseDay(text: string): Result<DayNumber> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return fail({ kind: "bad_day", day: text });
  const [, year = 0, month = 0, day = 0] = match.map(Number);
  const number = dayNumber(year, month, day);
  return month >= 1 && month <= 12 && dayText(number) === text ? ok(number) : fail({ kind: "bad_day", day: text });
}

/** The day as `YYYY-MM-DD`. */
export function dayText(number: DayNumber): string {
  // Counting from 1 March makes the leap day the last of its year.
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const pad = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
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

function dayNumber(year: number, month: number, day: number): DayNumber {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
