import type { Entry } from "./entry.ts";
import { isSetting, targetNames, targetsOf } from "./settings.ts";
import type { Meaning, Setting, Settings, SomeSettings } from "./settings.ts";
import shared from "../trainers/keys/shared.json" with { type: "json" };

export interface Row {
  readonly key: string;
  readonly setting?: Setting;
  readonly read?: (value: unknown) => Meaning<Settings[Setting]>;
  /** The value of the key for a setting; undefined where it is left out, null where the key cannot say it. */
  readonly write?: (value: never) => unknown;
  /** Changes the answer in a way that is not counted: the fact of the sentence. */
  readonly partial?: string;
  /** Settings of which one takes care of it. */
  readonly unless?: string | undefined;
  readonly off?: (value: unknown) => boolean;
}

/** `idle` keys change neither memory nor time; `under.*` takes all below. */
export interface Table {
  readonly rows: readonly Row[];
  readonly idle: ReadonlySet<string>;
}

/** What a word means: a value, one that is only like it behind `~`, nothing where it is null. */
type Said = string | number | boolean | null;

/**
 * How a key's values are read and written, as a trainer's data file has it. A text names a kind and a setting: `whole microBatch`,
 * `flag bf16`, `text model`, `targets targets`; `unwritten` may follow; `beside` is read with other keys. Else, in this order:
 * values that are off mean `off`; those that a pattern of `match` fits mean what stands behind it; all others mean `on` or `else`.
 */
export type Rule =
  | string
  | {
      readonly sets?: string;
      readonly off?: Said | readonly string[];
      readonly on?: Said;
      readonly match?: Readonly<Record<string, Said>>;
      readonly capture?: string;
      readonly else?: Said;
      /** Words that stand for a value each; the first word of a value is the one written. */
      readonly words?: Readonly<Record<string, Said>>;
      readonly like?: string;
      /** What a value must be that nothing fits; absent, it says nothing. */
      readonly expected?: string;
      /** What is written for each value, `*` for the others: null cannot be said, what is missing is left out. */
      readonly write?: "same" | Readonly<Record<string, unknown>>;
      /** What is not counted of a value: of any, or of those that `capture` fits. */
      readonly partial?: string;
      readonly unless?: string;
    };

/** Keys and their rules; `@name` stands for keys of `shared.json`. */
export type Keys = Readonly<Record<string, Rule | readonly Rule[] | true>>;

const sharedKeys: Readonly<Record<string, Keys>> = shared.keys as Readonly<Record<string, Keys>>;
const sharedWords: Readonly<Record<string, Readonly<Record<string, Said>>>> = shared.words;
const sharedIdle: Readonly<Record<string, readonly string[]>> = shared.idle;

/** The table of a data file; throws where it names no setting. A line of `idle` that begins with `under.` names keys below it. */
export function table({ keys, idle }: { readonly keys: Keys; readonly idle: readonly string[] }): Table {
  return { rows: rowsOf(keys), idle: new Set(idle.flatMap(idleKeys)) };
}

function idleKeys(line: string): readonly string[] {
  if (line.startsWith("@")) return (sharedIdle[line.slice(1)] ?? []).flatMap(idleKeys);
  const [first = "", ...rest] = line.split(" ");
  return first.endsWith(".") ? rest.map((key) => `${first}${key}`) : [first, ...rest];
}

function rowsOf(keys: Keys): Row[] {
  return Object.entries(keys).flatMap(([names, rules]) => {
    if (rules === true) return rowsOf(sharedKeys[names.slice(1)] ?? {}).filter(({ key }) => !(key in keys));
    return names.split(" ").flatMap((key) => [rules].flat().map((rule: Rule) => rowOf(key, rule)));
  });
}

function settingNamed(name: string = "", key: string): Setting {
  if (!isSetting(name)) throw new Error(`${key}: ${name} is no setting`);
  return name;
}

function rowOf(key: string, rule: Rule): Row {
  if (rule === "beside") return { key };
  if (typeof rule !== "string") {
    if (rule.partial === undefined) return chosen(key, settingNamed(rule.sets, key), rule);
    const { partial, unless, on } = rule;
    const off = Array.isArray(rule.off) ? rule.off : [];
    const isMeant = (value: unknown): boolean => new RegExp(rule.capture ?? "", "u").test(JSON.stringify(value));
    const isUsual = (value: unknown): boolean => off.includes(String(value)) || !isMeant(value);
    return { key, partial, unless, off: (value) => isOff(value) !== (on === false) || isUsual(value) };
  }
  const [kind = "", name, ...marks] = rule.split(" ");
  const [read, write] = kinds[kind]?.(marks) ?? [];
  if (read === undefined) throw new Error(`${key}: ${kind} is no kind of value`);
  const row = { key, setting: settingNamed(name, key), read };
  return write === undefined || marks.includes("unwritten") ? row : { ...row, write };
}

