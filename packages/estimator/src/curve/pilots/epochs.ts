import type { Pilot } from "./pilot.ts";
import { gapOf, type Scale } from "./scale.ts";

/** R*: passes after which repeating loses its worth. */
const REPEAT_DECAY = 15.387756;

/** A tenth of the gap per doubling that a pilot is moved for its epochs: as much as a doubling itself is expected to bring. */
const EPOCH_DOUBT = 0.1;

/**
 * What `epochs` passes over a set are worth, in passes over data never seen before:
 *
 *     1 + R* · (1 − exp(−(epochs − 1) / R*))
 *
 * Fitted for training from scratch; in fine-tuning it is a guess that the fit widens for. Less than one pass
 * counts as it is.
 *
 * @source https://arxiv.org/abs/2305.16264 (Muennighoff et al., equation 5; constants of the published code, read 2026-11-24)
 */
export function effectiveEpochs(epochs: number): number {
  return epochs <= 1 ? epochs : 1 + REPEAT_DECAY * (1 - Math.exp(-(epochs - 1) / REPEAT_DECAY));
}

/** Pilots at the epochs of the largest one, ascending by n; one without epochs is taken to have those. */
export function equalEpochs(pilots: readonly Pilot[], scale: Scale): { runs: Pilot[]; converted: boolean } {
  const ascending = (a: Pilot, b: Pilot): number => a.n - b.n || a.value - b.value;
  const sorted = pilots.toSorted(ascending);
  const reference = sorted.findLast(({ epochs }) => epochs !== undefined)?.epochs;
  if (reference === undefined || sorted.every(({ epochs }) => (epochs ?? reference) === reference))
    return { runs: sorted, converted: false };
  const moved = sorted.map((run) => {
    const factor = effectiveEpochs(run.epochs ?? reference) / effectiveEpochs(reference);
    const doubt = EPOCH_DOUBT * Math.abs(Math.log2(factor)) * gapOf(scale, run.value);
    return factor === 1 ? run : { ...run, n: run.n * factor, se: Math.hypot(run.se ?? 0, doubt) };
  });
  return { runs: moved.toSorted(ascending), converted: true };
}
