import {
  amount,
  atMost,
  fields,
  fitting,
  isRecord,
  list,
  maybe,
  number,
  positive,
  shown,
  text,
  whole,
  type Check,
  wrongKind,
} from "../../check/fields.ts";
import { parseDay } from "../../check/day.ts";
import { isKey } from "../../check/keys.ts";
import { metrics } from "../../curve/pilots/metric.ts";
import { isDecimalText } from "../../check/decimalText.ts";
import { decimal } from "../../money.ts";
import type { Kind, KindTable } from "./kind.ts";
import { alternativeKinds, directions, knownKinds, metricUnits, wayKinds } from "./words.ts";

const anyWord = (known: readonly unknown[]): Check =>
  fitting((value) => known.includes(value), `one of ${known.join(", ")}`);

const existingDay: Check = (value, path) => {
  if (value === undefined) return wrongKind(path, "a day, YYYY-MM-DD", value);
  const read = parseDay(typeof value === "string" ? value : shown(value));
  return read.ok ? null : { ...read.problem, field: path };
};

const quantity: Check = fitting(
  (value) =>
    typeof value === "number" ? Number.isFinite(value) && value >= 0 : isDecimalText(value) && !value.startsWith("-"),
  "a number of at least 0, or its low and high",
);

function ranged(end: Check): Check {
  return (value, path) => {
    if (!isRecord(value)) return end(value, path);
    const { low, typical, high } = value;
    const wrong = end(low, `${path}.low`) ?? end(high, `${path}.high`) ?? maybe(end)(typical, `${path}.typical`);
    if (wrong !== null) return wrong;
    const rises = (least: unknown, most: unknown): boolean => decimal(String(least)).lessThanOrEqualTo(String(most));
    return rises(low, typical ?? low) && rises(typical ?? low, high)
      ? fields({ low: end, typical: maybe(end), high: end })(value, path)
      : {
          kind: "contradictory_range",
          field: path,
          low: String(low),
          high: String(high),
          ...(typical !== undefined && { typical: shown(typical) }),
        };
  };
}

const ends = (value: unknown): readonly number[] =>
  (isRecord(value) ? [value["low"], value["high"]] : [value]).map(Number);
const anyFigure = ranged(quantity);
const figureUpTo =
  (most: number): Check =>
  (value, path) =>
    anyFigure(value, path) ?? atMost(path, ends(value).at(-1) ?? 0, most);
const figure = figureUpTo(1e12);
/** Of runs that fail: where all do, none ends well. */
const shareFigure = figureUpTo(0.99);

/** 1 is reckoned with, so it lies in the range. */
const priceFactor: Check = (value, path) => {
  const wrong = figure(value, path);
  if (wrong !== null) return wrong;
  const [low = 1, high = low] = ends(value);
  return low <= 1 && high >= 1
    ? null
    : { kind: "contradictory_range", field: path, low: String(low), high: String(high), typical: "1" };
};

const modelRates = fields({ input: figure, cachedInput: maybe(figure), output: figure, source: maybe(text) });
const modelNamed = fitting((value) => typeof value === "string", "a model's name or its rates");
const wholeSpread = ranged(whole());
const passes = ranged(whole(1));

/** The check of each kind. */
export const checks: { readonly [K in Kind]: Check } = {
  day: existingDay,
  text,
  texts: list(text),
  amount,
  flag: fitting((value) => typeof value === "boolean", "true or false"),
  whole: whole(),
  count: whole(1),
  corpus: whole(1, 1e15),
  number: number(),
  above0: positive,
  turns: number(2),
  share: number(0, 1),
  growth: number(-1, 10),
  monthHours: number(1, 744),
  score: number(-1e12),
  bound: (value, path) => (value === null ? null : number(-1e12)(value, path)),
  sizes: list(positive),
  epochs: (value, path) => (value === "provider" ? null : passes(value, path)),
  wholeSpread,
  spread: ranged(number()),
  figure,
  shareFigure,
  priceFactor,
  modelPrice: (value, path) => (isRecord(value) ? modelRates : modelNamed)(value, path),
  alternativeKind: anyWord(alternativeKinds),
  wayKind: anyWord(wayKinds),
  known: anyWord(knownKinds),
  metric: anyWord(metrics),
  direction: anyWord(directions),
  metricUnit: anyWord(metricUnits),
};

/** The kind in an entry of a table, and whether its field may be left out. */
export function kindIn(entry: string): { readonly kind: Kind; readonly optional: boolean } {
  const name = entry.replace("?", "");
  if (!isKey(checks, name)) throw new TypeError(`No kind is named ${entry}.`);
  return { kind: name, optional: name !== entry };
}

export function checksOf(table: KindTable): Readonly<Record<string, Check>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, entry]) => {
      const { kind, optional } = kindIn(entry);
      return [name, optional ? maybe(checks[kind]) : checks[kind]];
    }),
  );
}

/** The check of a group of fields. @param more of fields that are groups themselves */
export function groupOf(table: KindTable, more: Readonly<Record<string, Check>> = {}): Check {
  return fields({ ...checksOf(table), ...more });
}
