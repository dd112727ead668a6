/** A Gaussian of z at two places, with a weight. */
export interface Joint {
  readonly weight: number;
  /** Means at the two places. */
  readonly before: number;
  readonly after: number;
  /** Variances at the two places, and their covariance. */
  readonly here: number;
  readonly there: number;
  readonly both: number;
}

/** Steps within which two are one: of the change and of the level, in their standard deviations, and of these, as logarithms. */
const CHANGE = 0.2;
const LEVEL = 0.4;
const CHANGE_SD = 0.1;
const LEVEL_SD = 0.4;

/** The same sum of Gaussians in fewer: those that nearly agree become one of their joint means and covariances. */
export function mergedJoints(joints: readonly Joint[]): Joint[] {
  const groups = new Map<number, Joint[]>();
  for (const joint of joints) {
    const { before, after, here, there, both } = joint;
    const width = Math.round(Math.log(Math.max(here + there - 2 * both, 1e-14)) / (2 * CHANGE_SD));
    const change = Math.round((after - before) / (CHANGE * Math.exp(CHANGE_SD * width)));
    const levelWidth = Math.round(Math.log(here) / (2 * LEVEL_SD));
    const level = Math.round(before / (LEVEL * Math.exp(LEVEL_SD * levelWidth)));
    const key = ((change * 1024 + width) * 128 + levelWidth) * 65_536 + level;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [joint]);
    else group.push(joint);
  }
  return [...groups.values()].map((group) => (group.length === 1 && group[0] !== undefined ? group[0] : joined(group)));
}

function joined(group: readonly Joint[]): Joint {
  const sum = { weight: 0, before: 0, after: 0, here: 0, there: 0, both: 0 };
  for (const { weight, before, after } of group) {
    sum.weight += weight;
    sum.before += weight * before;
    sum.after += weight * after;
  }
  const [before, after] = [sum.before / sum.weight, sum.after / sum.weight];
  for (const one of group) {
    const share = one.weight / sum.weight;
    const [off, offAfter] = [one.before - before, one.after - after];
    sum.here += share * (one.here + off * off);
    sum.there += share * (one.there + offAfter * offAfter);
    sum.both += share * (one.both + off * offAfter);
  }
  return { ...sum, before, after };
}
