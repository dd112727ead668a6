/** R*: passes after which repeating loses its worth. */
const REPEAT_DECAY = 15.387756;

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
