import { secondsOf } from "./clock.ts";
import { numberOf, timeOf, type LogEntry } from "./entry.ts";

/** A bar of tqdm: ` 12%|█▏        | 120/1000 [04:10<30:33,  2.08s/it]`. */
const bar = /\|\s*(\d+)\/(\d+)\s*\[(\d[\d:]*)<[^\]]*\]/g;
/** A line with the day and time: `[INFO|2024-11-26 22:09:01]`, `2025-03-02 05:16:20,348`. */
const dated = /(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?)/;
const lossIn = /['"]?\bloss['"]?\s*[:=]\s*['"]?([\d.e+-]+)/;

/**
 * What a run printed: bars with steps and time, dictionaries with losses, lines with a time of day. Where only losses are
 * logged, `Total optimization steps` and the epochs give their steps.
 */
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

/**
 * Steps of the bar that is a training's: rows are tokenised and parts evaluated under bars of their own. It is the one
 * that losses are printed beside; where there are none, the one that went on longest.
 */
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
