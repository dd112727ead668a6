import { metrics } from "../../curve/pilots/metric.ts";
import { decimal } from "../../money.ts";
import type { Figure, Kind, Kinds } from "./kind.ts";
import { plainDecimal } from "./plainDecimal.ts";
import { alternativeKinds, directions, knownKinds, metricUnits, wayKinds } from "./words.ts";

interface Spelling<V> {
  /** A value, or the text itself where it means none: the check of the kind says what is wrong with it. */
  readonly read: (text: string) => unknown;
  readonly write: (value: V) => string;
  readonly schema: object;
}

const readNumber = (text: string): unknown => numberOr(text, plainDecimal(text));

const readShare = (text: string): unknown => numberOr(text, plainShare(text));

function numberOr(text: string, plain: string | undefined): unknown {
  return plain === undefined ? text : Number(plain);
}

/** A share as a plain decimal, also in percent: `30%` is 0.3. */
function plainShare(text: string): string | undefined {
  const [, percent] = /^([^%]*)%$/u.exec(text.trim()) ?? [];
  const plain = plainDecimal(percent ?? text);
  return percent === undefined || plain === undefined ? plain : decimal(plain).dividedBy(100).toFixed();
}

/** No count has a fraction: where a comma parts decimals, `8.000` means 8,000, and may not be taken for 8. */
const readCount = (text: string): unknown => (/^\d{1,3}(?:\.\d{3})+$/u.test(text.trim()) ? text : readNumber(text));

const readAmount = (text: string): unknown => plainDecimal(text) ?? text;

/** `0.20..0.60`, or with the likeliest value between: `1e6..3e6..4e6`. */
function readRange(end: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    const ends = text.split("..").map((one) => end(one.trim()));
    const [low, middle, high] = ends;
    if (ends.length === 1) return low;
    return ends.length === 2 ? { low, high: middle } : ends.length === 3 ? { low, typical: middle, high } : text;
  };
}

const spread = (figure: Figure): string =>
  typeof figure === "object"
    ? [figure.low, ...(figure.typical === undefined ? [] : [figure.typical]), figure.high].join("..")
    : String(figure);

/** The likeliest value of a figure, as text: the middle of a range where none is stated. */
export function likelyText(figure: Figure): string {
  if (typeof figure !== "object") return String(figure);
  const { low, typical, high } = figure;
  return typical === undefined ? decimal(low).plus(high).dividedBy(2).toFixed() : String(typical);
}

const words = (text: string): readonly string[] => text.split(",").map((word) => word.trim());
const same = (text: string): string => text;
const end = { type: ["number", "string"] };
const rangeSchema = (of: object): object => ({
  anyOf: [of, { type: "object", properties: { low: of, typical: of, high: of }, required: ["low", "high"] }],
});
const figure: Spelling<Figure> = { read: readRange(readAmount), write: spread, schema: rangeSchema(end) };

function numeric(schema: object): Spelling<number> {
  return { read: readNumber, write: String, schema: { type: "number", ...schema } };
}

function integer(minimum: number): Spelling<number> {
  return { read: readCount, write: String, schema: { type: "integer", minimum } };
}

function oneOf<W extends string>(list: readonly W[]): Spelling<W> {
  return { read: same, write: same, schema: { enum: list } };
}

function ranged(minimum: number, type: string): Spelling<Kinds["spread"]> {
  const read = readRange(type === "integer" ? readCount : readNumber);
  return { read, write: spread, schema: rangeSchema({ type, minimum }) };
}

const wholeSpread = ranged(0, "integer");
const passes = ranged(1, "integer");

/** How each kind is read from text, written as text, and said in JSON Schema. */
export const spellings: { readonly [K in Kind]: Spelling<Kinds[K]> } = {
  day: { read: same, write: same, schema: { type: "string", format: "date" } },
  text: { read: same, write: same, schema: { type: "string", minLength: 1 } },
  texts: {
    read: words,
    write: (list) => list.join(","),
    schema: {
      anyOf: [
        { type: "string", minLength: 1 },
        { type: "array", items: { type: "string" }, minItems: 1 },
      ],
    },
  },
  amount: {
    read: readAmount,
    write: same,
    schema: { type: ["string", "integer"], pattern: String.raw`^\d+(?:\.\d+)?$`, minimum: 0 },
  },
  flag: {
    read: (text) => ({ true: true, false: false, 1: true, 0: false })[text.toLowerCase()] ?? text,
    write: (on) => (on ? "true" : "false"),
    schema: { type: "boolean" },
  },
  whole: integer(0),
  count: integer(1),
  corpus: integer(1),
  number: numeric({ minimum: 0 }),
  above0: numeric({ exclusiveMinimum: 0 }),
  turns: numeric({ minimum: 2 }),
  share: { ...numeric({ minimum: 0, maximum: 1 }), read: readShare },
  growth: { ...numeric({ minimum: -1, maximum: 10 }), read: readShare },
  monthHours: numeric({ minimum: 1, maximum: 744 }),
  score: numeric({}),
  bound: {
    read: (text) => (text === "none" ? null : readNumber(text)),
    write: (value) => (value === null ? "none" : String(value)),
    schema: { type: ["number", "null"] },
  },
  sizes: {
    read: (text) => words(text).map(readNumber),
    write: (sizes) => sizes.join(","),
    schema: { type: "array", items: { type: "number", exclusiveMinimum: 0 }, minItems: 1 },
  },
  epochs: {
    read: (text) => (text === "provider" ? text : passes.read(text)),
    write: (value) => (value === "provider" ? value : passes.write(value)),
    schema: { anyOf: [passes.schema, { const: "provider" }] },
  },
  wholeSpread,
  spread: ranged(0, "number"),
  figure,
  shareFigure: { ...figure, read: readRange((text) => plainShare(text) ?? text) },
  priceFactor: figure,
  modelPrice: {
    read: same,
    write: (price) => (typeof price === "string" ? price : JSON.stringify(price)),
    schema: { type: "string", minLength: 1 },
  },
  alternativeKind: oneOf(alternativeKinds),
  wayKind: oneOf(wayKinds),
  known: oneOf(knownKinds),
  metric: oneOf(metrics),
  direction: oneOf(directions),
  metricUnit: oneOf(metricUnits),
};
