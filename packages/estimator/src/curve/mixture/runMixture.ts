import { runVariance, type CountNoise } from "./countNoise.ts";
import { gapAt, merged, newMixture, slice, type Mixture } from "./mixture.ts";

/** Places at which a true gap is looked at, in standard deviations about its mean, and their weights. */
const STEP = 0.9;
const LOOKS = Array.from({ length: 7 }, (_, i) => (i - 3) * STEP);
const BELLS = LOOKS.map((look) => Math.exp(-0.5 * look * look));
const LOOK_WEIGHTS = BELLS.map((bell) => bell / BELLS.reduce((sum, one) => sum + one, 0));

/** Variance of the strip that a look stands for; the looks themselves spread so much less. */
const STRIP = (STEP * STEP) / 12;

/** Up to this share of a gap, above where its link begins, the noise of a count keeps the bell that the gap has on its own link. */
const SLIGHT = 0.2;

/** The gaps of runs, from those of the curve and the noise of a count, which grows with the gap and leaves none at the bound. */
export function runMixture(curve: Mixture, noise: CountNoise): Mixture {
  const { weight, mean, sd, offset } = curve;
  const runs = newMixture(weight.length * LOOKS.length);
  let filled = 0;
  const add = (share: number, middle: number, spread: number, from: number): void => {
    runs.weight[filled] = share;
    runs.mean[filled] = middle;
    runs.sd[filled] = spread;
    runs.offset[filled] = from;
    filled += 1;
  };
  const slight: number[] = [];
  for (let i = 0; i < weight.length; i += 1) {
    const linear = offset[i] === -Infinity;
    const middle = gapAt(offset[i]!, mean[i]!);
    const within = SLIGHT * (linear ? middle : middle - offset[i]!);
    if (within > 0 && runVariance(noise, middle) < within * within && (!linear || sd[i]! < within)) {
      slight.push(i);
      continue;
    }
    for (let look = 0; look < LOOKS.length; look += 1) {
      const gap = gapAt(offset[i]!, mean[i]! + LOOKS[look]! * Math.sqrt(1 - STRIP) * sd[i]!);
      const strip = (linear ? 1 : gap - offset[i]!) * sd[i]!;
      add(weight[i]! * LOOK_WEIGHTS[look]!, gap, Math.sqrt(runVariance(noise, gap) + STRIP * strip * strip), -Infinity);
    }
  }
  for (const i of slight) {
    const middle = gapAt(offset[i]!, mean[i]!);
    const above = offset[i] === -Infinity ? 1 : middle - offset[i]!;
    add(weight[i]!, mean[i]!, Math.hypot(sd[i]!, Math.sqrt(runVariance(noise, middle)) / above), offset[i]!);
  }
  return merged(slice(runs, 0, filled));
}
