import { isDecimalText } from "./decimalText.ts";
import { nearestNames } from "./nearest.ts";
import { parseDay } from "./day.ts";
import type { Problem } from "../problem.ts";

/** What is wrong with a value; null where nothing is. `path` says where it stands: `job.epochs`, `rates.0.amount`. */
export type Check = (value: unknown, path: string) => Problem | null;

/** Largest count that is taken: beyond it sums of counts would lose their last digit. */
const most = 1e12;

/** An object of these fields and no others. A check gets `undefined` where its field is absent. */
export function fields(checks: Readonly<Record<string, Check>>): Check {
  const known = Object.keys(checks);
  const rest = having(checks);
  return (value, path) => {
    const names = isRecord(value) ? Object.keys(value).filter((name) => value[name] !== undefined) : [];
    const stranger = names.find((name) => !known.includes(name));
    return stranger === undefined
      ? rest(value, path)
      : unknownWord("unknown_field", at(path, stranger), stranger, known);
  };
}

/** An object that has these fields, perhaps among others: a newer version may write more of them. */
export function having(checks: Readonly<Record<string, Check>>): Check {
  const known = Object.entries(checks);
  return (value, path) =>
    isRecord(value)
      ? firstProblem(known, ([name, check]) =>
          check(Object.hasOwn(value, name) ? value[name] : undefined, at(path, name)),
        )
      : wrongKind(path, "an object", value);
}

function at(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The same check for each of some fields. @param names with blanks between them */
export function each(names: string, check: Check): Record<string, Check> {
  return Object.fromEntries(names.split(" ").map((name) => [name, check]));
}

/** What may be left out. */
export function maybe(check: Check): Check {
  return (value, path) => (value === undefined ? null : check(value, path));
}

/** A list whose entries pass. */
export function list(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? firstProblem([...value.entries()], ([index, entry]) => check(entry, `${path}.${index}`))
      : wrongKind(path, "a list", value);
}

/** A value that fits. @param expected what was expected, in words */
export function fitting(fits: (value: unknown) => boolean, expected: string): Check {
  return (value, path) => (fits(value) ? null : wrongKind(path, expected, value));
}

/** Passes text that is not empty. */
export const text: Check = fitting((value) => typeof value === "string" && value !== "", "some text");

/** Passes an amount of money: a plain decimal, in text, of at least 0. */
export const amount: Check = fitting(
  (value) => isDecimalText(value) && !value.startsWith("-"),
  'a plain non-negative decimal as text, such as "0.48"',
);

export const day: Check = fitting(
  (value) => typeof value === "string" && parseDay(value).ok,
  "a day that exists, YYYY-MM-DD",
);

/** A number of at least `least` and at most `limit`. */
export function number(least: number = 0, limit: number = most): Check {
  return (value, field) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return { kind: "not_number", field, got: shown(value) };
    return value < least ? { kind: "out_of_range", field, got: value, least } : atMost(field, value, limit);
  };
}

export const positive: Check = (value, field) =>
  typeof value === "number" && value <= 0
    ? { kind: "out_of_range", field, got: value, above: 0 }
    : number()(value, field);

export function whole(least: number = 0, limit: number = most): Check {
  return (value, field) =>
    Number.isInteger(value)
      ? number(least, limit)(value, field)
      : { kind: "not_whole", field, got: shown(value), least };
}

export function atMost(field: string, value: number, limit: number): Problem | null {
  return value > limit ? { kind: "out_of_range", field, got: value, most: limit } : null;
}

/** The problem of a word that is none of the known, with those that were perhaps meant or, where none is near, all. */
export function unknownWord(kind: string, field: string, word: string, known: readonly string[]): Problem {
  const near = nearestNames(word, known);
  return { kind, field, expected: `one of ${(near.length > 0 ? near : known).join(", ")}`, got: JSON.stringify(word) };
}

function firstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | null): Problem | null {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== null) return problem;
  }
  return null;
}

/** True for an object that is no list: what `JSON.parse` makes of `{…}`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at a path of names, `job.epochs`; undefined where there is nothing. */
export function fieldAt(value: unknown, path: string): unknown {
  return path.split(".").reduce((held, name) => (isRecord(held) ? held[name] : undefined), value);
}

/** The problem of what should be an object with named fields and is none; null for one. */
export function notFields(value: unknown, field: string): Problem | null {
  return isRecord(value) ? null : wrongKind(field, "an object", value);
}

/** The problem of a value of the wrong kind. */
export function wrongKind(field: string, expected: string, value: unknown): Problem {
  return { kind: "wrong_kind", field, expected, got: shown(value) };
}

/** A value as a sentence names it; a list or an object is named as one, since its text may never end. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) return "an object";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return String(value);
  return JSON.stringify(value) ?? "nothing";
}

/** A text or a number as the cell of a table holds it; of anything else nothing. */
export function cellText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
