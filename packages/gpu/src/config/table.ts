import type { Entry } from "./entry.ts";
import type { Setting, Settings } from "./settings.ts";

/** What a value means; undefined where it says nothing (`auto`, an empty list). */
export type Meaning<T> = { readonly value: T; readonly inexact?: string } | { readonly expected: string } | undefined;

/** A key of a trainer: which setting it is, and how its values are read and written. */
export interface Row {
  readonly key: string;
  readonly setting?: Setting;
  readonly read?: (value: unknown) => Meaning<Settings[Setting]>;
  /** The value of the key for a setting; undefined where it is left out, null where the key cannot say it. */
  readonly write?: (value: never) => unknown;
  /** Changes the answer in a way that is not counted: the fact of the sentence. */
  readonly partial?: string;
  /** Values of a partial key with which it is off. */
  readonly off?: (value: unknown) => boolean;
}

/** A table of a trainer's keys. `idle` ones change neither memory nor time; `under.*` takes all below. */
export interface Table {
  readonly rows: readonly Row[];
  readonly idle: ReadonlySet<string>;
}

export function table(rows: readonly Row[], idle: string): Table {
  return { rows, idle: new Set(idle.trim().split(/\s+/)) };
}

type Keys<T> = { [S in Setting]: Settings[S] extends T ? S : never }[Setting];

/** Values by which a program is left to find a number itself. */
const unset = new Set<unknown>(["auto", "none", "None", -1, 0]);

/** A whole number of at least 1. */
export function whole(key: string, setting: Keys<number>): Row {
  return {
    key,
    setting,
    read: (value) => {
      if (unset.has(value)) return undefined;
      const number = Number(value);
      return Number.isFinite(number) && number > 0 && typeof value !== "boolean"
        ? { value: Math.max(1, Math.round(number)) }
        : { expected: "a whole number of at least 1" };
    },
    write: (value: number) => value,
  };
}

const yes = new Set<unknown>([true, "true", "True", "yes", "auto", 1]);
const no = new Set<unknown>([false, "false", "False", "no", 0, null, ""]);

/** True or false; `auto` counts as said. */
export function flag(
  key: string,
  setting: Keys<boolean>,
  { inverse = false, written = true }: { inverse?: boolean; written?: boolean } = {},
): Row {
  return {
    key,
    setting,
    read: (value) =>
      yes.has(value) ? { value: !inverse } : no.has(value) ? { value: inverse } : { expected: "true or false" },
    ...(written && { write: (value: boolean) => value !== inverse }),
  };
}

/** One of some words, each of which means one of the setting's. The first word of a meaning is the one written. */
export function words<S extends Setting>(
  key: string,
  setting: S,
  meanings: Readonly<Record<string, Settings[S] | readonly [Settings[S], string] | undefined>>,
): Row {
  const plain = (value: Settings[S] | readonly [Settings[S], string] | undefined): Settings[S] | undefined =>
    Array.isArray(value) ? (value as readonly [Settings[S], string])[0] : (value as Settings[S] | undefined);
  return {
    key,
    setting,
    read: (value) => {
      const word = String(value);
      if (!Object.hasOwn(meanings, word)) return { expected: `one of ${Object.keys(meanings).join(", ")}` };
      const meaning = meanings[word];
      const meant = plain(meaning);
      if (meant === undefined) return undefined;
      return { value: meant, ...(Array.isArray(meaning) && { inexact: String(meaning[1]) }) };
    },
    write: (value: Settings[S]) =>
      Object.entries(meanings).find(([, meant]) => !Array.isArray(meant) && meant === value)?.[0] ?? null,
  };
}

/** Any text. */
export function text(key: string, setting: Keys<string>): Row {
  return {
    key,
    setting,
    read: (value) =>
      typeof value === "string" && value !== "" ? { value } : value === "" ? undefined : { expected: "a text" },
    write: (value: string) => value,
  };
}

/** A key read by a rule of its own. */
export function custom<S extends Setting>(
  key: string,
  setting: S,
  read: (value: unknown) => Meaning<Settings[S]>,
  write?: (value: Settings[S]) => unknown,
): Row {
  return { key, setting, read, ...(write && { write }) };
}

/** A key that changes the answer in a way that is not counted, unless it is off. */
export function partial(key: string, why: string, off: (value: unknown) => boolean = isOff): Row {
  return { key, partial: why, off };
}

export function isOff(value: unknown): boolean {
  return no.has(value) || value === 1 || (Array.isArray(value) && value.length === 0);
}

/** A key that means one thing where it is on and says nothing where it is off. */
export function on<T>(value: T): (said: unknown) => { value: T } | undefined {
  return (said) => (isOff(said) ? undefined : { value });
}

/** What a key of a config was taken for. */
export interface Taken {
  readonly entry: Entry;
  readonly setting: Setting;
  readonly value: Settings[Setting];
  readonly inexact?: string;
}
