import type { LogPoint } from "../track/tracked.ts";
import type { LogEntry } from "./entry.ts";

/** A clock that falls back so far, seconds and a share of the whole, began anew: the writers of one run differ by less. */
const fallsBack = { seconds: 60, share: 0.05 } as const;

/** Entries as points by step: a clock that began anew goes on from where it stood, and a step counts the first time it was reached. */
export function pointsOf(entries: readonly LogEntry[]): { points: LogPoint[]; restarts: number } {
  const began = entries.find(({ isDated }) => isDated === true)?.seconds ?? 0;
  const points: LogPoint[] = [];
  let [restarts, before, latest, timed] = [0, 0, 0, 0];
  for (const entry of entries) {
    const { step, isDated = false, stepSeconds, tokens, loss } = entry;
    if (step === undefined) continue;
    if (stepSeconds !== undefined) timed += stepSeconds * (step - (points.at(-1)?.step ?? 0));
    const own = entry.seconds === undefined ? undefined : entry.seconds - (isDated ? began : 0);
    const at = own ?? (stepSeconds === undefined ? undefined : timed);
    if (at !== undefined && before + at < latest - Math.max(fallsBack.seconds, fallsBack.share * latest)) {
      before = latest;
      restarts += 1;
    }
    latest = at === undefined ? latest : Math.max(latest, before + at);
    const last = points.at(-1);
    const point: LogPoint = {
      step,
      seconds: at === undefined ? null : latest,
      tokens: tokens ?? null,
      loss: loss ?? null,
    };
    if (last === undefined || step > last.step) points.push(point);
    // The end of a step is logged after its loss.
    else if (step === last.step) points[points.length - 1] = merged(last, point);
  }
  return { points: points.filter(({ step }) => step > 0), restarts };
}

function merged(a: LogPoint, b: LogPoint): LogPoint {
  return {
    step: a.step,
    seconds: b.seconds ?? a.seconds,
    tokens: b.tokens ?? a.tokens,
    loss: a.loss ?? b.loss,
  };
}
