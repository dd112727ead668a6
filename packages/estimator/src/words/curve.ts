import type { CurveReport } from "../curve/curve.ts";
import { decimal } from "../money.ts";
import { dollarsPerPoint } from "../curve/worth/costs.ts";
import { countText, moneyText } from "./amount.ts";

/** A gain of fewer points is hardly one, and of fewer than the least none that is told from it. */
const HARDLY = 0.05;
const LEAST = 0.001;

/**
 * What the pilots say of twice the data, in one sentence that decides, and in one more what it costs where `cost`, the price of the
 * doubling in dollars, is known: worth it or not by the value of a point, else the value above which it is.
 */
export function curveSentence(
  { fit, next, notes, pilots, scale }: CurveReport,
  cost: string | null = null,
  currency = "USD",
): string {
  const to = countText(Math.round(2 * (pilots.at(-1)?.n ?? 0)));
  const sign = scale.better === "higher" ? 1 : -1;
  const gains = [fit.gainPerDoubling.low80, fit.gainPerDoubling.high80]
    .map((change) => (sign * change) / scale.point)
    .toSorted((a, b) => a - b);
  const [low = 0, high = 0] = gains;
  const median = (sign * fit.gainPerDoubling.median) / scale.point;
  const rule = (sign * fit.rule.gainPerDoubling) / scale.point;
  const unit = scale.share ? " points" : "";
  if (notes.some(({ kind }) => kind === "worsening"))
    return `Every larger set was worse: more of these examples will not help; look at the new ones. The straight line says ${figure(Math.abs(rule), scale.share)}${unit} worse at ${to}.`;
  const eight =
    low < 0
      ? `${sided(low, scale.share)} to ${sided(high, scale.share)}`
      : `${figure(low, scale.share)} to ${figure(high, scale.share)}`;
  const line = rule < 0 ? sided(rule, scale.share) : figure(rule, scale.share);
  return [
    `Doubling to ${to} examples will probably ${brings(median, scale)} (8 in 10: ${eight}); the straight line says ${line}.`,
    money({ fit, next, scale }, median, cost, currency),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function brings(median: number, { share }: CurveReport["scale"]): string {
  const size = figure(Math.abs(median), share);
  const least = share ? HARDLY : 0;
  if (Number(size) === 0 || Math.abs(median) < least) return "change little";
  if (share) return median > 0 ? `bring ${size} points` : `cost ${size} points`;
  return `be ${size} ${median > 0 ? "better" : "worse"}`;
}

/** What the doubling costs, and whether a point is worth that. */
function money(
  { fit, next, scale }: Pick<CurveReport, "fit" | "next" | "scale">,
  median: number,
  cost: string | null,
  currency: string,
): string {
  if (cost === null) return "";
  const price = moneyText({ amount: cost, currency });
  if (next !== null && next.pPays !== null) {
    // By the mean gain, as the best size is: half of the chance is not the same where gains are skewed.
    const isWorth = next.worth !== null && decimal(next.worth).greaterThanOrEqualTo(cost);
    const worth = isWorth ? "worth it" : "not worth it";
    return `It costs ${price}: ${worth} at ${moneyText({ amount: next.valuePerPoint, currency })} a point (${inTen(next.pPays)} that it pays).`;
  }
  const each = next?.dollarsPerPoint ?? dollarsPerPoint(cost, median);
  if (each === null) return `It costs ${price} and is not expected to gain anything.`;
  const point = scale.share ? "a point" : "a whole unit";
  const dollars = moneyText({ amount: each, currency });
  return `It costs ${price}, ${dollars} ${point}: worth it above that${fit.pShrinking > 0.9 ? "; later doublings bring less" : ""}.`;
}

/** `9 in 10`: a probability that is no surer than that. */
function inTen(probability: number): string {
  const tenths = Math.round(10 * probability);
  return tenths === 0 ? "less than 1 in 10" : tenths === 10 ? "more than 9 in 10" : `${tenths} in 10`;
}

/** A gain in words instead of a sign. */
function sided(gain: number, share: boolean): string {
  if (Number(figure(Math.abs(gain), share)) === 0) return "nothing";
  return `${figure(Math.abs(gain), share)} ${gain < 0 ? "worse" : "better"}`;
}

/** Points to a tenth, fewer to one figure; a loss to two figures. */
function figure(size: number, share: boolean): string {
  if (size === 0) return share ? "0.0" : "0";
  if (share) return size < HARDLY ? String(Number(Math.max(size, LEAST).toPrecision(1))) : size.toFixed(1);
  return String(Number(size.toPrecision(2)));
}
