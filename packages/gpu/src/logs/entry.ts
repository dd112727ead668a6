import { isRecord, own } from "@tunecast/estimator/parts";
import names from "./names.json" with { type: "json" };

/** A bar of tqdm: ` 12%|█▏        | 120/1000 [04:10<30:33,  2.08s/it]`; those of loading, counting and saving are none of the run's. */
const bar = /(?<!\b(?:Loading|Fetch|Map|Filter|Tokeniz|Saving|Generat)[^|]*\|[^|]*)\|\s*(\d+)\/(\d+)\s*\[(\d[\d:]*)</g;
/** The epoch of a bar that begins anew with each: `Epoch 1:` of Lightning, `2|20|Loss: 1.1:` of torchtune. */
const ofEpoch = /\bEpoch \d+(?=:)|\b\d+(?=\|\d+\|Loss)/;
/** A line with the day and time: `[INFO|2024-11-26 22:09:01]`, `2025-03-02 05:16:20,348`. */
const dated = /(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?)/;
/** `loss: 0.5`, `'loss': '0.5'`, `| loss 0.5 |`, `train/loss=0.5`, `total_tokens=20,971,520`, `time: 90.5ms`; two names are of several words. */
const pair =
  /(elapsed time per iteration \(ms\)|train_step_timing in s|consumed tokens|[\w/]+)['"]?(?:\s*[:=]\s*|(?<=\| loss) )['"]?([+-]?\d[\d,]*\.?\d*(?:e[+-]?\d+)?)(ms\b)?/gi;
/** `iteration 10/ 1000 |` of Megatron and NeMo, `step: 3  loss:` of torchtitan and verl, `Step 5 |` of torchtune, `[step=10/1000,` of OLMo. */
const numbered = /(?:^|[\s[])(?:step|iter|iteration)\b[\s:=]*(\d+)(?:\s*\/\s*(\d+))?/i;

/** NeMo 2 and NeMo AutoModel call the first of n steps 0, and the last n - 1. @source nemo-toolkit 2.3.0 progress_printer.py, nemo-automodel 0.7.0 step_scheduler.py */
const fromZero = /Training epoch \d+, iteration \d|\| step \d+ \| epoch \d+ \| loss /;

/** What a line of the screen says, as a record of a log. */
function saidOn(line: string): LogEntry {
  if (line.includes("[val]")) return {};
  const [, step, steps] = numbered.exec(line) ?? [];
  const pairs = [...line.matchAll(pair)].map(([, name = "", value = "", unit]) => [
    unit === undefined ? name : `${name} (ms)`,
    value.replaceAll(",", ""),
  ]);
  const entry = entryOf({ ...Object.fromEntries(pairs), step, max_steps: steps });
  if (!fromZero.test(line)) return entry;
  return { ...entry, step: (entry.step ?? 0) + 1, ...(entry.steps && { steps: entry.steps + 1 }) };
}

/** What a run printed: its bar, or lines that number or date their steps, and what stands beside them. */
export function entriesOnScreen(text: string): LogEntry[] {
  const lines = text.split(/[\r\n]+/);
  const stated = (sign: RegExp): number | undefined => numberOf(sign.exec(text)?.[1]?.replaceAll(",", ""));
  const steps = stated(/Total (?:optimization|training) steps\s*[:=]\s*([\d,]+)/);
  const ended = stated(/['"]train_runtime['"].*['"]epoch['"]:\s*['"]?([\d.]+)/);
  const epochs = stated(/Num Epochs\s*=\s*([\d,]+)/) ?? ended ?? Number.NaN;
  const trained = steps ?? totalOfTraining(lines);
  const barOn = (line: string) => [...line.matchAll(bar)].findLast(([, , total]) => Number(total) === trained);
  const hasBar = lines.some((line) => barOn(line) !== undefined);
  const named = [...new Set(lines.flatMap((line) => ofEpoch.exec(line) ?? []))];
  const passes = named.length > 1 ? stated(/max_epochs=(\d+)/) : 1;
  const took: number[] = [];
  const entries: LogEntry[] = [];
  // Losses that stand before the first bar, as their stream was written first.
  const early: LogEntry[] = [];
  for (const line of lines) {
    const { step, steps: of, stepSeconds, tokens, loss, finished } = saidOn(line);
    const seconds = timeOf(dated.exec(line)?.[1]);
    const [, at, , elapsed] = barOn(line) ?? [];
    const epoch = numberOf(/['"]epoch['"]\s*:\s*['"]?([\d.]+)/.exec(line)?.[1]) ?? Number.NaN;
    const isStart = line.includes("Total optimization steps");
    const byEpoch = isStart ? 0 : Math.round((epoch * (steps ?? trained ?? 0)) / epochs);
    const said = { tokens, loss, finished };
    if (at !== undefined && trained !== undefined) {
      const before = Math.max(0, named.indexOf(ofEpoch.exec(line)?.[0] ?? ""));
      took[before] = secondsOf(elapsed) ?? 0;
      const clock = took.reduce((sum, one) => sum + one, 0);
      const step = before * trained + Number(at);
      entries.push({ step, steps: passes && passes * trained, seconds: clock, ...said });
    } else if (!hasBar && step !== undefined && (of ?? loss ?? stepSeconds) !== undefined)
      entries.push({ step, steps: of ?? steps, seconds, isDated: seconds !== undefined, stepSeconds, ...said });
    else if (seconds !== undefined && steps !== undefined && (byEpoch === 0 || (loss !== undefined && byEpoch > 0)))
      entries.push({ step: byEpoch, steps, seconds, isDated: true, ...said });
    else if (entries.length > 0 && (loss ?? tokens ?? finished) !== undefined)
      entries.push({ ...entries.at(-1), ...said });
    else if (loss !== undefined && byEpoch > 0) early.push({ step: byEpoch, ...said });
  }
  return early.reduceRight((all, one) => {
    const at = all.findIndex(({ step = 0 }) => step >= (one.step ?? 0));
    return all.toSpliced(at < 0 ? all.length : at, 0, one);
  }, entries);
}

/** Steps of the training's bar: the one that losses are printed beside, else the one that went on longest. */
function totalOfTraining(lines: readonly string[]): number | undefined {
  const bars = new Map<number, { losses: number; seconds: number }>();
  let last: { losses: number; seconds: number } | undefined;
  for (const line of lines) {
    for (const [, , steps, elapsed] of line.matchAll(bar)) {
      last = bars.get(Number(steps)) ?? { losses: 0, seconds: 0 };
      last.seconds = Math.max(last.seconds, secondsOf(elapsed) ?? 0);
      bars.set(Number(steps), last);
    }
    if (last !== undefined && saidOn(line).loss !== undefined) last.losses += 1;
  }
  return [...bars].toSorted(([, a], [, b]) => b.losses - a.losses || b.seconds - a.seconds)[0]?.[0];
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
  const milliseconds = found(record, names.stepMilliseconds, numberOf);
  const seconds = elapsed ?? (hours === undefined ? dated : hours * 3600);
  const step = ofSteps ?? found(record, names.step, wholeOf);
  return {
    // Its records are NeMo AutoModel's.
    step: step !== undefined && "tps_per_gpu" in record ? step + 1 : step,
    steps: inAll ?? found(record, names.steps, wholeOf),
    seconds,
    isDated: elapsed === undefined && hours === undefined && dated !== undefined,
    stepSeconds: milliseconds === undefined ? found(record, names.stepSeconds, numberOf) : milliseconds / 1000,
    tokens: found(record, names.tokens, numberOf) || undefined,
    // The loss of a run's last entry is the mean of all.
    loss: "train_runtime" in record ? undefined : found(record, names.loss, numberOf),
    finished: "train_runtime" in record || undefined,
  };
}

function found<T>(
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  read: (value: unknown) => T | undefined,
): T | undefined {
  return keys
    .map((key) => own(record, key))
    .map(read)
    .find((value) => value !== undefined);
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