type Read = (value: unknown) => Meaning<Settings[Setting]>;

const kinds: Readonly<Record<string, (marks: readonly string[]) => readonly [Read, Row["write"]?]>> = {
  whole: () => [wholeNumber, (value: number) => value],
  text: () => [
    (value) => (value === "" ? undefined : typeof value === "string" ? { value } : { expected: "a text" }),
    (value: string) => value,
  ],
  flag: () => [
    (value) => (yes.has(value) ? { value: true } : no.has(value) ? { value: false } : { expected: "true or false" }),
    (value: boolean) => value,
  ],
  targets: ([form]) => {
    if (form === undefined) return [targetsOf];
    const write = (value: Settings["targets"]): unknown => {
      if (value === "all" && form !== "names") return form === "linear" ? "all-linear" : "all";
      return form === "comma" ? targetNames(value).join(",") : targetNames(value);
    };
    return [targetsOf, write];
  },
};

const unset = new Set<unknown>(["auto", "gpu", "none", "None", -1, 0]);

function wholeNumber(value: unknown): Meaning<number> {
  if (unset.has(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number > 0 && typeof value !== "boolean"
    ? { value: Math.max(1, Math.round(number)) }
    : { expected: "a whole number of at least 1" };
}

function chosen(key: string, setting: Setting, rule: Exclude<Rule, string>): Row {
  const words = { ...rule.words, ...sharedWords[rule.like ?? ""] };
  const meaningOf = (said: Said | undefined): Meaning<Settings[Setting]> => {
    if (said === undefined || said === null) return undefined;
    const like = typeof said === "string" && said.startsWith("~");
    const value = like ? said.slice(1) : said;
    return like ? { value, inexact: setting } : { value };
  };
  const patterns = Object.entries(rule.match ?? {}).map(([sign, said]) => [new RegExp(sign, "u"), said] as const);
  const read: Read = (value) => {
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    if (rule.words !== undefined)
      return Object.hasOwn(words, text)
        ? meaningOf(words[text])
        : { expected: `one of ${Object.keys(words).join(", ")}` };
    if (rule.capture !== undefined) {
      const own = new RegExp(rule.capture, "u").exec(text)?.[1];
      return own === undefined ? { expected: rule.expected ?? "" } : { value: own };
    }
    if ((rule.on !== undefined || rule.off !== undefined) && isOff(value)) return meaningOf(rule.off as Said);
    const fit = patterns.find(([sign]) => sign.test(text));
    const said = fit === undefined ? (rule.on ?? rule.else) : fit[1];
    return said === undefined && rule.expected !== undefined ? { expected: rule.expected } : meaningOf(said);
  };
  const write = writeOf(rule, words);
  return { key, setting, read, ...(write && { write }) };
}

/** `a, b or c` */
export function oneOf(values: readonly unknown[], comma: string = ", "): string {
  return values.join(comma).replace(/, (?=[^,]*$)/, " or ");
}

function writeOf(rule: Exclude<Rule, string>, words: Readonly<Record<string, Said>>): Row["write"] {
  const { write } = rule;
  if (write === "same") return (value) => value;
  if (write !== undefined) return (value) => (Object.hasOwn(write, String(value)) ? write[String(value)] : write["*"]);
  if (rule.words === undefined) return undefined;
  return (value) => Object.entries(words).find(([, meant]) => meant === value)?.[0] ?? null;
}

const yes = new Set<unknown>([true, "true", "True", "yes", "auto", 1]);
const no = new Set<unknown>([false, "false", "False", "no", 0, null, ""]);

export function isOff(value: unknown): boolean {
  return no.has(value) || value === 1 || (Array.isArray(value) && value.length === 0);
}

/** What a trainer does where no key says it; `like` takes over those of a list of `shared.json`. */
export function defaultsOf(said: Readonly<Record<string, string | number | boolean>>): SomeSettings {
  const { like, ...own } = said;
  return { ...(like === "arguments" && shared.defaults), ...own } as SomeSettings;
}

export interface Taken {
  readonly entry: Entry;
  readonly setting: Setting;
  readonly value: Settings[Setting];
  readonly inexact?: string;
}
