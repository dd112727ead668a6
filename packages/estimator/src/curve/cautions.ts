import type { FitOptions, Prediction } from "./curve.ts";
import { ruleValue } from "./doublingRule.ts";
import { CHECKED_RATIO, type Fit } from "./fit.ts";
import { shrinkingShare } from "./mixture/posterior.ts";
import type { CurveNote } from "./notes.ts";
import { gapOf } from "./pilots/scale.ts";
import { NO_PROGRESS, standsStill } from "./pilots/sizes.ts";

/** A step of this share of the scale, and so many times the gain before it, looks like the start of learning. */
const JUMP = { scale: 0.1, times: 3 };

/** Span of sizes under which a slope is hardly measured: two doublings. */
const SHORT_RANGE = 4;

/** What a reader has to know about a fit; `ahead` is the forecast at 4 times the largest pilot. */
export function curveNotes(fit: Fit, ahead: Prediction, options: FitOptions): CurveNote[] {
  return [
    ...wayNotes(fit, options),
    ...pilotNotes(fit, options),
    ...valueNotes(fit, options),
    ...ruleNotes(fit, ahead),
  ];
}

/** A way that nobody stated and that the line runs against is a question, not a finding. */
function wayNotes({ rule, sizes }: Fit, { metric, direction }: FitOptions): CurveNote[] {
  const stated = metric !== undefined || direction !== undefined;
  return stated || sizes.scale.sign * rule.gainPerDoubling <= 0 ? [] : [{ kind: "direction_assumed" }];
}

function pilotNotes({ sizes }: Fit, options: FitOptions): CurveNote[] {
  const notes: CurveNote[] = [];
  const count = sizes.means.length;
  if (count === 2) notes.push({ kind: "prior_dominated", sizes: count });
  if (count === 3) notes.push({ kind: "shape_from_prior", sizes: count });
  const range = sizes.nMax / sizes.nMin;
  // A hair below four is four: sizes are whole numbers, 63 of 250 is a quarter.
  if (range < SHORT_RANGE * 0.98) notes.push({ kind: "short_range", range, needed: SHORT_RANGE });
  if (sizes.converted) notes.push({ kind: "different_epochs" });
  if (options.nested === false) notes.push({ kind: "not_nested" });
  if (sizes.items !== null && !sizes.itemsStated)
    notes.push({ kind: "test_size_guessed", items: Number(sizes.items.toPrecision(2)) });
  if (sizes.pooled) notes.push({ kind: "pooled_sizes", sizes: count });
  return notes;
}

function valueNotes({ sizes }: Fit, { chance, testSize }: FitOptions): CurveNote[] {
  const notes: CurveNote[] = [];
  const { scale, runs, means } = sizes;
  const worse = means.findIndex(({ gap }, i) => gap > (means[i - 1]?.gap ?? Infinity));
  if (means.every(({ gap }) => gap === means[0]?.gap)) notes.push({ kind: "constant", value: runs[0]?.value ?? 0 });
  else if (means.slice(1).every(({ gap }, i) => gap > (means[i]?.gap ?? Infinity)))
    notes.push({ kind: "worsening", from: means[0]?.n ?? 0, to: means.at(-1)?.n ?? 0 });
  else if (worse > 0) notes.push({ kind: "non_monotone", from: means[worse - 1]?.n ?? 0, to: means[worse]?.n ?? 0 });
  if (jumpsLast(means, scale.upper - scale.lower))
    notes.push({ kind: "late_start", from: means.at(-2)?.n ?? 0, to: means.at(-1)?.n ?? 0 });
  if (standsStill(sizes)) notes.push({ kind: "no_progress", from: means[0]?.n ?? 0, to: means.at(-1)?.n ?? 0 });
  if (scale.bounded && runs.some(({ value }) => value === scale.best))
    notes.push({ kind: "at_bound", bound: scale.best });
  if (!scale.bounded) notes.push({ kind: "no_bound" });
  if (testSize !== undefined && !Number.isFinite(scale.upper - scale.lower)) notes.push({ kind: "test_size_unused" });
  const last = runs.at(-1);
  if (chance !== undefined && last !== undefined) {
    const above = gapOf(scale, chance) - gapOf(scale, last.value);
    if (above < -Math.max(3 * (last.se ?? 0), NO_PROGRESS.gap * Math.abs(gapOf(scale, chance))))
      notes.push({ kind: "below_chance", chance, value: last.value });
    else if (above <= Math.max(2 * (last.se ?? 0), 0.02 * Math.abs(gapOf(scale, chance))))
      notes.push({ kind: "at_chance", chance, value: last.value });
  }
  return notes;
}

/** Whether the last step brought most of all that was gained, and a tenth of the scale: the start of learning looks so. */
function jumpsLast(means: readonly { readonly gap: number }[], width: number): boolean {
  const [first, before, last] = [means[0]?.gap ?? 0, means.at(-2)?.gap ?? 0, means.at(-1)?.gap ?? 0];
  const step = before - last;
  return means.length > 2 && step > JUMP.scale * width && step > JUMP.times * Math.max(first - before, 0);
}

/** Where the line and the mixture part, and why: the line is never taken away. */
function ruleNotes(fit: Fit, ahead: Prediction): CurveNote[] {
  const { scale, nMax } = fit.sizes;
  const farthest = nMax * CHECKED_RATIO;
  const far = ruleValue(fit.rule, farthest);
  const notes: CurveNote[] = [];
  if (far < scale.lower || far > scale.upper)
    notes.push({
      kind: "rule_beyond_bound",
      n: farthest,
      rule: far,
      bound: far < scale.lower ? scale.lower : scale.upper,
    });
  const { n, rule, median, low80, high80 } = ahead;
  if (rule < low80 || rule > high80) {
    const lineIsBetter = scale.sign * (rule - median) < 0;
    const why = !lineIsBetter ? "late_gains" : shrinkingShare(fit.posterior) >= 0.5 ? "gains_shrink" : "others_shrink";
    notes.push({ kind: "rule_disagrees", n, rule, median, low80, high80, why });
  }
  return notes;
}
