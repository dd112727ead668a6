import { isMap } from "../config/entry.ts";
import { secondsOf } from "./clock.ts";
import names from "./names.json" with { type: "json" };

/** What one line of a log says; what it leaves out is undefined. */
export interface LogEntry {
  readonly step?: number | undefined;
  readonly steps?: number | undefined;
  /** On the log's own clock: since the run began, or a time of day. */
  readonly seconds?: number | undefined;
  /** Whether `seconds` is a time of day, of which the first begins the run. */
  readonly isDated?: boolean | undefined;
  readonly stepSeconds?: number | undefined;
  readonly tokens?: number | undefined;
  readonly loss?: number | undefined;
  readonly finished?: boolean | undefined;
}

/** One record of a log, by whatever names trainers and loggers have for the same thing: the surest come first in `names.json`. */
export function entryOf(record: Readonly<Record<string, unknown>>): LogEntry {
  const [ofSteps, inAll] = together(record);
  const elapsed = found(record, names.elapsed, secondsOf);
  const hours = found(record, names.elapsedHours, numberOf);
  const dated = found(record, names.dated, timeOf);
  const seconds = elapsed ?? (hours === undefined ? dated : hours * 3600);
  return {
    step: ofSteps ?? found(record, names.step, wholeOf),
    steps: inAll ?? found(record, names.steps, wholeOf),
    seconds,
    isDated: elapsed === undefined && hours === undefined && dated !== undefined,
    stepSeconds: found(record, names.stepSeconds, numberOf),
    tokens: positiveOf(found(record, names.tokens, numberOf)),
    loss: found(record, names.loss, numberOf),
    finished: "train_runtime" in record || undefined,
  };
}

/** `"global_step/max_steps": "60/438"`, as ms-swift has it. */
function together(record: Readonly<Record<string, unknown>>): [number | undefined, number | undefined] {
  const said = record["global_step/max_steps"] ?? record["steps[global_step/max_steps]"];
  const [, step, steps] = typeof said === "string" ? (/^(\d+)\/(\d+)$/.exec(said) ?? []) : [];
  return [step === undefined ? undefined : Number(step), steps === undefined ? undefined : Number(steps)];
}

function found<T>(
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  read: (value: unknown) => T | undefined,
): T | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(record, key) ? read(record[key]) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  return Number(value);
}

function wholeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined;
}

function positiveOf(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

/** Seconds since 1970: a number of them, or a date. */
export function timeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number > 1e12 ? number / 1000 : number > 1e8 ? number : undefined;
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return undefined;
  const dated = value.trim().replace(" ", "T").replace(",", ".");
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(dated) ? dated : `${dated}Z`);
  return Number.isNaN(at) ? undefined : at / 1000;
}

/** The list of entries that a trainer's state holds. */
export function historyOf(state: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  const history = isMap(state) ? state["log_history"] : undefined;
  return Array.isArray(history) ? history.filter(isMap) : undefined;
}
