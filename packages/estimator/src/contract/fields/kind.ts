import type { Metric } from "../../curve/pilots/metric.ts";
import type { AlternativeKind, Direction, Known, MetricUnit, WayKind } from "./words.ts";

/** A number that a person states: a plain one, or the range in which it lies with the likeliest value in it. */
export type Figure =
  | string
  | number
  | { readonly low: string | number; readonly typical?: string | number; readonly high: string | number };

/** The same where it is no money: the middle of a range counts as the likeliest where none is stated. */
export type Spread = number | { readonly low: number; readonly typical?: number; readonly high: number };

/** A model of the book (`anthropic/claude-haiku-4-5`), or rates for 1M tokens. */
export type ModelPrice =
  | string
  | { readonly input: Figure; readonly cachedInput?: Figure; readonly output: Figure; readonly source?: string };

/** The type of each kind of value: the one list that checks, spellings and schemas are made over. */
export interface Kinds {
  /** A day, `YYYY-MM-DD`. */
  day: string;
  text: string;
  texts: readonly string[];
  /** Money, never negative; text, so that no digit is lost. */
  amount: string;
  flag: boolean;
  /** A whole number of at least 0. */
  whole: number;
  /** A whole number of at least 1. */
  count: number;
  /** Tokens of a corpus: a whole number of 1 to 1e15. */
  corpus: number;
  /** A number of at least 0. */
  number: number;
  above0: number;
  /** Turns of both sides: at least 2. */
  turns: number;
  share: number;
  /** Growth from month to month: -1 to 10. */
  growth: number;
  /** Hours of a month: 1 to 744. */
  monthHours: number;
  score: number;
  bound: number | null;
  sizes: readonly number[];
  epochs: Spread | "provider";
  wholeSpread: Spread;
  spread: Spread;
  figure: Figure;
  shareFigure: Figure;
  /** A factor on listed prices, 1 within its range. */
  priceFactor: Figure;
  modelPrice: ModelPrice;
  alternativeKind: AlternativeKind;
  wayKind: WayKind;
  known: Known;
  metric: Metric;
  direction: Direction;
  metricUnit: MetricUnit;
}
export type Kind = keyof Kinds;

type KindFor<V> = { [K in Kind]: [V, Kinds[K]] extends [Kinds[K], V] ? K : never }[Kind];

/** The kind of each field of a group, with `?` where it may be left out. A missing or wrong kind does not compile. */
export type KindsOf<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K>
    ? `${KindFor<Exclude<T[K], undefined>>}?`
    : KindFor<T[K]>;
};

/** A table of kinds as the loops over it see it. */
export type KindTable = Readonly<Record<string, Kind | `${Kind}?`>>;

interface Keys {
  /** Key in `tunecast.json`; true for the path itself. */
  readonly file?: string | true;
  /** Key in the page's link; true for the option's name. */
  readonly link?: string | true;
}

/** How people and programs write a field. */
export interface Written extends Keys {
  readonly help: string;
  /** As the command takes it, `--examples <n>`; null: stated in a question file, in a group's option, or with `--set`. */
  readonly option: string | null;
}

/** The same as it is declared: what the field is, in a few words; its option; its keys elsewhere. */
export type Form = readonly [help: string, option?: string | null, keys?: Keys];

/** Under its own path and its option's name. */
export const both: Keys = { file: true, link: true };

/** A form for each field of a group. */
export type FormsOf<T> = { readonly [K in keyof T]-?: Form };

/** The fields of a group: the kind of each, and how it is written. */
export interface FieldGroup {
  readonly kinds: KindTable;
  readonly forms: Readonly<Record<string, Form>>;
}

/** The likeliest value of a spread. */
export function likely(spread: Spread): number {
  return typeof spread === "number" ? spread : (spread.typical ?? (spread.low + spread.high) / 2);
}

export type Stated = "low" | "likely" | "high";
