import { isRecord } from "@tunecast/estimator/parts";
import names from "./names.json" with { type: "json" };

/** A bar of tqdm: ` 12%|█▏        | 120/1000 [04:10<30:33,  2.08s/it]`; those of loading, counting and saving are none of the run's. */
const bar = /(?<!\b(?:Loading|Fetch|Map|Filter|Tokeniz|Saving|Generat)[^|]*\|[^|]*)\|\s*(\d+)\/(\d+)\s*\[(\d[\d:]*)</g;
/** A line with the day and time: `[INFO|2024-11-26 22:09:01]`, `2025-03-02 05:16:20,348`. */
const dated = /(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?)/;
const lossIn = /['"]?\bloss['"]?\s*[:=]\s*['"]?([\d.e+-]+)/;

export function entriesOnScreen(text: string): LogEntry[] {
  const lines = text.split(/[\r\n]+/);
  const stated = /Total optimization steps\s*=\s*([\d,]+)/.exec(text)?.[1];
  const steps = stated === undefined ? undefined : Number(stated.replaceAll(",", ""));
  const epochs = Number(/Num Epochs\s*=\s*([\d,]+)/.exec(text)?.[1]?.replaceAll(",", "") ?? Number.NaN);
  const entries: LogEntry[] = [];
  const trained = steps ?? totalOfTraining(lines);
  for (const line of lines) {
    const bars = [...line.matchAll(bar)].findLast(([, , total]) => Number(total) === trained);
    const at = dated.exec(line)?.[1];
    const loss = numberOf(lossIn.exec(line)?.[1]);
    if (bars) entries.push({ step: Number(bars[1]), steps: Number(bars[2]), seconds: secondsOf(bars[3]), loss });
    else if (line.includes("Total optimization steps") && at !== undefined)
      entries.push({ step: 0, steps, seconds: timeOf(at), isDated: true });
    else if (loss !== undefined && steps !== undefined && at !== undefined) {
      const epoch = numberOf(/['"]epoch['"]\s*:\s*([\d.]+)/.exec(line)?.[1]);
      const step = epoch === undefined || Number.isNaN(epochs) ? undefined : Math.round((epoch * steps) / epochs);
      entries.push({ step, steps, seconds: timeOf(at), isDated: true, loss });
    } else if (loss !== undefined && entries.length > 0) entries.push({ ...entries.at(-1), loss });
    if (line.includes("train_runtime") && entries.length > 0) entries.push({ ...entries.at(-1), finished: true });
  }
  return entries;
}

/** Steps of the training's bar: the one that losses are printed beside, else the one that went on longest. */
function totalOfTraining(lines: readonly string[]): number | undefined {
  const losses = new Map<number, number>();
  const seconds = new Map<number, number>();
  let total = 0;
  for (const line of lines) {
    for (const [, , steps, elapsed] of line.matchAll(bar)) {
      total = Number(steps);
      seconds.set(total, Math.max(seconds.get(total) ?? 0, secondsOf(elapsed) ?? 0));
    }
    if (total > 0 && lossIn.test(line)) losses.set(total, (losses.get(total) ?? 0) + 1);
  }
  const largest = (counts: ReadonlyMap<number, number>): number | undefined =>
    [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  return largest(losses) ?? largest(seconds);
}

/** Seconds of a time that has passed: `90.5`, `0:02:12`, `1 day, 2:03:04`, `4m 34s`, `1h 2m`. */
export function secondsOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number >= 0 ? number : undefined;
  const text = typeof value === "string" ? value.trim() : "";
  const [, days = "0", clock] = /^(?:(\d+) days?, )?((?:\d+:)?\d+:\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (clock !== undefined)
    return clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0) + 86_400 * Number(days);
  const unit = /(\d+(?:\.\d+)?)\s*([dhms])(?:ays?|ours?|in(?:utes?)?|ec(?:onds?)?)?/g;
  const parts = [...text.matchAll(unit)];
  if (parts.length === 0 || /[^\s,]/.test(text.replaceAll(unit, ""))) return undefined;
  return parts.reduce((sum, [, count, name]) => sum + Number(count) * unitSeconds[name as keyof typeof unitSeconds], 0);
}

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

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
  // `"global_step/max_steps": "60/438"`, as ms-swift has it.
  const said = String(record["global_step/max_steps"] ?? record["steps[global_step/max_steps]"]);
  const [ofSteps, inAll] = /^(\d+)\/(\d+)$/.exec(said)?.slice(1).map(Number) ?? [];
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
    tokens: found(record, names.tokens, numberOf) || undefined,
    loss: found(record, names.loss, numberOf),
    finished: "train_runtime" in record || undefined,
  };
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
  return Number.isInteger(number) && (number ?? -1) >= 0 ? number : undefined;
}

export function timeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number > 1e12 ? number / 1000 : number > 1e8 ? number : undefined;
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return undefined;
  const dated = value.trim().replace(" ", "T").replace(",", ".");
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(dated) ? dated : `${dated}Z`);
  return Number.isNaN(at) ? undefined : at / 1000;
}

export function historyOf(state: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  const history = isRecord(state) ? state["log_history"] : undefined;
  return Array.isArray(history) ? history.filter(isRecord) : undefined;
}
