import { isDecimalText } from "./money.ts";
import { nearestNames } from "./nearest.ts";
import { parseDay } from "./prices/day.ts";
import type { Problem } from "./problem.ts";

/** What is wrong with the value of a field; null where nothing is. `field` is its name in words. */
export type Check = (value: unknown, field: string) => Problem | null;

/** Largest count that is taken: beyond it sums of counts would lose their last digit. */
const most = 1e12;

/** An object of these fields and no others. A check gets `undefined` where the field is absent. */
export function fields(checks: Readonly<Record<string, Check>>): Check {
  return (value, field) => {
    if (!isRecord(value)) return wrongKind(field, "an object", value);
    const known = Object.keys(checks);
    const stranger = Object.keys(value).find((name) => value[name] !== undefined && !Object.hasOwn(checks, name));
    if (stranger !== undefined) return { kind: "unknown_field", field: stranger, known: nearestNames(stranger, known) };
    return firstProblem(known, (name) => checks[name]?.(value[name], inWords(field, name)) ?? null);
  };
}

/** The same check for each of some fields. @param names with blanks between them */
export function each(names: string, check: Check): Record<string, Check> {
  return Object.fromEntries(names.split(" ").map((name) => [name, check]));
}

/** A field that may be left out. */
export function maybe(check: Check): Check {
  return (value, field) => (value === undefined ? null : check(value, field));
}

/** A list whose entries pass. */
export function list(check: Check): Check {
  return (value, field) =>
    Array.isArray(value) ? firstProblem(value, (entry) => check(entry, field)) : wrongKind(field, "a list", value);
}

/** One of a few words. */
export function oneOf(...words: readonly unknown[]): Check {
  return (value, field) => (words.includes(value) ? null : wrongKind(field, `one of ${words.join(", ")}`, value));
}

export const anything: Check = () => null;

export const text: Check = (value, field) => (typeof value === "string" ? null : wrongKind(field, "text", value));

export const day: Check = (value) => {
  const read = parseDay(String(value));
  return read.ok ? null : read.problem;
};

export const money: Check = (value, field) =>
  isDecimalText(value) && !value.startsWith("-") ? null : { kind: "not_decimal", field, got: String(value) };

/** A number of at least `least` and at most `limit`. */
export function number(least: number = 0, limit: number = most): Check {
  return (value, field) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return { kind: "not_number", field, got: String(value) };
    return value < least ? { kind: "out_of_range", field, got: value, least } : atMost(field, value, limit);
  };
}

/** A number above 0. */
export const positive: Check = (value, field) =>
  value === 0 ? { kind: "out_of_range", field, got: 0, above: 0 } : number()(value, field);

/** A whole number of at least `least`. */
export function whole(least: number = 0): Check {
  return (value, field) =>
    Number.isInteger(value) ? number(least)(value, field) : { kind: "not_whole", field, got: String(value), least };
}

/** The problem of a number above its limit. */
export function atMost(field: string, value: number, limit: number): Problem | null {
  return value > limit ? { kind: "out_of_range", field, got: value, most: limit } : null;
}

/** The first problem met along a list. */
export function firstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | null): Problem | null {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== null) return problem;
  }
  return null;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The problem of a value of the wrong kind. */
export function wrongKind(field: string, expected: string, value: unknown): Problem {
  return { kind: "wrong_kind", field, expected, got: JSON.stringify(value) ?? "nothing" };
}

/** `tokensPerExample` of the validation set as "validation tokens per example"; the job is not named. */
function inWords(of: string, name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return ["validation", "stage"].includes(of) ? `${of} ${words}` : words;
}
